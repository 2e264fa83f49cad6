"""Fitbit's times: month first in most files (11/02/19 07:19:30), year first in others, with or without a Z.

A Z is no promise: sleep scores are written with one and stand on the person's own clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from auren.sources.record import Record
from auren.sources.times import instants, parse_date, parse_moment

__all__ = ["Clock", "day_of", "instant_on", "milliseconds", "moment_of"]

Clock = Literal["utc", "local"]
"""On which clock a file is written: UTC, or the person's own."""


def day_of(record: Record, field: str) -> date:
    """Give the date of a field, whichever way it is written."""
    value = record.data.get(field)
    found = parse_date(value, "us") if isinstance(value, str) else None
    return found or record.day(field)


def moment_of(record: Record, field: str) -> datetime:
    """Give a date with a time of day, whichever way it is written; aware only if it has an offset."""
    value = record.data.get(field)
    found = parse_moment(value, "us") if isinstance(value, str) else None
    return found or record.moment(field)


def instant_on(moment: datetime, clock: Clock, zone: tzinfo) -> datetime:
    """Give the instant of a time.

    Args:
        moment: naive or aware; an aware one means itself.
        clock: on which clock a naive one stands.
        zone: where the person was.
    """
    if moment.tzinfo is None and clock == "utc":
        return moment.replace(tzinfo=UTC)
    return instants(moment, zone)[0]


def milliseconds(record: Record, field: str, most_ms: float) -> timedelta:
    """Give how long something lasted.

    Args:
        record: whose field it is.
        field: its name; in milliseconds.
        most_ms: the longest that is believed.
    """
    lasted_ms = record.number(field)
    if not 0 <= lasted_ms <= most_ms:
        raise record.wrong(field, f"expected 0 to {most_ms:.0f} ms")
    return timedelta(milliseconds=lasted_ms)
