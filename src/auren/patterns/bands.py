"""Personal bands: what is usual for this person, learned from dates before the ones that are compared."""

from __future__ import annotations

from dataclasses import dataclass

from auren.errors import RuleError
from auren.findings import Baseline, Coverage
from auren.patterns.series import Series
from auren.ports.pattern_rule import DailyTable
from auren.readings import MetricRegistry, Window
from auren.science.statistics import mean, sample_sd

__all__ = ["Band"]


@dataclass(frozen=True, slots=True)
class Band:
    """A baseline's mean ± a share of its standard deviation.

    Args:
        series: whose usual it is.
        days: calendar dates of the baseline; they end the day before the window that is compared.
        at_least: how many of them must have a value.
        sd: half width in standard deviations (n - 1).
        at_least_wide: smallest half width, in the series' unit.
    """

    series: Series
    days: int
    at_least: int
    sd: float
    at_least_wide: float = 0.0

    def check(self) -> None:
        """Refuse a band that has no meaning.

        Raises:
            RuleError: too few days for a standard deviation, more asked for than there are, or a width under 0.
        """
        if not 2 <= self.at_least <= self.days:
            raise RuleError(
                f"A baseline of {self.days} days with at least {self.at_least} was given; expected 2 to {self.days}."
            )
        if self.sd < 0 or self.at_least_wide < 0 or self.sd == self.at_least_wide == 0:
            raise RuleError("A band without width was given; give sd or at_least_wide above 0.")

    def label(self) -> str:
        """Give the band in plain words."""
        floor = f", at least {self.at_least_wide:g} wide on each side" if self.at_least_wide else ""
        return f"the usual band (mean ± {self.sd:g} SD{floor} of up to {self.days} days before, at least {self.at_least})"

    def before(self, window: Window, table: DailyTable, metrics: MetricRegistry) -> Baseline | str:
        """Give the baseline that ends the day before a window, or what is missing for it."""
        dates = window.before(self.days)
        found = self.series.over(table, dates)
        coverage = Coverage(len(found), self.days)
        if len(found) < self.at_least:
            title = metrics[self.series.metric].title
            return f"{title}: {len(found)} of at least {self.at_least} days for a baseline from {dates}"
        numbers = [number for _, number in found]
        centre, spread = mean(numbers), sample_sd(numbers)
        half = max(self.sd * spread, self.at_least_wide)
        return Baseline(
            window=dates,
            coverage=coverage,
            mean=centre,
            sd=spread,
            low=centre - half,
            high=centre + half,
            unit=self.series.unit(metrics),
            inputs=tuple(value for value, _ in found),
        )
