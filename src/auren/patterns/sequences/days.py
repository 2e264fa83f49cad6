"""Days as a sequence sees them: which dates are events, and what a stage's condition says of each, unknown included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

from auren.patterns.conditions import Condition
from auren.patterns.sequences.pattern import Outcome, Taken
from auren.patterns.sighting import Observed
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import MetricRegistry

__all__ = ["Contiguity", "DayEvent", "DayTest", "Reading", "View"]

Contiguity: TypeAlias = Literal["metric", "day", "event"]
"""Among what a stage looks for its neighbours: days with a value of its metrics, all days, or all values."""

Reading: TypeAlias = Literal["certain", "possible"]
"""How what is unknown is read: as not enough for a match, or as whatever helps one."""


@dataclass(frozen=True, slots=True)
class Than:
    """A signal compared with itself on a day that was taken before.

    Args:
        signal: what is compared.
        relation: how this day's value must stand to the other.
        stage: whose day.
        which: its first or its last one.
    """

    signal: Observed
    relation: Literal["below", "above"]
    stage: str
    which: Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class DayTest:
    """What a stage asks of a day.

    Args:
        condition: what must hold on it.
        than: comparisons with days taken before.
        forbids: whether the stage is one that must not happen.
        at_once: whether only the very next event must not be it.
        within_days: how many dates it may span with the day taken before it, both counted; 0 for no limit.
    """

    condition: Condition
    than: tuple[Than, ...] = ()
    forbids: bool = False
    at_once: bool = False
    within_days: int = 0

    @property
    def reads(self) -> frozenset[str]:
        """Names of the metrics it looks at."""
        return self.condition.reads.union(item.signal.series.metric for item in self.than)


@dataclass(frozen=True, slots=True)
class DayEvent:
    """A date, or one metric's value on it; a date without a metric closes the day.

    Args:
        day: the date.
        metric: whose value it is; empty for the day as a whole.
        view: the table that the tests look at.
    """

    day: date
    metric: str
    view: View

    def outcome(self, test: DayTest, taken: Taken[DayEvent]) -> Outcome:
        """Say what a stage's test makes of it."""
        before = taken.latest()
        if test.within_days and before is not None and (self.day - before.day).days >= test.within_days:
            return self.view.too_late(test, self)
        return self.view.outcome(test, self, taken)


@dataclass(slots=True)
class View:
    """One person's table as the stages of one sequence look at it.

    Args:
        table: the daily values.
        metrics: the registry.
        contiguity: what counts as a neighbour.
        reading: how what is unknown is read.
        met_unknown: whether a test asked for something that is unknown; until then both readings are the same.
        missing: what was unknown, in plain words, each once.
    """

    table: DailyTable
    metrics: MetricRegistry
    contiguity: Contiguity
    reading: Reading = "certain"
    met_unknown: bool = False
    missing: dict[str, None] = field(default_factory=dict)
    _verdicts: dict[tuple[int, date], Verdict] = field(default_factory=dict)

    def possible(self) -> View:
        """Give the same table read so that what is unknown helps a match; what was judged is not judged again."""
        return View(self.table, self.metrics, self.contiguity, "possible", _verdicts=self._verdicts)

    def events(self, first: date, last: date, reads: frozenset[str]) -> Iterable[DayEvent]:
        """Give the events of some dates, in an order that does not depend on how they arrived."""
        for back in range((last - first).days, -1, -1):
            day = last - timedelta(days=back)
            if self.contiguity == "event":
                values = [value for metric in reads if (value := self.table.value(metric, day)) is not None]
                for value in sorted(values, key=lambda value: (value.start, value.end, value.metric)):
                    yield DayEvent(day, value.metric, self)
            yield DayEvent(day, "", self)

    def verdict(self, condition: Condition, day: date) -> Verdict:
        """Give what a condition says of a date; it is judged once."""
        key = (id(condition), day)
        if key not in self._verdicts:
            self._verdicts[key] = condition.judge(self.table, day, self.metrics)
        return self._verdicts[key]

    def outcome(self, test: DayTest, event: DayEvent, taken: Taken[DayEvent]) -> Outcome:
        """Say what a stage's test makes of an event."""
        closing = self.contiguity == "event" and not event.metric
        measured = any(self.table.value(metric, event.day) is not None for metric in test.reads)
        if not measured and (closing or self.contiguity == "metric"):
            return self._without_value(test, event, taken)
        if closing:
            return Outcome.UNSEEN
        if self.contiguity == "event" and event.metric != self._decisive(test, event.day):
            return Outcome.MISS
        return self._read(test, self._holds(test, event, taken))

    def too_late(self, test: DayTest, event: DayEvent) -> Outcome:
        """Say what a test makes of an event too long after the one taken before: a neighbour it may be, but no hit."""
        return Outcome.MISS if self._is_seen(test, event) else Outcome.UNSEEN

    def _is_seen(self, test: DayTest, event: DayEvent) -> bool:
        if self.contiguity == "metric":
            return any(self.table.value(metric, event.day) is not None for metric in test.reads)
        return self.contiguity == "day" or bool(event.metric)

    def _without_value(self, test: DayTest, event: DayEvent, taken: Taken[DayEvent]) -> Outcome:
        """Say what a test makes of a date without a value of its metrics: no neighbour, but no proof of absence either."""
        if test.forbids and not test.at_once:
            return self._read(test, self._holds(test, event, taken))
        self._miss(event.day, tuple(f"{self.metrics[metric].title}: no value on {event.day}" for metric in sorted(test.reads)))
        if self.reading == "certain":
            return Outcome.UNSEEN
        return Outcome.UNSEEN | Outcome.MISS if test.forbids else Outcome.UNSEEN | Outcome.MISS | Outcome.HIT

    def _decisive(self, test: DayTest, day: date) -> str:
        """Give the metric whose value comes last on a date among those that a test reads."""
        values = [value for metric in test.reads if (value := self.table.value(metric, day)) is not None]
        return max(values, key=lambda value: (value.start, value.end, value.metric)).metric if values else ""

    def _holds(self, test: DayTest, event: DayEvent, taken: Taken[DayEvent]) -> bool | None:
        verdict = self.verdict(test.condition, event.day)
        if verdict.holds is None:
            self._miss(event.day, verdict.missing)
        holds = verdict.holds
        for item in test.than:
            if holds is not False:
                compared = self._compare(item, event.day, taken.of(item.stage))
                holds = compared if compared is not True else holds
        return holds

    def _compare(self, than: Than, day: date, taken: tuple[DayEvent, ...]) -> bool | None:
        if not taken:
            return True
        other = taken[0 if than.which == "first" else -1].day
        here, there = (than.signal.at(self.table, at, self.metrics) for at in (day, other))
        if here.value is None or there.value is None:
            self._miss(day, tuple(seen.missing for seen in (here, there) if seen.value is None))
            return None
        return here.value < there.value if than.relation == "below" else here.value > there.value

    def _read(self, test: DayTest, holds: bool | None) -> Outcome:
        if holds is not None:
            return Outcome.HIT if holds else Outcome.MISS
        if self.reading == "possible":
            return Outcome.MISS if test.forbids else Outcome.HIT | Outcome.MISS
        return Outcome.HIT if test.forbids else Outcome.MISS

    def _miss(self, day: date, missing: tuple[str, ...]) -> None:
        self.met_unknown = True
        for text in missing:
            self.missing[text if str(day) in text else f"{text} (looked at for {day})"] = None
