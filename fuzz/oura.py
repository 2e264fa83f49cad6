"""Oura's recorded answers."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import Oura
from fuzz._held import hold

_ANSWERS: dict[str, object] = {
    "/v2/usercollection/sleep": {
        "data": [
            {
                "id": "a",
                "day": "2025-03-02",
                "type": "long_sleep",
                "bedtime_start": "2025-03-01T23:00:00+01:00",
                "bedtime_end": "2025-03-02T00:00:00+01:00",
                "average_hrv": 48,
                "total_sleep_duration": 3000,
                "sleep_phase_5_min": "421",
            }
        ]
    },
    "/v2/usercollection/daily_readiness": {
        "data": [{"id": "b", "day": "2025-03-02", "score": 77, "temperature_deviation": 0.1}]
    },
    "/v2/usercollection/heartrate": {"data": [{"bpm": 61, "timestamp": "2025-03-02T10:00:00Z"}]},
    "/webhook": {"event_type": "delete", "data_type": "sleep", "object_id": "a", "event_time": "2025-03-03T08:00:00Z"},
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: Oura(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
