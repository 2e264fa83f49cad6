"""Health Auto Export's JSON."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources.vendors.health_auto_export import HealthAutoExport
from fuzz._held import hold

_AT = "2024-02-06 07:00:00 -0800"
_LATER = "2024-02-06 07:30:00 -0800"
_METRICS = [
    {"name": "step_count", "data": [{"date": "2024-02-06 00:00:00 -0800", "qty": 8500}], "units": "count"},
    {
        "name": "heart_rate",
        "units": "count/min",
        "data": [{"date": _AT, "Min": 65, "Avg": 72, "Max": 85, "source": "A's iPhone"}],
    },
    {
        "name": "sleep_analysis",
        "units": "hr",
        "data": [
            {"date": "2024-02-06", "totalSleep": 0.5, "deep": 0.1, "inBed": 0.5, "sleepStart": _AT, "sleepEnd": _LATER},
            {"startDate": _AT, "endDate": _LATER, "value": "REM", "qty": 0.5},
        ],
    },
]
_WORKOUT = {"id": "a", "name": "Run", "start": _AT, "end": _LATER, "duration": 1800, "distance": {"qty": 3.5, "units": "mi"}}
SEEDS = [
    json.dumps({"data": {"metrics": _METRICS, "workouts": [_WORKOUT], "ecg": [{}]}}).encode(),
    b'{"data": {"metrics": []}}',
]


def run(data: bytes) -> None:
    """Read bytes as the app's file."""
    hold(
        data,
        "HealthAutoExport.json",
        lambda path, mode: HealthAutoExport(path, subject=Subject("p"), zone="America/Los_Angeles", on_malformed=mode),
    )
