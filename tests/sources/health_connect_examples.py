"""Small exports of Health Connect's documented records."""

from __future__ import annotations

import json


def metadata(uid: str, **changes: object) -> dict[str, object]:
    """Give a record's metadata, with some fields changed."""
    return {
        "id": uid,
        "lastModifiedTime": "2024-02-06T15:00:00.123Z",
        "dataOrigin": {"packageName": "com.sec.android.app.shealth"},
        "device": {"manufacturer": "Samsung", "model": "Galaxy Watch6", "type": 1},
        **changes,
    }


def instant(uid: str, **fields: object) -> dict[str, object]:
    """Give a record of one moment, with these fields."""
    return {"metadata": metadata(uid), "time": "2024-02-06T05:30:00Z", "zoneOffset": "+01:00", **fields}


def interval(uid: str, **fields: object) -> dict[str, object]:
    """Give a record of half an hour, with these fields."""
    return {
        "metadata": metadata(uid),
        "startTime": "2024-02-06T08:00:00Z",
        "startZoneOffset": "+01:00",
        "endTime": "2024-02-06T08:30:00Z",
        "endZoneOffset": "+01:00",
        **fields,
    }


def stage(number: int, start: str, end: str) -> dict[str, object]:
    """Give one stage of a night."""
    return {"startTime": f"2024-02-06T{start}:00Z", "endTime": f"2024-02-06T{end}:00Z", "stage": number}


def night(uid: str, **changes: object) -> dict[str, object]:
    """Give a night of four hours with its stages, with some fields changed."""
    return interval(
        uid,
        **{
            "startTime": "2024-02-06T01:00:00Z",
            "endTime": "2024-02-06T05:00:00Z",
            "stages": [
                stage(4, "01:00", "02:00"),
                stage(5, "02:00", "03:00"),
                stage(1, "03:00", "03:15"),
                stage(6, "03:15", "05:00"),
            ],
            "title": "a private title",
            **changes,
        },
    )


def samples(*beats: object) -> list[dict[str, object]]:
    """Give heart-rate samples."""
    return [{"time": f"2024-02-06T08:{minute:02}:00Z", "beatsPerMinute": bpm} for minute, bpm in enumerate(beats)]


def records() -> dict[str, list[dict[str, object]]]:
    """Give one record and more of many types, without fault."""
    return {
        "StepsRecord": [interval("s1", count=500), interval("s2", count=20)],
        "HeartRateRecord": [interval("h1", samples=samples(60, 70, 80))],
        "RestingHeartRateRecord": [instant("r1", beatsPerMinute=51)],
        "HeartRateVariabilityRmssdRecord": [instant("v1", heartRateVariabilityMillis=45.5)],
        "WeightRecord": [instant("w1", weight={"inKilograms": 70.1, "inGrams": 70100, "inPounds": 154.5})],
        "BloodPressureRecord": [
            instant("b1", systolic={"inMillimetersOfMercury": 120}, diastolic={"value": 80, "unit": "millimetersOfMercury"})
        ],
        "BloodGlucoseRecord": [instant("g1", level={"value": 5.5, "unit": "millimolesPerLiter"})],
        "NutritionRecord": [interval("n1", energy={"inKilocalories": 500}, protein={"inGrams": 30}, name="a private meal")],
        "SleepSessionRecord": [night("z1")],
        "ExerciseSessionRecord": [interval("e1", exerciseType=56, title="a private title")],
        "SpeedRecord": [interval("p1", samples=[])],
    }


def example() -> bytes:
    """Give an export keyed by record type."""
    return json.dumps({**records(), "nextChangesToken": "token"}).encode()


def lines() -> bytes:
    """Give the same records as JSON lines."""
    flat = ({"type": name.removesuffix("Record"), **record} for name, listed in records().items() for record in listed)
    return "\n".join(json.dumps(record) for record in flat).encode()
