"""Points of Google's Health API by their shape: at an instant, over an interval, for a date, or rolled up."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from auren.errors import InvalidInput
from auren.people import zone_info
from auren.sources.base import Read
from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all, span_of
from auren.sources.record import Record
from auren.sources.times import instants, parse_date

__all__ = ["daily", "day_there", "identify", "interval", "rolled_up", "sample", "seconds_of"]

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s", re.ASCII)


def sample(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds at one instant."""

    def read(point: Record, draft: Draft) -> None:
        held = point.child(key)
        time = held.child("sampleTime")
        at = instants(time.moment("physicalTime"), draft.tz)[0]
        identify(point, draft, slug, at)
        draft.over(at, at, day_there(at, time, "utcOffset"))
        measure_all(held, draft, fields)

    return read


def interval(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds over an interval."""

    def read(point: Record, draft: Draft) -> None:
        held = point.child(key)
        lasted = held.child("interval")
        begin, finish = span_of(lasted, "startTime", "endTime", draft.tz)
        identify(point, draft, slug, begin)
        draft.over(begin, finish, day_there(begin, lasted, "startUtcOffset"))
        measure_all(held, draft, fields)

    return read


def daily(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a point that holds for a date."""

    def read(point: Record, draft: Draft) -> None:
        held = point.child(key)
        day = _date(held, "date")
        identify(point, draft, slug, day)
        draft.over_day(day)
        measure_all(held, draft, fields)

    return read


def rolled_up(key: str, slug: str, fields: Iterable[Field]) -> Read:
    """Give the reader of a roll-up: of a civil day, or of a stretch of time."""

    def read(point: Record, draft: Draft) -> None:
        if point.has("civilStartTime"):
            day = _date(point.child("civilStartTime"), "date")
            draft.identify(f"{slug}-day", day.isoformat())
            draft.over_day(day)
        else:
            begin, finish = span_of(point, "startTime", "endTime", draft.tz)
            draft.identify(f"{slug}-span", begin.isoformat(timespec="seconds"))
            draft.over(begin, finish)
        if point.has(key):
            measure_all(point.child(key), draft, fields)
        else:
            draft.absent(point, key, "nothing was measured in this window")

    return read


def identify(point: Record, draft: Draft, slug: str, when: date) -> None:
    """Set the id, from the point's own name or from its time and source, and the device.

    Args:
        point: the whole point.
        draft: takes the id.
        slug: name of the data type.
        when: date or instant of the point.
    """
    # Two devices may have a point at the same time, so the source is part of the id.
    device = point.data.get("dataSource")
    if isinstance(device, dict):
        source = point.child("dataSource")
        worn = source.child("device").label("displayName") if isinstance(device.get("device"), dict) else ""
        draft.device = worn or source.label("platform")
    name = point.label("name").rpartition("/")[2]
    made = json.dumps(device, sort_keys=True, default=str).encode()
    key = name or f"{when.isoformat()}:{hashlib.blake2b(made, digest_size=6).hexdigest()}"
    draft.identify(slug, key)


def _date(record: Record, field: str) -> date:
    told = record.child(field)
    year, month, day = (told.number(part) for part in ("year", "month", "day"))
    found = parse_date(f"{year:04.0f}-{month:02.0f}-{day:02.0f}")
    if found is None or not (year.is_integer() and month.is_integer() and day.is_integer()):
        raise record.wrong(field, "expected a date of year, month and day")
    return found


def day_there(at: datetime, record: Record, offset: str) -> date | None:
    """Give the date where the person was, if the record tells the offset of that place.

    Raises:
        MalformedRow: the offset cannot be read.
    """
    if not record.has(offset):
        return None
    seconds = seconds_of(record, offset, signed=True)
    sign, minutes = "-" if seconds < 0 else "+", int(abs(seconds) // 60)
    try:
        return at.astimezone(zone_info(f"{sign}{minutes // 60:02}:{minutes % 60:02}")).date()
    except InvalidInput as error:
        raise record.wrong(offset, "expected an offset of at most 14 hours") from error


def seconds_of(record: Record, field: str, *, signed: bool = False) -> float:
    """Give the seconds of a duration such as "1800s".

    Raises:
        MalformedRow: it has another form.
    """
    text = record.text(field)
    found = _DURATION.fullmatch(text.removeprefix("-") if signed else text)
    if found is None:
        raise record.wrong(field, "expected a duration such as 1800s")
    return -float(found[1]) if text.startswith("-") else float(found[1])
