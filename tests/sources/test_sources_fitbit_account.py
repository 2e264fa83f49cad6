"""Fitbit's account export and Google Takeout: which files are read, on which clock, and in which unit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fitbit_account_examples import (
    GLOBAL,
    account_archive,
    account_csv,
    account_folder,
    account_json,
    beat,
    by_minute,
    weighing,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import DATA, OSLO, SOMEONE, exercise, needs_data, reasons, sleep_log, values, write
from test_sources_malformed import accounted_for, anything, texts

from auren import sources
from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.readings import Reading
from auren.sources import FitbitExport, PMDataExport
from auren.sources.base import OnMalformed


def fitbit(folder: Path, mode: OnMalformed = "skip", **options: Any) -> FitbitExport:
    return FitbitExport(folder, subject=SOMEONE, zone=OSLO, on_malformed=mode, **options)


def one(folder: Path, name: str, *records: object, **options: Any) -> FitbitExport:
    write(folder / name, json.dumps(list(records)))
    return fitbit(folder, **options)


def test_takeout_gives_every_known_file(tmp_path: Path) -> None:
    source = fitbit(account_folder(tmp_path), weight_unit="lb")
    readings = list(source)
    assert {metric: value for metric, value in values(readings).items() if metric != "sleep.bout"} == pytest.approx(
        {
            "sleep.duration": 50,
            "sleep.in_bed": 60,
            "sleep.awake": 10,
            "sleep.efficiency_vendor": 90,
            "sleep.deep": 20,
            "sleep.light": 20,
            "sleep.rem": 10,
            "sleep.score_vendor": 79,
            "heart.resting": 53.7,
            "heart.zone_below": 1400,
            "heart.zone_1": 30,
            "heart.zone_2": 8,
            "heart.zone_3": 2,
            "heart.rate": 61,
            "activity.very_active": 72,
            "activity.steps": 0,
            "activity.distance": 0.0615,
            "energy.total": 1.36,
            "exercise.duration": 24,
            "exercise.energy": 396,
            "exercise.heart_rate": 144,
            "exercise.distance": 3.8,
            "body.weight": 87.95156,
            "body.bmi": 28.08,
            "body.fat": 24,
            "fitness.vo2max": 43.6,
            "hrv.rmssd": 38.9,
            "vital.respiratory_rate": 15.2,
            "vital.spo2": 95.6,
            "vital.skin_temperature": 33.9,
            "recovery.score_vendor": 64,
        }
    )
    report = source.report
    assert report.adds_up
    assert report.missing == ()
    assert not any(item.malformed for item in report.skipped)
    assert report.skipped_by_reason == {
        "no value was computed that day": 1,
        "the watch had no confidence in the value": 1,
        "no value was computed that night": 1,
        "only skin temperature is read": 1,
    }
    unread = [name for name in report.unread if ": column" not in name]
    assert [name.rpartition("/")[2] for name in unread] == [
        "altitude-2019-11-01.json",
        "Minute SpO2 - 2019-11-02.csv",
        "Stress Score.csv",
    ]


def test_an_archive_gives_what_its_folder_gives(tmp_path: Path) -> None:
    folder = list(fitbit(account_folder(tmp_path / "a")))
    packed = sources.open(account_archive(tmp_path / "takeout.zip"), subject=SOMEONE, zone=OSLO)
    assert list(packed) == folder
    assert packed.report.recognised.endswith("is a file of Fitbit's account export")


def test_an_account_delivered_twice_over_gives_the_same_ids(tmp_path: Path) -> None:
    account_folder(tmp_path / "first")
    once = {r.id for r in fitbit(tmp_path)}
    account_folder(tmp_path / "again")
    twice = fitbit(tmp_path)
    readings = list(twice)
    assert {r.id for r in readings} == once
    assert len(readings) == 2 * len(once)
    assert twice.report.repeated["sleep logs"] == twice.report.repeated["weighings"] == 1


def test_the_export_of_fitbit_itself_has_other_folders(tmp_path: Path) -> None:
    source = one(tmp_path, "MyFitbitData/Someone/Sleep/sleep-2019-11-01.json", sleep_log())
    assert values(source)["sleep.duration"] == 50
    flat = one(tmp_path / "flat", "sleep-2019-11-01.json", sleep_log())
    assert values(flat)["sleep.duration"] == 50
    file = FitbitExport(tmp_path / "flat" / "sleep-2019-11-01.json", subject=SOMEONE, zone=OSLO)
    assert list(file) == list(flat)


def test_minutes_are_in_utc_unless_told_otherwise(tmp_path: Path) -> None:
    (steps,) = one(tmp_path, f"{GLOBAL}/steps-2019-11-01.json", by_minute("82"))
    assert (steps.start, steps.end) == (datetime(2019, 11, 2, 23, 54, tzinfo=UTC), datetime(2019, 11, 2, 23, 55, tzinfo=UTC))
    assert steps.day == date(2019, 11, 3)
    assert steps.id == "fitbit:steps:2019-11-02T23:54:00:activity.steps"
    (local,) = fitbit(tmp_path, intraday_clock="local")
    assert (local.start, local.day) == (datetime(2019, 11, 2, 22, 54, tzinfo=UTC), date(2019, 11, 2))
    assert local.id == steps.id


def test_both_ways_of_writing_a_start_are_read(tmp_path: Path) -> None:
    us, iso = exercise(logId=1, startTime="11/05/19 22:40:41"), exercise(logId=2, startTime="2019-11-05T22:40:41.000")
    source = one(tmp_path, f"{GLOBAL}/exercise-0.json", us, iso)
    assert {r.start for r in source} == {datetime(2019, 11, 5, 22, 40, 41, tzinfo=UTC)}
    assert source.report.used == {"exercises": 2}


def test_a_weight_without_its_unit_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    source = one(tmp_path, f"{GLOBAL}/weight-2019-11-01.json", weighing())
    assert values(source) == {"body.bmi": 28.08, "body.fat": 24}
    assert reasons(source.report) == [("weight", "the file does not tell the unit; pass weight_unit=")]
    weight = next(iter(fitbit(tmp_path, weight_unit="lb")))
    assert weight.value == pytest.approx(193.9 * 0.45359237)
    assert (weight.start, weight.device) == (datetime(2019, 11, 2, 6, 44, tzinfo=UTC), "Aria")


@pytest.mark.parametrize(
    ("option", "value"), [("weight_unit", "pounds"), ("intraday_clock", "Oslo"), ("exercise_clock", "gmt")]
)
def test_options_are_checked(tmp_path: Path, option: str, value: str) -> None:
    write(tmp_path / "sleep-2019-11-01.json", "[]")
    with pytest.raises(InvalidInput, match=option):
        fitbit(tmp_path, "skip", **{option: value})


def test_a_value_without_confidence_is_no_heart_rate(tmp_path: Path) -> None:
    source = one(tmp_path, f"{GLOBAL}/heart_rate-2019-11-02.json", beat(61), beat(70, 0), beat("x"), beat(61))
    assert [r.value for r in source] == [61, 61]
    assert reasons(source.report) == [
        ("value.confidence", "the watch had no confidence in the value"),
        ("value.bpm", "expected a number"),
    ]
    assert source.report.repeated == {"heart rates": 3}


def test_a_nights_mean_wins_over_its_five_minute_samples(tmp_path: Path) -> None:
    of_night = [r for r in fitbit(account_folder(tmp_path)) if r.metric == "hrv.rmssd"]
    assert [(r.value, r.day) for r in of_night] == [(41.5, date(2019, 11, 2)), (38.9, date(2019, 11, 2))]
    assert (of_night[0].end - of_night[0].start).days == 1
    assert of_night[1].start == of_night[1].end


def test_two_files_with_a_nights_breathing_share_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "Heart Rate Variability"
    write(
        folder / "Daily Respiratory Rate Summary - 2019-11-02.csv",
        "timestamp,daily_respiratory_rate\n2019-11-02T00:00:00,15.2\n",
    )
    write(
        folder / "Respiratory Rate Summary - 2019-11-02.csv", "timestamp,full_sleep_breathing_rate\n2019-11-02T00:00:00,15.2\n"
    )
    readings = list(fitbit(tmp_path))
    assert len(readings) == 2
    assert readings[0] == readings[1]


def test_columns_of_many_files_are_named_once(tmp_path: Path) -> None:
    for day in ("02", "03", "04"):
        write(
            tmp_path / f"Daily Heart Rate Variability Summary - 2019-11-{day}.csv",
            f"timestamp,rmssd,nremhr\n2019-11-{day}T00:00:00,41,52\n",
        )
    source = fitbit(tmp_path)
    assert len(list(source)) == 3
    assert source.report.unread == ("Daily Heart Rate Variability Summary - *.csv: column nremhr",)


@pytest.mark.parametrize("name", ["notes.json", "sleep_result_1.json", "heart_rate_notes.txt", "steps.csv"])
def test_other_files_are_not_claimed(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "[]")
    with pytest.raises(SourceError, match="not a known"):
        sources.open(tmp_path, subject=SOMEONE, zone=OSLO)


@pytest.mark.parametrize("name", [name for name in account_json() if "altitude" not in name])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=anything, field=st.data())
def test_a_json_file_with_one_field_spoilt(tmp_path: Path, name: str, content: object, field: st.DataObject) -> None:
    good = account_json()[name][0]
    key = field.draw(st.sampled_from(sorted(good)))
    write(tmp_path / name, json.dumps([{**good, key: content}, content, good]))
    accounted_for(lambda mode: fitbit(tmp_path, mode, weight_unit="lb"))
    ids = {r.id for r in one(tmp_path / "alone", name, good, weight_unit="lb")}
    assert ids <= {r.id for r in fitbit(tmp_path, weight_unit="lb")}


READ = [name for name in account_csv() if "Minute" not in name and "Stress" not in name]


@pytest.mark.parametrize("name", READ)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_csv_file_with_one_cell_spoilt(tmp_path: Path, name: str, data: st.DataObject) -> None:
    header, row = account_csv()[name][:2]
    cells = row.split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(texts.map(lambda t: t.encode("utf-8", "replace").decode()))
    write(tmp_path / name, "\n".join([header, ",".join(cells), row]))
    accounted_for(lambda mode: fitbit(tmp_path, mode))


@pytest.mark.parametrize("name", READ)
def test_a_missing_column_is_a_fault_of_the_file(tmp_path: Path, name: str) -> None:
    header, row = account_csv()[name][:2]
    write(tmp_path / name, f"x{header}\n{row}\n")
    source = fitbit(tmp_path)
    assert list(source) == []
    assert [(item.line, item.scope) for item in source.report.skipped] == [(1, "file")]
    with pytest.raises(MalformedRow):
        list(fitbit(tmp_path, "raise"))


@needs_data
@pytest.mark.parametrize("person", ["p01", "p03", "p05"])
def test_recorded_scores_lie_on_the_date_of_waking_of_their_sleep(person: str) -> None:
    folder = DATA / "pmdata" / person / "fitbit"
    readings = list(FitbitExport(folder, subject=SOMEONE, zone=OSLO, on_malformed="raise"))
    nights: dict[str, Reading] = {r.id.split(":")[2]: r for r in readings if r.metric == "sleep.duration"}
    scores = [r for r in readings if r.metric == "sleep.score_vendor"]
    matched = [(r.day, nights[r.id.split(":")[2]].day) for r in scores if r.id.split(":")[2] in nights]
    assert len(matched) > 50
    assert all(score == night for score, night in matched)


@needs_data
def test_pmdata_still_leaves_the_scores_unread() -> None:
    source = PMDataExport(DATA / "pmdata" / "p01", subject=SOMEONE, zone=OSLO)
    assert {r.metric for r in source}.isdisjoint({"sleep.score_vendor"})
    assert "fitbit/sleep_score.csv" in source.report.unread
