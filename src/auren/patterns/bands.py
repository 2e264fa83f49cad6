"""Personal bands: what is usual for this person, learned from dates before the ones that are compared."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auren.errors import RuleError
from auren.findings import Baseline, Coverage
from auren.patterns.series import Series
from auren.patterns.sheet import Sheet
from auren.ports.pattern_rule import DailyTable
from auren.readings import MetricRegistry, Window
from auren.science.statistics import baseline

__all__ = ["Band", "QuantileBand", "UsualBand", "quantile"]

_MOST_DAYS = 120


class Learned(NamedTuple):
    """A baseline's numbers, with their mean and standard deviation (n - 1)."""

    numbers: Sequence[float]
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class UsualBand(ABC):
    """What is usual, from a baseline that ends the day before the window that is compared.

    Args:
        series: whose usual it is.
        days: calendar dates of the baseline.
        at_least: how many of them must have a value.
    """

    series: Series
    days: int
    at_least: int

    @abstractmethod
    def ends(self, learned: Learned) -> tuple[float, float]:
        """Give the low and the high end."""

    @abstractmethod
    def label(self) -> str:
        """Give the band in plain words."""

    def check(self) -> None:
        """Refuse a band that has no meaning.

        Raises:
            RuleError: too few days for a standard deviation, or more asked for than there are.
        """
        if not 2 <= self.at_least <= self.days <= _MOST_DAYS:
            raise RuleError(
                f"A baseline of {self.days} days with at least {self.at_least} was given; "
                f"expected 2 to {_MOST_DAYS}, and no more asked for than there are."
            )

    def before(self, window: Window, table: DailyTable, metrics: MetricRegistry) -> Baseline | str:
        """Give the baseline that ends the day before a window, or what is missing for it."""
        if isinstance(table, Sheet):
            # Two signals of a rule, and often several rules, are held against the same baseline.
            return table.learned((self, window.first), lambda: self._learn(window, table, metrics))
        return self._learn(window, table, metrics)

    def _learn(self, window: Window, table: DailyTable, metrics: MetricRegistry) -> Baseline | str:
        dates = window.before(self.days)
        found = self.series.over(table, dates)
        have = len(found.values)
        coverage = Coverage(have, self.days)
        if have < self.at_least:
            title = metrics[self.series.metric].title
            return f"{title}: {have} of at least {self.at_least} days for a baseline from {dates}"
        learned = Learned(found.numbers, *baseline(found.numbers))
        low, high = self.ends(learned)
        return Baseline(
            window=dates,
            coverage=coverage,
            mean=learned.mean,
            sd=learned.sd,
            low=low,
            high=high,
            unit=self.series.unit(metrics),
            inputs=found.values,
        )


@dataclass(frozen=True, slots=True)
class Band(UsualBand):
    """A baseline's mean ± a share of its standard deviation.

    Args:
        series: whose usual it is.
        days: calendar dates of the baseline; they end the day before the window that is compared.
        at_least: how many of them must have a value.
        sd: half width in standard deviations (n - 1).
        at_least_wide: smallest half width, in the series' unit.
    """

    sd: float
    at_least_wide: float = 0.0

    def check(self) -> None:
        """Refuse a band that has no meaning.

        Raises:
            RuleError: too few days for a standard deviation, more asked for than there are, or a width under 0.
        """
        UsualBand.check(self)
        if not (math.isfinite(self.sd) and math.isfinite(self.at_least_wide)):
            raise RuleError("A band of a width that is not finite was given; give a number.")
        if self.sd < 0 or self.at_least_wide < 0 or self.sd == self.at_least_wide == 0:
            raise RuleError("A band without width was given; give sd or at_least_wide above 0.")

    def ends(self, learned: Learned) -> tuple[float, float]:
        half = max(self.sd * learned.sd, self.at_least_wide)
        return learned.mean - half, learned.mean + half

    def label(self) -> str:
        """Give the band in plain words."""
        if not self.sd:
            width = f"{self.at_least_wide:g}"
        elif self.at_least_wide:
            width = f"{self.sd:g} SD, at least {self.at_least_wide:g} wide on each side"
        else:
            width = f"{self.sd:g} SD"
        return f"the usual band (mean ± {width} of up to {self.days} days before, at least {self.at_least})"


@dataclass(frozen=True, slots=True)
class QuantileBand(UsualBand):
    """The range between two exact quantiles of a baseline, which one odd day does not widen.

    Args:
        series: whose usual it is.
        days: calendar dates of the baseline, 14 to 90; they end the day before the window that is compared.
        at_least: how many of them must have a value.
        low, high: shares of the days under the two ends, 0 to 1.
    """

    low: float
    high: float

    def check(self) -> None:
        """Refuse a range that has no meaning.

        Raises:
            RuleError: the days are not 14 to 90, more are asked for than there are, or the shares are not in order.
        """
        UsualBand.check(self)
        if not 14 <= self.days <= 90:
            raise RuleError(f"Quantiles of {self.days} days were asked for; expected 14 to 90.")
        if not 0 <= self.low < self.high <= 1:
            raise RuleError("A range between two quantiles was given whose shares are not in order from 0 to 1.")

    def ends(self, learned: Learned) -> tuple[float, float]:
        return quantile(learned.numbers, self.low), quantile(learned.numbers, self.high)

    def label(self) -> str:
        """Give the range in plain words."""
        share = f"{100 * self.low:g} % to {100 * self.high:g} %"
        return f"the usual range ({share} of up to {self.days} days before, at least {self.at_least})"


def quantile(numbers: Sequence[float], share: float) -> float:
    """Give the number that a share of the numbers does not exceed, halfway values by straight lines between two.

    Args:
        numbers: at least one finite number.
        share: 0 to 1.
    """
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    low, high = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    return low + (place - below) * (high - low)
