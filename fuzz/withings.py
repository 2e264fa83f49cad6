"""Withings' recorded answers."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import Withings
from fuzz._held import hold

_ANSWERS: dict[str, object] = {
    "/measure?action=getmeas": {
        "status": 0,
        "body": {
            "measuregrps": [
                {"grpid": 1, "attrib": 0, "date": 1_740_898_800, "measures": [{"value": 81_250, "type": 1, "unit": -3}]}
            ]
        },
    },
    "/v2/sleep?action=getsummary": {
        "status": 0,
        "body": {
            "series": [
                {
                    "id": 2,
                    "startdate": 1_740_866_400,
                    "enddate": 1_740_895_200,
                    "date": "2025-03-02",
                    "completed": True,
                    "data": {"total_sleep_time": 25_200},
                }
            ]
        },
    },
    "/v2/sleep?action=get": {
        "status": 0,
        "body": {"series": [{"startdate": 1_740_866_400, "state": 1, "rmssd": {"1740866400": 41}}]},
    },
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: Withings(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
