"""Garmin Connect's recorded answers."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources import GarminConnect
from fuzz._held import hold

_NIGHT = {
    "calendarDate": "2023-07-20",
    "sleepTimeSeconds": 25_200,
    "sleepStartTimestampGMT": 1_689_804_000_000,
    "sleepEndTimestampGMT": 1_689_832_800_000,
    "deepSleepSeconds": 3600,
}
_STATUS = {
    "calendarDate": "2023-07-20",
    "deviceId": 5,
    "timestamp": 1_689_804_000_000,
    "acuteTrainingLoadDTO": {"dailyTrainingLoadAcute": 399},
}
_ANSWERS = {
    "/hrv-service/hrv/daily/x": {"hrvSummaries": [{"calendarDate": "2023-07-20", "lastNightAvg": 43}]},
    "/sleep-service/sleep/dailySleepData": {"dailySleepDTO": _NIGHT, "sleepLevels": []},
    "/wellness-service/wellness/dailyStress/x": {"calendarDate": "2023-07-20", "stressValuesArray": [[1_689_804_000_000, 12]]},
    "/mobile-gateway/usersummary/trainingstatus/weekly/x": {
        "weeklyTrainingStatus": {"payload": {"reportData": {"5": [_STATUS]}}}
    },
    "/activitylist-service/activities/search/activities": [
        {"activityId": 1, "startTimeGMT": "2023-07-20 14:10:21", "duration": 60.0, "averageSpeed": 2.0}
    ],
}
SEEDS = [json.dumps([{"path": path, "body": body}]).encode() for path, body in _ANSWERS.items()]


def run(data: bytes) -> None:
    """Read bytes as a file of recorded answers."""
    hold(
        data,
        "answers.json",
        lambda path, mode: GarminConnect(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
