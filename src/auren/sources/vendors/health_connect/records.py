"""The record types: which are read, as what, and which are known and left out.

Heart rate variability is RMSSD in 1 to 200 ms: Health Connect holds no more, so 200 may be a higher value that was cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.health_connect.quantities import put_plain, put_quantity
from auren.sources.vendors.health_connect.sessions import read_exercise, read_heart_rate, read_mindfulness, read_sleep

__all__ = ["LEFT_OUT", "TAKEN_BACK", "TYPES", "Type"]

CUT: Final = "the highest RMSSD that Health Connect holds, 200 ms; the value may have been cut"
_MOST_RMSSD_MS = 200


@dataclass(frozen=True, slots=True)
class Type:
    """How one record type is read.

    Args:
        metrics: every metric that a record may give.
        read: reads one record, whose interval is set.
    """

    metrics: tuple[str, ...]
    read: Callable[[Record, Draft], None]


def _quantity(metric: str, field: str) -> Type:
    return Type((metric,), lambda record, draft: put_quantity(metric, record, field, draft))


def _plain(metric: str, field: str, unit: str) -> Type:
    return Type((metric,), lambda record, draft: put_plain(metric, record, field, unit, draft))


def _each(**fields: str) -> Type:
    def read(record: Record, draft: Draft) -> None:
        for field, metric in fields.items():
            if record.has(field):
                put_quantity(metric, record, field, draft)

    return Type(tuple(fields.values()), read)


def _read_rmssd(record: Record, draft: Draft) -> None:
    value_ms = record.number("heartRateVariabilityMillis")
    if not 1 <= value_ms <= _MOST_RMSSD_MS:
        raise record.wrong("heartRateVariabilityMillis", "expected 1 to 200 ms, as Health Connect allows")
    if value_ms == _MOST_RMSSD_MS:
        draft.adjusted.append(CUT)
    draft.put("hrv.rmssd", value_ms, "ms", record, "heartRateVariabilityMillis")


def _read_pressure(record: Record, draft: Draft) -> None:
    for field in ("systolic", "diastolic"):
        put_quantity(f"vital.{field}", record, field, draft)


TYPES: Final[dict[str, Type]] = {
    "Steps": _plain("activity.steps", "count", "count"),
    "Distance": _quantity("activity.distance", "distance"),
    "FloorsClimbed": _plain("activity.floors", "floors", "count"),
    "ActiveCaloriesBurned": _quantity("energy.active", "energy"),
    "TotalCaloriesBurned": _quantity("energy.total", "energy"),
    "HeartRate": Type(("heart.rate", "heart.min", "heart.max"), read_heart_rate),
    "RestingHeartRate": _plain("heart.resting", "beatsPerMinute", "bpm"),
    "HeartRateVariabilityRmssd": Type(("hrv.rmssd",), _read_rmssd),
    "RespiratoryRate": _plain("vital.respiratory_rate", "rate", "breaths/min"),
    "OxygenSaturation": _plain("vital.spo2", "percentage", "%"),
    "BodyTemperature": _quantity("vital.temperature", "temperature"),
    "BloodPressure": Type(("vital.systolic", "vital.diastolic"), _read_pressure),
    "BloodGlucose": _quantity("vital.glucose", "level"),
    "Vo2Max": _plain("fitness.vo2max", "vo2MillilitersPerMinuteKilogram", "mL/kg/min"),
    "Weight": _quantity("body.weight", "weight"),
    "Height": _quantity("body.height", "height"),
    "BodyFat": _plain("body.fat", "percentage", "%"),
    "LeanBodyMass": _quantity("body.lean_mass", "mass"),
    "BoneMass": _quantity("body.bone_mass", "mass"),
    "Hydration": _quantity("nutrition.water", "volume"),
    "Nutrition": _each(
        energy="nutrition.energy",
        protein="nutrition.protein",
        totalCarbohydrate="nutrition.carbohydrate",
        totalFat="nutrition.fat",
        dietaryFiber="nutrition.fiber",
        sugar="nutrition.sugar",
        sodium="nutrition.sodium",
        caffeine="nutrition.caffeine",
    ),
    "ExerciseSession": Type(("exercise.duration",), read_exercise),
    "SleepSession": Type(
        ("sleep.duration", "sleep.light", "sleep.deep", "sleep.rem", "sleep.awake", "sleep.in_bed"), read_sleep
    ),
    "MindfulnessSession": Type(("mind.mindful",), read_mindfulness),
}
"""Types that are read, by their name without "Record"."""

LEFT_OUT: Final = frozenset(
    {
        "ActivityIntensity",
        "BasalBodyTemperature",
        "BasalMetabolicRate",
        "BodyWaterMass",
        "CervicalMucus",
        "CyclingPedalingCadence",
        "ElevationGained",
        "IntermenstrualBleeding",
        "MenstruationFlow",
        "MenstruationPeriod",
        "OvulationTest",
        "PlannedExerciseSession",
        "Power",
        "SexualActivity",
        "SkinTemperature",
        "Speed",
        "StepsCadence",
        "WheelchairPushes",
    }
)
"""Types that are known and of which nothing is read."""

TAKEN_BACK: Final = tuple(dict.fromkeys(metric for known in TYPES.values() for metric in known.metrics))
"""What a deleted record of unknown type may have given."""
