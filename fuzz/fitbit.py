"""Fitbit's sleep logs."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import FitbitExport
from fuzz._held import hold

_NIGHT = {
    "logId": 7,
    "dateOfSleep": "2019-11-02",
    "startTime": "2019-11-02T01:00:00.000",
    "endTime": "2019-11-02T02:00:00.000",
    "minutesAsleep": 50,
    "minutesAwake": 10,
    "timeInBed": 60,
    "efficiency": 90,
    "type": "stages",
    "mainSleep": True,
    "levels": {
        "summary": {"deep": {"minutes": 20}, "light": {"minutes": 20}, "rem": {"minutes": 10}},
        "data": [{"dateTime": "2019-11-02T01:00:00.000", "level": "light", "seconds": 1200}],
    },
}
SEEDS = [json.dumps([_NIGHT]).encode(), b"[]"]


def run(data: bytes) -> None:
    """Read bytes as Fitbit's sleep.json."""
    hold(
        data,
        "fitbit/sleep.json",
        lambda path, mode: FitbitExport(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
