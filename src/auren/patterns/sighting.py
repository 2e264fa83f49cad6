"""What a condition compares: anything that has a value on a day, and what it saw there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from auren.findings import Baseline, Coverage
from auren.patterns.series import Series
from auren.ports.pattern_rule import DailyTable
from auren.readings import DailyValue, MetricRegistry, Window

__all__ = ["Observed", "Sighting"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A signal's value on one day, or why it is unknown.

    Args:
        value: None when unknown.
        window: the dates looked at.
        coverage: how many of them had a value.
        inputs: the daily values used.
        missing: what is missing, when unknown.
        baseline: the baseline the value itself rests on, if it does.
    """

    value: float | None = field(repr=False)
    window: Window
    coverage: Coverage
    inputs: tuple[DailyValue, ...] = ()
    missing: str = ""
    baseline: Baseline | None = None


class Observed(Protocol):
    """Has a value on each day, over the dates up to and with it."""

    @property
    def series(self) -> Series:
        """The daily series it is made of."""
        ...

    @property
    def days(self) -> int:
        """How many dates, up to and with the anchor day."""
        ...

    @property
    def form(self) -> str:
        """How the numbers become one."""
        ...

    @property
    def is_level(self) -> bool:
        """Whether its values are of the kind of the daily ones, so that a band of those can be held against them."""
        ...

    @property
    def reach_days(self) -> int:
        """How many dates before the anchor day it looks at."""
        ...

    def check(self, metrics: MetricRegistry) -> None:
        """Refuse one that has no meaning over these metrics."""
        ...

    def unit(self, metrics: MetricRegistry) -> str:
        """Give the unit of its values."""
        ...

    def label(self, metrics: MetricRegistry) -> str:
        """Give it in plain words."""
        ...

    def at(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Sighting:
        """Give its value on a day."""
        ...
