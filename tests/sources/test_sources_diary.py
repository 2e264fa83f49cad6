"""The PMData diary and weight sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sources_examples import (
    INJURY_HEADER,
    OSLO,
    SESSION_HEADER,
    SESSION_ROW,
    SHEET_HEADER,
    SOMEONE,
    WELLNESS_HEADER,
    WELLNESS_ROW,
    export,
    reasons,
    sleep_log,
    values,
)

from auren.sources import PMDataExport


def pmdata(folder: Path, **files: object) -> PMDataExport:
    return PMDataExport(export(folder, **files), subject=SOMEONE, zone=OSLO)


def test_a_wellness_report_gives_each_answer(tmp_path: Path) -> None:
    source = pmdata(tmp_path, wellness=[WELLNESS_HEADER, WELLNESS_ROW])
    readings = list(source)
    assert values(readings) == {
        "wellness.fatigue": 2,
        "wellness.mood": 3,
        "wellness.readiness": 5,
        "wellness.sleep_duration": 6,
        "wellness.sleep_quality": 3,
        "wellness.soreness": 2,
        "wellness.stress": 3,
    }
    assert readings[0].id == "pmdata:wellness:2019-11-01T08:31:40.751Z:wellness.fatigue"
    assert source.report.unread == ("pmsys/wellness.csv: column soreness_area",)


def test_the_day_of_a_report_is_the_local_one(tmp_path: Path) -> None:
    row = WELLNESS_ROW.replace("2019-11-01T08:31", "2019-11-01T23:31")
    assert {r.day for r in pmdata(tmp_path, wellness=[WELLNESS_HEADER, row])} == {date(2019, 11, 2)}


def test_zero_in_a_five_point_rating_is_no_answer(tmp_path: Path) -> None:
    rows = [
        "2019-11-01T08:00:00Z,0,3,0,0,3,2,[],3",
        "2019-11-02T08:00:00Z,0,0,0,0,0,0,[],0",
        "2019-11-03T08:00:00Z,,3,4,7,3,2,[],3",
    ]
    source = PMDataExport(export(tmp_path, wellness=[WELLNESS_HEADER, *rows]), subject=SOMEONE, zone=OSLO, on_malformed="raise")
    assert sum(1 for _ in source) == 6 + 6
    assert reasons(source.report) == [
        ("fatigue", "no answer was given"),
        ("", "the form was sent without answers"),
        ("fatigue", "no answer was given"),
    ]
    assert source.report.unused["wellness reports"] == 1
    assert source.report.adds_up


def test_a_session_gives_rating_and_load_over_its_minutes(tmp_path: Path) -> None:
    rpe, load = pmdata(tmp_path, srpe=[SESSION_HEADER, SESSION_ROW])
    assert (rpe.metric, rpe.value, load.metric, load.value) == ("load.rpe", 7, "load.srpe", 210)
    assert rpe.kind == "individual, running"
    assert rpe.start == datetime(2019, 11, 5, 22, 21, 54, 710000, tzinfo=UTC)
    assert (rpe.end - rpe.start).total_seconds() == 30 * 60


def test_injuries_are_counted(tmp_path: Path) -> None:
    rows = ["2019-11-07T06:39:48.428Z,{}", "2019-11-08T06:39:48.428Z,\"{'left_leg': 'minor', 'right_leg': 'major'}\""]
    none, two = pmdata(tmp_path, injury=[INJURY_HEADER, *rows])
    assert (none.value, none.kind) == (0, "")
    assert (two.value, two.kind) == (2, "left_leg minor, right_leg major")


@pytest.mark.parametrize("cell", ["{'a': 1}", "__import__('os')", "{'a'}", "['a']", "{", "0x" + "f" * 5000])
def test_an_injury_cell_of_another_form_is_malformed(tmp_path: Path, cell: str) -> None:
    source = pmdata(tmp_path, injury=[INJURY_HEADER, f'2019-11-07T06:39:48.428Z,"{cell}"'])
    assert list(source) == []
    assert source.report.skipped[0].field == "injuries"
    assert source.report.skipped[0].malformed


def test_weight_counts_for_the_date_that_was_typed(tmp_path: Path) -> None:
    rows = [
        '05/11/2019,06/11/2019 07:15:00,"Lunch, Dinner",82.5,6,Yes',
        "06/11/2019,06/11/2019 21:00:00,Lunch,,6,Yes",
        "05/11/2019,06/12/2019 21:00:00,Lunch,83,6,Yes",  # a month behind
        "07/11/2019,06/11/2019 21:00:00,Lunch,83,6,Yes",  # a day ahead
    ]
    source = PMDataExport(export(tmp_path, reporting=[SHEET_HEADER, *rows]), subject=SOMEONE, zone=OSLO, on_malformed="raise")
    (weight,) = source
    assert (weight.metric, weight.value, weight.day) == ("body.weight", 82.5, date(2019, 11, 5))
    assert weight.start == datetime(2019, 11, 4, 23, 0, tzinfo=UTC)
    wrong_date = "the date entered is after the sheet was sent, or more than 14 days before"
    assert reasons(source.report) == [("weight", "no weight was entered"), ("date", wrong_date), ("date", wrong_date)]
    assert [item.line for item in source.report.skipped] == [3, 4, 5]


def test_a_time_without_offset_is_malformed_in_the_diary(tmp_path: Path) -> None:
    source = pmdata(tmp_path, wellness=[WELLNESS_HEADER, WELLNESS_ROW.replace("Z,", ",")])
    assert list(source) == []
    assert source.report.skipped[0].field == "effective_time_frame"


def test_watch_and_diary_are_read_together(tmp_path: Path) -> None:
    source = pmdata(tmp_path, sleep=[sleep_log()], wellness=[WELLNESS_HEADER, WELLNESS_ROW])
    assert {r.source for r in source} == {"fitbit", "pmdata"}
    assert "pmsys/srpe.csv" in source.report.missing
