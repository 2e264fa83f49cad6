"""Small exports in the shape that Health Auto Export documents."""

from __future__ import annotations

import json


def at(clock: str, day: str = "2024-02-06") -> str:
    """Give a time as the app writes it."""
    return f"{day} {clock} -0800"


def metric(name: str, units: str | None, *points: dict[str, object], units_last: bool = False) -> dict[str, object]:
    """Give one metric with its values."""
    told: dict[str, object] = {} if units is None else {"units": units}
    if units_last:
        return {"name": name, "data": list(points), **told}
    return {"name": name, **told, "data": list(points)}


def night(**changes: object) -> dict[str, object]:
    """Give the summary of one night, with some fields changed."""
    return {
        "date": "2024-02-06",
        "totalSleep": 7.0,
        "asleep": 0,
        "core": 3.5,
        "deep": 1.5,
        "rem": 2.0,
        "awake": 0.5,
        "sleepStart": at("23:00:00", "2024-02-05"),
        "sleepEnd": at("06:30:00"),
        "inBed": 8.0,
        "inBedStart": at("22:45:00", "2024-02-05"),
        "inBedEnd": at("06:45:00"),
        "source": "Anna's Apple Watch",
        **changes,
    }


def segment(value: str, start: str, end: str, **changes: object) -> dict[str, object]:
    """Give one stage of a night."""
    return {"value": value, "startDate": start, "endDate": end, "qty": 0.5, "source": "Anna’s Apple Watch", **changes}


def workout(**changes: object) -> dict[str, object]:
    """Give a workout of the present version, with some fields changed."""
    return {
        "id": "550E8400-E29B-41D4-A716-446655440000",
        "name": "Running",
        "start": at("07:00:00"),
        "end": at("07:40:00"),
        "duration": 1800,
        "activeEnergyBurned": {"qty": 1464.4, "units": "kJ"},
        "activeEnergy": [{"date": at("07:00:00"), "qty": 12, "units": "kcal"}],
        "distance": {"qty": 3.5, "units": "mi"},
        "avgHeartRate": {"qty": 150, "units": "bpm"},
        "maxHeartRate": {"qty": 175, "units": "count/min"},
        "avgSpeed": {"qty": 7, "units": "mph"},
        "elevationUp": {"qty": 100, "units": "ft"},
        **changes,
    }


def export(
    metrics: list[dict[str, object]] | None = None, workouts: list[dict[str, object]] | None = None, **more: object
) -> bytes:
    """Give the bytes of an export."""
    data: dict[str, object] = {"metrics": metrics or [], "workouts": workouts or [], **more}
    return json.dumps({"data": data}).encode()


def example() -> bytes:
    """Give an export with one of each shape and no fault."""
    steps = [
        {"date": at("00:00:00", f"2024-02-0{day}"), "qty": 8000 + day, "source": "Anna's Apple Watch|iPhone"} for day in (5, 6)
    ]
    return export(
        [
            metric("step_count", "count", *steps, units_last=True),
            metric("heart_rate", "count/min", {"date": at("14:30:00"), "Min": 65, "Avg": 72, "Max": 85}),
            metric("blood_pressure", "mmHg", {"date": at("14:30:00"), "systolic": 120, "diastolic": 80}),
            metric("heart_rate_variability", "ms", {"date": at("04:30:00"), "qty": 48.5}),
            metric("weight_body_mass", "lb", {"date": at("07:30:00"), "qty": 154.3}),
            metric("sleep_analysis", "hr", night(), segment("Core", at("23:00:00"), at("23:30:00"))),
            metric("apple_stand_hour", "count", {"date": at("00:00:00"), "qty": 9}),
        ],
        [workout()],
        ecg=[{"classification": "sinus rhythm"}],
    )
