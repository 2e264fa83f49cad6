"""Sources against recorded exports of eight people and a watch: every record is accounted for."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from sources_examples import DATA, OSLO, needs_data

from auren.people import Subject
from auren.readings import Reading
from auren.sources import FitbitExport, GarminConnect, PMDataExport, SourceReport
from auren.sources import open as open_source

pytestmark = needs_data
PEOPLE = [f"p{number:02}" for number in range(1, 9)]


def read(person: str) -> tuple[list[Reading], SourceReport]:
    source = PMDataExport(DATA / "pmdata" / person, subject=Subject(person), zone=OSLO, on_malformed="raise")
    readings = list(source)
    return readings, source.report


@pytest.mark.parametrize("person", PEOPLE)
def test_every_record_is_used_or_skipped(person: str) -> None:
    readings, report = read(person)
    folder = DATA / "pmdata" / person
    assert report.complete
    assert report.adds_up
    assert report.records["sleep logs"] == len(json.loads((folder / "fitbit/sleep.json").read_text()))
    assert report.records["exercises"] == len(json.loads((folder / "fitbit/exercise.json").read_text()))
    assert report.readings == len(readings) == sum(report.metrics.values())
    assert report.first_day == min(reading.day for reading in readings)
    assert report.last_day == max(reading.day for reading in readings)
    assert sum(report.skipped_by_reason.values()) == len(report.skipped)
    assert "fitbit/sleep_score.csv" in report.unread
    assert not any(item.malformed for item in report.skipped)


@pytest.mark.parametrize("person", PEOPLE)
def test_an_id_stands_for_one_reading(person: str) -> None:
    by_id: dict[str, set[Reading]] = defaultdict(set)
    for reading in read(person)[0]:
        by_id[reading.id].add(reading)
    assert all(len(same) == 1 for same in by_id.values())
    assert all(reading.metric in reading.id for same in by_id.values() for reading in same)


def test_p01_is_counted_record_by_record() -> None:
    _, report = read("p01")
    assert report.records["sleep logs"] == 155
    assert report.records["resting-heart-rate days"] == 152
    assert report.records["exercises"] == 190
    assert report.repeated == {"sleep logs": 5}
    assert report.metrics["sleep.duration"] == 155
    assert report.metrics["heart.resting"] == 152
    assert report.metrics["exercise.distance"] == 25
    assert report.devices == ("Versa 2",)
    assert report.missing == ()
    assert (report.first_day, report.last_day) == (date(2019, 11, 1), date(2020, 3, 31))


def test_the_first_night_of_p01_stands_as_the_watch_wrote_it() -> None:
    night = {r.metric: r for r in read("p01")[0] if r.id.startswith("fitbit:sleep:24486013387:") and r.metric != "sleep.bout"}
    assert {metric: reading.value for metric, reading in night.items()} == {
        "sleep.duration": 378,
        "sleep.in_bed": 430,
        "sleep.awake": 52,
        "sleep.deep": 36,
        "sleep.light": 259,
        "sleep.rem": 83,
        "sleep.efficiency_vendor": 97,
    }
    reading = night["sleep.duration"]
    assert reading.day == date(2019, 11, 2)
    assert reading.start.isoformat() == "2019-11-01T23:09:30+00:00"
    assert reading.end.isoformat() == "2019-11-02T06:19:30+00:00"
    assert reading.id == "fitbit:sleep:24486013387:sleep.duration"


def test_p03_has_51_days_without_resting_heart_rate() -> None:
    _, report = read("p03")
    assert report.records["resting-heart-rate days"] == 152
    assert report.unused["resting-heart-rate days"] == 51
    assert report.used["resting-heart-rate days"] == report.metrics["heart.resting"] == 101
    assert report.skipped_by_reason["no value was computed that day"] == 51


def test_p04_has_naps_and_classic_logs() -> None:
    readings, report = read("p04")
    assert report.records["sleep logs"] == 188
    assert report.metrics["sleep.nap"] == 39
    assert report.metrics["sleep.duration"] == 149
    # 42 classic logs, which have no stages: 38 of the 39 naps, and 4 nights.
    assert report.metrics["sleep.deep"] == report.metrics["sleep.duration"] - 4
    naps = {r.id.rsplit(":", 1)[0] for r in readings if r.metric == "sleep.nap"}
    assert any(r.metric == "sleep.bout" and ":".join(r.id.split(":")[:3]) in naps for r in readings)


def test_p08_lacks_the_injury_file() -> None:
    assert read("p08")[1].missing == ("pmsys/injury.csv",)


def test_p05_sent_two_forms_without_answers() -> None:
    _, report = read("p05")
    assert report.skipped_by_reason["the form was sent without answers"] == 2
    assert report.metrics["wellness.mood"] == 135


@pytest.mark.parametrize("person", PEOPLE)
def test_stretches_of_sleep_lie_inside_their_night(person: str) -> None:
    readings, _ = read(person)
    logs = {":".join(r.id.split(":")[:3]): r for r in readings if r.metric in ("sleep.duration", "sleep.nap")}
    last_end: dict[str, datetime] = {}
    for bout in dict.fromkeys(r for r in readings if r.metric == "sleep.bout"):
        log = logs[":".join(bout.id.split(":")[:3])]
        assert log.start <= bout.start < bout.end <= log.end
        assert bout.day == log.day
        assert bout.value == pytest.approx((bout.end - bout.start).total_seconds() / 60)
        assert last_end.get(log.id, bout.start) <= bout.start
        last_end[log.id] = bout.end


@pytest.mark.parametrize("person", ["p01", "p03", "p04", "p05", "p06", "p08"])
def test_the_night_of_the_clock_change_is_an_hour_shorter_than_the_watch_said(person: str) -> None:
    readings, report = read(person)
    night = {r.metric: r for r in readings if r.day == date(2020, 3, 29) and r.metric.startswith("sleep.")}
    in_bed, asleep, awake = night["sleep.in_bed"], night["sleep.duration"], night["sleep.awake"]
    assert in_bed.value == pytest.approx((in_bed.end - in_bed.start) / timedelta(minutes=1), abs=1)
    assert asleep.value + awake.value == pytest.approx(in_bed.value, abs=1)
    assert sum(report.adjusted.values()) >= 1


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "p04"])
def test_nobody_trains_asleep(person: str) -> None:
    # p04 travelled, which the export does not say.
    readings, _ = read(person)
    nights = [r for r in readings if r.metric == "sleep.duration"]
    starts = [r.start for r in readings if r.metric == "exercise.duration"]
    assert not any(night.start < start < night.end for start in starts for night in nights)


def test_two_passes_are_equal_and_a_fitbit_source_leaves_the_diary_alone() -> None:
    source = FitbitExport(DATA / "pmdata" / "p01", subject=Subject("p01"), zone=OSLO)
    first, report = list(source), source.report
    assert list(source) == first
    assert source.report == report
    assert {reading.source for reading in first} == {"fitbit"}
    assert "pmsys/wellness.csv" in report.unread


def test_garmin_gives_forty_nights() -> None:
    source = GarminConnect(DATA / "garmin" / "daily_hrv_paginate.json", subject=Subject("g"), zone=OSLO, on_malformed="raise")
    readings = list(source)
    assert len(readings) == source.report.records["nights"] == len({r.day for r in readings}) == 40
    assert {r.metric for r in readings} == {"hrv.rmssd"}
    assert source.report.adds_up
    single = list(GarminConnect(DATA / "garmin" / "daily_hrv.json", subject=Subject("g"), zone=OSLO))
    assert len(single) == 20
    assert set(single) <= set(readings)


@pytest.mark.parametrize(
    ("path", "source"), [("pmdata/p01", "pmdata"), ("pmdata/p01/fitbit", "fitbit"), ("garmin/daily_hrv.json", "garmin")]
)
def test_open_recognises_recorded_exports(path: str, source: str) -> None:
    opened = open_source(DATA / path, subject=Subject("someone"), zone=OSLO)
    assert opened.name == source
    assert sum(1 for _ in opened) > 0
    assert opened.report.recognised
