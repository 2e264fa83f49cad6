"""Daily values: one number a metric and calendar date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

__all__ = ["DailyValue"]


@dataclass(frozen=True, slots=True)
class DailyValue:
    """A metric's value for one calendar date.

    Attributes:
        value: in `unit`.
        reading_ids: the readings it was formed of, sorted.
        start, end: UTC span of those readings; for a night, of the main sleep.
    """

    metric: str
    day: date
    value: float = field(repr=False)
    unit: str
    reading_ids: tuple[str, ...]
    start: datetime
    end: datetime
