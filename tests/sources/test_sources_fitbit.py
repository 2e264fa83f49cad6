"""Fitbit exports: what each file means, and the hours in which clocks change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sources_examples import OSLO, SOMEONE, exercise, export, level, reasons, resting, sleep_log, values, write

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.sources import FitbitExport


def fitbit(folder: Path, **files: object) -> FitbitExport:
    return FitbitExport(export(folder, **files), subject=SOMEONE, zone=OSLO)


def test_a_night_gives_its_measures_and_its_stretches(tmp_path: Path) -> None:
    source = fitbit(tmp_path, sleep=[sleep_log()])
    readings = list(source)
    assert values(r for r in readings if r.metric != "sleep.bout") == {
        "sleep.duration": 50,
        "sleep.in_bed": 60,
        "sleep.awake": 10,
        "sleep.deep": 20,
        "sleep.light": 20,
        "sleep.rem": 10,
        "sleep.efficiency_vendor": 90,
    }
    bouts = [r for r in readings if r.metric == "sleep.bout"]
    assert [(r.value, r.id) for r in bouts] == [(40, "fitbit:sleep:7:sleep.bout:1"), (10, "fitbit:sleep:7:sleep.bout:2")]
    assert bouts[1].start == datetime(2019, 11, 2, 0, 50, tzinfo=UTC)
    assert {r.day for r in readings} == {date(2019, 11, 2)}
    assert source.report.missing[0] == "fitbit/resting_heart_rate.json"


def test_a_nap_gives_only_its_length_and_stretches(tmp_path: Path) -> None:
    levels = {"data": [level("01:00:00", "asleep", 1800), level("01:30:00", "restless", 600), level("01:40:00", "awake", 1200)]}
    readings = list(fitbit(tmp_path, sleep=[sleep_log(mainSleep=False, type="classic", levels=levels)]))
    assert values(readings) == {"sleep.nap": 50, "sleep.bout": 40}


def test_unknown_levels_and_gaps_end_a_stretch(tmp_path: Path) -> None:
    data = [
        level("01:00:00", "light", 600),
        level("01:10:00", "unknown", 600),
        level("01:20:00", "light", 600),
        level("01:40:00", "rem", 600),
    ]
    readings = list(fitbit(tmp_path, sleep=[sleep_log(levels={"summary": {}, "data": data})]))
    assert [r.value for r in readings if r.metric == "sleep.bout"] == [10, 10, 10]


def test_repeated_logs_give_equal_readings_and_are_counted(tmp_path: Path) -> None:
    source = fitbit(tmp_path, sleep=[sleep_log(), sleep_log()])
    readings = list(source)
    half = len(readings) // 2
    assert readings[:half] == readings[half:]
    assert source.report.repeated == {"sleep logs": 1}
    assert source.report.records["sleep logs"] == source.report.used["sleep logs"] == 2


def test_a_night_through_the_spring_change_counts_the_minutes_that_passed(tmp_path: Path) -> None:
    # 00:00 to 06:00 on the clock, five hours in bed; the watch subtracts clock times and lays levels end to end.
    day = "2020-03-29"
    data = [
        level("00:00:00", "light", 4 * 3600, day),
        level("04:00:00", "wake", 3600, day),
        level("05:00:00", "unknown", 3600, day),
    ]
    log = sleep_log(
        dateOfSleep=day,
        startTime=f"{day} 00:00:00",
        endTime=f"{day}T06:00:00.000",
        minutesAsleep=240,
        minutesAwake=60,
        timeInBed=360,
        levels={"summary": {}, "data": data},
    )
    source = fitbit(tmp_path, sleep=[log])
    readings = {r.metric: r for r in source}
    assert readings["sleep.in_bed"].value == 300
    assert sum(source.report.adjusted.values()) == 1
    assert readings["sleep.bout"].end == datetime(2020, 3, 29, 3, 0, tzinfo=UTC)


def test_a_true_time_in_bed_is_kept_through_a_clock_change(tmp_path: Path) -> None:
    day = "2020-03-29"
    log = sleep_log(dateOfSleep=day, startTime=f"{day} 00:00:00", endTime=f"{day}T06:00:00.000", timeInBed=300)
    source = fitbit(tmp_path, sleep=[log])
    assert values(source)["sleep.in_bed"] == 300
    assert source.report.adjusted == {}


@pytest.mark.parametrize(
    ("start", "end", "asleep", "hours"),
    [
        ("2019-10-26 23:00:00", "2019-10-27T07:00:00.000", 540, 9),  # through the repeated hour
        ("2019-10-27 02:40:00", "2019-10-27T02:20:00.000", 40, 40 / 60),  # from its first round into its second
        ("2019-10-27 02:10:00", "2019-10-27T02:50:00.000", 100, 100 / 60),  # the same, told apart by what was slept
        ("2019-10-27 02:10:00", "2019-10-27T02:50:00.000", 40, 40 / 60),
    ],
)
def test_a_night_through_the_autumn_change_never_ends_before_it_starts(
    tmp_path: Path, start: str, end: str, asleep: int, hours: float
) -> None:
    log = sleep_log(
        dateOfSleep="2019-10-27",
        startTime=start,
        endTime=end,
        minutesAsleep=asleep,
        minutesAwake=0,
        levels={"summary": {}, "data": []},
    )
    night = next(r for r in fitbit(tmp_path, sleep=[log]) if r.metric == "sleep.duration")
    assert (night.end - night.start).total_seconds() / 3600 == pytest.approx(hours)


def test_resting_heart_rate_spans_the_local_day_and_zero_is_no_value(tmp_path: Path) -> None:
    days = [
        resting({"date": "03/29/20", "value": 53.7}, "2020-03-29"),
        resting({"date": None, "value": 0.0}, "2020-03-30"),
        resting({"date": None, "value": None}, "2020-03-31"),
        resting(None, "2020-04-01"),
    ]
    source = FitbitExport(export(tmp_path, resting_heart_rate=days), subject=SOMEONE, zone=OSLO, on_malformed="raise")
    (reading,) = source
    assert reading.value == 53.7
    assert reading.day == date(2020, 3, 29)
    assert (reading.end - reading.start).total_seconds() == 23 * 3600
    assert reasons(source.report) == [("value", "no value was computed that day")] * 3
    assert source.report.adds_up


def test_exercise_has_its_values_revision_device_and_kind(tmp_path: Path) -> None:
    readings = list(fitbit(tmp_path, exercise=[exercise()]))
    assert values(readings) == {
        "exercise.duration": 24,
        "exercise.energy": 396,
        "exercise.heart_rate": 144,
        "exercise.distance": pytest.approx(3.8),
    }
    reading = readings[0]
    assert (reading.kind, reading.device) == ("Run", "Versa 2")
    assert reading.revision == int(datetime(2019, 11, 5, 23, 6, 17, tzinfo=UTC).timestamp())
    assert reading.start == datetime(2019, 11, 5, 22, 40, 41, tzinfo=UTC)
    assert reading.id == "fitbit:exercise:9:exercise.duration"


def test_exercise_clock_can_be_the_persons_own(tmp_path: Path) -> None:
    folder = export(tmp_path, exercise=[exercise()])
    first = next(iter(FitbitExport(folder, subject=SOMEONE, zone=OSLO, exercise_clock="local")))
    assert first.start == datetime(2019, 11, 5, 21, 40, 41, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="exercise_clock"):
        FitbitExport(folder, subject=SOMEONE, zone=OSLO, exercise_clock="lunar")  # type: ignore[arg-type]


def test_distance_is_read_in_its_own_unit_or_not_at_all(tmp_path: Path) -> None:
    logs = [exercise(logId=1, distanceUnit="Mile", distance=1), exercise(logId=2, distanceUnit="Furlong")]
    source = fitbit(tmp_path, exercise=logs)
    distances = [r.value for r in source if r.metric == "exercise.distance"]
    assert distances == [pytest.approx(1.609344)]
    assert reasons(source.report) == [("distanceUnit", "expected one of Kilometer, Mile, Meter")]
    assert source.report.adds_up


def test_exercise_without_optional_values_is_no_fault(tmp_path: Path) -> None:
    log = exercise(averageHeartRate=0)
    for field in ("calories", "distance", "distanceUnit", "source", "lastModified"):
        del log[field]
    source = fitbit(tmp_path, exercise=[log])
    (reading,) = source
    assert (reading.metric, reading.revision, reading.device) == ("exercise.duration", 0, "")
    assert reasons(source.report) == [("averageHeartRate", "no heart rate was measured")]


def test_zones_and_active_minutes_are_read(tmp_path: Path) -> None:
    zones = {
        f"{where}_DEFAULT_ZONE_{n}": minutes
        for where, n, minutes in [("BELOW", 1, 1254.0), ("IN", 1, 164.0), ("IN", 2, 3.0), ("IN", 3, 0.0)]
    }
    day = {"dateTime": "2019-11-01 00:00:00"}
    source = fitbit(
        tmp_path,
        time_in_heart_rate_zones=[{**day, "value": {"valuesInZones": zones}}],
        very_active_minutes=[{**day, "value": "72"}],
        sedentary_minutes=[{**day, "value": "1441"}],
    )
    assert values(source) == {
        "heart.zone_below": 1254,
        "heart.zone_1": 164,
        "heart.zone_2": 3,
        "heart.zone_3": 0,
        "activity.very_active": 72,
    }
    assert reasons(source.report) == [("value", "expected 0 to 1440 min")]


def test_files_may_stand_in_the_folder_itself(tmp_path: Path) -> None:
    write(tmp_path / "sleep.json", json.dumps([sleep_log()]))
    write(tmp_path / "notes.txt", "x")
    source = FitbitExport(tmp_path, subject=SOMEONE, zone=OSLO)
    assert list(source)
    assert source.report.unread == ("notes.txt",)
    assert "exercise.json" in source.report.missing


@pytest.mark.parametrize("zone", [None, ""])
def test_a_missing_zone_is_asked_for(tmp_path: Path, zone: str | None) -> None:
    with pytest.raises(InvalidInput, match=r"pass zone="):
        FitbitExport(export(tmp_path, sleep=[]), subject=SOMEONE, zone=zone)


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="unknown"):
        FitbitExport(export(tmp_path, sleep=[]), subject=SOMEONE, zone="Europe/Atlantis")


def test_wrong_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        FitbitExport(tmp_path / "nowhere", subject=SOMEONE, zone=OSLO)
    with pytest.raises(SourceError, match=r"sleep\.json"):
        FitbitExport(tmp_path, subject=SOMEONE, zone=OSLO)


def test_on_malformed_is_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="on_malformed"):
        FitbitExport(export(tmp_path, sleep=[]), subject=SOMEONE, zone=OSLO, on_malformed="ignore")  # type: ignore[arg-type]


def test_the_report_grows_and_a_second_pass_starts_afresh(tmp_path: Path) -> None:
    source = fitbit(tmp_path, sleep=[sleep_log(), sleep_log(logId=8)])
    assert source.report.readings == 0
    passing = iter(source)
    next(passing)
    assert (source.report.readings, source.report.records["sleep logs"], source.report.complete) == (1, 1, False)
    rest = list(passing)
    assert (source.report.readings, source.report.complete) == (len(rest) + 1, True)
    iter(source)
    assert (source.report.readings, source.report.complete) == (0, False)


def test_untrusted_labels_are_cleaned(tmp_path: Path) -> None:
    reading = next(iter(fitbit(tmp_path, exercise=[exercise(activityName="Ru\x00n\n\ud800 " + "x" * 500)])))
    assert reading.kind.startswith("Ru n ? x")
    assert len(reading.kind) == 120
    reading.kind.encode()


def test_an_error_names_the_place_and_repeats_no_value(tmp_path: Path) -> None:
    folder = export(tmp_path, sleep=[sleep_log(), sleep_log(minutesAsleep=98765)])
    with pytest.raises(MalformedRow) as caught:
        list(FitbitExport(folder, subject=SOMEONE, zone=OSLO, on_malformed="raise"))
    assert (caught.value.file, caught.value.line, caught.value.field) == ("fitbit/sleep.json", 2, "minutesAsleep")
    assert "98765" not in str(caught.value)
