"""Small hand-written exports, and where the recorded ones lie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from auren.people import Subject
from auren.readings import Reading
from auren.sources import SourceReport

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded data sets (../shared/data) are not on this machine")

SOMEONE = Subject("someone")
OSLO = "Europe/Oslo"


def level(clock: str, name: str, seconds: float, day: str = "2019-11-02") -> dict[str, object]:
    """Give one segment of a night."""
    return {"dateTime": f"{day}T{clock}.000", "level": name, "seconds": seconds}


def sleep_log(**changes: object) -> dict[str, object]:
    """Give a well-formed night of 60 minutes in bed, with some fields changed."""
    log: dict[str, object] = {
        "logId": 7,
        "dateOfSleep": "2019-11-02",
        "startTime": "2019-11-02 01:00:00",
        "endTime": "2019-11-02T02:00:00.000",
        "duration": 3_600_000,
        "minutesAsleep": 50,
        "minutesAwake": 10,
        "timeInBed": 60,
        "efficiency": 90,
        "type": "stages",
        "levels": {
            "summary": {"deep": {"minutes": 20}, "light": {"minutes": 20}, "rem": {"minutes": 10}, "wake": {"minutes": 10}},
            "data": [
                level("01:00:00", "light", 1200),
                level("01:20:00", "deep", 1200),
                level("01:40:00", "wake", 600),
                level("01:50:00", "rem", 600),
            ],
        },
        "mainSleep": True,
    }
    return {**log, **changes}


def exercise(**changes: object) -> dict[str, object]:
    """Give a well-formed exercise log, with some fields changed."""
    log: dict[str, object] = {
        "logId": 9,
        "activityName": "Run",
        "averageHeartRate": 144,
        "calories": 396,
        "distance": 3.8,
        "distanceUnit": "Kilometer",
        "duration": 1_500_000,
        "activeDuration": 1_440_000,
        "source": {"type": "tracker", "name": "Versa 2"},
        "lastModified": "11/05/19 23:06:17",
        "startTime": "2019-11-05 22:40:41",
    }
    return {**log, **changes}


def resting(value: object, day: str = "2019-11-01") -> dict[str, object]:
    """Give a day's resting heart rate."""
    return {"dateTime": f"{day} 00:00:00", "value": value}


WELLNESS_HEADER = "effective_time_frame,fatigue,mood,readiness,sleep_duration_h,sleep_quality,soreness,soreness_area,stress"
WELLNESS_ROW = "2019-11-01T08:31:40.751Z,2,3,5,6,3,2,[12921003],3"
SESSION_HEADER = "end_date_time,activity_names,perceived_exertion,duration_min"
SESSION_ROW = "2019-11-05T22:51:54.710Z,\"['individual', 'running']\",7,30"
INJURY_HEADER = "effective_time_frame,injuries"
SHEET_HEADER = "date,timestamp,meals,weight,glasses_of_fluid,alcohol_consumed"


def export(folder: Path, **files: object) -> Path:
    """Write files into an export: a JSON value for sleep=..., lines for wellness=[...] and the like."""
    places = {"wellness": "pmsys", "srpe": "pmsys", "injury": "pmsys", "reporting": "googledocs"}
    for stem, content in files.items():
        if stem in places:
            assert isinstance(content, list)
            write(folder / places[stem] / f"{stem}.csv", "\n".join(content) + "\n")
        else:
            write(folder / "fitbit" / f"{stem}.json", json.dumps(content))
    return folder


def write(file: Path, text: str) -> Path:
    """Write a file, with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def values(readings: Iterable[Reading]) -> dict[str, float]:
    """Give the readings' values by metric; the last one of each."""
    return {reading.metric: reading.value for reading in readings}


def reasons(report: SourceReport) -> list[tuple[str, str]]:
    """Give field and reason of everything that was left out."""
    return [(item.field, item.reason) for item in report.skipped]
