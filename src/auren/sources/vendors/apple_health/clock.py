"""Times as exports write them, "2024-01-01 01:01:36 +0200", turned into instants and local days at the cost of a look-up.

The offset is that of the exporting phone on the day of the export, so it gives the instant, and the person's zone the day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

__all__ = ["IN_HOUR", "LOOKS", "Clock", "Hour", "Moment"]

LOOKS: Final = "expected a time such as 2024-01-01 01:01:36 +0200"
_HELD: Final = 2**16
_YEARS: Final = range(1970, 2201)
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TIME: Final = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}")


class Hour(NamedTuple):
    """An hour of some offset's wall clock.

    Attributes:
        begin: its first instant, in UTC.
        epoch_s: the same in seconds since 1970.
        day: the person's date all through it; None where it changes within.
    """

    begin: datetime
    epoch_s: int
    day: date | None


class Moment(NamedTuple):
    """An instant in UTC, in seconds since 1970, and the person's date."""

    at: datetime
    epoch_s: int
    day: date


IN_HOUR: Final = {b":%02d:%02d" % divmod(second, 60): (timedelta(seconds=second), second) for second in range(3600)}
""":MM:SS -> how far into the hour, as a difference and in seconds."""


class Clock:
    """Reads times, and remembers their hours.

    Args:
        zone: the person's.

    Attributes:
        hours: by "YYYY-MM-DD HH" and " +HHMM" put together.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.hours: dict[bytes, Hour] = {}
        self._zone = zone
        self._days: dict[date, date] = {}

    def hour(self, text: bytes) -> Hour | None:
        """Give the hour of a time; None when the text is no time."""
        key = text[:13] + text[19:]
        held = self.hours.get(key)
        if held is not None:
            return held
        if not _TIME.fullmatch(text):
            return None
        written = text.decode()
        try:
            found = datetime.fromisoformat(f"{written[:13]}:00{written[20:23]}:{written[23:]}")
        except ValueError:
            return None
        if found.year not in _YEARS or found < _FIRST:
            return None
        begin = found.astimezone(UTC)
        first, last = (self._day_of(begin + timedelta(seconds=s)) for s in (0, 3599))
        if len(self.hours) >= _HELD:
            self.hours.clear()
        hour = self.hours[key] = Hour(begin, int(begin.timestamp()), first if first == last else None)
        return hour

    def moment(self, text: bytes) -> Moment | None:
        """Give the instant and day of a time; None when the text is no time."""
        hour, into = self.hour(text), IN_HOUR.get(text[13:19])
        if hour is None or into is None or not _TIME.fullmatch(text):
            return None
        at = hour.begin + into[0]
        return Moment(at, hour.epoch_s + into[1], hour.day or self.day(at))

    def day(self, at: datetime) -> date:
        """Give the person's date at an instant."""
        return self._day_of(at)

    def _day_of(self, at: datetime) -> date:
        # One object a date, so that grouping by day compares in no time.
        day = at.astimezone(self._zone).date()
        return self._days.setdefault(day, day)
