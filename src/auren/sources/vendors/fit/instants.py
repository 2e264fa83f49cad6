"""Messages that say one thing of one moment: a table of them, and how a row of it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fit.origin import Told

__all__ = ["INSTANTS", "NO_DATE", "Instant", "Value", "begin", "read_instant"]

NO_DATE = "no time is told, or the device's clock was not set"


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a message and what it means.

    Args:
        field: its name.
        metric: what it measures.
        unit: the unit of the scaled value.
        absent: why a value for which `is_absent` holds is none; empty when every value is one.
        is_absent: tells the values by which devices say that they measured nothing.
    """

    field: str
    metric: str
    unit: str
    absent: str = ""
    is_absent: Callable[[object], bool] = lambda value: value == 0


@dataclass(frozen=True, slots=True)
class Instant:
    """A message about one moment, a few minutes before it, or the day it falls on.

    Args:
        values: what it holds.
        time: the field with its time.
        minutes: how long before its time the measurement began.
        whole_day: True where the message does not say when in the day or night it was measured.
    """

    values: tuple[Value, ...]
    time: str = "timestamp"
    minutes: float = 0.0
    whole_day: bool = False


def _not_above_zero(value: object) -> bool:
    return isinstance(value, (int, float)) and value <= 0


def _negative(value: object) -> bool:
    return isinstance(value, (int, float)) and value < 0


def _a_word(value: object) -> bool:
    return isinstance(value, str)


_NO_HEART = "no heart rate was measured"
_NO_BREATH = "no breathing rate was measured"
_NO_OXYGEN = "no oxygen saturation was measured"
_NO_STRESS = "stress could not be told then"
_NO_HRV = "no value was computed"

INSTANTS: Mapping[str, Instant] = {
    "record": Instant((Value("heart_rate", "heart.rate", "bpm", _NO_HEART),)),
    "stress_level": Instant(
        (Value("stress_level_value", "stress.score_vendor", "score", _NO_STRESS, _negative),), time="stress_level_time"
    ),
    "respiration_rate": Instant(
        (Value("respiration_rate", "vital.respiratory_rate", "breaths/min", _NO_BREATH, _not_above_zero),)
    ),
    "spo2_data": Instant((Value("reading_spo2", "vital.spo2", "%", _NO_OXYGEN),)),
    "hrv_value": Instant((Value("value", "hrv.rmssd", "ms", _NO_HRV),), minutes=5),
    "hrv_status_summary": Instant((Value("last_night_average", "hrv.rmssd", "ms", _NO_HRV),), whole_day=True),
    "monitoring_hr_data": Instant(
        (Value("current_day_resting_heart_rate", "heart.resting", "bpm", _NO_HEART),), whole_day=True
    ),
    "skin_temp_overnight": Instant(
        (
            Value("average_deviation", "vital.temperature_deviation", "delta degC"),
            Value("nightly_value", "vital.skin_temperature", "degC", "no temperature was measured"),
        ),
        whole_day=True,
    ),
    "max_met_data": Instant((Value("vo2_max", "fitness.vo2max", "mL/kg/min", "no value was computed"),), time="update_time"),
    "weight_scale": Instant(
        (
            Value("weight", "body.weight", "kg", "the scale was still weighing", _a_word),
            Value("percent_fat", "body.fat", "%", "no body fat was measured"),
            Value("percent_hydration", "body.water", "%", "no body water was measured"),
            Value("muscle_mass", "body.muscle_mass", "kg", "no muscle mass was measured"),
            Value("bone_mass", "body.bone_mass", "kg", "no bone mass was measured"),
            Value("bmi", "body.bmi", "kg/m2", "no body mass index was computed"),
            Value("visceral_fat_rating", "body.visceral_fat_vendor", "score", "no visceral fat was measured"),
        )
    ),
    "blood_pressure": Instant(
        (
            Value("systolic_pressure", "vital.systolic", "mmHg"),
            Value("diastolic_pressure", "vital.diastolic", "mmHg"),
            Value("heart_rate", "heart.rate", "bpm", _NO_HEART),
        )
    ),
    "monitoring": Instant((Value("heart_rate", "heart.rate", "bpm", _NO_HEART),)),
}
"""Message name -> what it says."""


def begin(record: Record, draft: Draft, told: Told, slug: str, field: str = "timestamp") -> datetime | None:
    """Set a draft's device, id and time, and give the time; None, and an entry, when it names no date.

    Raises:
        MalformedRow: what stands as the time is none.
    """
    at = told.clock.of(record, field)
    draft.device = told.origin.device
    if at is None:
        draft.absent(record, field, NO_DATE)
        return None
    draft.identify(slug, f"{told.origin.file_key}:{int(at.timestamp())}")
    draft.over(at, at)
    return at


def read_instant(record: Record, draft: Draft, told: Told, name: str) -> None:
    """Read a message of the table."""
    instant = INSTANTS[name]
    at = begin(record, draft, told, name, instant.time)
    if at is None:
        return
    if instant.whole_day:
        draft.over_day(told.clock.day_until(at))
    elif instant.minutes:
        draft.over(at - timedelta(minutes=instant.minutes), at)
    found = [value for value in instant.values if record.has(value.field)]
    for value in found:
        if value.absent and value.is_absent(record.data[value.field]):
            draft.absent(record, value.field, value.absent)
        else:
            draft.measure(value.metric, record, value.field, value.unit)
    if not found:
        first = instant.values[0]
        draft.absent(record, first.field, first.absent or "it holds nothing that is read")
