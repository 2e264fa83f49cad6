"""Activities of Garmin's account export."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import GarminConnect
from fuzz._held import hold

_ACTIVITY = {
    "activityId": 1,
    "startTimeGmt": 1_689_862_221_000.0,
    "duration": 2_220_000.0,
    "distance": 426_119.0,
    "avgSpeed": 0.2,
}
SEEDS = [json.dumps([{"summarizedActivitiesExport": [_ACTIVITY]}]).encode(), b"[]"]


def run(data: bytes) -> None:
    """Read bytes as the export's activities."""
    hold(
        data,
        "DI_CONNECT/DI-Connect-Fitness/p_summarizedActivities.json",
        lambda path, mode: GarminConnect(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
