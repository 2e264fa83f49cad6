"""Open mHealth documents as a source: which readings they give, and what is reported."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from open_mhealth_examples import AT, KEY, NIGHT, OVER, header, heart, ieee_header, point, source, value, weight
from sources_examples import DATA, OSLO, SOMEONE, needs_data, reasons, values, write
from test_sources_malformed import accounted_for, anything

from auren.errors import InvalidInput, SourceError
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.open_mhealth import OpenMHealth

MAY = {"time_interval": {"start_date_time": "2023-02-01T00:00:00Z", "end_date_time": "2023-05-05T07:00:00Z"}}
DAY = {"time_interval": {"start_date_time": "2023-02-05T00:00:00+01:00", "end_date_time": "2023-02-06T00:00:00+01:00"}}
EPISODE = {
    "effective_time_frame": OVER,
    "total_sleep_time": value(7, "h"),
    "latency_to_sleep_onset": value(17.5, "min"),
    "latency_to_arising": value(5, "min"),
    "wake_after_sleep_onset": value(30, "min"),
    "number_of_awakenings": 2,
    "sleep_maintenance_efficiency_percentage": value(94, "%"),
}
DISTANCE = {"exercise.distance": 3.218688}
WALK = {"activity_name": "walking", "effective_time_frame": OVER, "distance": value(2, "mi")}


def at(**fields: object) -> dict[str, object]:
    """Give a body of one instant."""
    return {**fields, "effective_time_frame": AT}


def over(**fields: object) -> dict[str, object]:
    """Give a body of a night."""
    return {**fields, "effective_time_frame": OVER}


# --- Types and units.


@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        ("heart-rate:2.0", heart(), {"heart.rate": 62}),
        ("heart-rate:1.0", heart(descriptive_statistic="average"), {"heart.rate": 62}),
        ("heart-rate:2.0", heart(temporal_relationship_to_physical_activity="at rest"), {"heart.resting": 62}),
        ("heart-rate:2.0", heart(temporal_relationship_to_physical_activity="active"), {"heart.rate": 62}),
        ("heart-rate:2.0", heart(temporal_relationship_to_sleep="during sleep"), {"heart.rate": 62}),
        ("heart-rate:2.0", heart(descriptive_statistic="minimum"), {"heart.min": 62}),
        ("heart-rate:2.0", heart(descriptive_statistic="maximum"), {"heart.max": 62}),
        ("body-weight:1.0", weight(150, "lb"), {"body.weight": 68.0388555}),
        ("body-weight:3.0", weight(70000, "g"), {"body.weight": 70}),
        ("body-weight:3.0", weight(0.07, "Metric Ton"), {"body.weight": 70}),
        ("body-weight:3.0", weight(0.1, "Ton"), {"body.weight": 90.718474}),
        ("body-height:2.0", at(body_height=value(6, "ft")), {"body.height": 182.88}),
        ("body-fat-percentage:2.0", at(body_fat_percentage=value(16, "%")), {"body.fat": 16}),
        ("body-mass-index:1.0", at(body_mass_index=value(22, "kg/m2")), {"body.bmi": 22}),
        ("body-mass-index:3.0", at(body_mass_index=value(22, "kg/m^2")), {"body.bmi": 22}),
        ("body-temperature:4.0", at(body_temperature=value(98.6, "F")), {"vital.temperature": 37}),
        ("body-temperature:4.0", at(body_temperature=value(310.15, "K")), {"vital.temperature": 37}),
        ("blood-glucose:4.0", at(blood_glucose=value(95, "mg/dL")), {"vital.glucose": 95}),
        ("blood-glucose:4.0", at(blood_glucose=value(5, "mmol/L")), {"vital.glucose": 90.078}),
        ("oxygen-saturation:2.0", at(oxygen_saturation=value(97, "%")), {"vital.spo2": 97}),
        ("respiratory-rate:2.0", at(respiratory_rate=value(14, "breaths/min")), {"vital.respiratory_rate": 14}),
        ("rr-interval:1.0", at(rr_interval=value(910, "ms")), {"hrv.rr": 910}),
        ("step-count:1.0", over(step_count=6000), {"activity.steps": 6000}),
        ("step-count:3.0", over(step_count=value(6000, "steps")), {"activity.steps": 6000}),
        ("minutes-moderate-activity:1.0", over(minutes_moderate_activity=value(60, "min")), {"activity.moderate": 60}),
        ("calories-burned:2.0", over(kcal_burned=value(160, "kcal"), activity_name="run"), {"exercise.energy": 160}),
        ("calories-burned:2.0", over(kcal_burned=value(160, "kcal")), {"energy.total": 160}),
        ("sleep-duration:2.0", over(sleep_duration=value(7, "h")), {"sleep.duration": 420}),
        ("total-sleep-time:1.0", over(total_sleep_time=value(25200, "sec")), {"sleep.duration": 420}),
        ("sleep-episode:1.1", EPISODE, {"sleep.duration": 420, "sleep.latency": 17.5, "sleep.awakenings": 2}),
        ("sleep-episode:1.0", over(total_sleep_time=value(7, "h"), is_main_sleep=False), {"sleep.nap": 420}),
        ("physical-activity:1.2", WALK, {"exercise.duration": 480, **DISTANCE}),
        (
            "physical-activity:1.2",
            {**WALK, "kcal_burned": value(160, "kcal")},
            {"exercise.duration": 480, **DISTANCE, "exercise.energy": 160},
        ),
        ("physical-activity:1.0", {**WALK, "effective_time_frame": AT}, {**DISTANCE}),
        (
            "blood-pressure:4.0",
            at(systolic_blood_pressure=value(120, "mmHg"), diastolic_blood_pressure=value(80, "mmHg")),
            {"vital.systolic": 120, "vital.diastolic": 80},
        ),
        ("granola:hk-workout:1.0", {**WALK, "duration": value(1800, "sec")}, {"exercise.duration": 30, **DISTANCE}),
        ("ieee:total-sleep-time:1.0", over(total_sleep_time=value(7, "h"), is_main_sleep=False), {"sleep.nap": 420}),
        (
            "ieee:physical-activity:1.0",
            {**WALK, "base_movement_quantity": value(4000, "steps"), "cumulative_elevation_gain": value(12, "m")},
            {"exercise.duration": 480, **DISTANCE, "activity.steps": 4000, "exercise.ascent": 12},
        ),
    ],
)
def test_a_body_gives_its_metrics_in_their_units(
    tmp_path: Path, schema: str, body: dict[str, object], expected: dict[str, float]
) -> None:
    given = source(tmp_path, point(schema if schema.count(":") == 2 else f"omh:{schema}", body))
    assert values(given) == pytest.approx(expected)
    assert not any(item.malformed for item in given.report.skipped)
    assert given.report.adds_up


@pytest.mark.parametrize(
    ("schema", "body", "field"),
    [
        ("omh:body-weight:3.0", weight(descriptive_statistic="minimum"), "body_weight"),
        ("omh:heart-rate:2.0", heart(descriptive_statistic="median"), "heart_rate"),
        ("omh:heart-rate:2.0", heart(descriptive_statistic="standard deviation"), "heart_rate"),
        ("omh:step-count:2.0", over(step_count=9000, descriptive_statistic="average"), "step_count"),
        ("omh:step-count:2.0", over(step_count=9000, descriptive_statistic_denominator="d"), "step_count"),
        ("ieee:physical-activity:1.0", {**WALK, "descriptive_statistic": "maximum"}, "distance"),
    ],
)
def test_a_statistic_without_a_metric_is_reported_and_nothing_is_made_of_it(
    tmp_path: Path, schema: str, body: dict[str, object], field: str
) -> None:
    given = source(tmp_path, point(schema, body))
    assert list(given) == []
    assert (f"body.{field}", "auren has no metric for this statistic of it") in reasons(given.report)
    assert not any(item.malformed for item in given.report.skipped)


def test_what_has_no_metric_is_named(tmp_path: Path) -> None:
    given = source(tmp_path, point("omh:sleep-episode:1.1", EPISODE))
    assert len(list(given)) == 3
    assert [field for field, _ in reasons(given.report)] == [
        "body.latency_to_arising",
        "body.wake_after_sleep_onset",
        "body.sleep_maintenance_efficiency_percentage",
    ]


def test_a_value_out_of_range_is_a_fault_of_its_field_only(tmp_path: Path) -> None:
    given = source(tmp_path, point("omh:sleep-episode:1.1", {**EPISODE, "total_sleep_time": value(40, "h")}))
    assert set(values(given)) == {"sleep.latency", "sleep.awakenings"}
    assert reasons(given.report)[0] == ("body.total_sleep_time", "expected 1 to 1440 min")


def test_months_have_no_fixed_length(tmp_path: Path) -> None:
    given = source(
        tmp_path, point("omh:total-sleep-time:1.0", {"total_sleep_time": value(1, "Mo"), "effective_time_frame": OVER})
    )
    assert list(given) == []
    assert reasons(given.report) == [("body.total_sleep_time.unit", "expected a unit of a fixed size that auren knows")]


# --- Times.


LATE, EARLY = "2023-02-04T22:00:00", "2023-02-05T06:00:00"
EIGHT_HOURS = {"duration": value(8, "h")}


@pytest.mark.parametrize(
    ("frame", "start", "end", "day"),
    [
        (AT, "2023-02-05T06:25:00", "2023-02-05T06:25:00", 5),
        ({"date_time": "2023-02-05T23:30:00Z"}, "2023-02-05T23:30:00", "2023-02-05T23:30:00", 6),
        ({"time_interval": NIGHT}, LATE, EARLY, 5),
        ({"time_interval": NIGHT, "date_time": "then"}, LATE, EARLY, 5),
        ({"time_interval": {"start_date_time": NIGHT["start_date_time"], **EIGHT_HOURS}}, LATE, EARLY, 5),
        ({"time_interval": {"start_date_time": NIGHT["start_date_time"], **EIGHT_HOURS, "end_date_time": 7}}, LATE, EARLY, 5),
        ({"time_interval": {"end_date_time": NIGHT["end_date_time"], **EIGHT_HOURS}}, LATE, EARLY, 5),
        ({"time_interval": {"date": "2023-02-05", "part_of_day": "evening"}}, "2023-02-04T23:00:00", "2023-02-05T23:00:00", 5),
        # A night's metric goes by its end, but a whole day is that day.
        (DAY, "2023-02-04T23:00:00", "2023-02-05T23:00:00", 5),
    ],
)
def test_a_frame_says_when_and_for_which_day(tmp_path: Path, frame: dict[str, object], start: str, end: str, day: int) -> None:
    body = {"oxygen_saturation": value(97, "%"), "effective_time_frame": frame}
    (reading,) = source(tmp_path, point("omh:oxygen-saturation:1.0", body))
    assert reading.start == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert reading.end == datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert reading.day == date(2023, 2, day)
    assert reading.zone == OSLO


def test_the_day_on_which_clocks_go_back_is_a_day(tmp_path: Path) -> None:
    frame = {"start_date_time": "2023-10-29T00:00:00+02:00", "end_date_time": "2023-10-30T00:00:00+01:00"}
    body = {"step_count": value(6000, "steps"), "effective_time_frame": {"time_interval": frame}}
    (reading,) = source(tmp_path, point("omh:step-count:3.0", body))
    assert reading.day == date(2023, 10, 29)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (None, "it has no effective time frame"),
        (MAY, "it is longer than a day, so it says nothing of any one day"),
        (
            {"time_interval": {"date": "2023-02-05", "part_of_day": "night"}},
            "a night's date does not say on which side of midnight it lay",
        ),
    ],
)
def test_a_value_without_a_day_gives_no_reading(tmp_path: Path, frame: object, reason: str) -> None:
    body = {"body_weight": value(70, "kg")} | ({} if frame is None else {"effective_time_frame": frame})
    given = source(tmp_path, point("omh:body-weight:1.0", body), mode="raise")
    assert list(given) == []
    assert reasons(given.report) == [("body.effective_time_frame", reason)]
    assert given.report.adds_up


@pytest.mark.parametrize(
    ("interval", "field"),
    [
        ({"start_date_time": "2023-02-05T07:00:00Z", "end_date_time": "2023-02-05T06:59:59Z"}, "end_date_time"),
        ({"start_date_time": "2023-02-05T07:00:00Z", "duration": value(-1, "h")}, "duration"),
        ({"start_date_time": "2023-02-05T07:00:00Z", "duration": value(1e300, "h")}, "duration"),
        ({"start_date_time": "2023-02-05T07:00:00Z", "duration": value(10**9, "d")}, "duration"),
        ({"start_date_time": "2023-02-05T07:00:00Z", "duration": value(1, "yr")}, "duration.unit"),
        ({"start_date_time": "1904-02-05T07:00:00Z", "duration": value(1, "h")}, "start_date_time"),
        ({"end_date_time": "2262-02-05T07:00:00Z", "duration": value(1, "h")}, "end_date_time"),
        ({"date": "2023-02-31", "part_of_day": "morning"}, "date"),
    ],
)
def test_times_that_fit_the_schema_and_cannot_be_are_faults(tmp_path: Path, interval: dict[str, object], field: str) -> None:
    given = source(tmp_path, point("omh:body-weight:1.0", weight(effective_time_frame={"time_interval": interval})))
    assert list(given) == []
    ((found, reason),) = reasons(given.report)
    assert found == f"body.effective_time_frame.time_interval.{field}"
    assert reason.startswith("expected")


# --- Headers.


def test_an_open_mhealth_header_gives_id_device_and_revision(tmp_path: Path) -> None:
    made_by = {
        "source_name": "RunKeeper",
        "source_data_point_id": "9",
        "source_last_modification_date_time": "2023-02-06T00:00:00Z",
        "modality": "sensed",
    }
    (reading,) = source(tmp_path, point("omh:body-weight:3.0", weight(), acquisition_provenance=made_by, user_id="x"))
    assert reading.source == "open_mhealth"
    assert reading.id == f"open_mhealth:body-weight:{KEY}:body.weight"
    assert reading.device == "RunKeeper"
    assert reading.revision == int(datetime(2023, 2, 6, tzinfo=UTC).timestamp())


def test_an_ieee_header_gives_id_and_device(tmp_path: Path) -> None:
    sheets = [
        {"datasheet_type": "study", "datasheet_reference": "https://example.org/"},
        {"datasheet_type": "manufacturer", "datasheet_reference": "iHealth"},
    ]
    body = {"header": ieee_header("omh:body-weight:3.0", external_datasheets=sheets), "body": weight()}
    (reading,) = source(tmp_path, body)
    assert (reading.id, reading.device) == (f"open_mhealth:body-weight:{KEY}:body.weight", "iHealth")


def test_a_series_gives_each_of_its_measures_an_id_of_its_own(tmp_path: Path) -> None:
    later = {"date_time": "2023-02-05T07:26:00+01:00"}
    series = point("omh:heart-rate:2.0", [heart(60), 7, heart(61, effective_time_frame=later)])
    given = source(tmp_path, series)
    assert [(r.value, r.id) for r in given] == [
        (60, f"open_mhealth:heart-rate:{KEY}:1:heart.rate"),
        (61, f"open_mhealth:heart-rate:{KEY}:3:heart.rate"),
    ]
    assert reasons(given.report) == [("body[2]", "expected an object")]
    assert given.report.adds_up


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (point("omh:heart-rate:2.0", heart(), creation_date_time="yesterday"), "header.creation_date_time"),
        (point("omh:heart-rate:2.0", heart(), id=""), "header.id"),
        (point("omh:heart-rate:2.0", heart(), id=None), "header.id"),
        (point("omh:heart-rate:2.0", heart(), acquisition_provenance={}), "header.acquisition_provenance.source_name"),
        (point("omh:heart-rate:2.0", heart(), schema_id={"name": "heart-rate"}), "header.schema_id.namespace"),
        (point("omh:heart-rate:2.0", heart(), schema_id="omh"), "header.schema_id"),
        ({"header": 3, "body": heart()}, "header"),
        (point("omh:heart-rate:2.0", "x"), "body"),
        (point("omh:heart-rate:2.0", {}), "body.heart_rate"),
        (point("omh:heart-rate:2.0", heart(heart_rate=value("a lot", "beats/min"))), "body.heart_rate.value"),
        ({"header": ieee_header("omh:heart-rate:2.0", uuid="seven"), "body": heart()}, "header.uuid"),
        ({"header": ieee_header("omh:heart-rate:2.0", external_datasheets=7), "body": heart()}, "header.external_datasheets"),
        ({}, ""),
        ("text", ""),
        ({"blood_type": "A"}, ""),
        ({**heart(), **weight()}, ""),
    ],
)
def test_a_point_that_does_not_fit_is_refused_with_its_field(tmp_path: Path, content: object, field: str) -> None:
    given = source(tmp_path, [content, point("omh:heart-rate:2.0", heart())])
    assert [r.value for r in given] == [62]
    assert [found for found, _ in reasons(given.report)] == [field]
    assert given.report.adds_up
    with pytest.raises(SourceError):
        list(source(tmp_path, [content], mode="raise"))


def test_the_same_point_twice_has_the_same_ids(tmp_path: Path) -> None:
    given = source(tmp_path, [point("omh:heart-rate:2.0", heart())] * 2 + [heart()] * 2)
    ids = [r.id for r in given]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert given.report.repeated == {"omh:heart-rate": 2}


@pytest.mark.parametrize(
    ("schema", "kind", "reason"),
    [
        ("omh:speed:1.0", "omh:speed", "auren reads nothing of this type"),
        ("omh:heart-rate:7.0", "omh:heart-rate", "auren does not know this version of the type"),
        ("omh:unit-value:1.0", "omh:unit-value", "it is a part of other documents and holds no measurement of its own"),
        (f"omh:{'x' * 500}:1.0", f"omh:{'x' * 116}", "auren reads nothing of this type"),
    ],
)
def test_other_types_are_counted_and_named(tmp_path: Path, schema: str, kind: str, reason: str) -> None:
    given = source(tmp_path, point(schema, {}), mode="raise")
    assert list(given) == []
    assert given.report.unused == {kind: 1}
    assert reasons(given.report) == [("", reason)]


def test_types_without_end_are_counted_together(tmp_path: Path) -> None:
    given = source(tmp_path, [point(f"omh:made-up-{index}:1.0", {}) for index in range(700)])
    assert list(given) == []
    assert len(given.report.unused) == 501
    assert given.report.unused["other types"] == 200
    assert given.report.adds_up


# --- Files.


def test_a_file_holds_one_point_a_list_or_one_a_line(tmp_path: Path) -> None:
    made = [point("omh:heart-rate:2.0", heart(rate), id=str(rate)) for rate in (60, 61, 62)]
    lines = "\n".join(map(json.dumps, made))
    files = {
        "one.json": json.dumps(made[0]),
        "list.json": json.dumps(made, indent=1),
        "lines.json": lines,
        "lines.jsonl": lines.replace("\n", "\nbroken\n", 1),
        "lines.ndjson": "\ufeff" + lines,
    }
    for name, text in files.items():
        given = OpenMHealth(write(tmp_path / name, text), subject=SOMEONE, zone=OSLO)
        found = [r.value for r in given]
        assert found == ([60] if name == "one.json" else [60, 61, 62]), name
        assert given.report.adds_up
    assert OpenMHealth(tmp_path / "one.json", subject=SOMEONE, zone=OSLO).progress.done_bytes == 0


def test_a_broken_line_is_named_with_its_number(tmp_path: Path) -> None:
    text = "\n".join([json.dumps(heart()), "{", json.dumps(heart(70))])
    given = OpenMHealth(write(tmp_path / "a.jsonl", text), subject=SOMEONE, zone=OSLO)
    assert [r.value for r in given] == [62, 70]
    assert [item.line for item in given.report.skipped] == [2]


def test_a_list_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([heart(60), heart(61), heart(62)])[:-20]
    given = OpenMHealth(write(tmp_path / "a.json", text), subject=SOMEONE, zone=OSLO)
    assert [r.value for r in given] == [60, 61]
    assert [item.scope for item in given.report.skipped] == ["file"]


def test_an_empty_list_is_nothing_and_no_fault(tmp_path: Path) -> None:
    given = source(tmp_path, [], mode="raise")
    assert list(given) == []
    assert given.report.records == {}
    assert given.report.complete


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("omh/heart-rate/2.0/a.json", "heart.rate"),
        ("deep/omh/heart-rate/2.0/shouldPass/a.json", "heart.rate"),
        ("heart-rate/a.json", "heart.rate"),
        ("omh/heart-rate/2.x/a.json", "heart.rate"),
        ("omh/body-weight/3.0/a.json", ""),
        ("omh/speed/1.0/a.json", ""),
        ("a/b/c.json", "heart.rate"),
    ],
)
def test_a_bare_body_is_known_by_its_folders_before_its_fields(tmp_path: Path, place: str, expected: str) -> None:
    given = source(tmp_path, heart(), place)
    assert [r.metric for r in given] == ([expected] if expected else [])
    assert given.report.adds_up


def test_a_broken_data_point_is_a_fault_in_the_folder_of_data_points_too(tmp_path: Path) -> None:
    given = source(
        tmp_path, [{"header": header("omh:heart-rate:2.0")}, point("omh:heart-rate:2.0", 7)], "omh/data-point/1.0/a.json"
    )
    assert list(given) == []
    assert [item.malformed for item in given.report.skipped] == [True, True]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (WALK, "omh:physical-activity"),
        ({**WALK, "kcal_burned": value(100, "kcal")}, "omh:physical-activity"),
        ({"kcal_burned": value(100, "kcal"), "effective_time_frame": OVER}, "omh:calories-burned"),
        (EPISODE, "omh:sleep-episode"),
        ({"total_sleep_time": value(7, "h"), "effective_time_frame": OVER}, "omh:total-sleep-time"),
        ({**WALK, "base_movement_quantity": value(100, "steps")}, "ieee:physical-activity"),
        ({"step_count": 5, "effective_time_frame": OVER}, "omh:step-count"),
        ({"step_count": value(5, "steps"), "effective_time_frame": OVER}, "omh:step-count"),
    ],
)
def test_a_bare_body_is_known_by_its_fields(tmp_path: Path, body: dict[str, object], kind: str) -> None:
    given = source(tmp_path, body)
    assert list(given)
    assert given.report.used == {kind: 1}


def test_a_folder_and_an_archive_of_it_give_the_same(tmp_path: Path) -> None:
    write(tmp_path / "in" / "omh/heart-rate/2.0/a.json", json.dumps(heart()))
    write(tmp_path / "in" / "points.jsonl", json.dumps(point("omh:body-weight:3.0", weight())))
    write(tmp_path / "in" / "readme.txt", "")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in sorted((tmp_path / "in").rglob("*.*")):
            if file.is_file():
                archive.write(file, file.relative_to(tmp_path / "in"))
    folder, packed = (OpenMHealth(tmp_path / name, subject=SOMEONE, zone=OSLO) for name in ("in", "a.zip"))
    assert list(folder) == list(packed)
    assert folder.report.readings == 2
    assert folder.report == packed.report
    assert folder.report.unread == ("readme.txt",)


def test_a_place_without_json_and_a_missing_zone_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")
    with pytest.raises(SourceError, match="no JSON file"):
        OpenMHealth(tmp_path, subject=SOMEONE, zone=OSLO)
    with pytest.raises(SourceError, match="no such file"):
        OpenMHealth(tmp_path / "nowhere", subject=SOMEONE, zone=OSLO)
    with pytest.raises(InvalidInput, match="zone="):
        OpenMHealth(write(tmp_path / "a.json", "[]"), subject=SOMEONE)


# --- Recognising.


def recognised(path: Path) -> str | None:
    return OpenMHealth.recognise(Look(place_of(path)))


def test_data_points_and_named_folders_are_recognised(tmp_path: Path) -> None:
    file = write(tmp_path / "a" / "points.json", json.dumps([point("omh:heart-rate:2.0", heart())]))
    assert (
        recognised(file) == "points.json holds data points with a header, a body and a schema_id of Open mHealth or IEEE 1752.1"
    )
    write(tmp_path / "b" / "omh/heart-rate/2.0/a.json", json.dumps(heart()))
    assert recognised(tmp_path / "b") == "the folder omh/heart-rate/2.0 is named after a schema of Open mHealth"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "[]"),
        ("a.json", json.dumps(heart())),
        ("heart-rate/a.json", json.dumps(heart())),
        ("sleep.json", json.dumps({"header": {}, "body": {}, "schema_id": 1})),
        ("a.json", json.dumps(point("fhir:heart-rate:2.0", heart()))),
        ("a.csv", "header,body,schema_id,namespace,omh"),
        ("a.json", ""),
    ],
)
def test_other_files_are_not(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path / "in" / name, content)
    assert recognised(tmp_path / "in") is None


def test_looking_at_files_loads_no_pydantic() -> None:
    code = (
        "import sys; from auren.sources.vendors.open_mhealth import OpenMHealth, to_open_mhealth; OpenMHealth.recognise;"
        "sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Whatever stands there.

fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SOUND: list[dict[str, Any]] = [
    point("omh:heart-rate:2.0", heart(), acquisition_provenance={"source_name": "a"}, user_id="b"),
    point("omh:sleep-episode:1.1", EPISODE),
    point("omh:physical-activity:1.2", WALK),
    {"header": ieee_header("omh:body-weight:3.0", external_datasheets=[{"datasheet_reference": "x"}]), "body": weight()},
    weight(),
    {**WALK, "effective_time_frame": {"time_interval": {"date": "2023-02-05", "part_of_day": "evening"}}},
]


@fuzz
@given(data=st.data())
def test_a_sound_point_with_one_field_spoilt(tmp_path: Path, data: st.DataObject) -> None:
    sound = data.draw(st.sampled_from(SOUND), label="point")
    spoilt = json.loads(json.dumps(sound))
    at = spoilt
    while True:
        key = data.draw(st.sampled_from(sorted(at)), label="field")
        if not isinstance(at[key], dict) or not at[key] or data.draw(st.booleans(), label="stop here"):
            break
        at = at[key]
    if data.draw(st.booleans(), label="remove"):
        del at[key]
    else:
        at[key] = data.draw(anything, label="value")
    write(tmp_path / "a.json", json.dumps([spoilt, sound]))
    accounted_for(lambda mode: OpenMHealth(tmp_path / "a.json", subject=SOMEONE, zone=OSLO, on_malformed=mode))
    alone = {r.id for r in source(tmp_path / "alone", [sound])}
    assert alone <= {r.id for r in OpenMHealth(tmp_path / "a.json", subject=SOMEONE, zone=OSLO)}


@fuzz
@given(content=anything, name=st.sampled_from(["a.json", "a.jsonl", "omh/heart-rate/2.0/a.json", "omh/date-time/1.0/a.json"]))
def test_any_json_in_any_file(tmp_path: Path, content: object, name: str) -> None:
    accounted_for(lambda mode: source(tmp_path, content, name, mode))


@fuzz
@given(content=st.binary(max_size=80), head=st.sampled_from([b" ", b'{"header": {}}\n', b"[{},"]))
def test_any_bytes(tmp_path: Path, content: bytes, head: bytes) -> None:
    (tmp_path / "a.json").write_bytes(head + content)
    accounted_for(lambda mode: OpenMHealth(tmp_path / "a.json", subject=SOMEONE, zone=OSLO, on_malformed=mode))


def test_a_deep_or_enormous_document_is_a_fault_of_the_file(tmp_path: Path) -> None:
    for text in ("[" * 5000, '{"header":' * 5000, f'{{"body_weight": {"9" * 5000}}}'):
        given = OpenMHealth(write(tmp_path / "a.json", text), subject=SOMEONE, zone=OSLO)
        assert list(given) == []
        assert [item.scope for item in given.report.skipped] == ["file"]


@needs_data
def test_every_document_of_the_standard_s_own_folder_is_accounted_for() -> None:
    given = OpenMHealth(DATA / "open_mhealth", subject=SOMEONE, zone=OSLO)
    readings = list(given)
    report = given.report
    assert report.complete
    assert report.adds_up
    assert report.readings == len(readings) > 90
    files = list((DATA / "open_mhealth").glob("*/*/*/should*/*.json"))
    # Metadata is a list: of the files with it one is empty, and one holds two.
    assert sum(report.records.values()) == len(files) == 634


@needs_data
def test_no_document_that_should_fail_gives_a_reading(tmp_path: Path) -> None:
    # A copy of those alone; a data point's body is another document, which its folder does not judge.
    with zipfile.ZipFile(tmp_path / "failing.zip", "w") as archive:
        for file in sorted((DATA / "open_mhealth").glob("*/*/*/shouldFail/*.json")):
            if "data-point" not in file.parts:
                archive.write(file, file.relative_to(DATA / "open_mhealth"))
    given = OpenMHealth(tmp_path / "failing.zip", subject=SOMEONE, zone=OSLO)
    assert list(given) == []
    assert sum(given.report.records.values()) > 250
