"""Health Auto Export: whole days, units by locale, sleep in both shapes, workouts of both versions."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from health_auto_export_examples import at, example, export, metric, night, segment, workout
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import SOMEONE, reasons, values
from test_sources_malformed import accounted_for, anything

from auren.errors import MalformedRow
from auren.readings import Reading
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.health_auto_export import HealthAutoExport

LOS_ANGELES = "America/Los_Angeles"
fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def source(folder: Path, content: bytes, **options: object) -> HealthAutoExport:
    file = folder / "HealthAutoExport.json"
    file.write_bytes(content)
    return HealthAutoExport(file, **{"subject": SOMEONE, "zone": LOS_ANGELES, **options})  # type: ignore[arg-type]


def read(folder: Path, content: bytes) -> list[Reading]:
    return list(source(folder, content))


def test_values_of_midnight_are_of_the_whole_day(tmp_path: Path) -> None:
    steps = [{"date": at("00:00:00", f"2024-02-0{day}"), "qty": 8000 + day} for day in (5, 6)]
    first, second = read(tmp_path, export([metric("step_count", "count", *steps, units_last=True)]))
    assert (first.metric, first.value, first.day) == ("activity.steps", 8005, date(2024, 2, 5))
    assert second.start == datetime(2024, 2, 6, 8, tzinfo=UTC)
    assert second.end - second.start == timedelta(days=1)
    assert second.id == "health_auto_export:step_count:2024-02-06:activity.steps"


def test_one_value_of_another_time_makes_all_of_them_instants(tmp_path: Path) -> None:
    steps = [{"date": at(clock), "qty": 5} for clock in ("00:00:00", "00:01:00")]
    first, second = read(tmp_path, export([metric("step_count", "count", *steps)]))
    assert first.start == first.end == datetime(2024, 2, 6, 8, tzinfo=UTC)
    assert second.start - first.start == timedelta(minutes=1)


def test_sums_of_weeks_are_of_no_day(tmp_path: Path) -> None:
    def by_week(name: str, units: str) -> dict[str, object]:
        return metric(name, units, *({"date": at("00:00:00", f"2024-01-{day:02}"), "qty": 70} for day in (7, 14, 21)))

    weeks = source(tmp_path, export([by_week("step_count", "count"), by_week("weight_body_mass", "kg")]))
    assert {reading.metric for reading in weeks} == {"body.weight"}
    assert weeks.report.unused["values of step_count"] == 3
    assert {reason for _, reason in reasons(weeks.report)} == {
        "the values are summed over weeks or longer; export them by day or finer"
    }


@pytest.mark.parametrize(
    ("name", "units", "qty", "metric_name", "expected"),
    [
        ("weight_body_mass", "lb", 154.3, "body.weight", 69.98930),
        ("weight_body_mass", "kg", 70, "body.weight", 70),
        ("active_energy", "kJ", 418.4, "energy.active", 100),
        ("active_energy", "kcal", 100, "energy.active", 100),
        ("walking_running_distance", "mi", 1, "activity.distance", 1.609344),
        ("body_temperature", "degF", 98.6, "vital.temperature", 37),
        ("blood_glucose", "mmol/L", 5.5, "vital.glucose", 99.0858),
        ("blood_glucose", "mmol<180.1558800000541>/L", 5.5, "vital.glucose", 99.0858),
        ("blood_glucose", "mg/dL", 99, "vital.glucose", 99),
        ("resting_heart_rate", "count/min", 51, "heart.resting", 51),
        ("respiratory_rate", "count/min", 14, "vital.respiratory_rate", 14),
        ("body_mass_index", "count", 22, "body.bmi", 22),
        ("vo2_max", "ml/(kg·min)", 44, "fitness.vo2max", 44),
        ("height", "ft", 6, "body.height", 182.88),
        ("dietary_water", "fl_oz_us", 10, "nutrition.water", 295.735),
        ("heart_rate_variability", "ms", 48, "hrv.sdnn", 48),
    ],
)
def test_units_are_converted(tmp_path: Path, name: str, units: str, qty: float, metric_name: str, expected: float) -> None:
    (reading,) = read(tmp_path, export([metric(name, units, {"date": at("07:30:00"), "qty": qty})]))
    assert reading.metric == metric_name
    assert reading.value == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("units", [None, "", "stone-ish", "kJ", "count"])
def test_no_unit_is_guessed(tmp_path: Path, units: str | None) -> None:
    weights = source(tmp_path, export([metric("weight_body_mass", units, {"date": at("07:30:00"), "qty": 70})]))
    assert list(weights) == []
    assert reasons(weights.report) == [("units", "expected a unit that auren knows for body.weight")]


def test_heart_rate_and_blood_pressure_have_their_own_shapes(tmp_path: Path) -> None:
    when = at("14:30:00")
    readings = read(
        tmp_path,
        export(
            [
                metric("heart_rate", "bpm", {"date": when, "Min": 65, "Avg": 72.5, "Max": 85}),
                metric("blood_pressure", "mmHg", {"date": when, "systolic": 120, "diastolic": 80}),
            ]
        ),
    )
    assert values(readings) == {
        "heart.rate": 72.5,
        "heart.min": 65,
        "heart.max": 85,
        "vital.systolic": 120,
        "vital.diastolic": 80,
    }


@pytest.mark.parametrize(
    ("written", "device"),
    [
        ("Anna's Apple Watch|Anna’s iPhone", "Apple Watch|iPhone"),
        ("iPhone von Anna|Apple\u00a0Watch von Anna", "Apple Watch|iPhone"),
        ("Anna’s Smart Ring", "Smart Ring"),
        ("Oura", "Oura"),
        ("Scale", "Scale"),
        ("", ""),
    ],
)
def test_devices_lose_their_owner(tmp_path: Path, written: str, device: str) -> None:
    point = {"date": at("07:30:00"), "qty": 70, "source": written}
    (reading,) = read(tmp_path, export([metric("weight_body_mass", "kg", point)]))
    assert reading.device == device
    assert "Anna" not in repr(reading)


def test_a_summary_of_sleep_is_in_hours_and_counts_for_the_day_of_waking(tmp_path: Path) -> None:
    readings = read(tmp_path, export([metric("sleep_analysis", "hr", night(date="2024-02-05"))]))
    assert values(readings) == {
        "sleep.duration": 420,
        "sleep.light": 210,
        "sleep.deep": 90,
        "sleep.rem": 120,
        "sleep.awake": 30,
        "sleep.in_bed": 480,
    }
    assert {reading.day for reading in readings} == {date(2024, 2, 6)}
    by_metric = {reading.metric: reading for reading in readings}
    assert by_metric["sleep.duration"].end - by_metric["sleep.duration"].start == timedelta(hours=7.5)
    assert by_metric["sleep.in_bed"].end - by_metric["sleep.in_bed"].start == timedelta(hours=8)


def test_older_summaries_have_no_stages(tmp_path: Path) -> None:
    older = night(asleep=6.5, totalSleep=None, core=None, deep=0, rem=0, inBed=0)
    readings = read(tmp_path, export([metric("sleep_analysis", "hr", older)]))
    assert values(readings) == {"sleep.duration": 390}


def test_segments_are_put_together_by_night_and_device(tmp_path: Path) -> None:
    def on(day: int, clock: str) -> str:
        return at(clock, f"2024-02-{day:02}")

    segments = [
        segment("REM", on(6, "00:30:00"), on(6, "01:30:00")),
        segment("Core", on(5, "23:00:00"), on(6, "00:30:00")),
        segment("Awake", on(6, "01:30:00"), on(6, "01:40:00")),
        segment("Deep", on(6, "01:40:00"), on(6, "02:40:00")),
        segment("Core", on(7, "13:00:00"), on(7, "13:20:00")),
        segment("In Bed", on(5, "22:45:00"), on(6, "03:00:00"), source="iPhone von Anna"),
        segment("Dreaming", on(6, "01:00:00"), on(6, "02:00:00")),
        segment("Core", on(6, "02:00:00"), on(6, "01:00:00")),
    ]
    nights = source(tmp_path, export([metric("sleep_analysis", "hr", *segments)]))
    readings = list(nights)
    of_watch = [reading for reading in readings if reading.device == "Apple Watch" and reading.day == date(2024, 2, 6)]
    assert values(r for r in of_watch if r.metric != "sleep.bout") == {
        "sleep.duration": 210,
        "sleep.light": 90,
        "sleep.deep": 60,
        "sleep.rem": 60,
        "sleep.awake": 10,
    }
    assert [r.value for r in of_watch if r.metric == "sleep.bout"] == [150, 60]
    assert values(r for r in readings if r.device == "iPhone") == {"sleep.in_bed": 255}
    assert [r.value for r in readings if r.metric == "sleep.duration" and r.day == date(2024, 2, 7)] == [20]
    assert (nights.report.used["nights of segments"], nights.report.unused["nights of segments"]) == (3, 2)
    assert [field for field, _ in reasons(nights.report)] == ["value", "endDate"]
    backwards = read(tmp_path, export([metric("sleep_analysis", "hr", *reversed(segments))]))
    assert {r.id for r in backwards} == {r.id for r in readings}


def test_workouts_of_the_present_version(tmp_path: Path) -> None:
    readings = read(tmp_path, export(workouts=[workout()]))
    assert values(readings) == {
        "exercise.duration": 30,
        "exercise.energy": pytest.approx(350),
        "exercise.distance": pytest.approx(5.632704),
        "exercise.heart_rate": 150,
        "exercise.heart_rate_max": 175,
        "exercise.speed": pytest.approx(11.265408),
        "exercise.ascent": pytest.approx(30.48),
    }
    assert {reading.kind for reading in readings} == {"Running"}
    assert {reading.id.split(":")[2] for reading in readings} == {"550E8400-E29B-41D4-A716-446655440000"}


def test_workouts_of_the_version_before_have_no_id_and_no_documented_duration(tmp_path: Path) -> None:
    older = workout(activeEnergyBurned=None, activeEnergy={"qty": 350, "units": "kcal"}, duration=40)
    del older["id"]
    readings = read(tmp_path, export(workouts=[older]))
    assert values(readings)["exercise.duration"] == 40
    assert values(readings)["exercise.energy"] == 350
    assert readings[0].id == "health_auto_export:workout:2024-02-06T15:00:00+00:00:exercise.duration"


def test_what_is_not_kept_is_counted_and_named(tmp_path: Path) -> None:
    kept = source(tmp_path, example())
    list(kept)
    assert kept.report.unused["ecg"] == 1
    assert kept.report.unused["values of other metrics"] == 1
    assert kept.report.unread == ("metric apple_stand_hour",)
    assert kept.report.adds_up


def test_what_came_before_a_break_is_kept(tmp_path: Path) -> None:
    whole = export(
        [metric("weight_body_mass", "kg", *({"date": at("07:30:00", f"2024-02-0{d}"), "qty": 70} for d in (5, 6, 7)))]
    )
    cut = source(tmp_path, whole[: whole.index(b"2024-02-07")])
    assert len(list(cut)) == 2
    (fault,) = cut.report.skipped
    assert (fault.scope, fault.reason) == ("file", "expected valid JSON; it breaks off here")
    with pytest.raises(MalformedRow):
        list(source(tmp_path, whole[: whole.index(b"2024-02-07")], on_malformed="raise"))


def test_a_folder_and_an_archive_read_as_their_files(tmp_path: Path) -> None:
    alone = read(tmp_path, example())
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("in/one.json", example())
        archive.writestr("in/readme.txt", "x")
    packed = HealthAutoExport(tmp_path / "export.zip", subject=SOMEONE, zone=LOS_ANGELES)
    assert list(packed) == alone
    assert packed.report.unread == ("metric apple_stand_hour", "in/readme.txt")
    assert packed.progress.done_bytes == 2 * len(example())


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"[]", "data"),
        (b'{"data": 3}', "data"),
        (b'{"data": {"metrics": 3}}', "data.metrics"),
        (b'{"data": {"metrics": [3]}}', "data.metrics.0"),
        (b'{"data": {"metrics": [{"name": "step_count", "data": 3}]}}', "data.metrics.0.data"),
    ],
)
def test_what_is_no_list_is_a_fault_of_the_file(tmp_path: Path, content: bytes, field: str) -> None:
    broken = source(tmp_path, content)
    assert list(broken) == []
    assert [(item.field, item.scope) for item in broken.report.skipped] == [(field, "file")]


def test_the_app_is_recognised(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    for content, known in ((example(), True), (b'{"data": {"metrics": {}}}', False), (b'{"data": [1]}', False)):
        file.write_bytes(content)
        assert bool(HealthAutoExport.recognise(Look(place_of(file)))) is known
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(json.loads(example()), indent=2).encode())
    assert HealthAutoExport.recognise(Look(place_of(file)))


@fuzz
@given(content=anything, name=st.sampled_from(["step_count", "heart_rate", "sleep_analysis", "blood_pressure", "other"]))
def test_anything_for_any_field(tmp_path: Path, content: object, name: str) -> None:
    file = tmp_path / "x.json"
    good: dict[str, object] = {**night(), "qty": 5, "Avg": 60, "systolic": 120}
    points = [{**good, field: content} for field in good] + [
        {**segment("REM", at("01:00:00"), at("02:00:00")), "endDate": content}
    ]
    spoilt = [workout(**{field: content}) for field in workout()]
    for document in (
        {"data": {"metrics": [metric(name, "count", *points)], "workouts": spoilt}},
        {"data": {"metrics": [{"name": name, "units": content, "data": content}], "workouts": content, "ecg": content}},
        {"data": content},
        content,
    ):
        file.write_text(json.dumps(document), encoding="utf-8")
        accounted_for(lambda mode: HealthAutoExport(file, subject=SOMEONE, zone=LOS_ANGELES, on_malformed=mode))
