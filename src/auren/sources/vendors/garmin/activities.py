"""Garmin's activities, of the list, of a single answer, and of the account export.

The service writes seconds, metres and metres a second; the account export writes milliseconds, centimetres and tens of
metres a second. A part of a multisport activity is counted with the whole, so it is passed over by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all, note_revision
from auren.sources.record import Record
from auren.sources.vendors.garmin.times import gmt, note_zone

__all__ = ["read_activity", "read_exported_activity", "read_listed_activity"]

_LONGEST_S = 7 * 86_400.0
_M_S_IN_KM_H = 3.6
_MEASURED: Final = (
    Field("exercise.duration", "duration", "s"),
    Field("exercise.distance", "distance", "m"),
    Field("exercise.energy", "calories", "kcal"),
    Field("exercise.heart_rate", "averageHR", "bpm", zero=False),
    Field("exercise.heart_rate_max", "maxHR", "bpm", zero=False),
    Field("exercise.ascent", "elevationGain", "m"),
    Field("load.score_vendor", "activityTrainingLoad", "score"),
)
_LISTED: Final = (
    *_MEASURED,
    Field("exercise.power", "avgPower", "W"),
    Field("exercise.cadence", "averageBikingCadenceInRevPerMinute", "rpm"),
    Field("fitness.vo2max", "vO2MaxValue", "mL/kg/min", zero=False),
)
_SINGLE: Final = (
    *_MEASURED,
    Field("exercise.power", "averagePower", "W"),
    Field("exercise.cadence", "averageBikeCadence", "rpm"),
)
_EXPORTED: Final = (
    Field("exercise.duration", "duration", "ms"),
    Field("exercise.distance", "distance", "cm"),
    Field("exercise.heart_rate", "avgHr", "bpm", zero=False),
    Field("exercise.heart_rate_max", "maxHr", "bpm", zero=False),
    Field("exercise.ascent", "elevationGain", "cm"),
    Field("load.score_vendor", "activityTrainingLoad", "score"),
    Field("exercise.power", "avgPower", "W"),
    Field("fitness.vo2max", "vO2MaxValue", "mL/kg/min", zero=False),
)


def read_listed_activity(record: Record, draft: Draft) -> None:
    """Read an activity of the list."""
    if _is_part(record, draft):
        return
    _over(record, draft, "startTimeGMT", "startTimeLocal", 1.0)
    draft.kind = _type_of(record, "activityType")
    measure_all(record, draft, _LISTED)
    _read_speed(record, draft, "averageSpeed", 1.0)


def read_activity(record: Record, draft: Draft) -> None:
    """Read the answer about one activity, which also comes back when it was renamed."""
    if _is_part(record, draft):
        return
    summary = record.child("summaryDTO")
    _over(summary, draft, "startTimeGMT", "startTimeLocal", 1.0)
    draft.kind = _type_of(record, "activityTypeDTO")
    if record.has("metadataDTO"):
        try:
            note_revision(record.child("metadataDTO"), draft, "lastUpdateDate")
        except MalformedRow as error:
            draft.fault(error)
    measure_all(summary, draft, _SINGLE)
    _read_speed(summary, draft, "averageSpeed", 1.0)


def read_exported_activity(record: Record, draft: Draft) -> None:
    """Read an activity of the account export."""
    if _is_part(record, draft):
        return
    start = "startTimeGmt" if record.has("startTimeGmt") else "beginTimestamp"
    _over(record, draft, start, "startTimeLocal", 1000.0)
    draft.kind = _type_of(record, "activityType")
    measure_all(record, draft, _EXPORTED)
    _read_speed(record, draft, "avgSpeed", 10.0)
    if record.has("calories"):
        draft.absent(record, "calories", "the export does not tell whether these are kcal or kJ")


def _is_part(record: Record, draft: Draft) -> bool:
    draft.identify("activity", record.identifier("activityId"))
    if record.has("parentId"):
        draft.absent(record, "parentId", "it is a part of a multisport activity, which counts as a whole")
        return True
    return False


def _over(record: Record, draft: Draft, start: str, local: str, units_a_second: float) -> None:
    lasted = "elapsedDuration" if record.has("elapsedDuration") else "duration"
    begin, lasted_s = gmt(record, start), record.number(lasted) / units_a_second
    if not 0 <= lasted_s <= _LONGEST_S:
        raise record.wrong(lasted, "expected 0 seconds to 7 days")
    draft.over(begin, begin + timedelta(seconds=lasted_s))
    note_zone(record, draft, start, local)


def _read_speed(record: Record, draft: Draft, field: str, m_s: float) -> None:
    if not record.has(field):
        return
    try:
        draft.put("exercise.speed", record.number(field) * m_s * _M_S_IN_KM_H, "km/h", record, field)
    except MalformedRow as error:
        draft.fault(error)


def _type_of(record: Record, field: str) -> str:
    value = record.data.get(field)
    return record.child(field).label("typeKey") if isinstance(value, dict) else record.label(field)
