"""Garmin's training readiness, training status with its acute and chronic load, and VO2max."""

from __future__ import annotations

from typing import Final

from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all
from auren.sources.record import Record
from auren.sources.vendors.garmin.times import gmt

__all__ = ["read_readiness", "read_status", "read_vo2max"]

_READINESS: Final = (
    Field("recovery.score_vendor", "score", "score"),
    Field("load.acute_vendor", "acuteLoad", "score"),
)
_LOADS: Final = (
    Field("load.acute_vendor", "dailyTrainingLoadAcute", "score"),
    Field("load.chronic_vendor", "dailyTrainingLoadChronic", "score"),
)
_VO2MAX: Final = ("vo2MaxPreciseValue", "vo2MaxValue", "value")


def read_readiness(record: Record, draft: Draft) -> None:
    """Read one state of the day's readiness; it changes with every activity, and the last one counts."""
    day, at = record.day("calendarDate"), gmt(record, "timestamp")
    draft.identify("readiness", at.strftime("%Y%m%dT%H%M%S"))
    draft.over(at, at, day)
    measure_all(record, draft, _READINESS)


def read_status(record: Record, draft: Draft) -> None:
    """Read the loads of one day and watch."""
    day, at = record.day("calendarDate"), gmt(record, "timestamp")
    draft.identify("status", f"{day.isoformat()}:{record.identifier('deviceId')}")
    draft.over(at, at, day)
    if not record.has("acuteTrainingLoadDTO"):
        draft.absent(record, "acuteTrainingLoadDTO", "no training load was computed that day")
    else:
        measure_all(record.child("acuteTrainingLoadDTO"), draft, _LOADS)


def read_vo2max(record: Record, draft: Draft) -> None:
    """Read the VO2max of one date, at the precision that the answer has."""
    day = record.day("calendarDate")
    draft.identify("vo2max", day.isoformat())
    draft.over_day(day)
    field = next((name for name in _VO2MAX if record.has(name)), _VO2MAX[1])
    measure_all(record, draft, (Field("fitness.vo2max", field, "mL/kg/min", zero=False),))
    if not draft.readings and not draft.problems:
        draft.absent(record, field, "the vendor has no value")
