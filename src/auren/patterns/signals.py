"""Signals: what a rule compares, one value a day, unknown rather than guessed when data are missing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from auren.errors import RuleError
from auren.findings import Coverage
from auren.patterns.bands import Band, QuantileBand, UsualBand
from auren.patterns.comparing import Comparable
from auren.patterns.forms import FORMS, FormName, Stretch
from auren.patterns.relative import Relative, RelativeTo
from auren.patterns.series import Series
from auren.patterns.sheet import Seen
from auren.patterns.sighting import Sighting
from auren.ports.pattern_rule import DailyTable
from auren.readings import DayRule, MetricRegistry, Window

__all__ = ["DailySignal", "Signal", "daily"]

_MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Signal(Comparable):
    """A value over the last `days` calendar dates; compare it to get a condition.

    Args:
        series: the daily series it is made of.
        days: how many dates, up to and with the anchor day.
        at_least: how many of them must have a value, or the signal is unknown.
        form: how the numbers become one; the two counts give the days outside `band`.
        band: for a count, the band as it was before those dates.
        span: for the weighted mean, its span in days.
    """

    series: Series
    days: int
    at_least: int
    form: FormName
    band: UsualBand | None = None
    span: float = 0.0

    def against(self, usual: UsualBand, *, to: RelativeTo = "sd") -> Relative:
        """Give how far the signal is from what was usual before its first date.

        Args:
            usual: the baseline.
            to: "sd": in its standard deviations, a z-score. "percent": in percent of its mean. "highest": as a ratio to its
                highest day.
        """
        return Relative(self, usual, to)

    @property
    def is_level(self) -> bool:
        """Whether its values are of the kind of the daily ones, so that a band of those can be held against them."""
        return FORMS[self.form].is_level

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
        form = FORMS.get(self.form)
        if form is None:
            raise RuleError(f"A signal of the form {self.form!r} was given; use one of {', '.join(FORMS)}.")
        if not form.least <= self.at_least <= self.days <= _MOST_DAYS:
            raise RuleError(
                f"A window of {self.days} days with at least {self.at_least} was given; "
                f"expected {form.least} to {self.days if self.days <= _MOST_DAYS else _MOST_DAYS}."
            )
        if form.totals and (
            metrics[self.series.metric].day_rule is not DayRule.SUM or self.series != Series(self.series.metric)
        ):
            raise RuleError(f"{self.series.metric!r} is not added up over a day, so a day without one is not 0.")
        if self.form == "ewma" and not (math.isfinite(self.span) and 1 <= self.span <= self.days):
            raise RuleError(
                f"A weighted mean of span {self.span:g} over {self.days} days was given; expected 1 to {self.days}."
            )
        if (self.band is not None) != (form.unit == "count"):
            raise RuleError("Days are counted against a band, and nothing else is.")
        if self.band is not None:
            self.band.check()
            if self.band.series != self.series:
                raise RuleError("Days were counted against the band of another series; use a band of the same series.")

    def unit(self, metrics: MetricRegistry) -> str:
        """Give the unit of its values; a change a day is in the unit of what changes."""
        form, own = FORMS[self.form], self.series.unit(metrics)
        if form.unit == "own":
            return own
        if form.unit == "difference":
            return "delta degC" if own == "degC" else own
        return form.unit

    def label(self, metrics: MetricRegistry) -> str:
        """Give the signal in plain words."""
        words = FORMS[self.form].words
        return words.format(days=self.days, span=self.span, series=self.series.label(metrics))

    def at(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Sighting:
        """Give its value on a day."""
        window = Window.ending(day, self.days)
        found = self.series.over(table, window)
        have = len(found.values)
        coverage = Coverage(have, self.days)
        title = metrics[self.series.metric].title
        if have < self.at_least:
            missing = f"{title}: {have} of at least {self.at_least} days in {window}"
            return Sighting(None, window, coverage, found.values, missing)
        if self.band is not None:
            return self._count(window, coverage, found, self.band, table, metrics)
        number = FORMS[self.form].number(Stretch(found.days, found.numbers, window, self.span))
        if isinstance(number, str):
            return Sighting(None, window, coverage, found.values, f"{title}: {number}")
        return Sighting(number, window, coverage, found.values)

    def _count(
        self,
        window: Window,
        coverage: Coverage,
        found: Seen,
        band: UsualBand,
        table: DailyTable,
        metrics: MetricRegistry,
    ) -> Sighting:
        baseline = band.before(window, table, metrics)
        if isinstance(baseline, str):
            return Sighting(None, window, coverage, found.values, baseline)
        below = self.form == "days_below"
        outside = [number for number in found.numbers if (number < baseline.low if below else number > baseline.high)]
        return Sighting(float(len(outside)), window, coverage, found.values, baseline=baseline)


@dataclass(frozen=True, slots=True)
class DailySignal(Signal):
    """A series' value on the anchor day itself, and the start of every other signal of it."""

    def ln(self) -> DailySignal:
        """Give the natural logarithm of each day's value."""
        return daily_of(replace(self.series, logarithm=True))

    def short_of(self, need: float, unit: str) -> DailySignal:
        """Give how much each day falls short of a need, in the metric's own unit; 0 when the need is met."""
        return daily_of(replace(self.series, need=need, need_unit=unit))

    def clock(self, which: Literal["start", "middle", "end"] = "middle") -> DailySignal:
        """Give the hour at which each day's value began, ended or was half over, for how regular it is.

        The hours count from the date's midnight in UTC, so a plain limit on them would depend on the person's zone, and a
        change of zone or of summer time is seen as a shift.
        """
        return daily_of(replace(self.series, clock=which))

    def mean(self, days: int, *, at_least: int) -> Signal:
        """Give the mean over exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "mean")

    def sum(self, days: int, *, at_least: int) -> Signal:
        """Give the sum over exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "sum")

    def median(self, days: int, *, at_least: int) -> Signal:
        """Give the median over exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "median")

    def max(self, days: int, *, at_least: int) -> Signal:
        """Give the highest day of exactly `days` calendar dates, known only when `at_least` of them have a value."""
        return Signal(self.series, days, at_least, "max")

    def spread(self, days: int, *, at_least: int) -> Signal:
        """Give the standard deviation (n - 1) over `days` calendar dates; `at_least` 2 or more of them have a value."""
        return Signal(self.series, days, at_least, "spread")

    def cv(self, days: int, *, at_least: int) -> Signal:
        """Give the coefficient of variation, 100 · sd / mean in %, unknown where the mean is 0; arguments as in `spread`."""
        return Signal(self.series, days, at_least, "cv")

    def ewma(self, span: float, *, days: int, at_least: int) -> Signal:
        """Give the exponentially weighted mean of `days` calendar dates, known only when `at_least` have a value.

        A date `n` days before the anchor day weighs `(1 - 2 / (span + 1)) ** n`. A date without a value weighs nothing, the
        others stay as old as they are, and the weights that are left are made to add up to 1: a gap is neither 0 nor filled.

        Args:
            span: 1 to `days`; 7 and 28 are the usual ones.
            days: calendar dates.
            at_least: how many of them must have a value.
        """
        return Signal(self.series, days, at_least, "ewma", span=span)

    def slope(self, days: int, *, at_least: int) -> Signal:
        """Give the change a day over `days` calendar dates: the median of all slopes between two dates (Theil–Sen).

        The limit is then a change a day, in the metric's own unit. `at_least` is 2 or more.
        """
        return Signal(self.series, days, at_least, "slope")

    def monotony(self, days: int = 7, *, at_least: int) -> Signal:
        """Give mean over standard deviation (n - 1) of what is added up over a day, such as load; unknown if all are equal.

        Here, and in `strain`, a date without a value counts as 0, since a day of rest has no session (Foster 1998).
        """
        return Signal(self.series, days, at_least, "monotony")

    def strain(self, days: int = 7, *, at_least: int) -> Signal:
        """Give the sum times the monotony; a date without a value counts as 0."""
        return Signal(self.series, days, at_least, "strain")

    def weekend_gap(self, days: int, *, at_least: int) -> Signal:
        """Give the mean of Saturdays and Sundays less the mean of the other dates; unknown without both kinds."""
        return Signal(self.series, days, at_least, "weekend_gap")

    def usual(self, days: int, *, at_least: int, sd: float, at_least_wide: float = 0.0) -> Band:
        """Give this person's usual band: the mean of a baseline ± a share of its standard deviation.

        Args:
            days: calendar dates of the baseline, which ends the day before the dates that are compared with it.
            at_least: how many of them must have a value.
            sd: half width in standard deviations (n - 1).
            at_least_wide: smallest half width, in the series' unit.
        """
        return Band(self.series, days, at_least, sd, at_least_wide)

    def usual_range(self, days: int, *, at_least: int, low: float = 0.05, high: float = 0.95) -> QuantileBand:
        """Give this person's usual range: between two exact quantiles of a baseline.

        Args:
            days: calendar dates of the baseline, 14 to 90; it ends the day before the dates that are compared with it.
            at_least: how many of them must have a value.
            low, high: shares of the days under the two ends, 0 to 1.
        """
        return QuantileBand(self.series, days, at_least, low, high)

    def smallest_change(self, days: int = 60, *, at_least: int = 14, share: float = 0.5) -> Band:
        """Give the band of the smallest worthwhile change: mean ± half a standard deviation of 28 to 60 dates (N3).

        Args:
            days: calendar dates of the baseline, 28 to 60.
            at_least: how many of them must have a value, 14 or more.
            share: half width in standard deviations; 0.5 for a person's own days.

        Raises:
            RuleError: the baseline is too short, too long or too thin for it.
        """
        if not 28 <= days <= 60 or at_least < 14:
            raise RuleError("A smallest worthwhile change takes a baseline of 28 to 60 days, at least 14 of them known.")
        return Band(self.series, days, at_least, share)

    def days_below(self, band: UsualBand, *, of: int) -> Signal:
        """Give on how many of the last `of` dates the value was under the band as it was before those dates."""
        return Signal(self.series, of, 1, "days_below", band)

    def days_above(self, band: UsualBand, *, of: int) -> Signal:
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
