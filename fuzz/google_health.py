"""Recorded answers of Google's Health API."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import GoogleHealth
from fuzz._held import hold

_ANSWERS: dict[str, object] = {
    "/v4/users/me/dataTypes/sleep/dataPoints": {
        "dataPoints": [
            {
                "sleep": {
                    "interval": {
                        "startTime": "2025-03-01T22:00:00Z",
                        "endTime": "2025-03-02T06:00:00Z",
                        "endUtcOffset": "3600s",
                    },
                    "stages": [{"startTime": "2025-03-01T22:00:00Z", "endTime": "2025-03-02T02:00:00Z", "type": "LIGHT"}],
                    "summary": {"minutesAsleep": "420", "stagesSummary": [{"type": "LIGHT", "minutes": "240"}]},
                }
            }
        ]
    },
    "/v4/users/me/dataTypes/weight/dataPoints": {
        "dataPoints": [{"weight": {"sampleTime": {"physicalTime": "2025-03-02T06:10:00Z"}, "weightGrams": 81_250}}]
    },
    "/v4/users/me/dataTypes/steps/dataPoints:dailyRollUp": {
        "rollupDataPoints": [{"civilStartTime": {"date": {"year": 2025, "month": 3, "day": 2}}, "steps": {"countSum": "8123"}}]
    },
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: GoogleHealth(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
