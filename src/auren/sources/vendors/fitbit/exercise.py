"""Fitbit's exercise logs, which exports write in UTC although they do not say so.

Taken as local, exercise would fall into the logged sleep of the same person again and again.
"""

from __future__ import annotations

from datetime import UTC

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import parse_moment
from auren.sources.vendors.fitbit.times import Clock, instant_on, milliseconds, moment_of

__all__ = ["read_exercise"]

_DISTANCE_UNITS = {"Kilometer": "km", "Mile": "mi", "Meter": "m"}
_LONGEST_MS = 86_400_000


def read_exercise(record: Record, draft: Draft, *, clock: Clock) -> None:
    """Read one exercise.

    Args:
        record: the log.
        draft: takes its readings.
        clock: on which clock its times stand.
    """
    draft.identify("exercise", record.identifier("logId"))
    begin = instant_on(moment_of(record, "startTime"), clock, draft.tz)
    draft.over(begin, begin + milliseconds(record, "duration", _LONGEST_MS))
    draft.kind = record.label("activityName")
    if record.has("source"):
        try:
            draft.device = record.child("source").label("name")
        except MalformedRow as error:
            draft.fault(error)
    if record.has("lastModified"):
        try:
            draft.revision = _epoch_s(record, "lastModified")
        except MalformedRow as error:
            draft.fault(error)
    draft.measure("exercise.duration", record, "activeDuration", "ms")
    if record.has("calories"):
        draft.measure("exercise.energy", record, "calories", "kcal")
    if record.data.get("averageHeartRate") == 0:
        draft.absent(record, "averageHeartRate", "no heart rate was measured")
    elif record.has("averageHeartRate"):
        draft.measure("exercise.heart_rate", record, "averageHeartRate", "bpm")
    if record.has("distance"):
        unit = _DISTANCE_UNITS.get(record.label("distanceUnit"))
        if unit is None:
            draft.fault(record.wrong("distanceUnit", f"expected one of {', '.join(_DISTANCE_UNITS)}"))
        else:
            draft.measure("exercise.distance", record, "distance", unit)


def _epoch_s(record: Record, field: str) -> int:
    text = record.text(field)
    moment = parse_moment(text, "us") or parse_moment(text, "iso")
    if moment is None:
        raise record.wrong(field, "expected a time such as 11/01/19 15:29:27 (month first)")
    # Only the order of revisions matters, so a time without a zone may stand for UTC here.
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0, int(aware.timestamp()))
