"""Garmin's daily values: steps, energy, floors, intensity minutes, resting heart rate, stress and fluid.

Several answers hold the same day's total. They share the id `day:DATE`, so that a day counts once, whichever came.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all
from auren.sources.record import Record
from auren.sources.vendors.garmin.series import read_series
from auren.sources.vendors.garmin.times import over_told_day

__all__ = [
    "identify_day",
    "read_battery_event",
    "read_export_summary",
    "read_heart_rate",
    "read_hydration",
    "read_intensity",
    "read_steps",
    "read_stress",
    "read_stress_average",
    "read_summary",
]

_HEART: Final = (
    Field("heart.resting", "restingHeartRate", "bpm", zero=False),
    Field("heart.max", "maxHeartRate", "bpm", zero=False),
    Field("heart.min", "minHeartRate", "bpm", zero=False),
)
_SUMMARY: Final = (
    Field("activity.steps", "totalSteps", "count"),
    Field("activity.distance", "totalDistanceMeters", "m"),
    Field("activity.floors", "floorsAscended", "count"),
    Field("activity.moderate", "moderateIntensityMinutes", "min"),
    Field("activity.very_active", "vigorousIntensityMinutes", "min"),
    Field("activity.sedentary", "sedentarySeconds", "s"),
    Field("energy.total", "totalKilocalories", "kcal"),
    Field("energy.active", "activeKilocalories", "kcal"),
    Field("energy.basal", "bmrKilocalories", "kcal"),
    *_HEART,
)
_STEPS: Final = (Field("activity.steps", "totalSteps", "count"), Field("activity.distance", "totalDistance", "m"))
_INTENSITY: Final = (
    Field("activity.moderate", "moderateValue", "min"),
    Field("activity.very_active", "vigorousValue", "min"),
)
_WATER: Final = (Field("nutrition.water", "valueInML", "mL"),)


def identify_day(draft: Draft, day: date) -> None:
    """Set the id that all answers about one day's totals share."""
    draft.identify("day", day.isoformat())


def read_summary(record: Record, draft: Draft) -> None:
    """Read the summary of one day."""
    day = record.day("calendarDate")
    identify_day(draft, day)
    over_told_day(record, draft, day, "wellnessStartTimeGmt", "wellnessEndTimeGmt", "wellnessStartTimeLocal")
    measure_all(record, draft, _SUMMARY)
    _read_level(record, draft, "averageStressLevel")


def read_export_summary(record: Record, draft: Draft) -> None:
    """Read one day of an account export's UDS file, in which the stress of the day is one of several averages."""
    read_summary(record, draft)
    if not record.has("allDayStress"):
        return
    try:
        averages = record.child("allDayStress").children("aggregatorList")
    except MalformedRow as error:
        draft.fault(error)
        return
    for average in averages:
        if average.data.get("type") == "TOTAL":
            _read_level(average, draft, "averageStressLevel")


def read_steps(record: Record, draft: Draft) -> None:
    """Read a day's steps and distance."""
    _read_day(record, draft, _STEPS)


def read_intensity(record: Record, draft: Draft) -> None:
    """Read a day's minutes of moderate and vigorous activity."""
    _read_day(record, draft, _INTENSITY)


def read_hydration(record: Record, draft: Draft) -> None:
    """Read what was drunk on a day; Garmin answers each entry with the day's new total."""
    _read_day(record, draft, _WATER)


def read_stress_average(record: Record, draft: Draft) -> None:
    """Read a day's mean stress."""
    day = record.day("calendarDate")
    identify_day(draft, day)
    draft.over_day(day)
    if not record.has("values"):
        draft.absent(record, "values", "no stress was measured that day")
    else:
        _read_level(record.child("values"), draft, "overallStressLevel")


def read_heart_rate(record: Record, draft: Draft) -> None:
    """Read a day's heart rate every two minutes, with its lowest, highest and resting value."""
    day = _told_day(record, draft)
    read_series(record, draft, "heartRateValues", "heart.rate", "bpm")
    identify_day(draft, day)
    measure_all(record, draft, _HEART)


def read_stress(record: Record, draft: Draft) -> None:
    """Read a day's stress and Body Battery every three minutes; the day's mean only where it has no samples."""
    day = _told_day(record, draft)
    sampled = read_series(record, draft, "stressValuesArray", "stress.score_vendor", "score")
    _read_battery(record, draft)
    identify_day(draft, day)
    if not sampled and record.data.get("maxStressLevel") not in (0, None):
        _read_level(record, draft, "avgStressLevel")
    if not draft.readings and not draft.problems:
        draft.absent(record, "stressValuesArray", "nothing was measured that day")


def read_battery_event(record: Record, draft: Draft) -> None:
    """Read the samples of one sleep, nap or activity that moved the Body Battery."""
    event = record.child("event") if record.has("event") else record
    key = event.text("eventStartTimeGmt") if event is not record else record.identifier("activityId")
    read_series(record, draft, "stressValuesArray", "stress.score_vendor", "score")
    _read_battery(record, draft)
    draft.identify("body-battery-event", key)


def _read_level(record: Record, draft: Draft, field: str) -> None:
    level = record.data.get(field)
    if isinstance(level, int | float) and level < 0:
        draft.absent(record, field, "a level below 0 stands for nothing measured")
    else:
        measure_all(record, draft, (Field("stress.score_vendor", field, "score"),))


def _read_battery(record: Record, draft: Draft) -> None:
    read_series(record, draft, "bodyBatteryValuesArray", "recovery.reserve_vendor", "score", column=2)


def _read_day(record: Record, draft: Draft, fields: tuple[Field, ...]) -> None:
    day = record.day("calendarDate")
    identify_day(draft, day)
    draft.over_day(day)
    measure_all(record, draft, fields)


def _told_day(record: Record, draft: Draft) -> date:
    day = record.day("calendarDate")
    identify_day(draft, day)
    over_told_day(record, draft, day, "startTimestampGMT", "endTimestampGMT", "startTimestampLocal")
    return day
