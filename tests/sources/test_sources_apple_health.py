"""Apple Health's export: every trap that real ones have, and the same readings by the short and the long way."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from apple_health_examples import (
    BROKEN_HEAD,
    HEAD,
    PHONE,
    SLEEP,
    WATCH,
    asleep,
    beats,
    document,
    example,
    export,
    record,
    source,
    statistics,
    workout,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import DATA, OSLO, SOMEONE, needs_data
from test_sources_malformed import accounted_for

from auren.errors import MalformedRow, SourceError
from auren.readings import STANDARD_METRICS, Reading, SourcePriority
from auren.readings.calendar import local_day
from auren.readings.days import form_day
from auren.readings.reading import checked_reading, latest_revisions
from auren.sources.files import Limits, place_of
from auren.sources.look import Look
from auren.sources.vendors.apple_health import AppleHealthExport, lexer
from auren.sources.vendors.apple_health.records import RecordRun
from auren.testing.contracts import SourceContract
from auren.testing.contracts.source import Build

fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestAppleHealth(SourceContract):
    secrets = ("Anna", "private", "0x3012772a0")

    @pytest.fixture
    def build(self) -> Build:
        return lambda path, on_malformed, zone: AppleHealthExport(path, subject=SOMEONE, zone=zone, on_malformed=on_malformed)

    @pytest.fixture
    def sample(self) -> Mapping[str, bytes]:
        return {"export.xml": example()}

    @pytest.fixture
    def doubled(self) -> Mapping[str, bytes]:
        text = example().decode()
        begin, end = text.index(" <Record"), text.index("</HealthData>")
        return {"export.xml": (text[:end] + text[begin:end] + text[end:]).encode()}


def told(made: AppleHealthExport) -> list[tuple[str, float]]:
    return [(reading.metric, reading.value) for reading in made]


def faults(made: AppleHealthExport) -> list[tuple[int | None, str, str]]:
    list(made)
    assert made.report.adds_up
    return [(skip.line, skip.field, skip.reason) for skip in made.report.skipped if skip.malformed]


def daily(made: AppleHealthExport, priority: SourcePriority = STANDARD_METRICS.priority) -> dict[tuple[str, date], float]:
    by_day: dict[tuple[str, date], list[Reading]] = {}
    for reading in latest_revisions(list(made)).values():
        by_day.setdefault((reading.metric, reading.day), []).append(reading)
    formed = {key: form_day(STANDARD_METRICS[key[0]], readings, priority) for key, readings in by_day.items()}
    return {key: value.value for key, value in formed.items() if value}


def test_a_record_becomes_a_reading_in_utc_with_the_persons_day(tmp_path: Path) -> None:
    (reading,) = export(tmp_path, record(start="2024-01-01 00:30:00 +0200"))
    assert (reading.metric, reading.value) == ("heart.rate", 74)
    assert reading.start == reading.end == datetime(2023, 12, 31, 22, 30, tzinfo=UTC)
    # The phone was two hours ahead on the day of the export, the person one hour on that night.
    assert reading.day == date(2023, 12, 31)
    assert (reading.zone, reading.source, reading.device) == (OSLO, "apple_health", "Apple Watch (Watch6,7)")
    assert reading.revision == int(datetime(2024, 1, 1, 10, 5, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", OSLO])
def test_days_are_those_of_half_hour_zones_too(tmp_path: Path, zone: str) -> None:
    clocks = [f"{hour:02}:{minute:02}:59 +0200" for hour in range(24) for minute in (14, 44)]
    times = [f"2024-{day} {clock}" for day in ("03-31", "10-06", "11-03") for clock in clocks]
    readings = list(export(tmp_path, *(record(start=time) for time in times), zone=zone))
    assert len(readings) == len(times)
    assert [reading.day for reading in readings] == [local_day(reading.start, zone) for reading in readings]


@pytest.mark.parametrize(
    ("type", "value", "unit", "metric", "number"),
    [
        ("BodyMass", "154.323584", "lb", "body.weight", 70.0000),
        ("BodyMass", "11.0231131", "st", "body.weight", 70.0),
        ("Height", "5.90551181", "ft", "body.height", 180.0),
        ("Height", "70.8661417", "in", "body.height", 180.0),
        ("ActiveEnergyBurned", "418.4", "kJ", "energy.active", 100.0),
        ("ActiveEnergyBurned", "100", "Cal", "energy.active", 100.0),
        ("ActiveEnergyBurned", "100000", "cal", "energy.active", 100.0),
        ("BodyTemperature", "98.6", "degF", "vital.temperature", 37.0),
        ("BloodGlucose", "5.5", "mmol<180.1558800000541>/L", "vital.glucose", 99.0857340),
        ("OxygenSaturation", "0.57", "%", "vital.spo2", 57.0),
        ("DistanceWalkingRunning", "1", "mi", "activity.distance", 1.609344),
        ("DietaryWater", "8", "fl_oz_us", "nutrition.water", 236.588237),
        ("VO2Max", "45.1", "mL/min·kg", "fitness.vo2max", 45.1),
        ("BodyMassIndex", "22.5", "count", "body.bmi", 22.5),
        ("RespiratoryRate", "14", "count/min", "vital.respiratory_rate", 14.0),
    ],
)
def test_units_of_any_locale_are_converted(
    tmp_path: Path, type: str, value: str, unit: str, metric: str, number: float
) -> None:
    ((name, found),) = told(export(tmp_path, record(type, value, unit)))
    assert name == metric
    assert found == pytest.approx(number, rel=1e-8)


@pytest.mark.parametrize(
    ("type", "unit"), [("BodyMass", "slug"), ("BodyMass", "km"), ("HeartRate", "count"), ("BodyMass", None)]
)
def test_an_unknown_unit_is_refused(tmp_path: Path, type: str, unit: str | None) -> None:
    ((line, field, reason),) = faults(export(tmp_path, record(type, "70", unit)))
    assert (line, field) == (8, "unit")
    assert "unit that can be turned into" in reason


def test_a_device_is_its_name_and_hardware_whatever_its_address(tmp_path: Path) -> None:
    addresses = [
        record(device=WATCH.replace("0x3012772a0", f"0x{n:x}"), start=f"2024-01-01 12:00:{n:02} +0200") for n in range(40)
    ]
    made = export(tmp_path, *addresses)
    assert len({r.id for r in made}) == 40
    assert made.report.devices == ("Apple Watch (Watch6,7)",)


@pytest.mark.parametrize(
    ("name", "version", "device", "label"),
    [
        ("Anna\u2019s Apple\u00a0Watch", "10.2", WATCH, "Apple Watch (Watch6,7)"),
        ("Bob", "10.2", WATCH, "Apple Watch (Watch6,7)"),
        ("Heart App", "3", WATCH, "Apple Watch (Watch6,7) via Heart App"),
        ("Anna's iPhone", "17.2", None, "iPhone"),
        ("iPhone de Anna", None, None, "iPhone"),
        ("Anna\u2019s Scale", "1", None, "Scale"),
        ("Plates\x0b", "1", None, "Plates"),
        ("", None, None, ""),
        ("x", None, "no device", "x"),
    ],
)
def test_no_owner_is_named(tmp_path: Path, name: str, version: str | None, device: str | None, label: str) -> None:
    (reading,) = export(tmp_path, record(source=name, version=version, device=device))
    assert reading.device == label


def test_phone_and_watch_count_once(tmp_path: Path) -> None:
    span = ("2024-01-01 12:00:00 +0100", "2024-01-01 12:10:00 +0100")
    made = export(
        tmp_path,
        record("StepCount", "1000", "count", *span),
        record("StepCount", "900", "count", *span, device=PHONE, version="17.2", source="Anna's iPhone"),
        record("StepCount", "50", "count", "2024-01-01 13:00:00 +0100", device=PHONE, version="17.2", source="Anna's iPhone"),
    )
    assert daily(made) == {("activity.steps", date(2024, 1, 1)): 1050}


def test_sums_are_told_apart_by_value_and_others_revised(tmp_path: Path) -> None:
    made = export(
        tmp_path,
        record("DietaryProtein", "20", "g"),
        record("DietaryProtein", "25", "g"),
        record("DietaryProtein", "20", "g"),
        record("BodyMass", "70", "kg", saved="2024-01-02 12:00:00 +0200"),
        record("BodyMass", "80", "kg", saved="2024-01-01 12:00:00 +0200"),
    )
    assert daily(made) == {("nutrition.protein", date(2024, 1, 1)): 45, ("body.weight", date(2024, 1, 1)): 70}
    assert made.report.repeated == {"DietaryProtein": 1, "BodyMass": 1}


def test_records_inside_a_correlation_count_once(tmp_path: Path) -> None:
    systolic = record("BloodPressureSystolic", "120", "mmHg")
    made = export(
        tmp_path, f' <Correlation type="HKCorrelationTypeIdentifierBloodPressure">\n{systolic} </Correlation>\n', systolic
    )
    assert told(made) == [("vital.systolic", 120)]
    assert made.report.unused["Correlation"] == made.report.unused["record inside a Correlation"] == 1
    assert made.report.adds_up


def test_what_is_not_read_is_counted_by_type(tmp_path: Path) -> None:
    made = export(
        tmp_path,
        *[record("AppleStandTime", "2", "min")] * 3,
        record("DistanceCycling", "2", "km"),
        ' <Audiogram type="x"/>\n <ActivitySummary/>\n <personal-words/>\n',
    )
    assert told(made) == []
    assert made.report.unused == {
        "AppleStandTime": 3,
        "DistanceCycling": 1,
        "Audiogram": 1,
        "ActivitySummary": 1,
        "record of no known type": 1,
    }
    assert made.report.adds_up
    assert "Me" not in made.report.records


def test_mindful_minutes_are_how_long_a_session_lasted(tmp_path: Path) -> None:
    mindful = "HKCategoryTypeIdentifierMindfulSession"
    made = export(tmp_path, record(mindful, None, None, "2024-01-01 08:00:00 +0100", "2024-01-01 08:10:30 +0100"))
    assert told(made) == [("mind.mindful", 10.5)]


@pytest.mark.parametrize(
    "times",
    [
        ("17:07:00,29", "17:07:01,09", "17:07:01,90"),
        ("6:07:00.29\u202fPM", "6:07:01.09\u202fPM", "6:07:01.90\u202fPM"),
        ("下午5:07:00.29", "下午5:07:01.09", "下午5:07:01.90"),
        (
            "\u0665:\u0660\u0667:\u0660\u0660\u066b\u0662\u0669 م",
            "\u0665:\u0660\u0667:\u0660\u0661\u066b\u0660\u0669 م",
            "\u0665:\u0660\u0667:\u0660\u0661\u066b\u0669\u0660 م",
        ),
        ("17.07.00,29", "17.07.01,09", "17.07.01,90"),
    ],
)
def test_beats_give_intervals_whatever_the_clock_text(tmp_path: Path, times: tuple[str, ...]) -> None:
    inside = beats(*zip((75, 75, 74), times, strict=True))
    start, end = "2024-01-01 17:07:00 +0200", "2024-01-01 17:08:00 +0200"
    sdnn, one, two = export(tmp_path, record("HeartRateVariabilitySDNN", "42.5", "ms", start, end, inside=inside))
    assert (sdnn.metric, sdnn.value) == ("hrv.sdnn", 42.5)
    assert [(r.metric, r.value) for r in (one, two)] == [("hrv.rr", 800), ("hrv.rr", 810)]
    assert one.start == datetime(2024, 1, 1, 15, 7, 0, 290_000, UTC)
    assert one.end == two.start == datetime(2024, 1, 1, 15, 7, 1, 90_000, UTC)
    assert one.id != two.id


def test_a_missed_beat_gives_no_interval_and_midnight_no_jump(tmp_path: Path) -> None:
    inside = beats((60, "11:59:58.50 PM"), (60, "11:59:59.50 PM"), (60, "12:00:01.50 AM"), (60, "12:00:02.50 AM"))
    start, end = "2024-01-01 23:59:58 +0100", "2024-01-02 00:01:00 +0100"
    made = export(tmp_path, record("HeartRateVariabilitySDNN", "42.5", "ms", start, end, inside=inside))
    assert told(made) == [("hrv.sdnn", 42.5), ("hrv.rr", 1000), ("hrv.rr", 1000)]
    assert [r.day.day for r in made] == [2, 1, 2]
    assert [skip.reason for skip in made.report.skipped] == ["between some beats another was missed"]


@pytest.mark.parametrize(
    ("told_beats", "reason"),
    [
        (((60, "17:07:00"), (60, "17:07:01")), "fractions"),
        (((60, "soon"), (60, "17:07:01,10")), "clock times"),
        (((60, "17:07:05,00"), (60, "17:07:01,10")), "order"),
    ],
)
def test_unclear_beats_cost_only_the_intervals(tmp_path: Path, told_beats: tuple[tuple[int, str], ...], reason: str) -> None:
    made = export(
        tmp_path, record("HeartRateVariabilitySDNN", "42.5", "ms", "2024-01-01 17:07:00 +0200", inside=beats(*told_beats))
    )
    assert told(made) == [("hrv.sdnn", 42.5)]
    ((_, field, said),) = faults(made)
    assert field == "InstantaneousBeatsPerMinute"
    assert reason in said


def test_samples_of_sleep_become_a_night_with_stages_and_a_nap(tmp_path: Path) -> None:
    night = [
        asleep("AsleepCore", "01-01 23:00", "01-02 02:00"),
        asleep("AsleepDeep", "01-02 02:00", "01-02 03:00"),
        asleep("Awake", "01-02 03:00", "01-02 03:20"),
        asleep("AsleepREM", "01-02 03:20", "01-02 04:00"),
        asleep("InBed", "01-01 22:50", "01-02 06:00", device=PHONE, version="17.2"),
        asleep("AsleepUnspecified", "01-02 14:00", "01-02 14:30"),
    ]
    made = export(tmp_path, *night)
    assert daily(made) == {
        (metric, date(2024, 1, 2)): value
        for metric, value in {
            "sleep.duration": 280,
            "sleep.light": 180,
            "sleep.deep": 60,
            "sleep.rem": 40,
            "sleep.awake": 20,
            "sleep.in_bed": 430,
            "sleep.bout": 310,
            "sleep.nap": 30,
        }.items()
    }
    (duration,) = [r for r in made if r.metric == "sleep.duration"]
    assert duration.start == datetime(2024, 1, 1, 22, tzinfo=UTC)
    assert duration.end == datetime(2024, 1, 2, 3, tzinfo=UTC)
    assert made.report.used["SleepAnalysis"] == 6
    shuffled = export(tmp_path, *night[::-1], *night)
    assert {r.id for r in shuffled} == {r.id for r in made}
    assert daily(shuffled) == daily(made)
    assert shuffled.report.repeated == {"SleepAnalysis": 6}


def test_two_hours_apart_are_one_night_and_more_are_two(tmp_path: Path) -> None:
    first = asleep("Asleep", "01-01 22:00", "01-02 02:00")
    for begin, nights in (("01-02 04:00", 1), ("01-02 04:01", 2)):
        made = export(tmp_path, first, asleep("Asleep", begin, "01-02 05:00"))
        assert Counter(r.metric for r in made)["sleep.nap"] == nights - 1


def test_the_bed_alone_is_a_night_only_if_it_was_long(tmp_path: Path) -> None:
    assert told(export(tmp_path, asleep("InBed", "01-01 22:00", "01-02 02:00"))) == [("sleep.in_bed", 240)]
    made = export(tmp_path, asleep("InBed", "01-01 22:00", "01-01 22:30"))
    assert told(made) == []
    assert [skip.line for skip in made.report.skipped] == [None]
    assert made.report.adds_up


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "HKCategoryValueSleepAnalysisDreaming"}, "value"),
        ({"end": "2024-01-03 12:00:00 +0200"}, "endDate"),
        ({"end": "2024-01-01 11:00:00 +0200"}, "endDate"),
        ({"start": "yesterday"}, "startDate"),
    ],
)
def test_a_sample_of_sleep_that_is_none_is_refused(tmp_path: Path, changes: dict[str, Any], field: str) -> None:
    said = {"value": "HKCategoryValueSleepAnalysisAwake", "end": "2024-01-01 13:00:00 +0200", **changes}
    ((line, found, _),) = faults(export(tmp_path, record(SLEEP, unit=None, **said)))
    assert (line, found) == (8, field)


def test_a_sample_of_sleep_that_lasts_no_time_is_no_fault(tmp_path: Path) -> None:
    made = export(tmp_path, asleep("Awake", "01-01 22:00", "01-01 22:00"), on_malformed="raise")
    assert told(made) == []
    assert [(skip.line, skip.reason) for skip in made.report.skipped] == [(8, "it lasts no time")]
    assert made.report.adds_up


def test_workouts_take_statistics_before_totals(tmp_path: Path) -> None:
    ascent = '  <MetadataEntry key="HKElevationAscended" value="12345 cm"/>\n'
    inner = "  <WorkoutActivity>\n" + statistics("ActiveEnergyBurned", "kcal", sum="1") + "  </WorkoutActivity>\n"
    made = export(
        tmp_path,
        workout(
            inner,
            statistics("ActiveEnergyBurned", "kJ", sum="1046"),
            statistics("DistanceCycling", "mi", sum="10"),
            statistics("HeartRate", "count/min", average="120.5", minimum="80", maximum="150"),
            ascent,
            totalEnergyBurned="9",
            totalEnergyBurnedUnit="kcal",
        ),
        workout(startDate="2024-01-01 08:00:00 +0100", totalDistance="5", totalDistanceUnit="km", totalEnergyBurned="0"),
    )
    assert told(made) == [
        ("exercise.duration", 30.5),
        ("exercise.energy", 250),
        ("exercise.distance", 16.09344),
        ("exercise.heart_rate", 120.5),
        ("exercise.heart_rate_max", 150),
        ("exercise.ascent", 123.45),
        ("exercise.duration", 30.5),
        ("exercise.distance", 5),
    ]
    assert {r.kind for r in made} == {"Traditional Strength Training"}
    assert made.report.used == {"Workout": 2}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": None}, "value"),
        ({"value": "fast"}, "value"),
        ({"value": "1_0"}, "value"),
        ({"value": "nan"}, "value"),
        ({"value": "700"}, "value"),
        ({"start": "2024-13-01 12:00:00 +0200"}, "startDate"),
        ({"start": "2024-01-01 12:00:61 +0200"}, "startDate"),
        ({"start": "1904-01-01 12:00:00 +0200"}, "startDate"),
        ({"start": "2262-01-01 12:00:00 +0200"}, "startDate"),
        ({"start": "1970-01-01 00:00:00 +0200"}, "startDate"),
        ({"start": "2024-01-01 12:00:00 +9900"}, "startDate"),
        ({"start": "2024-01-01 12:00:00"}, "startDate"),
        ({"end": "2024-01-01 11:59:59 +0200"}, "endDate"),
        ({"saved": "late"}, "creationDate"),
    ],
)
def test_a_spoilt_record_names_its_field_and_line(tmp_path: Path, changes: dict[str, Any], field: str) -> None:
    made = export(
        tmp_path, record(start="2024-01-01 09:00:00 +0200"), record(**changes), record(start="2024-01-01 13:00:00 +0200")
    )
    ((line, found, _),) = faults(made)
    assert (line, found) == (9, field)
    assert made.report.used["HeartRate"] == (3 if field == "creationDate" else 2)
    with pytest.raises(MalformedRow) as caught:
        list(export(tmp_path, record(**changes), on_malformed="raise"))
    assert caught.value.field == field


@pytest.mark.parametrize("head", [HEAD, BROKEN_HEAD, "", "\ufeff", BROKEN_HEAD + "]>\n", HEAD.replace("]>", "")])
def test_any_document_type_is_passed_over(tmp_path: Path, head: str) -> None:
    made = source(tmp_path, document(record(), head=head))
    assert told(made) == [("heart.rate", 74)]
    assert made.report.skipped == ()


def test_control_characters_are_no_fault(tmp_path: Path) -> None:
    inside = '  <MetadataEntry key="note" value="a\x0bb"/>\n'
    made = source(
        tmp_path,
        document(record(source="Plates\x0b", inside=inside), record(value="75\x0b", start="2024-01-01 13:00:00 +0200")),
    )
    assert told(made) == [("heart.rate", 74), ("heart.rate", 75)]
    assert faults(made) == []


def test_a_file_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    content = document(*(record(start=f"2024-01-01 12:00:{n:02} +0200") for n in range(30)))
    made = source(tmp_path, content[: content.index(b"12:00:20") + 3])
    assert len(list(made)) == 20
    assert faults(made) == [(28, "", "expected valid XML; it breaks off here")]
    assert made.report.complete
    strict = source(tmp_path, content[:-30], on_malformed="raise")
    passing = iter(strict)
    assert [next(passing).value for _ in range(29)] == [74] * 29
    with pytest.raises(MalformedRow, match="breaks off"):
        list(passing)


def test_hostile_files_are_bounded(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE HealthData [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 40)) + "]>\n"
    made = source(tmp_path, document(record(source="SIGN").replace("SIGN", "&e39;"), record(), head=bomb))
    assert told(made) == [("heart.rate", 74)]
    assert faults(made) == [(5, "", "expected no entities but XML's own five")]
    deep = source(tmp_path, document(record(), "<a>" * 100_000))
    assert told(deep) == [("heart.rate", 74)]
    assert "levels of nesting" in faults(deep)[0][2]
    for length, end in ((2_000_000, ""), (12_000, '"/>')):
        long = document(record(), f'<Record type="{"x" * length}{end}')
        wide = source(tmp_path, long, limits=Limits(element_chars=10_000))
        assert told(wide) == [("heart.rate", 74)]
        assert "10000 characters" in faults(wide)[0][2]
    many = source(tmp_path, document(*(record(f"Kind{n}", device=f"name:{n}", source=str(n)) for n in range(3000))))
    list(many)
    assert len(many.report.records) < 1010
    assert many.report.adds_up


def test_a_folder_or_archive_is_read_under_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "apple_health_export"
    (folder / "workout-routes").mkdir(parents=True)
    (folder / "exportación.xml").write_bytes(example())
    (folder / "export_cda.xml").write_text('<?xml version="1.0"?><ClinicalDocument/>')
    (folder / "workout-routes" / "route.gpx").write_text("<gpx/>")
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("*")):
            packed.write(file, file.relative_to(tmp_path))
    wanted = list(source(tmp_path, example()))
    for path, name in ((folder, "exportación.xml"), (archive, "apple_health_export/exportación.xml")):
        made = AppleHealthExport(path, subject=SOMEONE, zone=OSLO)
        assert list(made) == wanted
        assert AppleHealthExport.recognise(Look(place_of(path))) == f"{name} begins with HealthData of Apple Health"
        assert len(made.report.unread) == 2
    with pytest.raises(SourceError, match="HealthData"):
        AppleHealthExport(folder / "workout-routes", subject=SOMEONE, zone=OSLO)


def test_both_ways_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _same_both_ways(tmp_path, monkeypatch, example())


values = st.one_of(
    st.floats(0, 300).map(repr), st.integers(0, 300).map(str), st.sampled_from(["", "1e2", "-0", "٣", " 7 ", "&", "inf"])
)
units = st.sampled_from(
    ["count/min", "count", "kg", "lb", "kcal", "kJ", "%", "ms", "km", "mi", "g", "degC", "degF", "nonsense"]
)
types = st.sampled_from(
    [
        *("HeartRate", "StepCount", "BodyMass", "ActiveEnergyBurned", "OxygenSaturation", "BodyTemperature", "Unheard", SLEEP),
        *("HeartRateVariabilitySDNN", "DistanceWalkingRunning"),
    ]
)
EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1969, 2202))
times = st.one_of(
    st.datetimes(EARLY, LATE).map(lambda at: f"{at:%Y-%m-%d %H:%M:%S} +0200"),
    st.sampled_from(["2024-03-31 01:59:59 +0100", "2024-03-31 03:00:00 +0530", "2024-10-27 02:30:00 -0330", "soon", ""]),
)
insides = st.sampled_from(
    [
        "",
        '  <MetadataEntry key="a" value="b"/>\n',
        beats((60, "1:00:00.50 PM"), (60, "1:00:01.50 PM"), (61, "1:00:02.49 PM")),
        beats((60, "1:00:00.50 PM"), (60, "1:00:04.50 PM")),
        beats((60, "soon"), (60, "1:00:04.50 PM")),
        "  <!-- aside -->\n",
    ]
)
records = st.builds(
    record, types, values, units, times, st.one_of(st.none(), times), saved=st.one_of(st.none(), times), inside=insides
)


@fuzz
@given(held=st.lists(records, max_size=6))
def test_both_ways_give_the_same_of_any_records(tmp_path: Path, held: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _same_both_ways(tmp_path, patch, document(*held))


def _same_both_ways(folder: Path, patch: pytest.MonkeyPatch, content: bytes) -> None:
    patch.setattr(lexer, "_CHUNK", 700)
    short = source(folder, content)
    found, report = list(short), short.report
    patch.setattr(RecordRun, "read", lambda _self, _buffer, at: at)
    long = source(folder, content)
    assert list(long) == found
    assert long.report == report


@fuzz
@given(held=st.lists(records, max_size=3), noise=st.binary(max_size=8), data=st.data())
def test_any_bytes_are_accounted_for(tmp_path: Path, held: list[str], noise: bytes, data: st.DataObject) -> None:
    content = document(*held)
    at = data.draw(st.integers(content.index(b"<HealthData") + 12, len(content)))
    file = tmp_path / "export.xml"
    file.write_bytes(content[:at] + noise + content[at:])
    accounted_for(lambda mode: AppleHealthExport(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))


@pytest.mark.parametrize("change", ["shuffled", "doubled", "addresses", "units"])
def test_days_are_the_same_whatever_the_phone_does(tmp_path: Path, change: str) -> None:
    def held(address: str, *, pounds: bool) -> list[str]:
        watch = WATCH.replace("0x3012772a0", address)
        unit = "kJ" if pounds else "kcal"
        return [
            *(record(value=str(60 + n), start=f"2024-01-01 12:0{n}:00 +0200", device=watch) for n in range(10)),
            *(
                record(
                    "ActiveEnergyBurned",
                    repr(n / 7 * (4.184 if pounds else 1)),
                    unit,
                    f"2024-01-01 12:0{n}:00 +0200",
                    device=watch,
                )
                for n in range(10)
            ),
            record("BodyMass", repr(70.3 / 0.45359237) if pounds else "70.3", "lb" if pounds else "kg", device=watch),
            asleep("AsleepCore", "01-01 23:00", "01-02 05:00", device=watch),
            asleep("AsleepREM", "01-02 05:00", "01-02 06:00", device=watch),
        ]

    plain = held("0x1", pounds=False)
    changed = {
        "shuffled": plain[::-1],
        "doubled": plain + plain,
        "addresses": held("0x2", pounds=False),
        "units": held("0x1", pounds=True),
    }[change]
    first = export(tmp_path, *plain)
    ids, days = {r.id for r in first}, daily(first)
    second = export(tmp_path, *changed)
    assert daily(second) == days
    assert {r.id for r in second} == ids


def test_a_checked_reading_is_a_reading() -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    given = (SOMEONE, "heart.rate", 60.0, now, now, now.date(), OSLO, "apple_health", "a", "Apple Watch", 3)
    made = checked_reading(*given)
    assert type(made) is Reading
    assert made == Reading(*given)
    assert hash(made) == hash(Reading(*given))
    with pytest.raises(AttributeError):
        made.value = 61.0  # type: ignore[misc]


@needs_data
def test_the_recorded_export_is_accounted_for() -> None:
    path = DATA / "apple" / "export.xml"
    made = AppleHealthExport(path, subject=SOMEONE, zone="Europe/Amsterdam")
    readings = list(made)
    report = made.report
    assert report.adds_up
    assert sum(report.records.values()) == path.read_text(encoding="utf-8").count("<Record ") == 8
    assert Counter(r.metric for r in readings) == {
        "heart.rate": 2,
        "energy.active": 2,
        "activity.exercise": 1,
        "sleep.nap": 1,
        "sleep.bout": 1,
    }
    assert report.unused == {"SleepAnalysis": 1, "AppleStandTime": 1}
    assert set(report.devices) == {"Apple Watch", "Apple Watch (Watch6,7)"}
    assert not any(skip.malformed for skip in report.skipped)
