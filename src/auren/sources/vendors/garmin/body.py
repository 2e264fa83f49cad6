"""Garmin's weigh-ins, in grams; a day may have several, each known by its instant in every answer and in the export."""

from __future__ import annotations

from typing import Final

from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all
from auren.sources.record import Record
from auren.sources.vendors.garmin.times import gmt

__all__ = ["read_biometrics", "read_neighbour", "read_weight"]

# A scale that failed to measure the body's composition writes 0.
_WEIGHED: Final = (
    Field("body.weight", "weight", "g"),
    Field("body.bmi", "bmi", "kg/m2", zero=False),
    Field("body.fat", "bodyFat", "%", zero=False),
    Field("body.water", "bodyWater", "%", zero=False),
    Field("body.bone_mass", "boneMass", "g", zero=False),
    Field("body.muscle_mass", "muscleMass", "g", zero=False),
    Field("body.visceral_fat_vendor", "visceralFat", "score", zero=False),
)


def read_weight(record: Record, draft: Draft) -> None:
    """Read one weigh-in."""
    at = gmt(record, "timestampGMT")
    draft.identify("weight", str(int(at.timestamp() * 1000)))
    draft.over(at, at, record.day("calendarDate") if record.has("calendarDate") else None)
    draft.device = record.label("sourceType")
    measure_all(record, draft, _WEIGHED)


def read_biometrics(record: Record, draft: Draft) -> None:
    """Read one entry of the account export's biometrics, if it is a weigh-in."""
    if not record.has("weight"):
        draft.absent(record, "weight", "the entry holds no weight")
    else:
        read_weight(record.child("weight"), draft)


def read_neighbour(record: Record, draft: Draft) -> None:
    """Read the weigh-in before or after the days that were asked for, if there is one."""
    if not record.has("timestampGMT"):
        draft.absent(record, "timestampGMT", "there is no weighing before or after these days")
    else:
        read_weight(record, draft)
