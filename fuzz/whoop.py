"""WHOOP's recorded answers."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import Whoop
from fuzz._held import hold

_ANSWERS: dict[str, object] = {
    "/v2/activity/sleep": {
        "records": [
            {
                "id": "a",
                "start": "2025-03-01T22:00:00.000Z",
                "end": "2025-03-02T06:00:00.000Z",
                "timezone_offset": "+01:00",
                "nap": False,
                "score_state": "SCORED",
                "score": {"stage_summary": {"total_light_sleep_time_milli": 9, "total_in_bed_time_milli": 9}},
            }
        ]
    },
    "/v2/recovery": {
        "records": [
            {
                "sleep_id": "a",
                "created_at": "2025-03-02T06:25:44.774Z",
                "score_state": "SCORED",
                "score": {"hrv_rmssd_milli": 61.8, "recovery_score": 66.0},
            }
        ]
    },
    "/v2/cycle": {"records": [{"id": 1, "start": "2025-03-01T22:00:00Z", "end": None, "score_state": "PENDING_SCORE"}]},
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: Whoop(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
