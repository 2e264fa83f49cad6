"""Open mHealth documents are judged as their schemas say, and given back as they came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from open_mhealth_examples import AT, KEY, OVER, header, heart, ieee_header, value, weight
from sources_examples import DATA, needs_data

from auren.errors import InvalidInput
from auren.sources.vendors.open_mhealth import SchemaID, Unfit, parse
from auren.sources.vendors.open_mhealth.documents import is_known, resolved
from auren.sources.vendors.open_mhealth.formats import moment
from auren.sources.vendors.open_mhealth.schemas import BODIES, PARTS

FOLDER = DATA / "open_mhealth"
SCHEMAS = DATA / "open_mhealth_schemas"
FILES = sorted(path for path in FOLDER.glob("*/*/*/should*/*.json") if is_known(SchemaID(*path.relative_to(FOLDER).parts[:3])))

START, END = "2023-02-05T07:00:00Z", "2023-02-05T08:00:00Z"
HOUR = value(1, "h")


def fits(body: object, schema: str) -> bool:
    try:
        parse(body, schema)
    except Unfit:
        return False
    return True


def same(one: object, other: object) -> bool:
    """Tell whether JSON values are the same, 1 apart from 1.0 and from true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


# --- The documents that the standard's makers judged themselves.


@needs_data
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_a_document_is_judged_as_its_folder_says_and_given_back_unchanged(file: Path) -> None:
    *schema, should = file.relative_to(FOLDER).parts[:4]
    body = json.loads(file.read_text(encoding="utf-8"))
    assert fits(body, ":".join(schema)) == (should == "shouldPass")
    if should == "shouldPass":
        assert same(parse(body, ":".join(schema)).dump(), body)


@needs_data
def test_well_over_half_of_the_documents_are_known() -> None:
    assert len(FILES) / len(list(FOLDER.glob("*/*/*/should*/*.json"))) > 0.65


@pytest.fixture(scope="module")
def peer() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
        yield import_module("benchmarks._open_mhealth_peer").Peer(SCHEMAS)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-5, 5)
    | st.sampled_from(
        ["", "kg", "sec", "average", "at rest", "2023-02-05", "2023-02-05T07:25:00Z", "2023-02-30T07:25:00Z", "x:y"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "unit", "date"]), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [
    *("date_time", "time_interval", "start_date_time", "end_date_time", "duration", "date", "part_of_day"),
    *("value", "unit", "effective_time_frame", "descriptive_statistic", "activity_name", "id", "user_id", "more"),
]


def changed(data: st.DataObject, body: object) -> object:
    """Delete, replace or add one field, anywhere in a document."""
    places: list[tuple[Any, Any]] = []
    inside(body, places)
    if not places:
        return data.draw(anything, label="instead of the whole")
    holder, key = data.draw(st.sampled_from(places), label="place")
    match data.draw(st.sampled_from(["delete", "replace", "add"]), label="change"):
        case "delete":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[data.draw(st.sampled_from(FIELDS), label="field")] = data.draw(grown(places), label="value")
        case _:
            holder[key] = data.draw(grown(places), label="value")
    return body


def grown(places: list[tuple[Any, Any]]) -> st.SearchStrategy[object]:
    # What stands elsewhere in a document makes for more likely mistakes than any value at all.
    copies = [json.loads(json.dumps(holder[key])) for holder, key in places]
    return anything | st.sampled_from(copies)


def inside(body: object, places: list[tuple[Any, Any]]) -> None:
    steps = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, inner in steps:
        places.append((body, key))
        inside(inner, places)


@needs_data
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_changed_document_is_judged_as_jsonschema_judges_it(peer: Any, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES), label="file")
    namespace, name, version = file.relative_to(FOLDER).parts[:3]
    assume(peer.knows(namespace, name, version))
    body = json.loads(file.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        body = changed(data, body)
    schema = f"{namespace}:{name}:{version}"
    assert fits(body, schema) == peer.accepts(body, namespace, name, version)
    if fits(body, schema):
        assert same(parse(body, schema).dump(), body)


BY_TYPE: dict[tuple[str, str], list[object]] = {}
for passing in (path for path in FILES if path.parent.name == "shouldPass"):
    kind = passing.relative_to(FOLDER).parts
    BY_TYPE.setdefault((kind[0], kind[1]), []).append(json.loads(passing.read_text(encoding="utf-8")))

TRIED: list[object] = [
    *(None, True, 0, 2.0, -1.5, "", "x", "2023-02-05", START, [], {}, HOUR, value(3, "kg"), value("3", "%"), value(3, "s")),
    *("average", "count", "20th percentile", "d", "sitting", "left wrist", "at rest", "on waking", "fasting", "with meal"),
    *("not related to meals", "serum", "tears", "lacrimal fluid", "oral", "tympanic", "morning", "light", "sensed"),
    *({"date_time": START}, {"date_time": "2023-02-05"}, {"time_interval": {"date": "2023-02-05", "part_of_day": "night"}}),
    *({"time_interval": {"start_date_time": START, "end_date_time": END}}, {"time_interval": {"start_date_time": START}}),
    {"time_interval": {"start_date_time": START, "duration": HOUR}, "date_time": 1},
    {"time_interval": {"start_date_time": START, "duration": HOUR, "end_date_time": END}},
    {"time_interval": {}, "date_time": START},
]


@needs_data
@pytest.mark.parametrize("schema", [*BODIES, *PARTS])
def test_every_version_judges_every_document_of_its_type_as_jsonschema_does(peer: Any, schema: str) -> None:
    namespace, name, version = schema.split(":")
    if not peer.knows(namespace, name, version):
        pytest.skip("no schema of this one is on this machine")
    bodies = BY_TYPE.get((namespace, name), [])
    for body in bodies:
        assert fits(body, schema) == peer.accepts(body, namespace, name, version), body
    fullest = max(bodies, key=lambda body: len(json.dumps(body)), default=None)
    for tried in one_field_apart(fullest, [field for half in BODIES.get(schema, ()) for field in half]):
        assert fits(tried, schema) == peer.accepts(tried, namespace, name, version), tried


def one_field_apart(body: object, fields: list[str]) -> Iterator[object]:
    """Give a document with each of its fields taken out, and each that it may have replaced by many values."""
    if not isinstance(body, dict):
        yield from TRIED
        return
    for field in dict.fromkeys((*body, *fields)):
        yield {key: inner for key, inner in body.items() if key != field}
        for tried in TRIED:
            yield {**body, field: tried}


@needs_data
def test_every_known_schema_of_the_folder_is_one_of_the_peers(peer: Any) -> None:
    # Where a version was invented here, nothing would ever contradict it.
    ours = [schema for schema in (*BODIES, *PARTS) if not schema.startswith("ieee:")]
    assert all(peer.knows(*schema.split(":")) for schema in ours)


# --- The rules, one by one.


@pytest.mark.parametrize(
    ("interval", "omh", "ieee"),
    [
        ({"start_date_time": START, "end_date_time": END}, True, True),
        ({"start_date_time": START, "duration": HOUR}, True, True),
        ({"end_date_time": END, "duration": HOUR}, True, True),
        ({"date": "2023-02-05", "part_of_day": "night"}, True, False),
        ({"date": "2023-02-05"}, False, False),
        ({"date": "05.02.2023", "part_of_day": "night"}, False, False),
        # All three, of which any two would do.
        ({"start_date_time": START, "end_date_time": END, "duration": HOUR}, False, False),
        # The duration is no duration, which leaves one way to read it.
        ({"start_date_time": START, "end_date_time": END, "duration": "PT1H"}, True, True),
        ({"start_date_time": START, "end_date_time": END, "date": "2023-02-05", "part_of_day": "night"}, False, True),
        ({"start_date_time": END, "end_date_time": START}, True, True),
        ({"start_date_time": START}, False, False),
        ({"start_date_time": START, "duration": value(1, "hours")}, False, False),
        ({}, False, False),
        ([], False, False),
    ],
)
def test_an_interval_has_exactly_two_of_start_end_and_duration(interval: object, omh: bool, ieee: bool) -> None:
    assert fits(interval, "omh:time-interval:1.0") == omh
    assert fits(interval, "ieee:time-interval:1.0") == ieee


def test_a_frame_is_an_instant_or_an_interval() -> None:
    interval = {"start_date_time": START, "end_date_time": END}
    assert fits({"date_time": START}, "omh:time-frame:1.0")
    assert fits({"time_interval": interval}, "omh:time-frame:1.0")
    assert not fits({"date_time": START, "time_interval": interval}, "omh:time-frame:1.0")
    assert fits({"date_time": START, "time_interval": {}}, "omh:time-frame:1.0")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2013-02-05T07:25:00Z", True),
        ("2013-02-05t07:25:00z", True),
        ("2013-02-05T07:25:00.123456789012Z", True),
        ("2013-02-05T07:25:00+03:00", True),
        ("2012-02-29T07:25:00Z", True),
        ("2013-02-29T07:25:00Z", False),
        ("2013-02-05T07:25:00", False),
        ("2013-02-05T07:25Z", False),
        ("2013-02-05 07:25:00Z", False),
        ("2013-02-05T24:00:00Z", False),
        ("2013-13-05T07:25:00Z", False),
        ("2013-02-05T07:25:00+0300", False),
        ("2013-02-05T07:25:00+24:00", False),
        ("201-02-05T07:25:00Z", False),
        ("２０１３-02-05T07:25:00Z", False),
        ("2013-02-05T07:25:00Z\n", False),
        ("2016-12-31T23:59:60Z", True),
        ("2017-01-01T00:59:60+01:00", True),
        ("2016-12-31T23:58:60Z", False),
    ],
)
def test_a_date_time_is_that_of_the_internet(text: str, right: bool) -> None:
    assert fits(text, "omh:date-time:1.0") == right
    assert (moment(text) is not None) == right


def test_a_leap_second_is_the_second_that_comes_after() -> None:
    assert moment("2016-12-31T23:59:60Z") == moment("2017-01-01T00:00:00Z")


def test_a_time_before_1970_fits_but_is_no_moment() -> None:
    assert fits("0000-02-29T00:00:00Z", "omh:date-time:1.0")
    assert moment("1904-01-01T00:00:00Z") is None


@pytest.mark.parametrize(
    ("body", "schema", "field", "expected"),
    [
        ({}, "omh:heart-rate:1.0", "heart_rate", "expected this field"),
        (heart(effective_time_frame=None), "omh:heart-rate:2.0", "effective_time_frame", "expected exactly one of"),
        (heart(descriptive_statistic=None), "omh:heart-rate:2.0", "descriptive_statistic", "expected one of average"),
        (heart(heart_rate={"value": "62", "unit": "beats/min"}), "omh:heart-rate:2.0", "heart_rate.value", "a number"),
        (heart(heart_rate={"value": True, "unit": "beats/min"}), "omh:heart-rate:2.0", "heart_rate.value", "a number"),
        (heart(heart_rate=62), "omh:heart-rate:2.0", "heart_rate", "expected an object"),
        (weight(unit="km"), "omh:body-weight:3.0", "body_weight.unit", "expected one of fg"),
        ([], "omh:body-weight:3.0", "", "expected an object"),
        (
            {"body_mass_index": value(22, "kg/m2"), "effective_time_frame": AT},
            "omh:body-mass-index:2.0",
            "body_mass_index.unit",
            "m^2",
        ),
        (
            {"step_count": 6000, "effective_time_frame": AT},
            "omh:step-count:2.0",
            "effective_time_frame",
            "expected time_interval",
        ),
        ({"step_count": 6000, "effective_time_frame": OVER}, "omh:step-count:3.0", "step_count", "expected an object"),
        (header("omh:a:1", user_id=1), "omh:header:1.1", "user_id", "expected a text"),
        (ieee_header("omh:a:1", uuid="7"), "ieee:header:1.0", "uuid", "expected a UUID"),
        (ieee_header("omh:a:1", external_datasheets=[{}]), "ieee:header:1.0", "external_datasheets", "expected this field"),
        (ieee_header("omh:a:1", external_datasheets={}), "ieee:header:1.0", "external_datasheets", "expected a list"),
    ],
)
def test_a_fault_names_its_field_and_what_was_expected(body: object, schema: str, field: str, expected: str) -> None:
    with pytest.raises(Unfit) as caught:
        parse(body, schema)
    assert caught.value.field == field
    assert expected in caught.value.reason


def test_a_fault_repeats_no_value_and_has_no_cause_that_does() -> None:
    with pytest.raises(Unfit) as caught:
        parse(weight("secret"), "omh:body-weight:3.0")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_whole_numbers_are_those_of_the_schema_s_own_draft() -> None:
    episode = {"effective_time_frame": OVER, "number_of_awakenings": 2.0}
    assert not fits(episode, "omh:sleep-episode:1.0")
    assert fits(episode, "omh:sleep-episode:1.1")
    assert not fits({**episode, "number_of_awakenings": 2.5}, "omh:sleep-episode:1.1")


def test_any_text_is_a_denominator_but_only_where_the_schema_says_so() -> None:
    assert fits(
        {"step_count": 1, "effective_time_frame": OVER, "descriptive_statistic_denominator": "walk"}, "omh:step-count:2.0"
    )
    assert not fits("walk", "omh:descriptive-statistic-denominator:1.1")


def test_steps_have_the_older_statistics_and_others_the_newer() -> None:
    steps = {"step_count": 1, "effective_time_frame": OVER, "descriptive_statistic": "count"}
    assert not fits(steps, "omh:step-count:2.0")
    assert fits(heart(descriptive_statistic="count"), "omh:heart-rate:2.0")


@pytest.mark.parametrize("url", ["https://example.org/a", "urn:x"])
def test_an_address_has_a_scheme(url: str) -> None:
    named = {"namespace": "omh", "name": "a", "version": "1", "url": url}
    assert fits(named, "omh:schema-id:1.1")
    assert not fits({**named, "url": f"://{url}"}, "omh:schema-id:1.1")
    assert fits({**named, "url": f"://{url}"}, "omh:schema-id:1.0")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("\ud800"), inner, max_size=3),
    max_leaves=10,
)


@given(
    more=st.dictionaries(
        st.text() | st.sampled_from(["model_config", "__dict__", "copy", "model_fields_set"]), json_values, max_size=4
    )
)
@example(more={"effective_time_frame_2": {"a": [1, 1.0, True, None]}})
def test_what_a_schema_does_not_name_is_kept(more: dict[str, object]) -> None:
    body = {**more, **heart(user_notes="\ud800")}
    assert same(parse(body, "omh:heart-rate:1.1").dump(), body)


def test_a_name_that_no_text_can_hold_is_a_fault_of_the_document() -> None:
    with pytest.raises(Unfit, match="names of fields in whole characters"):
        parse({"\ud800": 1, **heart()}, "omh:heart-rate:1.1")


def test_numbers_keep_their_kind() -> None:
    for number in (62, 62.0, 10**30, -0.0, 1e308):
        dumped = parse(heart(number), "omh:heart-rate:2.0").dump()
        assert repr(dumped) == repr(parse(dumped, "omh:heart-rate:2.0").dump())
        assert same(dumped, heart(number)) or number == 0


def test_the_newest_minor_version_can_be_asked_for() -> None:
    assert resolved(SchemaID.of("omh:heart-rate:1.x")) == SchemaID("omh", "heart-rate", "1.1")
    assert parse(heart(), "omh:heart-rate:2.x").schema == SchemaID("omh", "heart-rate", "2.0")
    assert resolved(SchemaID.of("omh:heart-rate:3.x")) is None


@pytest.mark.parametrize("schema", ["omh:heart-rate:9.0", "omh:medication:1.0", "heart-rate", "a:b:c:d"])
def test_an_unknown_schema_is_refused_and_not_called_unfit(schema: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(heart(), schema)
    assert not isinstance(caught.value, Unfit)


def test_a_header_may_be_both_standards_own() -> None:
    both = {**header("omh:heart-rate:2.0"), **ieee_header("omh:heart-rate:2.0"), "id": KEY}
    assert fits(both, "omh:header:1.2")
    assert fits(both, "ieee:header:1.0")
