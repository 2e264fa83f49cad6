"""Health Connect's records in JSON."""

from __future__ import annotations

import json

from auren.people import Subject
from auren.sources.vendors.health_connect import HealthConnect
from fuzz._held import hold

_META = {"id": "a", "lastModifiedTime": "2024-02-06T15:00:00Z", "dataOrigin": {"packageName": "app"}, "device": {"model": "W"}}
_SPAN = {"metadata": _META, "startTime": "2024-02-06T01:00:00Z", "endTime": "2024-02-06T02:00:00Z", "startZoneOffset": "+01:00"}
_STAGE = {"startTime": "2024-02-06T01:00:00Z", "endTime": "2024-02-06T02:00:00Z", "stage": 5}
_INSTANT = {"metadata": _META, "time": "2024-02-06T01:00:00Z", "zoneOffset": {"totalSeconds": 3600}}
_KEYED = {
    "StepsRecord": [{**_SPAN, "count": 500}],
    "HeartRateRecord": [{**_SPAN, "samples": [{"time": "2024-02-06T01:00:00Z", "beatsPerMinute": 60}]}],
    "SleepSessionRecord": [{**_SPAN, "stages": [_STAGE]}],
    "WeightRecord": [{**_INSTANT, "weight": {"inKilograms": 70.1}}],
    "deletionChanges": [{"recordId": "b"}],
}
SEEDS = [
    json.dumps(_KEYED).encode(),
    b"\n".join(
        json.dumps({"recordType": "HeartRateVariabilityRmssd", **_INSTANT, "heartRateVariabilityMillis": v}).encode()
        for v in (45, 200)
    ),
    json.dumps([{"type": "BloodGlucose", **_INSTANT, "level": {"value": 5.5, "unit": "millimolesPerLiter"}}]).encode(),
]


def run(data: bytes) -> None:
    """Read bytes as a file of records."""
    hold(
        data,
        "records.json",
        lambda path, mode: HealthConnect(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
