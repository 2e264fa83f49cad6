"""Fitabase's heart rates and daily activity."""

from __future__ import annotations

from auren.people import Subject
from auren.sources.vendors.fitabase import Fitabase
from fuzz._held import hold

_HEADER = (
    b"Id,ActivityDate,TotalSteps,TotalDistance,VeryActiveMinutes,FairlyActiveMinutes,LightlyActiveMinutes,"
    b"SedentaryMinutes,Calories"
)
SEEDS = [
    b"Id,Time,Value\n1,4/1/2016 7:54:00 AM,93\n1,4/1/2016 12:00:05 PM,91\n",
    _HEADER + b"\n1,4/12/2016,13162,8.5,25,13,328,728,1985\n2,4/12/2016,0,0,0,0,0,1440,0\n",
]


def run(data: bytes) -> None:
    """Read bytes as either file."""
    for name in ("heartrate_seconds_merged.csv", "dailyActivity_merged.csv"):
        hold(
            data,
            name,
            lambda path, mode: Fitabase(
                path, subject=Subject("p"), zone="America/New_York", on_malformed=mode, participant="1"
            ),
        )
