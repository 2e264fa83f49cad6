"""How long a condition has held, and how long ago it last did, in calendar days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from auren.errors import RuleError
from auren.findings import Coverage
from auren.patterns.comparing import Comparable
from auren.patterns.conditions import Condition
from auren.patterns.series import Series
from auren.patterns.sighting import Sighting
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import MetricRegistry, Window

__all__ = ["Run", "streak", "time_since"]

_MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Run(Comparable):
    """Days in a row up to the anchor day on which a condition holds, or days since it last did; `most` where it is more.

    The row breaks on a day on which the condition does not hold. A day on which it is unknown makes the number unknown, unless
    the days nearer to the anchor day decide it already. So a day without a value never lengthens or ends a row.

    Args:
        condition: over a single metric; for several, use the condition's own `for_days`.
        most: how many dates are looked at, the anchor day included, 1 to 120.
        form: which of the two it is.
    """

    condition: Condition
    most: int
    form: Literal["streak", "time_since"]

    @property
    def series(self) -> Series:
        """The daily series it is made of."""
        return Series(min(self.condition.reads))

    @property
    def days(self) -> int:
        """How many dates, up to and with the anchor day."""
        return self.most

    @property
    def is_level(self) -> bool:
        """Never: it is a number of days."""
        return False

    @property
    def reach_days(self) -> int:
        """How many dates before the anchor day it looks at."""
        return self.condition.reach_days + self.most - 1

    def check(self, metrics: MetricRegistry) -> None:
        """Refuse one that has no meaning over these metrics.

        Raises:
            RuleError: it has none.
        """
        self.condition.check(metrics)
        if len(self.condition.reads) != 1:
            raise RuleError("A row of days was asked for of a condition over several metrics; use for_days instead.")
        if not 1 <= self.most <= _MOST_DAYS:
            raise RuleError(f"A row of at most {self.most} days was asked for; expected 1 to {_MOST_DAYS}.")

    def unit(self, metrics: MetricRegistry) -> str:  # noqa: ARG002 - as every signal
        """Give the unit of its values."""
        return "count"

    def label(self, metrics: MetricRegistry) -> str:
        """Give it in plain words."""
        how = "number of days in a row" if self.form == "streak" else "number of days since the last one"
        return f"the {how} (up to {self.most}) on which {self.condition.explain(metrics)}"

    def at(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Sighting:
        """Give its value on a day."""
        window = Window.ending(day, self.most)
        seen: list[Verdict] = []
        for verdict in self._back(table, day, metrics):
            seen.append(verdict)
            if verdict.holds is None or verdict.holds is not (self.form == "streak"):
                break
        last = seen[-1]
        coverage = Coverage(sum(verdict.holds is not None for verdict in seen), len(seen))
        # A day that ends the row, or on which nothing happened, counts as much as one on which the condition holds.
        looked_at = Window.ending(day, len(seen) + self.condition.reach_days)
        inputs = self.series.over(table, looked_at).values
        if last.holds is None:
            return Sighting(None, window, coverage, inputs, "; ".join(last.missing))
        decided = last.holds is not (self.form == "streak")
        return Sighting(float(len(seen) - decided), window, coverage, inputs)

    def _back(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Iterator[Verdict]:
        for back in range(self.most):
            yield self.condition.judge(table, day - timedelta(days=back), metrics)


def streak(condition: Condition, *, most: int) -> Run:
    """Give on how many days in a row, up to the anchor day, a condition has held; `most` stands for that many or more."""
    return Run(condition, most, "streak")


def time_since(condition: Condition, *, most: int) -> Run:
    """Give how many days ago a condition last held: 0 for the anchor day, `most` when it was longer ago or never."""
    return Run(condition, most, "time_since")
