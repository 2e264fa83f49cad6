"""Where two devices tell different things of the same days."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations, groupby
from operator import attrgetter
from statistics import median
from typing import Final

from auren.readings import DayRule, MetricRegistry, Reading
from auren.sources.report import Disagreement

__all__ = ["Comparison"]

_APART = 0.1
_ORIGINS = 1000
_BY_DAY = attrgetter("day")

# A day's value so far, and what the next reading is held against: how many there were, how long it was, or when.
_Held = tuple[float, float]
_Fold = Callable[[_Held | None, Sequence[Reading]], _Held]


class Comparison:
    """Forms each device's own days as readings come, and compares them at the end.

    It holds a few numbers for each metric, device and day, whatever the number of readings; no person has a thousand
    devices, and what names more of them is not compared.

    Args:
        metrics: the registry that says how a day is formed.
    """

    def __init__(self, metrics: MetricRegistry) -> None:
        self._metrics = metrics
        self._days: dict[str, dict[tuple[str, str], dict[date, _Held]]] = {}

    def add(self, reading: Reading) -> None:
        """Take one reading; deletions are passed over."""
        self.add_run((reading,))

    def add_run(self, readings: Sequence[Reading]) -> None:
        """Take readings of one metric, source and device; a run that holds a deletion is taken without it.

        Args:
            readings: one or more, in any order; fastest where those of a day stand together.
        """
        first = readings[0]
        live = [reading for reading in readings if not reading.deleted]
        if not live:
            return
        fold = _FOLDS[self._metrics[first.metric].day_rule]
        by_origin = self._days.setdefault(first.metric, {})
        origin = (first.source, first.device)
        if origin not in by_origin and len(by_origin) >= _ORIGINS:
            return
        days = by_origin.setdefault(origin, {})
        for day, run in groupby(live, _BY_DAY):
            days[day] = fold(days.get(day), list(run))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Give the pairs of devices that were apart on any day, by metric and name."""
        found: list[Disagreement] = []
        for metric, by_origin in sorted(self._days.items()):
            for one, other in combinations(sorted(by_origin), 2):
                both = sorted(by_origin[one].keys() & by_origin[other].keys())
                pairs = [(by_origin[one][day][0], by_origin[other][day][0]) for day in both]
                apart = [abs(b - a) > _APART * max(abs(a), abs(b)) for a, b in pairs]
                if any(apart):
                    worst = max(range(len(both)), key=lambda at: abs(pairs[at][1] - pairs[at][0]))
                    typical = median(b - a for a, b in pairs)
                    a_name, b_name = ("/".join(part for part in origin if part) for origin in (one, other))
                    found.append(Disagreement(metric, a_name, b_name, len(both), sum(apart), typical, both[worst]))
        return tuple(found)


def _sum(held: _Held | None, run: Sequence[Reading]) -> _Held:
    total = sum([reading.value for reading in run])
    return (total if held is None else held[0] + total, 0.0)


def _mean(held: _Held | None, run: Sequence[Reading]) -> _Held:
    mean, number = held or (0.0, 0.0)
    after = number + len(run)
    return (mean + (sum([reading.value for reading in run]) - len(run) * mean) / after, after)


def _max(held: _Held | None, run: Sequence[Reading]) -> _Held:
    highest = max([reading.value for reading in run])
    return (highest if held is None else max(held[0], highest), 0.0)


def _min(held: _Held | None, run: Sequence[Reading]) -> _Held:
    lowest = min([reading.value for reading in run])
    return (lowest if held is None else min(held[0], lowest), 0.0)


def _last(held: _Held | None, run: Sequence[Reading]) -> _Held:
    value, at = held or (0.0, -math.inf)
    for reading in run:
        then = reading.start.timestamp()
        if then >= at:
            value, at = reading.value, then
    return value, at


def _longest(held: _Held | None, run: Sequence[Reading]) -> _Held:
    value, length_s = held or (0.0, -1.0)
    for reading in run:
        lasted_s = (reading.end - reading.start).total_seconds()
        if lasted_s > length_s:
            value, length_s = reading.value, lasted_s
    return value, length_s


_FOLDS: Final[dict[DayRule, _Fold]] = {
    DayRule.SUM: _sum,
    DayRule.MEAN: _mean,
    DayRule.MAX: _max,
    DayRule.MIN: _min,
    DayRule.LAST: _last,
    DayRule.LONGEST: _longest,
}
