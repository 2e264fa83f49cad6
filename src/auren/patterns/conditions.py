"""Conditions: three-valued statements about a day, which are unknown when their signals are."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from auren.errors import RuleError, UnitMismatch
from auren.findings import Baseline, Coverage, Evidence
from auren.patterns.bands import UsualBand
from auren.patterns.sheet import Sheet
from auren.patterns.sighting import Observed, Sighting
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import MetricRegistry, Window, convert

__all__ = ["All", "Any", "Comparison", "Condition", "Not", "OnDays"]

T = TypeVar("T")

_UNSAID = frozenset({"count", "ratio", "score", "1-5", "0-10"})
"""Units that say nothing after a number."""


class Condition(ABC):
    """True, false or unknown on a day; join conditions with `&`, `|` and `~`."""

    __slots__ = ()

    @property
    @abstractmethod
    def reads(self) -> frozenset[str]:
        """Names of the metrics it looks at."""

    @property
    @abstractmethod
    def reach_days(self) -> int:
        """How many dates before the anchor day it looks at."""

    @abstractmethod
    def check(self, metrics: MetricRegistry) -> None:
        """Refuse a condition that has no meaning over these metrics.

        Raises:
            RuleError: it has none.
        """

    @abstractmethod
    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        """Say whether it holds on a day."""

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        """Give what the answer on a day rests on, whether it holds or not; judging that alone gives the same answer."""
        window = Window.ending(day, self.reach_days + 1)
        return tuple(_values(metric, table, window, metrics) for metric in sorted(self.reads))

    @abstractmethod
    def explain(self, metrics: MetricRegistry) -> str:
        """Say in plain words when it holds."""

    def for_days(self, days: int) -> OnDays:
        """Give the condition that this one holds on each of the last `days` dates."""
        return OnDays(self, days, days)

    def on_days(self, count: int, *, of: int) -> OnDays:
        """Give the condition that this one holds on at least `count` of the last `of` dates."""
        return OnDays(self, count, of)

    def __and__(self, other: Condition) -> All:
        return All((self, other))

    def __or__(self, other: Condition) -> Any:
        return Any((self, other))

    def __invert__(self) -> Not:
        return Not(self)


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """A signal held against a limit or a personal band."""

    signal: Observed
    relation: Literal["below", "above", "at_least"]
    limit: UsualBand | float
    limit_unit: str = ""

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({self.signal.series.metric})

    @property
    def reach_days(self) -> int:
        own = self.signal.reach_days
        return max(own, self.signal.days - 1 + self.limit.days) if isinstance(self.limit, UsualBand) else own

    def check(self, metrics: MetricRegistry) -> None:
        self.signal.check(metrics)
        if isinstance(self.limit, UsualBand):
            self.limit.check()
            if self.limit.series != self.signal.series:
                raise RuleError("A signal was compared with the band of another series; use a band of the same series.")
            if not self.signal.is_level:
                raise RuleError(
                    "A sum, a count or a change was compared with a band of daily values; compare a mean, or give a number."
                )
            return
        if not math.isfinite(self.limit):
            raise RuleError(f"{self.signal.label(metrics)} was compared with a limit that is not finite; give a number.")
        try:
            self._threshold(metrics)
        except UnitMismatch as error:
            raise RuleError(
                f"{self.signal.label(metrics)} was compared with a limit in {self.limit_unit!r}: {error}"
            ) from error

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        if isinstance(table, Sheet):
            # A condition over several days in a row asks for each of them again on the next day.
            return table.verdict(self, day, lambda: self._judged(table, day, metrics, shows_all=False))
        return self._judged(table, day, metrics, shows_all=False)

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        return self._judged(table, day, metrics, shows_all=True).evidence

    def _judged(self, table: DailyTable, day: date, metrics: MetricRegistry, *, shows_all: bool) -> Verdict:
        seen = self.signal.at(table, day, metrics)
        if seen.value is None:
            return Verdict(None, missing=(seen.missing,))
        if isinstance(self.limit, UsualBand):
            baseline = self.limit.before(seen.window, table, metrics)
            if isinstance(baseline, str):
                return Verdict(None, missing=(baseline,))
            holds = seen.value < baseline.low if self.relation == "below" else seen.value > baseline.high
            return Verdict(holds, (self._evidence(seen, baseline, None, metrics),) if holds or shows_all else ())
        threshold = self._threshold(metrics)
        match self.relation:
            case "below":
                holds = seen.value < threshold
            case "above":
                holds = seen.value > threshold
            case "at_least":
                holds = seen.value >= threshold
        return Verdict(holds, (self._evidence(seen, seen.baseline, threshold, metrics),) if holds or shows_all else ())

    def explain(self, metrics: MetricRegistry) -> str:
        if isinstance(self.limit, UsualBand):
            against = self.limit.label()
        else:
            against = f"{self.limit:g}" if self.limit_unit in _UNSAID else f"{self.limit:g} {self.limit_unit}"
        relation = "at least" if self.relation == "at_least" else self.relation
        return f"{self.signal.label(metrics)} is {relation} {against}"

    def _threshold(self, metrics: MetricRegistry) -> float:
        if isinstance(self.limit, UsualBand):
            raise RuleError("A band has no single threshold; ask for its baseline.")
        return convert(self.limit, self.limit_unit, self.signal.unit(metrics))

    def _evidence(self, seen: Sighting, baseline: Baseline | None, limit: float | None, metrics: MetricRegistry) -> Evidence:
        if seen.value is None:
            raise RuleError("Evidence of an unknown value was asked for; ask only when the condition holds.")
        return Evidence(
            signal=self.signal.label(metrics),
            metric=self.signal.series.metric,
            value=seen.value,
            unit=self.signal.unit(metrics),
            window=seen.window,
            coverage=seen.coverage,
            inputs=seen.inputs,
            baseline=baseline,
            limit=limit,
        )


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every part holds: false as soon as one part is false, else unknown if one is."""

    parts: tuple[Condition, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads for part in self.parts))

    @property
    def reach_days(self) -> int:
        return max(part.reach_days for part in self.parts)

    def check(self, metrics: MetricRegistry) -> None:
        for part in self.parts:
            part.check(metrics)

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        missing: list[str] = []
        evidence: list[Evidence] = []
        unknown = False
        for part in self.parts:
            verdict = part.judge(table, day, metrics)
            if verdict.holds is False:
                return verdict
            unknown = unknown or verdict.holds is None
            missing.extend(verdict.missing)
            evidence.extend(verdict.evidence)
        return Verdict(None, missing=_once(missing)) if unknown else Verdict(True, _once(evidence))

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        return _once(item for part in self.parts for item in part.shown(table, day, metrics))

    def explain(self, metrics: MetricRegistry) -> str:
        return " and ".join(_inner(part, metrics) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """At least one part holds: true as soon as one part is true, else unknown if one is."""

    parts: tuple[Condition, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads for part in self.parts))

    @property
    def reach_days(self) -> int:
        return max(part.reach_days for part in self.parts)

    def check(self, metrics: MetricRegistry) -> None:
        for part in self.parts:
            part.check(metrics)

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        verdicts = [part.judge(table, day, metrics) for part in self.parts]
        if any(verdict.holds for verdict in verdicts):
            return Verdict(True, _once(item for verdict in verdicts if verdict.holds for item in verdict.evidence))
        if any(verdict.holds is None for verdict in verdicts):
            return Verdict(None, missing=_once(text for verdict in verdicts for text in verdict.missing))
        return Verdict(False)

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        return _once(item for part in self.parts for item in part.shown(table, day, metrics))

    def explain(self, metrics: MetricRegistry) -> str:
        return " or ".join(_inner(part, metrics) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The part does not hold; unknown stays unknown."""

    part: Condition

    @property
    def reads(self) -> frozenset[str]:
        return self.part.reads

    @property
    def reach_days(self) -> int:
        return self.part.reach_days

    def check(self, metrics: MetricRegistry) -> None:
        self.part.check(metrics)

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        verdict = self.part.judge(table, day, metrics)
        if verdict.holds is None:
            return verdict
        return Verdict(False) if verdict.holds else Verdict(True, self.part.shown(table, day, metrics))

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        return self.part.shown(table, day, metrics)

    def explain(self, metrics: MetricRegistry) -> str:
        return f"not ({self.part.explain(metrics)})"


@dataclass(frozen=True, slots=True)
class OnDays(Condition):
    """The part holds on at least `count` of the last `of` calendar dates."""

    part: Condition
    count: int
    of: int

    @property
    def reads(self) -> frozenset[str]:
        return self.part.reads

    @property
    def reach_days(self) -> int:
        return self.part.reach_days + self.of - 1

    def check(self, metrics: MetricRegistry) -> None:
        if not 1 <= self.count <= self.of:
            raise RuleError(f"A condition on {self.count} of {self.of} days was given; expected 1 to {self.of}.")
        self.part.check(metrics)

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        verdicts = [self.part.judge(table, day - timedelta(days=back), metrics) for back in range(self.of - 1, -1, -1)]
        held = [verdict for verdict in verdicts if verdict.holds]
        if len(held) >= self.count:
            return Verdict(True, _once(item for verdict in held for item in verdict.evidence))
        unknown = [verdict for verdict in verdicts if verdict.holds is None]
        if len(held) + len(unknown) >= self.count:
            return Verdict(None, missing=_once(text for verdict in unknown for text in verdict.missing))
        return Verdict(False)

    def shown(self, table: DailyTable, day: date, metrics: MetricRegistry) -> tuple[Evidence, ...]:
        days = Window.ending(day, self.of).dates()
        return _once(item for looked_at in days for item in self.part.shown(table, looked_at, metrics))

    def explain(self, metrics: MetricRegistry) -> str:
        inner = _inner(self.part, metrics)
        if self.count == self.of:
            return f"{inner}, on {self.of} days in a row"
        return f"{inner}, on at least {self.count} of {self.of} days"


def _values(metric: str, table: DailyTable, window: Window, metrics: MetricRegistry) -> Evidence:
    """Give a metric's values in a window as evidence: how many there are, and which."""
    found = tuple(value for day in window.dates() if (value := table.value(metric, day)) is not None)
    coverage = Coverage(len(found), window.days)
    return Evidence(
        f"the number of days with {metrics[metric].title}", metric, float(len(found)), "count", window, coverage, found
    )


def _once(items: Iterable[T]) -> tuple[T, ...]:
    kept: list[T] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return tuple(kept)


def _inner(part: Condition, metrics: MetricRegistry) -> str:
    text = part.explain(metrics)
    return f"({text})" if isinstance(part, All | Any) else text
