"""Readings written as data points, and read back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from open_mhealth_examples import KEY, header, source, value
from sources_examples import DATA, OSLO, SOMEONE, needs_data

from auren.errors import InvalidInput
from auren.people import Subject, zone_info
from auren.readings import STANDARD_METRICS, Reading
from auren.sources import PMDataExport
from auren.sources.record import Record
from auren.sources.times import day_span
from auren.sources.vendors.open_mhealth import parse, to_open_mhealth, written_metrics
from auren.sources.vendors.open_mhealth.headers import schema_id_of

NIGHT = datetime(2023, 2, 4, 22, tzinfo=UTC)
MORNING = datetime(2023, 2, 5, 6, tzinfo=UTC)
PAIR = ("vital.systolic", "vital.diastolic")
SINGLE = sorted(written_metrics() - set(PAIR))


def made(metric: str, **changes: Any) -> Reading:
    """Give a reading of a night in the middle of the metric's range, with some arguments changed."""
    known = STANDARD_METRICS[metric]
    usual: dict[str, Any] = {
        "value": float(int((known.low + known.high) / 2)),
        "unit": known.unit,
        "start": NIGHT,
        "end": MORNING,
        "zone": OSLO,
        "source": "fitbit",
        "id": f"fitbit:night:7:{metric}",
    }
    arguments: dict[str, Any] = {**usual, **changes}
    return Reading.of(SOMEONE, metric, **arguments)


def written(*readings: Reading, **options: Any) -> list[dict[str, Any]]:
    return list(to_open_mhealth(readings, **options))


def back(folder: Path, readings: Iterable[Reading]) -> list[Reading]:
    given = source(folder, list(to_open_mhealth(readings)), mode="raise")
    found = list(given)
    assert not given.report.skipped
    return found


@pytest.mark.parametrize("metric", SINGLE)
def test_every_metric_comes_back_as_it_was(tmp_path: Path, metric: str) -> None:
    readings = [
        made(metric),
        made(metric, id="an id of ours", source="oura", device="Ring (3) é/1", revision=1_675_000_000),
        made(metric, end=NIGHT, id="instant"),
    ]
    assert back(tmp_path, readings) == readings


def test_every_metric_with_a_name_in_the_standard_can_be_written() -> None:
    named = {name for name, metric in STANDARD_METRICS.items() if metric.open_mhealth}
    assert named <= written_metrics() <= set(STANDARD_METRICS)


def test_the_two_blood_pressures_of_a_moment_share_a_data_point(tmp_path: Path) -> None:
    readings = [made("vital.systolic", value=120), made("vital.diastolic", value=80)]
    later = [made(r.metric, value=r.value, start=MORNING, id=f"{r.id}:later") for r in readings]
    mixed = [readings[1], made("body.weight"), later[0], readings[0], later[1]]
    assert len(written(*mixed)) == 3
    assert set(back(tmp_path, mixed)) == set(mixed)


def test_an_activity_keeps_its_name(tmp_path: Path) -> None:
    for metric in ("exercise.duration", "exercise.distance", "exercise.energy"):
        reading = made(metric, kind="Nordic skiing")
        assert written(reading)[0]["body"]["activity_name"] == "Nordic skiing"
        assert back(tmp_path, [reading]) == [reading]


@pytest.mark.parametrize("day", [date(2023, 2, 5), date(2023, 3, 26), date(2023, 10, 29)])
def test_a_whole_day_comes_back_for_its_own_day(tmp_path: Path, day: date) -> None:
    start, end = day_span(day, zone_info(OSLO))
    readings = [made(metric, start=start, end=end, day=day) for metric in ("vital.spo2", "heart.resting")]
    assert back(tmp_path, readings) == readings


def test_the_header_is_one_that_both_standards_accept() -> None:
    (point,) = written(made("body.weight", device="Scale", revision=7))
    assert parse(point, "omh:data-point:1.0").dump() == point
    assert parse(point["header"], "ieee:header:1.0").dump() == point["header"]
    assert point["header"]["schema_id"] == {"namespace": "omh", "name": "body-weight", "version": "3.0"}
    assert point["header"]["acquisition_provenance"] == {
        "source_name": "fitbit",
        "source_data_point_id": "fitbit:night:7:body.weight",
        "source_creation_date_time": "2023-02-05T07:00:00+01:00",
        "source_last_modification_date_time": "1970-01-01T00:00:07+00:00",
    }
    assert point["header"]["external_datasheets"][0]["datasheet_reference"] == "urn:device:Scale"
    assert point["body"]["effective_time_frame"]["time_interval"]["start_date_time"] == "2023-02-04T23:00:00+01:00"


@pytest.mark.parametrize("metric", [*SINGLE, PAIR])
def test_every_body_fits_its_schema(metric: str | tuple[str, ...]) -> None:
    for end in (NIGHT, MORNING):
        for point in written(*(made(name, end=end) for name in ([metric] if isinstance(metric, str) else metric))):
            schema = schema_id_of(Record("", 1, point["header"]))
            assert parse(point["body"], schema).dump() == point["body"]


def test_writing_twice_gives_the_same(tmp_path: Path) -> None:
    readings = [made(metric) for metric in sorted(written_metrics())]
    assert json.dumps(written(*readings)) == json.dumps(written(*readings))
    ids = [point["header"]["uuid"] for point in written(*readings)]
    assert len(set(ids)) == len(ids)
    other = written(*(replace(r, subject=Subject("another")) for r in readings))
    assert not set(ids) & {point["header"]["uuid"] for point in other}


def test_the_time_of_making_can_be_told() -> None:
    (point,) = written(made("body.weight"), created=datetime(2024, 1, 1, 12, tzinfo=UTC))
    assert point["header"]["creation_date_time"] == "2024-01-01T13:00:00+01:00"
    with pytest.raises(InvalidInput, match="aware"):
        written(made("body.weight"), created=datetime(2024, 1, 1, 12))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    "reading",
    [
        made("hrv.rmssd"),
        made("body.weight", deleted=True),
        made("sleep.awakenings", value=2.5),
        made("vital.systolic"),
        made("body.weight", revision=10**15),
        made("body.weight", id="two\nlines"),
        made("body.weight", device="\ud800"),
    ],
    ids=lambda reading: reading.metric,
)
def test_what_no_data_point_can_hold_is_refused_or_left_out_as_asked(reading: Reading) -> None:
    kept = made("heart.rate")
    with pytest.raises(InvalidInput):
        written(kept, reading)
    assert written(kept, reading, unwritable="skip") == written(kept)
    with pytest.raises(InvalidInput, match="neither"):
        written(kept, unwritable="maybe")


def test_a_point_that_was_changed_is_no_longer_auren_s_own(tmp_path: Path) -> None:
    (point,) = written(made("energy.active", device="Versa"))
    for field, changed in (("source_name", "oura"), ("source_data_point_id", "fitbit:other")):
        foreign = json.loads(json.dumps(point))
        foreign["header"]["acquisition_provenance"][field] = changed
        (reading,) = source(tmp_path, foreign)
        assert (reading.source, reading.metric) == ("open_mhealth", "energy.total")
        assert reading.id == f"open_mhealth:calories-burned:{point['header']['id']}:energy.total"
        assert reading.device == "Versa"


def test_a_value_that_was_changed_is_still_checked(tmp_path: Path) -> None:
    (point,) = written(made("body.weight"))
    point["body"]["body_weight"] = value(4000, "kg")
    given = source(tmp_path, point)
    assert list(given) == []
    assert [item.field for item in given.report.skipped] == ["body.body_weight"]


def test_a_foreign_header_with_the_same_fields_is_not_taken_for_auren_s(tmp_path: Path) -> None:
    body = written(made("heart.rate"))[0]["body"]
    provenance = {"source_name": "fitbit", "source_data_point_id": "fitbit:night:7:heart.rate"}
    foreign = {"header": header("omh:heart-rate:2.0", acquisition_provenance=provenance, user_id="\ud800"), "body": body}
    (reading,) = source(tmp_path, foreign)
    assert reading.id == f"open_mhealth:heart-rate:{KEY}:heart.rate"


moments = st.datetimes(datetime(1971, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds UTC
labels = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=30)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_reading_comes_back_as_it_was(tmp_path: Path, data: st.DataObject) -> None:
    metric = data.draw(st.sampled_from(SINGLE), label="metric")
    known = STANDARD_METRICS[metric]
    numbers = st.integers(0, 200).map(float) if metric == "sleep.awakenings" else st.floats(known.low, known.high)
    start = data.draw(moments, label="start")
    reading = made(
        metric,
        value=data.draw(numbers, label="value"),
        start=start,
        end=start + data.draw(st.timedeltas(timedelta(0), timedelta(hours=23)), label="length"),
        id=data.draw(labels.filter(bool), label="id"),
        source=data.draw(labels.filter(bool), label="source"),
        device=data.draw(labels, label="device"),
        revision=data.draw(st.integers(0, 2**32), label="revision"),
        kind=data.draw(labels, label="kind") if metric.startswith("exercise.") else "",
    )
    assert back(tmp_path, [reading]) == [reading]


@needs_data
def test_a_recorded_person_s_readings_come_back(tmp_path: Path) -> None:
    folder = next((path for path in sorted((DATA / "pmdata").glob("p*")) if path.is_dir()), None)
    if folder is None:
        pytest.skip("no PMData person is on this machine")
    readings = [r for r in PMDataExport(folder, subject=SOMEONE, zone=OSLO) if r.metric in written_metrics()]
    readings = readings[:2000]
    found = {r.id: r for r in back(tmp_path, readings)}
    assert found.keys() == {r.id for r in readings}
    # A night's label and its own day have no place in a data point.
    assert all(replace(found[r.id], kind=r.kind, day=r.day) == r for r in readings)
    assert sum(found[r.id].day != r.day for r in readings) < len(readings) / 20
