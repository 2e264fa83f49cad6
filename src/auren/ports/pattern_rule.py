"""The port of a pattern rule and of the compiled form that the kernel advances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, runtime_checkable

from auren.findings import Evidence
from auren.readings import DailyValue, MetricRegistry

__all__ = ["DailyTable", "PatternRule", "Program", "Verdict"]


class DailyTable(Protocol):
    """One person's daily values, as a compiled rule may look at them."""

    def value(self, metric: str, day: date) -> DailyValue | None:
        """Give the value of a metric on a date, or None for a missing day."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one day.

    Args:
        holds: True, False, or None when the data do not suffice to tell.
        evidence: what made it hold; empty unless it does.
        missing: what is missing, in plain words; empty unless it is unknown.
    """

    holds: bool | None
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()


class Program(Protocol):
    """A compiled rule: pure, synchronous, without a clock."""

    @property
    def reads(self) -> frozenset[str]:
        """Names of the metrics it looks at."""
        ...

    @property
    def reach_days(self) -> int:
        """How many dates before the anchor day it may look at; 0 for the anchor day alone."""
        ...

    def judge(self, table: DailyTable, day: date) -> Verdict:
        """Say whether the rule holds on an anchor day."""
        ...


@runtime_checkable
class PatternRule(Protocol):
    """A named, versioned condition over a person's signals.

    Attributes:
        name: lower-case, unique among a pipeline's rules.
        version: raised whenever the meaning changes, since it enters every finding's id.
        title: what a finding of it says, in plain words.
        acts_on: whether advice may rest on a provisional finding or waits for confirmation.
        settle_h: hours after the end of the anchor day at which a finding is confirmed.
        repeat_after_days: days after advice during which the rule's further findings get none.
        flag: id of the red flag that a finding raises; empty for none.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def acts_on(self) -> Literal["provisional", "confirmed"]: ...
    @property
    def settle_h(self) -> float: ...
    @property
    def repeat_after_days(self) -> int: ...
    @property
    def flag(self) -> str: ...

    def compile(self, metrics: MetricRegistry) -> Program:
        """Give the form that the kernel advances.

        Raises:
            RuleError: the rule has no meaning over these metrics.
        """
        ...

    def explain(self) -> str:
        """Say in plain words when the rule holds."""
        ...
