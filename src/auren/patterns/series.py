"""Daily series: what a metric is on each calendar date, missing where nothing was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Literal

from auren.errors import RuleError, UnitMismatch
from auren.patterns.sheet import Seen, seen_in
from auren.ports.pattern_rule import DailyTable
from auren.readings import DailyValue, MetricRegistry, Window, convert

__all__ = ["Series"]


@dataclass(frozen=True, slots=True)
class Series:
    """A metric's daily value: plain, as its natural logarithm, as its shortfall under a need, or the hour it was measured.

    Args:
        metric: name of a registered metric.
        logarithm: whether the natural logarithm is taken.
        need: what each day should reach; the number is then how much it falls short, never negative.
        need_unit: unit of the need.
        clock: takes, in place of the value, when it began, ended or was half over: hours from the date's midnight in UTC.
            Good for how regular it is; the hour itself depends on the person's zone.
    """

    metric: str
    logarithm: bool = False
    need: float | None = None
    need_unit: str = ""
    clock: Literal["", "start", "middle", "end"] = ""

    def check(self, metrics: MetricRegistry) -> None:
        """Refuse a series that has no meaning over these metrics.

        Raises:
            RuleError: the metric is not registered, may be 0 or less under a logarithm, or the need is in a foreign unit,
                or two of these were asked for at once.
        """
        if self.metric not in metrics:
            near = get_close_matches(self.metric, metrics, 3) or sorted(metrics)[:3]
            raise RuleError(
                f"Metric {self.metric!r} is not registered; register it or name another, such as {', '.join(near)}."
            )
        if self.logarithm + (self.need is not None) + bool(self.clock) > 1:
            raise RuleError(f"Two changes of the daily value of {self.metric!r} were asked for; use one of them.")
        metric = metrics[self.metric]
        if self.logarithm and metric.low <= 0:
            raise RuleError(f"The logarithm of {self.metric!r} was asked for, which may be 0 or less; use the plain value.")
        if self.need is not None:
            try:
                convert(self.need, self.need_unit, metric.unit)
            except UnitMismatch as error:
                raise RuleError(f"A need in {self.need_unit!r} was given for {self.metric!r}: {error}") from error

    def unit(self, metrics: MetricRegistry) -> str:
        """Give the unit of its numbers."""
        if self.clock:
            return "h"
        own = metrics[self.metric].unit
        return f"ln {own}" if self.logarithm else own

    def label(self, metrics: MetricRegistry) -> str:
        """Give the series in plain words."""
        title = metrics[self.metric].title
        if self.clock:
            return f"hour of the {self.clock} of {title}"
        if self.logarithm:
            return f"ln {title}"
        return title if self.need is None else f"{title} short of {self.need:g} {self.need_unit}"

    def number(self, value: DailyValue) -> float:
        """Give the series' number for a daily value."""
        if self.clock:
            return self._hour(value)
        if self.need is not None:
            return max(0.0, convert(self.need, self.need_unit, value.unit) - value.value)
        return math.log(value.value) if self.logarithm else value.value

    def over(self, table: DailyTable, window: Window) -> Seen:
        """Give a window's daily values with their numbers, by date; missing days are absent."""
        return seen_in(table, self, window)

    def on(self, table: DailyTable, day: date) -> DailyValue | None:
        """Give the daily value of one date."""
        return table.value(self.metric, day)

    def _hour(self, value: DailyValue) -> float:
        at = {"start": value.start, "end": value.end}.get(self.clock, value.start + (value.end - value.start) / 2)
        return (at - datetime.combine(value.day, time(), UTC)) / timedelta(hours=1)
