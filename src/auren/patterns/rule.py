"""The rule a coach can read: a name, a version, and when it holds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from auren.errors import RuleError
from auren.findings import Citation
from auren.patterns.conditions import Condition
from auren.patterns.settling import settle_h
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import STANDARD_METRICS, MetricRegistry

__all__ = ["Rule"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BY_METRIC: Final = math.nan


@dataclass(frozen=True, slots=True)
class Rule:
    """A named, versioned condition over a person's signals.

    Args:
        name: lower-case letters, digits and underscores; unique among a pipeline's rules.
        version: 1 or more; raise it whenever the meaning changes, since it enters every finding's id.
        title: what a finding of it says, in plain words.
        when: when it holds.
        acts_on: whether advice may rest on a provisional finding or waits for confirmation.
        settle_h: hours after the end of the anchor day at which a finding is confirmed; as `settling.SETTLE_H` has it for the
            slowest of the metrics, unless it is said.
        repeat_after_days: days after advice during which the rule's further findings get none.
        flag: id of the red flag that a finding raises; empty for none.
        domain: whose field it is, for example "recovery"; empty when it is not said.
        citations: where its limits come from; `verified` is False for one that nobody has read in the source.

    Raises:
        RuleError: the name or version cannot be used.
    """

    name: str
    version: int
    title: str
    when: Condition
    acts_on: Literal["provisional", "confirmed"] = "provisional"
    settle_h: float = _BY_METRIC
    repeat_after_days: int = 7
    flag: str = ""
    domain: str = ""
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise RuleError(f"A rule named {self.name!r} was given; use lower-case letters, digits and underscores.")
        if self.version < 1:
            raise RuleError(f"Rule {self.name!r} has version {self.version}; count versions from 1.")
        if math.isnan(self.settle_h):
            object.__setattr__(self, "settle_h", settle_h(self.when.reads))
        if not 0 <= self.settle_h < math.inf or self.repeat_after_days < 0:
            raise RuleError(f"Rule {self.name!r} has a negative or endless time; give 0 or more.")

    def compile(self, metrics: MetricRegistry = STANDARD_METRICS) -> CompiledRule:
        """Give the form that the kernel advances.

        Raises:
            RuleError: the rule has no meaning over these metrics.
        """
        self.when.check(metrics)
        return CompiledRule(self.when, metrics, self.when.reads, self.when.reach_days)

    def explain(self, metrics: MetricRegistry = STANDARD_METRICS) -> str:
        """Say in plain words when the rule holds."""
        return f"{self.title}: when {self.when.explain(metrics)}."

    def to_document(self) -> dict[str, object]:
        """Give the rule as plain data, fit for JSON; `from_document` makes the same rule of it.

        Raises:
            RuleError: it has a signal or condition that is not auren's own.
        """
        from auren.patterns.documents import write_rule

        return write_rule(self)

    @classmethod
    def from_document(cls, document: Mapping[str, object], *, metrics: MetricRegistry = STANDARD_METRICS) -> Rule:
        """Give the rule that a document says, checked against the metrics.

        Raises:
            RuleError: it is no rule document, names something unknown, or says a rule without meaning.
        """
        from auren.patterns.documents import read_rule

        return read_rule(document, metrics=metrics)


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule's condition, checked against a registry."""

    when: Condition
    metrics: MetricRegistry
    reads: frozenset[str]
    reach_days: int

    def judge(self, table: DailyTable, day: date) -> Verdict:
        """Say whether the rule holds on an anchor day."""
        return self.when.judge(table, day, self.metrics)
