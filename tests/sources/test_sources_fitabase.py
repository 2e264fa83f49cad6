"""Fitabase's study files: several people in one file, month-first dates, and units that are asked for."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import DATA, SOMEONE, needs_data, reasons, values, write
from test_sources_malformed import accounted_for, texts

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.sources.base import OnMalformed
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.fitabase import Fitabase

ZONE = "America/New_York"
RECORDED = DATA / "fitabase"
ACTIVITY = (
    "Id,ActivityDate,TotalSteps,TotalDistance,VeryActiveMinutes,FairlyActiveMinutes,LightlyActiveMinutes,"
    "SedentaryMinutes,Calories"
)
DAY = "1503960366,4/12/2016,13162,8.5,25,13,328,728,1985"
OTHER = "1624580081,4/12/2016,8163,5.3,0,0,146,1294,1432"
FILES = {
    "dailyActivity_merged.csv": [ACTIVITY, DAY],
    "heartrate_seconds_merged.csv": ["Id,Time,Value", "1503960366,4/1/2016 7:54:00 AM,93"],
    "sleepDay_merged.csv": [
        "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed",
        "1503960366,4/12/2016 12:00:00 AM,1,327,346",
    ],
    "weightLogInfo_merged.csv": [
        "Id,Date,WeightKg,WeightPounds,Fat,BMI,IsManualReport,LogId",
        "1503960366,5/2/2016 11:59:59 PM,52.6,115.96,22,22.65,True,1462233599000",
    ],
}


def study(folder: Path, mode: OnMalformed = "skip", **files: list[str]) -> Fitabase:
    for name, lines in (files or FILES).items():
        write(folder / (name if name.endswith(".csv") else f"{name}_merged.csv"), "\n".join(lines) + "\n")
    return Fitabase(folder, subject=SOMEONE, zone=ZONE, on_malformed=mode)


def test_each_file_gives_what_it_holds(tmp_path: Path) -> None:
    study(tmp_path)
    source = Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, distance_unit="km")
    readings = list(source)
    assert values(readings) == pytest.approx(
        {
            "activity.steps": 13_162,
            "activity.distance": 8.5,
            "activity.very_active": 25,
            "activity.moderate": 13,
            "activity.light": 328,
            "activity.sedentary": 728,
            "energy.total": 1985,
            "heart.rate": 93,
            "sleep.duration": 327,
            "sleep.in_bed": 346,
            "body.weight": 52.6,
            "body.fat": 22,
            "body.bmi": 22.65,
        }
    )
    assert source.report.adds_up
    at = {r.metric: r for r in readings}
    assert at["heart.rate"].start == datetime(2016, 4, 1, 11, 54, tzinfo=UTC)
    assert at["body.weight"].start == datetime(2016, 5, 3, 3, 59, 59, tzinfo=UTC)
    assert at["body.weight"].day == date(2016, 5, 2)
    assert {r.day for r in readings if r.metric.startswith(("activity", "sleep"))} == {date(2016, 4, 12)}


def test_several_people_are_asked_about_and_the_others_passed_over(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"2 participants.*participant=.*1503960366, 1624580081"):
        study(tmp_path, dailyActivity=[ACTIVITY, DAY, OTHER])
    source = Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, participant="1624580081")
    assert values(source)["activity.steps"] == 8163
    assert source.report.unused == {"activity days": 1}
    assert source.report.skipped_by_reason["the row is another participant's"] == 1
    assert "1503960366" not in repr(source.report)


def test_people_of_different_files_are_seen_as_several(tmp_path: Path) -> None:
    beats = ["Id,Time,Value", "2022484408,4/1/2016 7:54:00 AM,93"]
    with pytest.raises(InvalidInput, match=r"up to heartrate_seconds_merged\.csv hold rows of 2 participants"):
        study(tmp_path, dailyActivity=[ACTIVITY, DAY], heartrate_seconds=beats)


def test_a_distance_without_its_unit_is_left_out(tmp_path: Path) -> None:
    source = study(tmp_path, dailyActivity=[ACTIVITY, DAY])
    assert "activity.distance" not in values(source)
    assert reasons(source.report) == [("TotalDistance", "the file does not tell the unit; pass distance_unit=")]
    with pytest.raises(InvalidInput, match="distance_unit"):
        Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, distance_unit="m")  # type: ignore[arg-type]
    miles = values(Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, distance_unit="mi"))
    assert miles["activity.distance"] == pytest.approx(13.679424)


def test_a_sum_of_several_sleeps_is_no_night(tmp_path: Path) -> None:
    header, row = FILES["sleepDay_merged.csv"]
    source = study(tmp_path, sleepDay=[header, row.replace("AM,1,", "AM,2,"), row.replace("4/12", "4/13")])
    assert {r.day for r in source} == {date(2016, 4, 13)}
    assert reasons(source.report) == [("TotalSleepRecords", "the minutes are the sum of several sleeps, and none is a night's")]


@pytest.mark.parametrize(
    ("clock", "hour"), [("12:00:00 AM", 0), ("12:30:00 PM", 12), ("1:00:00 PM", 13), ("11:59:59 PM", 23), ("7:54:00", 7)]
)
def test_clocks_with_am_and_pm(tmp_path: Path, clock: str, hour: int) -> None:
    (beat,) = study(tmp_path, heartrate_seconds=["Id,Time,Value", f"1,4/1/2016 {clock},93"])
    assert beat.start.hour == (hour + 4) % 24


@pytest.mark.parametrize(
    "when", ["", "2016-04-01", "13/1/2016", "4/31/2016", "4/1/1816", "4/1/2016 13:00:00 PM", "4/1/2016 0:10:00 AM", "4/1/16"]
)
def test_a_spoilt_date_costs_its_row(tmp_path: Path, when: str) -> None:
    source = study(tmp_path, heartrate_seconds=["Id,Time,Value", f"1,{when},93", "1,4/1/2016 7:54:00 AM,94"])
    assert [r.value for r in source] == [94]
    assert [(item.line, item.field, item.scope, item.malformed) for item in source.report.skipped] == [
        (2, "Time", "record", True)
    ]
    with pytest.raises(MalformedRow):
        list(Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, on_malformed="raise"))


def test_it_is_told_by_name_and_columns(tmp_path: Path) -> None:
    study(tmp_path / "a", dailyActivity=[ACTIVITY, DAY])
    assert Fitabase.recognise(Look(place_of(tmp_path / "a"))) == (
        "dailyActivity_merged.csv has the columns Id and ActivityDate of Fitabase"
    )
    write(tmp_path / "b" / "dailyActivity_merged.csv", "date,steps\n")
    assert Fitabase.recognise(Look(place_of(tmp_path / "b"))) is None
    with pytest.raises(SourceError, match="dailyActivity_merged"):
        Fitabase(write(tmp_path / "c" / "mine.csv", "a\n").parent, subject=SOMEONE, zone=ZONE)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_one_cell_spoilt(tmp_path: Path, name: str, data: st.DataObject) -> None:
    header, row = FILES[name]
    cells = row.split(",")
    cells[data.draw(st.integers(1, len(cells) - 1))] = data.draw(texts.map(lambda t: t.encode("utf-8", "replace").decode()))
    write(tmp_path / name, "\n".join([header, ",".join(cells), row]))
    accounted_for(lambda mode: Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, on_malformed=mode, participant="1503960366"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=60), keep=st.booleans())
def test_any_bytes(tmp_path: Path, tail: bytes, keep: bool) -> None:
    file = tmp_path / "heartrate_seconds_merged.csv"
    file.write_bytes(("\n".join(FILES[file.name]) + "\n").encode() * keep + tail)
    accounted_for(lambda mode: Fitabase(tmp_path, subject=SOMEONE, zone=ZONE, on_malformed=mode, participant="1503960366"))


@needs_data
def test_every_recorded_row_is_counted() -> None:
    source = Fitabase(RECORDED, subject=SOMEONE, zone=ZONE, participant="2022484408", on_malformed="raise")
    readings = list(source)
    with (RECORDED / "dailyActivity_merged.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    own = [row for row in rows if row["Id"] == "2022484408"]
    report = source.report
    assert report.adds_up
    assert report.records == {"activity days": len(rows), "heart rates": 8418}
    assert report.used == {"activity days": len(own), "heart rates": 8418}
    assert report.skipped_by_reason["the row is another participant's"] == len(rows) - len(own)
    assert report.repeated == {}
    assert len({r.id for r in readings}) == len(readings)
    assert sum(r.value for r in readings if r.metric == "activity.steps") == sum(int(row["TotalSteps"]) for row in own)


@needs_data
def test_the_recorded_files_ask_whose_rows_to_read() -> None:
    with pytest.raises(InvalidInput, match="33 participants"):
        Fitabase(RECORDED, subject=SOMEONE, zone=ZONE)
