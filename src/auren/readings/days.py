"""How a day's readings become its one number: by the metric's day rule."""

from __future__ import annotations

import math
from collections.abc import Iterable

from auren.readings.daily import DailyValue
from auren.readings.metrics import DayRule, Metric
from auren.readings.priority import STATED_PRIORITY, SourcePriority, without_overlap
from auren.readings.reading import Reading

__all__ = ["form_day"]


def form_day(metric: Metric, readings: Iterable[Reading], priority: SourcePriority = STATED_PRIORITY) -> DailyValue | None:
    """Give the daily value of one date, or None when nothing is left of it.

    Args:
        metric: whose day rule is used.
        readings: the latest revisions of one date's readings of this metric, in any order; deletions count as absent.
        priority: whose readings count where several devices measured the same stretch of time.
    """
    shared = without_overlap(metric, (r for r in readings if not r.deleted), priority)
    if not shared:
        return None
    live = [reading for reading, _ in shared]
    match metric.day_rule:
        case DayRule.SUM:
            used, value = live, math.fsum(reading.value * share for reading, share in shared)
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
            longest = max(r.end - r.start for r in live)
            used = [r for r in live if r.end - r.start == longest]
            value = math.fsum(r.value for r in used) / len(used)
    return DailyValue(
        metric=metric.name,
        day=live[0].day,
        value=value,
        unit=metric.unit,
        reading_ids=tuple(sorted(r.id for r in used)),
        start=min(r.start for r in used),
        end=max(r.end for r in used),
    )
