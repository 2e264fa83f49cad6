"""FIT time: seconds since the end of 1989, short times that need a full one before them, and the device's own clock.

A device whose clock was not set counts from when it was switched on. The local time that such a file may add is when it was
copied from the device, so it dates nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from auren.sources.record import Record

__all__ = ["Clock", "moment_of"]

_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
# Below this a time counts from when the device was switched on, so that it names no date.
_FIRST_DATE_S = 0x10000000
_LAST_S = 0xFFFFFFFE
_FULL_DAY = timedelta(hours=24)


class Clock:
    """The time as far as a file has told it.

    Args:
        tz: where the person was, for days on which the file does not tell its own clock.
    """

    def __init__(self, tz: tzinfo) -> None:
        self._tz = tz
        self._seconds: int | None = None
        self._ahead: timedelta | None = None

    def hear(self, record: Record) -> None:
        """Note what a message says of the time."""
        seconds = record.data.get("timestamp")
        if not isinstance(seconds, int) or not 0 <= seconds <= _LAST_S:
            return
        self._seconds = seconds
        local = record.data.get("local_timestamp")
        if isinstance(local, int) and abs(local - seconds) < _FULL_DAY.total_seconds():
            self._ahead = timedelta(seconds=local - seconds)

    @property
    def latest(self) -> datetime | None:
        """The latest time told; None when there is none that names a date."""
        return None if self._seconds is None else moment_of(self._seconds)

    def of(self, record: Record, field: str = "timestamp") -> datetime | None:
        """Give a message's time; None when it tells none, or the device's clock was not set.

        Raises:
            MalformedRow: what stands there is no time.
        """
        value = record.data.get(field)
        if value is None:
            value = self._lengthened(record)
        if value is None:
            return None
        if not isinstance(value, int) or not 0 <= value <= _LAST_S:
            raise record.wrong(field, "expected a time in seconds")
        return moment_of(value)

    def day_until(self, at: datetime) -> date:
        """Give the day, on the device's clock, whose count stands at a time; midnight still counts for the day that ends."""
        before = at - timedelta(seconds=1)
        return (before + self._ahead if self._ahead is not None else before.astimezone(self._tz)).date()

    def _lengthened(self, record: Record) -> int | None:
        short = record.data.get("timestamp_16")
        if self._seconds is None or not isinstance(short, int):
            return None
        self._seconds += (short - self._seconds) & 0xFFFF
        return self._seconds


def moment_of(seconds: int) -> datetime | None:
    """Give the moment that FIT seconds name; None when they count from when the device was switched on."""
    return _EPOCH + timedelta(seconds=seconds) if seconds >= _FIRST_DATE_S else None
