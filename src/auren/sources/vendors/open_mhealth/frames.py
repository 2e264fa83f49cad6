"""When a document's values were measured: an instant, an interval, or a day with a part of it.

A part of a day names no clock times, so it counts as the whole day; a night may lie on either side of midnight, so it
counts as nothing. An interval of exactly one local day counts for that day, whichever end of it the metric goes by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from auren.sources.record import Record
from auren.sources.times import day_span, parse_date
from auren.sources.vendors.open_mhealth.formats import is_date_time, moment
from auren.sources.vendors.open_mhealth.units import length_of

__all__ = ["LONGEST", "Frame", "frame_of"]

LONGEST: Final = timedelta(hours=25)
"""The longest interval of which a daily value can be formed: the day on which clocks go back."""

_FIELD = "effective_time_frame"
_MOMENT = "expected a time with an offset, from 1970 to 2200"


@dataclass(frozen=True, slots=True)
class Frame:
    """A span of time.

    Attributes:
        start, end: aware; equal for an instant.
        day: the date where the document or the span names one.
        exact: False where only the day is known.
    """

    start: datetime
    end: datetime
    day: date | None = None
    exact: bool = True


def frame_of(body: Record, zone: tzinfo) -> Frame | str:
    """Give when a body was measured, or why that cannot be told.

    Args:
        body: it fits its schema.
        zone: the person's.

    Raises:
        MalformedRow: its times cannot be, or the end is before the start.
    """
    if not body.has(_FIELD):
        return "it has no effective time frame"
    frame = body.child(_FIELD)
    if not _tells(frame, "date_time"):
        return _interval(frame.child("time_interval"), zone)
    at = _moment(frame, "date_time")
    return Frame(at, at)


def _interval(interval: Record, zone: tzinfo) -> Frame | str:
    has_start, has_end = _tells(interval, "start_date_time"), _tells(interval, "end_date_time")
    if not has_start and not has_end:
        return _part_of_day(interval, zone)
    if has_start and has_end:
        start, end = _moment(interval, "start_date_time"), _moment(interval, "end_date_time")
    else:
        start, end = _ends(interval, has_start=has_start)
    if end < start:
        raise interval.wrong("end_date_time", "expected an end that is not before the start")
    return Frame(start, end, _whole_day(start, end, zone))


def _ends(interval: Record, *, has_start: bool) -> tuple[datetime, datetime]:
    lasted = length_of(interval, "duration")
    known = _moment(interval, "start_date_time" if has_start else "end_date_time")
    try:
        return (known, known + lasted) if has_start else (known - lasted, known)
    except OverflowError as error:
        raise interval.wrong("duration", "expected a duration that a calendar holds") from error


def _part_of_day(interval: Record, zone: tzinfo) -> Frame | str:
    day = parse_date(interval.text("date"))
    if day is None:
        raise interval.wrong("date", "expected a date from 1970 to 2200")
    if interval.text("part_of_day") == "night":
        return "a night's date does not say on which side of midnight it lay"
    return Frame(*day_span(day, zone), day, exact=False)


def _tells(record: Record, field: str) -> bool:
    # A schema that takes one of several fields lets the others hold anything.
    text = record.data.get(field)
    return isinstance(text, str) and is_date_time(text)


def _moment(record: Record, field: str) -> datetime:
    at = moment(record.text(field))
    if at is None:
        raise record.wrong(field, _MOMENT)
    return at


def _whole_day(start: datetime, end: datetime, zone: tzinfo) -> date | None:
    day = start.astimezone(zone).date()
    return day if day_span(day, zone) == (start, end) else None
