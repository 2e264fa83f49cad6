"""What every record carries: its id and version, whose app and device it came from, and when and in which zone it was.

A record's zone offset may be missing; then the person's zone is taken, and the report says so.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import LABEL_LENGTH, Record
from auren.sources.times import pick_span

__all__ = ["NO_OFFSET", "begin"]

NO_OFFSET: Final = "no zone offset was recorded; the person's zone was taken"

_APPS: Final = {
    "com.sec.android.app.shealth": "Samsung Health",
    "com.fitbit.FitbitMobile": "Fitbit",
    "com.google.android.apps.fitness": "Google Fit",
    "com.garmin.android.apps.connectmobile": "Garmin",
    "com.ouraring.oura": "Oura",
    "com.whoop.android": "WHOOP",
    "com.withings.wiscale2": "Withings",
    "fi.polar.polarflow": "Polar",
}
_OFFSET: Final = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
_MOST_OFFSET_S = 18 * 3600


def begin(record: Record, draft: Draft, type_name: str) -> None:
    """Set id, revision, device, zone and interval of a record's readings.

    Args:
        record: as the app wrote it.
        draft: takes them.
        type_name: the record's type, for ids of records without one.

    Raises:
        MalformedRow: a time is missing or cannot be read.
    """
    metadata = record.child("metadata") if record.has("metadata") else record
    draft.device = _device(metadata)
    draft.revision = _revision(metadata)
    _place(record, draft)
    times = ("time", "time") if record.has("time") else ("startTime", "endTime")
    span = pick_span(record.moment(times[0]), record.moment(times[1]), draft.tz)
    if span is None:
        raise record.wrong(times[1], f"expected a time that is not before {times[0]}")
    draft.over(*span)
    if metadata.has("id"):
        # A deletion names the id and nothing else, so no type may stand in front of it.
        draft.identify("record", metadata.identifier("id"))
    else:
        draft.identify(type_name, f"{span[0].isoformat()}:{draft.device}".removesuffix(":"))


def _revision(metadata: Record) -> int:
    if metadata.has("lastModifiedTime"):
        changed = metadata.moment("lastModifiedTime")
        # Only the order of revisions matters, so a time without a zone may stand for UTC here.
        return max(0, int((changed if changed.tzinfo else changed.replace(tzinfo=UTC)).timestamp()))
    if metadata.has("clientRecordVersion"):
        version = metadata.number("clientRecordVersion")
        if not 0 <= version < 2**53:
            raise metadata.wrong("clientRecordVersion", "expected a version of 0 or more")
        return int(version)
    return 0


def _device(metadata: Record) -> str:
    origin = metadata.data.get("dataOrigin")
    package = metadata.child("dataOrigin").label("packageName") if isinstance(origin, dict) else metadata.label("dataOrigin")
    app = _APPS.get(package, package)
    device = metadata.child("device") if isinstance(metadata.data.get("device"), dict) else None
    model = "" if device is None else device.label("model") or device.label("manufacturer")
    # The model comes first, so that a priority by the beginning of the name finds it.
    return " via ".join(name for name in (model, app) if name)[:LABEL_LENGTH]


def _place(record: Record, draft: Draft) -> None:
    field = next((name for name in ("zoneOffset", "endZoneOffset", "startZoneOffset") if record.has(name)), None)
    if field is None:
        draft.adjusted.append(NO_OFFSET)
        return
    try:
        draft.in_zone(_offset(record, field))
    except MalformedRow as error:
        draft.fault(error)
        draft.adjusted.append(NO_OFFSET)


def _offset(record: Record, field: str) -> str:
    value = record.data.get(field)
    if isinstance(value, dict):
        inner = record.child(field)
        return _of_seconds(inner) if inner.has("totalSeconds") else _offset(inner, "id")
    if value == "Z":
        return "+00:00"
    if isinstance(value, str) and _OFFSET.fullmatch(value.strip()[:6]):
        return value.strip()[:6]
    # A bare number may be seconds or minutes; apps do either.
    raise record.wrong(field, "expected an offset such as +01:00, or its totalSeconds")


def _of_seconds(offset: Record) -> str:
    seconds = offset.number("totalSeconds")
    if abs(seconds) > _MOST_OFFSET_S:
        raise offset.wrong("totalSeconds", "expected at most 18 hours")
    hours, minutes = divmod(round(abs(seconds)) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"
