"""Daily values: one number a day, formed of that day's readings by the metric's day rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from auren.readings.metrics import DayRule, Metric
from auren.readings.reading import Reading

__all__ = ["DailyValue", "form_day"]


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
    value: float
    unit: str
    reading_ids: tuple[str, ...]
    start: datetime
    end: datetime


def form_day(metric: Metric, readings: Iterable[Reading]) -> DailyValue | None:
    """Give the daily value of one date, or None when nothing is left of it.

    Args:
        metric: whose day rule is used.
        readings: the latest revisions of one date's readings of this metric, in any order; deletions count as absent.
    """
    live = sorted((r for r in readings if not r.deleted), key=lambda r: (r.start, r.end, r.id))
    if not live:
        return None
    match metric.day_rule:
        case DayRule.SUM:
            used, value = live, math.fsum(r.value for r in live)
        case DayRule.MEAN:
            used, value = live, math.fsum(r.value for r in live) / len(live)
        case DayRule.MAX:
            used = [max(live, key=lambda r: r.value)]
            value = used[0].value
        case DayRule.MIN:
            used = [min(live, key=lambda r: r.value)]
            value = used[0].value
        case DayRule.LAST:
            used = [live[-1]]
            value = used[0].value
        case DayRule.LONGEST:
            used = [max(live, key=lambda r: (r.end - r.start, r.start, r.id))]
            value = used[0].value
    return DailyValue(
        metric=metric.name,
        day=live[0].day,
        value=value,
        unit=metric.unit,
        reading_ids=tuple(sorted(r.id for r in used)),
        start=min(r.start for r in used),
        end=max(r.end for r in used),
    )
