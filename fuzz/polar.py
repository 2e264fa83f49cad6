"""Polar's recorded answers."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import Polar
from fuzz._held import hold

_ANSWERS: dict[str, object] = {
    "/v3/users/sleep": {
        "nights": [
            {
                "date": "2025-03-02",
                "sleep_start_time": "2025-03-01T23:30:30+01:00",
                "sleep_end_time": "2025-03-02T07:00:00+01:00",
                "light_sleep": 13_000,
                "hypnogram": {"23:30": 2, "02:00": 0},
            }
        ]
    },
    "/v3/users/nightly-recharge": {"recharges": [{"date": "2025-03-02", "heart_rate_variability_avg": 58, "ans_charge": -2}]},
    "/v3/exercises": [{"id": "a", "start_time": "2025-03-02T17:00:00", "start_time_utc_offset": 60, "duration": "PT1H4M"}],
    "/v3/users/continuous-heart-rate": {
        "date": "2025-03-02",
        "heart_rate_samples": [{"heart_rate": 63, "sample_time": "00:02:08"}],
    },
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: Polar(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
