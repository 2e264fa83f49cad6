"""The calendar windows that budgets are counted in: days or months where the person is, and in UTC for a pool.

A window is known by the date it has on the wall, not by the instant it began at: somebody who crosses zones finds the
window of a date as it was left, and gains nothing by crossing back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

from auren.clock import require_aware
from auren.people import zone_info

__all__ = ["REMEMBERED", "BudgetWindow", "window_at"]

REMEMBERED: Final = timedelta(days=2)
"""How long a window is kept after its end, and a hold after its expiry: until then a late settlement sets it right."""

_LAST_ZONE: Final = timedelta(hours=14)
"""A date ends this much later than in UTC in the zone in which it ends last, "-14:00"."""


@dataclass(frozen=True, slots=True)
class BudgetWindow:
    """A day or a month of the calendar.

    Args:
        label: "day:2024-05-20" or "month:2024-05".
        ends_at: when it is over in every zone.
    """

    label: str
    ends_at: datetime


def window_at(length: Literal["day", "month"], zone: str, now: datetime) -> BudgetWindow:
    """Give the window of a length that an instant falls into.

    Args:
        length: of the window.
        zone: IANA name or fixed offset.
        now: aware.

    Raises:
        InvalidInput: the zone is unknown or the instant has none.
    """
    return _window(length, require_aware(now).astimezone(zone_info(zone)).date())


@lru_cache(maxsize=256)
def _window(length: Literal["day", "month"], day: date) -> BudgetWindow:
    if length == "day":
        return BudgetWindow(f"day:{day.isoformat()}", _after(day))
    last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return BudgetWindow(f"month:{day:%Y-%m}", _after(last))


def _after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) + _LAST_ZONE
