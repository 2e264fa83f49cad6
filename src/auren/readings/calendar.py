"""Calendar windows: spans of whole dates in a person's zone, never a number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import zone_info

__all__ = ["Window", "local_day"]


_ONE_DAY = timedelta(days=1)
_days = lru_cache(maxsize=512)(timedelta)
"""Windows are asked for by the million and have few lengths: one that is known takes a third of the time of a new one."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The dates from `first` to `last`, both counted.

    Raises:
        InvalidInput: the last date is before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput(
                f"A window from {self.first} to {self.last} was given; the last date must not be before the first."
            )

    @classmethod
    def ending(cls, last: date, days: int) -> Window:
        """Give the window of exactly `days` dates that ends on `last`: `[last - days + 1, last]`."""
        if days < 1:
            raise InvalidInput(f"A window of {days} days was asked for; expected at least 1.")
        return cls(last - _days(days - 1), last)

    @property
    def days(self) -> int:
        """How many dates the window holds."""
        return (self.last - self.first).days + 1

    def before(self, days: int) -> Window:
        """Give the window of `days` dates that ends the day before this one begins."""
        return Window.ending(self.first - _ONE_DAY, days)

    def dates(self) -> Iterator[date]:
        """Give each date in order."""
        for offset in range(self.days):
            yield self.first + timedelta(days=offset)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}" if self.first != self.last else str(self.first)


def local_day(instant: datetime, zone: str | None) -> date:
    """Give the calendar date that a person's wall clock shows.

    Args:
        instant: aware datetime.
        zone: the person's zone at that instant.

    Raises:
        InvalidInput: the instant is naive or the zone is missing or unknown.
    """
    return require_aware(instant).astimezone(zone_info(zone)).date()
