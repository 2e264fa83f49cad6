"""Garmin's times: a GMT and a local one side by side, as milliseconds or as text. The GMT one is an instant and is trusted;
the local one only tells whether the watch stood in the zone that the caller gave."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import day_span

__all__ = ["gmt", "instant_of", "note_zone", "over_told_day"]

_LAST_MS = 7_258_118_400_000  # the year 2200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_DAY = timedelta(hours=26)
_ELSEWHERE = "the watch stood in another zone than the one given; the vendor's instants were taken"


def gmt(record: Record, field: str) -> datetime:
    """Give an instant that is written in milliseconds, or as a text in GMT."""
    if isinstance(record.data.get(field), str):
        moment = record.moment(field)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return instant_of(record, field, record.number(field))


def instant_of(record: Record, field: str, at_ms: float) -> datetime:
    """Give the instant of milliseconds since 1970.

    Args:
        record: where they stand, for the fault.
        field: its name.
        at_ms: 0 to the year 2200.
    """
    if not 0 <= at_ms < _LAST_MS:
        raise record.wrong(field, "expected milliseconds since 1970, up to the year 2200")
    return _EPOCH + timedelta(milliseconds=at_ms)


def over_told_day(record: Record, draft: Draft, day: date, start: str, end: str, local: str) -> None:
    """Set the interval to the day as the answer bounds it; to the day in the given zone where it does not.

    Args:
        record: the answer.
        draft: what is being made of it.
        day: the vendor's date.
        start, end: fields with the day's bounds in GMT.
        local: field with its start on the watch's clock.
    """
    draft.over_day(day)
    if not (record.has(start) and record.has(end)):
        return
    try:
        begin, finish = gmt(record, start), gmt(record, end)
    except MalformedRow as error:
        draft.fault(error)
        return
    if not timedelta(0) < finish - begin <= _LONGEST_DAY:
        draft.fault(record.wrong(end, "expected a time at most 26 hours after the day's start"))
        return
    if begin != day_span(day, draft.tz)[0]:
        draft.over(begin, finish, day)
        note_zone(record, draft, start, local)


def note_zone(record: Record, draft: Draft, at: str, local: str) -> None:
    """Note in the report that the watch's clock was not that of the given zone.

    Args:
        record: where both times stand.
        draft: what is being made of it.
        at: field with the instant in GMT.
        local: field with the same on the watch's clock.
    """
    if not record.has(local):
        return
    try:
        instant = gmt(record, at)
        offset = gmt(record, local) - instant
    except MalformedRow as error:
        draft.fault(error)
        return
    if offset != instant.astimezone(draft.tz).utcoffset():
        draft.adjusted.append(_ELSEWHERE)
