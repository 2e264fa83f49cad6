"""Whatever stands in a file: skip mode raises nothing and accounts for every record, raise mode raises only SourceError."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import (
    INJURY_HEADER,
    OSLO,
    SESSION_HEADER,
    SESSION_ROW,
    SHEET_HEADER,
    SOMEONE,
    WELLNESS_HEADER,
    WELLNESS_ROW,
    exercise,
    export,
    resting,
    sleep_log,
    write,
)

from auren.errors import MalformedRow, SourceError
from auren.sources import Column, GarminConnect, PMDataExport, Source, Table
from auren.sources.base import OnMalformed

ZONES = {"BELOW_DEFAULT_ZONE_1": 1.0, "IN_DEFAULT_ZONE_1": 1.0, "IN_DEFAULT_ZONE_2": 1.0, "IN_DEFAULT_ZONE_3": 1.0}
GOOD: dict[str, dict[str, object]] = {
    "sleep": sleep_log(),
    "resting_heart_rate": resting({"date": "11/01/19", "value": 53.7}),
    "exercise": exercise(),
    "time_in_heart_rate_zones": {"dateTime": "2019-11-01 00:00:00", "value": {"valuesInZones": ZONES}},
    "very_active_minutes": {"dateTime": "2019-11-01 00:00:00", "value": "72"},
}
CSV_FILES = {
    "wellness": [WELLNESS_HEADER, WELLNESS_ROW],
    "srpe": [SESSION_HEADER, SESSION_ROW],
    "injury": [INJURY_HEADER, "2019-11-07T06:39:48.428Z,{}"],
    "reporting": [SHEET_HEADER, "05/11/2019,06/11/2019 07:15:00,Lunch,82.5,6,Yes"],
}

numbers = st.integers() | st.floats() | st.sampled_from([10**400, -1, 0, 1e308, float("nan"), float("inf")])
texts = st.text(max_size=20) | st.sampled_from(
    [
        "2019-11-02",
        "0001-01-01 00:00:00",
        "9999-12-31T23:59:59",
        "2019-11-02T02:00:00+23:59",
        "2019-11-02 24:00:00",
        "\ud800",
        "NaN",
        "1e999",
    ]
)
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def accounted_for(build: Callable[[OnMalformed], Source]) -> None:
    """Read in both modes, and check what each promises."""
    lenient = build("skip")
    readings = list(lenient)
    report = lenient.report
    assert report.complete
    assert report.adds_up
    assert report.readings == len(readings)
    assert all(r.start <= r.end for r in readings)
    strict = build("raise")
    if any(item.malformed for item in report.skipped):
        with pytest.raises(SourceError):
            list(strict)
    else:
        assert list(strict) == readings


def pmdata(folder: Path) -> Callable[[OnMalformed], Source]:
    return lambda mode: PMDataExport(folder, subject=SOMEONE, zone=OSLO, on_malformed=mode)


fuzz = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("stem", [*GOOD, "sedentary_minutes"])
@fuzz
@given(content=anything)
def test_any_json_in_any_file(tmp_path: Path, stem: str, content: object) -> None:
    accounted_for(pmdata(export(tmp_path, **{stem: content})))


@pytest.mark.parametrize("stem", GOOD)
@fuzz
@given(data=st.data())
def test_a_good_record_with_one_field_spoilt(tmp_path: Path, stem: str, data: st.DataObject) -> None:
    good = GOOD[stem]
    spoilt: dict[str, object] = json.loads(json.dumps(good))
    at = spoilt
    while True:
        key = data.draw(st.sampled_from(sorted(at)), label="field")
        inner = at[key]
        if isinstance(inner, list) and inner and data.draw(st.booleans(), label="go into the list"):
            inner = inner[data.draw(st.integers(0, len(inner) - 1), label="index")]
        if not isinstance(inner, dict) or not inner or data.draw(st.booleans(), label="stop here"):
            break
        at = inner
    if data.draw(st.booleans(), label="remove"):
        del at[key]
    else:
        at[key] = data.draw(anything, label="value")
    folder = export(tmp_path, **{stem: [spoilt, good]})
    accounted_for(pmdata(folder))
    source = pmdata(folder)("skip")
    assert {r.id for r in pmdata(export(tmp_path / "alone", **{stem: [good]}))("skip")} <= {r.id for r in source}


@pytest.mark.parametrize("stem", ["sleep", "exercise"])
@fuzz
@given(content=st.binary(max_size=60))
def test_any_bytes_in_a_json_file(tmp_path: Path, stem: str, content: bytes) -> None:
    export(tmp_path, **{stem: []})
    (tmp_path / "fitbit" / f"{stem}.json").write_bytes(content)
    accounted_for(pmdata(tmp_path))


@pytest.mark.parametrize("stem", CSV_FILES)
@fuzz
@given(data=st.data())
def test_a_csv_file_with_one_cell_spoilt(tmp_path: Path, stem: str, data: st.DataObject) -> None:
    header, row = CSV_FILES[stem]
    cells = row.split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(texts.map(lambda t: t.encode("utf-8", "replace").decode()))
    export(tmp_path, **{stem: [header, ",".join(cells), row]})
    accounted_for(pmdata(tmp_path))


@pytest.mark.parametrize("stem", CSV_FILES)
@fuzz
@given(tail=st.binary(max_size=60), keep=st.booleans())
def test_any_bytes_in_a_csv_file(tmp_path: Path, stem: str, tail: bytes, keep: bool) -> None:
    export(tmp_path, **{stem: CSV_FILES[stem]})
    file = next(tmp_path.rglob(f"{stem}.csv"))
    file.write_bytes((file.read_bytes() if keep else b"") + tail)
    accounted_for(pmdata(tmp_path))


@fuzz
@given(content=anything, nights=st.lists(anything, max_size=3), path=texts)
def test_any_json_as_garmin(tmp_path: Path, content: object, nights: list[object], path: str) -> None:
    night = {"calendarDate": content, "lastNightAvg": 40, "createTimeStamp": content}
    for value in (content, {"hrvSummaries": nights}, [{"path": path, "body": content}], {"hrvSummaries": [night]}):
        file = write(tmp_path / "hrv.json", json.dumps(value))
        accounted_for(lambda mode, file=file: GarminConnect(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))  # type: ignore[misc]


@fuzz
@given(tail=st.binary(max_size=60))
def test_any_bytes_in_a_table(tmp_path: Path, tail: bytes) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(b"date,rmssd\n2019-11-01,40\n" + tail)
    columns = {"rmssd": Column("hrv.rmssd", unit="ms")}
    accounted_for(lambda mode: Table(file, subject=SOMEONE, columns=columns, time="date", zone=OSLO, on_malformed=mode))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", None),
        (b"  \n", None),
        (b"\xff\xfe[]", None),
        (b"[\n{\n]", 3),
        (b"{}", None),
        (b"[" * 100_000, 1),
        (b"[" + b"9" * 5000 + b"]", 1),
    ],
)
def test_a_broken_file_is_reported_and_the_others_are_read(tmp_path: Path, content: bytes, line: int | None) -> None:
    export(tmp_path, sleep=[], exercise=[exercise()])
    (tmp_path / "fitbit" / "sleep.json").write_bytes(content)
    source = pmdata(tmp_path)("skip")
    assert {r.metric.split(".")[0] for r in source} == {"exercise"}
    (skipped,) = source.report.skipped
    assert (skipped.file, skipped.line, skipped.scope) == ("fitbit/sleep.json", line, "file")
    with pytest.raises(MalformedRow) as caught:
        list(pmdata(tmp_path)("raise"))
    assert (caught.value.file, caught.value.line) == ("fitbit/sleep.json", line)


def test_a_file_that_goes_away_meanwhile_is_reported(tmp_path: Path) -> None:
    export(tmp_path, sleep=[sleep_log()], exercise=[exercise()])
    source = pmdata(tmp_path)("skip")
    passing = iter(source)
    next(passing)
    (tmp_path / "fitbit" / "exercise.json").unlink()
    list(passing)
    assert [(s.file, s.scope) for s in source.report.skipped] == [("fitbit/exercise.json", "file")]


def test_a_missing_column_is_a_fault_of_the_file(tmp_path: Path) -> None:
    export(tmp_path, wellness=[WELLNESS_HEADER.replace("mood,", "mud,"), WELLNESS_ROW], srpe=CSV_FILES["srpe"])
    source = pmdata(tmp_path)("skip")
    assert {r.metric for r in source} == {"load.rpe", "load.srpe"}
    (skipped,) = source.report.skipped
    assert (skipped.file, skipped.line, skipped.field, skipped.scope) == ("pmsys/wellness.csv", 1, "mood", "file")


@pytest.mark.parametrize(
    ("changes", "field", "scope"),
    [
        ({"logId": True}, "logId", "record"),
        ({"logId": ""}, "logId", "record"),
        ({"logId": None}, "logId", "record"),
        ({"mainSleep": "yes"}, "mainSleep", "record"),
        ({"dateOfSleep": "02/11/2019"}, "dateOfSleep", "record"),
        ({"dateOfSleep": "2019-11-05"}, "dateOfSleep", "record"),
        ({"startTime": "2019-11-02"}, "startTime", "record"),
        ({"endTime": "2019-11-02T00:59:00.000"}, "endTime", "record"),
        ({"endTime": "2019-11-03T02:00:00.000"}, "endTime", "record"),
        ({"minutesAsleep": "50"}, "minutesAsleep", "field"),
        ({"minutesAsleep": 0}, "minutesAsleep", "field"),
        ({"minutesAsleep": True}, "minutesAsleep", "field"),
        ({"timeInBed": float("nan")}, "timeInBed", "field"),
        ({"timeInBed": 10**400}, "timeInBed", "field"),
        ({"efficiency": 101}, "efficiency", "field"),
    ],
)
def test_a_spoilt_night_names_its_field(tmp_path: Path, changes: dict[str, object], field: str, scope: str) -> None:
    export(
        tmp_path, sleep=[sleep_log(logId=1), sleep_log(logId=2, **{k: v for k, v in changes.items() if k != "logId"}) | changes]
    )
    source = pmdata(tmp_path)("skip")
    nights = {r.id.split(":")[2] for r in source}
    assert ("1" in nights, len(nights)) == (True, 1 if scope == "record" else 2)
    assert [(s.file, s.line, s.field, s.scope) for s in source.report.skipped] == [("fitbit/sleep.json", 2, field, scope)]
    with pytest.raises(MalformedRow) as caught:
        list(pmdata(tmp_path)("raise"))
    assert (caught.value.line, caught.value.field) == (2, field)


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        ([{"dateTime": "2019-11-02T01:00:00", "level": "floating", "seconds": 60}], "levels.data[1].level"),
        ([{"dateTime": "2019-11-02T01:00:00", "level": "light", "seconds": -60}], "levels.data[1].seconds"),
        ([{"dateTime": "2019-11-02T01:00:00Z", "level": "light", "seconds": 60}], "levels.data[1].dateTime"),
        ([{"dateTime": "2019-11-02T00:00:00", "level": "light", "seconds": 60}], "levels.data[1].dateTime"),
        ([7], "levels.data[1]"),
        (None, "levels.data"),
    ],
)
def test_spoilt_levels_cost_only_the_stretches(tmp_path: Path, levels: object, field: str) -> None:
    whole = sleep_log()
    summary = whole["levels"]
    assert isinstance(summary, dict)
    export(tmp_path, sleep=[sleep_log(levels={"summary": summary["summary"], "data": levels})])
    source = pmdata(tmp_path)("skip")
    metrics = {r.metric for r in source}
    assert "sleep.deep" in metrics
    assert "sleep.bout" not in metrics
    assert [(s.field, s.scope) for s in source.report.skipped] == [(field, "field")]
