"""A signal relative to what was usual before it: z-scores, percent, and the ratio to the highest day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from auren.errors import RuleError
from auren.findings import Baseline
from auren.patterns.bands import UsualBand
from auren.patterns.comparing import Comparable
from auren.patterns.series import Series
from auren.patterns.sighting import Observed, Sighting
from auren.ports.pattern_rule import DailyTable
from auren.readings import MetricRegistry

__all__ = ["Relative", "RelativeTo"]

RelativeTo: TypeAlias = Literal["sd", "percent", "highest"]
"""In standard deviations of the baseline, in percent of its mean, or as a ratio to its highest day."""

_WORDS = {
    "sd": "distance, in standard deviations, from the usual",
    "percent": "distance, in percent, from the usual",
    "highest": "ratio to the highest",
}


@dataclass(frozen=True, slots=True)
class Relative(Comparable):
    """A signal held against a baseline that ends the day before its first date.

    It is unknown when the signal or the baseline is, and when the standard deviation, mean or highest day is 0.

    Args:
        signal: what is held against it.
        usual: the baseline; its width does not count here.
        to: what the distance is measured in.
    """

    signal: Observed
    usual: UsualBand
    to: RelativeTo

    @property
    def series(self) -> Series:
        """The daily series it is made of."""
        return self.signal.series

    @property
    def days(self) -> int:
        """How many dates, up to and with the anchor day."""
        return self.signal.days

    @property
    def form(self) -> str:
        """How the numbers become one."""
        return self.to

    @property
    def is_level(self) -> bool:
        """Never: it is no value of a day."""
        return False

    @property
    def reach_days(self) -> int:
        """How many dates before the anchor day it looks at."""
        return max(self.signal.reach_days, self.signal.days - 1 + self.usual.days)

    def check(self, metrics: MetricRegistry) -> None:
        """Refuse one that has no meaning over these metrics.

        Raises:
            RuleError: it has none.
        """
        self.signal.check(metrics)
        self.usual.check()
        if self.to not in _WORDS:
            raise RuleError(f"A signal relative to {self.to!r} was given; use one of {', '.join(_WORDS)}.")
        if not self.signal.is_level and not (self.to == "highest" and self.signal.form == "max"):
            raise RuleError("A sum, a count or a change was held against a baseline of daily values; use a mean.")
        if self.usual.series != self.series:
            raise RuleError("A signal was held against the baseline of another series; use one of the same series.")
        own = self.series
        if self.to != "sd" and (own.logarithm or own.clock or metrics[own.metric].low < 0 or own.unit(metrics) == "degC"):
            raise RuleError(
                f"A share of {own.label(metrics)} has no meaning, since its 0 is not nothing; use standard deviations."
            )

    def unit(self, metrics: MetricRegistry) -> str:  # noqa: ARG002 - as every signal
        """Give the unit of its values."""
        return "%" if self.to == "percent" else "ratio"

    def label(self, metrics: MetricRegistry) -> str:
        """Give it in plain words."""
        days = f"of up to {self.usual.days} days before, at least {self.usual.at_least}"
        return f"the {_WORDS[self.to]} ({days}) of {self.signal.label(metrics)}"

    def at(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Sighting:
        """Give its value on a day."""
        seen = self.signal.at(table, day, metrics)
        if seen.value is None:
            return seen
        baseline = self.usual.before(seen.window, table, metrics)
        if isinstance(baseline, str):
            return replace(seen, value=None, missing=baseline)
        scale = self._scale(baseline)
        if scale <= 0:
            title = metrics[self.series.metric].title
            return replace(seen, value=None, missing=f"{title}: a usual that is not 0 or always the same in {baseline.window}")
        match self.to:
            case "sd":
                value = (seen.value - baseline.mean) / scale
            case "percent":
                value = 100 * (seen.value - baseline.mean) / scale
            case "highest":
                value = seen.value / scale
        return replace(seen, value=value, baseline=baseline)

    def _scale(self, baseline: Baseline) -> float:
        match self.to:
            case "sd":
                return baseline.sd
            case "percent":
                return baseline.mean
            case "highest":
                return max(self.series.number(value) for value in baseline.inputs)
