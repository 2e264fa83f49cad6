"""Signals: what a rule compares, one value a day, unknown rather than guessed when data are missing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from auren.errors import RuleError
from auren.findings import Coverage
from auren.patterns.bands import Band
from auren.patterns.conditions import Comparison
from auren.patterns.series import Series
from auren.patterns.sighting import Sighting
from auren.ports.pattern_rule import DailyTable
from auren.readings import DailyValue, MetricRegistry, Window

__all__ = ["DailySignal", "Signal", "daily"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A value over the last `days` calendar dates; compare it to get a condition.

    Args:
        series: the daily series it is made of.
        days: how many dates, up to and with the anchor day.
        at_least: how many of them must have a value, or the signal is unknown.
        form: how the numbers become one; the two counts give the days outside `band`.
        band: for a count, the band as it was before those dates.
    """

    series: Series
    days: int
    at_least: int
    form: Literal["mean", "sum", "value", "days_below", "days_above"]
    band: Band | None = None

    def below(self, limit: Band | float, unit: str = "") -> Comparison:
        """Give the condition that the signal is under a personal band or a limit.

        Args:
            limit: a band, whose baseline then ends the day before the signal's first date, or a number.
            unit: unit of a number.
        """
        return Comparison(self, "below", limit, unit)

    def above(self, limit: Band | float, unit: str = "") -> Comparison:
        """Give the condition that the signal is over a personal band or a limit; arguments as in `below`."""
        return Comparison(self, "above", limit, unit)

    def at_least_days(self, count: int) -> Comparison:
        """Give the condition that a count of days reaches a number."""
        return Comparison(self, "at_least", float(count), "count")

    @property
    def reach_days(self) -> int:
        """How many dates before the anchor day it looks at."""
        return self.days - 1 + (self.band.days if self.band else 0)

    def check(self, metrics: MetricRegistry) -> None:
        """Refuse a signal that has no meaning over these metrics.

        Raises:
            RuleError: it has none.
        """
        self.series.check(metrics)
        if not 1 <= self.at_least <= self.days:
            raise RuleError(f"A window of {self.days} days with at least {self.at_least} was given; expected 1 to {self.days}.")
        if self.band is not None:
            self.band.check()
            if self.band.series != self.series:
                raise RuleError("Days were counted against the band of another series; use a band of the same series.")

    def unit(self, metrics: MetricRegistry) -> str:
        """Give the unit of its values."""
        return "count" if self.band else self.series.unit(metrics)

    def label(self, metrics: MetricRegistry) -> str:
        """Give the signal in plain words."""
        inner = self.series.label(metrics)
        match self.form:
            case "value":
                return inner
            case "mean" | "sum":
                return f"{self.days}-day {self.form} of {inner}"
            case "days_below":
                return f"days of the last {self.days} with {inner} under the usual band"
            case "days_above":
                return f"days of the last {self.days} with {inner} over the usual band"

    def at(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Sighting:
        """Give its value on a day."""
        window = Window.ending(day, self.days)
        found = self.series.over(table, window)
        coverage = Coverage(len(found), self.days)
        inputs = tuple(value for value, _ in found)
        if len(found) < self.at_least:
            missing = f"{metrics[self.series.metric].title}: {len(found)} of at least {self.at_least} days in {window}"
            return Sighting(None, window, coverage, inputs, missing)
        if self.band is not None:
            return self._count(window, coverage, found, self.band, table, metrics)
        total = math.fsum(number for _, number in found)
        return Sighting(total / len(found) if self.form == "mean" else total, window, coverage, inputs)

    def _count(
        self,
        window: Window,
        coverage: Coverage,
        found: list[tuple[DailyValue, float]],
        band: Band,
        table: DailyTable,
        metrics: MetricRegistry,
    ) -> Sighting:
        baseline = band.before(window, table, metrics)
        if isinstance(baseline, str):
            return Sighting(None, window, coverage, tuple(value for value, _ in found), baseline)
        below = self.form == "days_below"
        outside = tuple(value for value, number in found if (number < baseline.low if below else number > baseline.high))
        return Sighting(float(len(outside)), window, coverage, outside, baseline=baseline)


@dataclass(frozen=True, slots=True)
class DailySignal(Signal):
    """A series' value on the anchor day itself, and the start of every other signal of it."""

    def ln(self) -> DailySignal:
        """Give the natural logarithm of each day's value."""
        return daily_of(replace(self.series, logarithm=True))

    def short_of(self, need: float, unit: str) -> DailySignal:
        """Give how much each day falls short of a need, in the metric's own unit; 0 when the need is met."""
        return daily_of(replace(self.series, need=need, need_unit=unit))

    def mean(self, days: int, *, at_least: int) -> Signal:
        """Give the mean over exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "mean")

    def sum(self, days: int, *, at_least: int) -> Signal:
        """Give the sum over exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "sum")

    def usual(self, days: int, *, at_least: int, sd: float, at_least_wide: float = 0.0) -> Band:
        """Give this person's usual band: the mean of a baseline ± a share of its standard deviation.

        Args:
            days: calendar dates of the baseline, which ends the day before the dates that are compared with it.
            at_least: how many of them must have a value.
            sd: half width in standard deviations (n - 1).
            at_least_wide: smallest half width, in the series' unit.
        """
        return Band(self.series, days, at_least, sd, at_least_wide)

    def days_below(self, band: Band, *, of: int) -> Signal:
        """Give on how many of the last `of` dates the value was under the band as it was before those dates."""
        return Signal(self.series, of, 1, "days_below", band)

    def days_above(self, band: Band, *, of: int) -> Signal:
        """Give on how many of the last `of` dates the value was over the band as it was before those dates."""
        return Signal(self.series, of, 1, "days_above", band)


def daily(metric: str) -> DailySignal:
    """Give a metric's daily value, the start of every signal.

    Args:
        metric: name of a registered metric, for example "hrv.rmssd".
    """
    return daily_of(Series(metric))


def daily_of(series: Series) -> DailySignal:
    """Give a series' value on the anchor day."""
    return DailySignal(series, 1, 1, "value")
