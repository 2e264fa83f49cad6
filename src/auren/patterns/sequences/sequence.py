"""A sequence of days: a condition that holds on the day on which its last part is fulfilled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from auren.errors import RuleError
from auren.findings import CAPPED, Coverage, Evidence
from auren.patterns.conditions import Condition
from auren.patterns.sequences.days import Contiguity, DayEvent, DayTest, View
from auren.patterns.sequences.evidence import evidence_of
from auren.patterns.sequences.history import Match
from auren.patterns.sequences.matcher import Matcher
from auren.patterns.sequences.pattern import Group, Join, Look, Part, Pattern, Skip, Stage
from auren.patterns.sequences.queue import StartQueue
from auren.patterns.sequences.stages import DayGroup, DayPart, DayStage, Step, day_stages, stage
from auren.patterns.sequences.words import in_words
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import MetricRegistry, Window

__all__ = ["Sequence", "sequence"]

_MOST_DAYS = 120
_NO_SKIP = Skip()


@dataclass(frozen=True, slots=True)
class Sequence(Condition):
    """Stages in order, within so many days; `sequence` begins one, and each method gives it one part more.

    Args:
        steps: the parts and how they join.
        days: how many calendar dates the whole may span, the first and last one counted; 0 while not said.
        last_days: how many days the last part may come after the one taken before it; None for no limit of its own.
        contiguity: what counts as a neighbour.
        after_match: which matches are given up for one that began earlier and overlaps with them.
    """

    steps: tuple[Step, ...]
    days: int = 0
    last_days: int | None = None
    contiguity: Contiguity = "metric"
    after_match: Skip = _NO_SKIP

    def then(self, part: DayPart | str, condition: Condition | None = None) -> Sequence:
        """Go on with a part that comes directly next, with no other neighbour in between.

        Args:
            part: the stage or group, or a stage's name.
            condition: for a name, what must hold on the day.
        """
        return self._join(Join.NEXT, part, condition)

    def followed_by(self, part: DayPart | str, condition: Condition | None = None) -> Sequence:
        """Go on with a part that comes later, the first time that it does; arguments as in `then`."""
        return self._join(Join.FOLLOWED_BY, part, condition)

    def followed_by_any(self, part: DayPart | str, condition: Condition | None = None) -> Sequence:
        """Go on with a part that comes later, each time that it does; arguments as in `then`."""
        return self._join(Join.FOLLOWED_BY_ANY, part, condition)

    def not_then(self, part: DayPart | str, condition: Condition | None = None) -> Sequence:
        """Forbid a stage as the direct neighbour; arguments as in `then`."""
        return self._join(Join.NOT_NEXT, part, condition)

    def not_followed_by(self, part: DayPart | str, condition: Condition | None = None) -> Sequence:
        """Forbid a stage until the next part or, at the end, until the days are over; arguments as in `then`."""
        return self._join(Join.NOT_FOLLOWED_BY, part, condition)

    def within(self, *, days: int, last_days: int | None = None) -> Sequence:
        """Say how many calendar dates the whole may span, the first and the last one counted.

        Args:
            days: 1 to 120.
            last_days: how many days the last part may come after the one taken before it, when it is a single day or
                must not happen.
        """
        return replace(self, days=days, last_days=last_days)

    def contiguous(self, *, per: Contiguity) -> Sequence:
        """Say what counts as a neighbour.

        Args:
            per: "metric" (the default): for each stage the dates with a value of its own metrics. "day": every calendar
                date, measured or not. "event": every value of any metric of the sequence.
        """
        return replace(self, contiguity=per)

    def skip(self, to: Literal["to_next", "past_last", "to_first", "to_last"], stage: str = "") -> Sequence:
        """Give up matches that overlap with one found before; without it every day that completes one has a finding.

        What came before counts as far as 120 dates back, so late data reach as far forward.

        Args:
            to: "to_next": one match for each day on which one begins. "past_last": the next match begins after the last day
                of the one before. "to_first", "to_last": it begins on the first or last day of a stage of that match, or later.
            stage: the stage for the last two.
        """
        return replace(self, after_match=Skip(to, stage))

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(test.reads for test in self._tests()))

    @property
    def reach_days(self) -> int:
        conditions = [test.condition.reach_days for test in self._tests()]
        compared = [item.signal.reach_days for test in self._tests() for item in test.than]
        return (max(self.days, 1) if self.after_match == _NO_SKIP else _MOST_DAYS) - 1 + max([*conditions, *compared])

    def check(self, metrics: MetricRegistry) -> None:
        if not 1 <= self.days <= _MOST_DAYS:
            raise RuleError(f"A sequence over {self.days} days was given; say within(days=...) 1 to {_MOST_DAYS}.")
        if self.last_days is not None and not 1 <= self.last_days < self.days:
            raise RuleError(f"A last step of {self.last_days} days was given; expected 1 to {self.days - 1}.")
        _matcher(self)
        names = {part.name for part in day_stages(self.steps)}
        self._check_steps()
        for test in self._tests():
            test.condition.check(metrics)
            for item in test.than:
                item.signal.check(metrics)
                if item.stage not in names:
                    raise RuleError(f"A day was compared with the stage {item.stage!r}, which the sequence does not have.")

    def judge(self, table: DailyTable, day: date, metrics: MetricRegistry) -> Verdict:
        certain = View(table, metrics, self.contiguity)
        found, dropped = self._ending(day, certain)
        if found and self.after_match != _NO_SKIP:
            found, more = self._not_given_up(found, day, certain)
            if not found and not more:
                return Verdict(False)
            dropped += more
        if found:
            evidence = evidence_of(max(found, key=_nearest), self.steps, certain, day)
            return Verdict(True, (*evidence, self._capped(table, day, dropped)) if dropped else evidence)
        too_many = f"the sequence branched too often before {day} to be followed to the end"
        if dropped:
            return Verdict(None, missing=(too_many,))
        if not certain.met_unknown:
            return Verdict(False)
        possible = certain.possible()
        found, dropped = self._ending(day, possible)
        if found or dropped:
            return Verdict(None, missing=(*possible.missing, *([too_many] if dropped else [])))
        return Verdict(False)

    def explain(self, metrics: MetricRegistry) -> str:
        return in_words(self.steps, self.days, self.last_days, self.contiguity, self.after_match, metrics)

    def _ending(self, day: date, view: View) -> tuple[list[Match[DayEvent]], int]:
        """Give the matches that a day decides, and how many were not followed to the end."""
        matcher, today = _matcher(self, skips=False), day.toordinal()
        matching = matcher.begin()
        found: list[Match[DayEvent]] = []
        for event in view.events(day - timedelta(days=self.days - 1), day, self.reads):
            # What the time before this date decided belongs to an earlier day.
            matcher.advance_time(matching, event.day.toordinal())
            step = matcher.advance(matching, event, event.day.toordinal())
            if event.day == day:
                found.extend(step.matches)
        found.extend(matcher.advance_time(matching, today + 1).matches)
        return found, matching.dropped

    def _not_given_up(self, found: list[Match[DayEvent]], day: date, view: View) -> tuple[list[Match[DayEvent]], int]:
        """Give those of a day's matches that no earlier one rules out, and how many partial ones were not followed."""
        matcher = _matcher(self)
        matching = matcher.begin()
        kept: set[tuple[tuple[str, date, str], ...]] = set()
        for event in view.events(day - timedelta(days=_MOST_DAYS - 1), day, self.reads):
            step = matcher.advance(matching, event, event.day.toordinal())
            kept.update(map(_days_taken, step.matches))
        kept.update(map(_days_taken, matcher.advance_time(matching, day.toordinal() + 1).matches))
        # A match that is not complete by the day rules nothing out that is, so none is waited for.
        matching.open = StartQueue()
        kept.update(map(_days_taken, matcher.advance_time(matching, day.toordinal() + 1).matches))
        return [match for match in found if _days_taken(match) in kept], matching.dropped

    def _capped(self, table: DailyTable, day: date, dropped: int) -> Evidence:
        """Give how many partial matches were given up, so that other matches may have been nearer than the one shown."""
        window, metric = Window.ending(day, self.days), min(self.reads)
        have = sum(table.value(metric, at) is not None for at in window.dates())
        return Evidence(CAPPED, metric, float(dropped), "count", window, Coverage(have, window.days))

    def _check_steps(self) -> None:
        for number, step in enumerate(self.steps):
            for part in day_stages((step,)):
                limit = part.test.within_days
                if limit and not 2 <= limit <= self.days:
                    raise RuleError(
                        f"{part.name!r} within {limit} days of the day before it was given; "
                        f"expected 2 to {self.days}, both days counted."
                    )
                if limit and number == 0 and part is step.part and part.at_most == 1:
                    raise RuleError(f"{part.name!r} comes first, so no day is taken before it; leave its own within out.")

    def _tests(self) -> Iterable[DayTest]:
        for part in day_stages(self.steps):
            yield part.test
            if part.ends is not None:
                yield part.ends

    def _join(self, join: Join, part: DayPart | str, condition: Condition | None) -> Sequence:
        return replace(self, steps=(*self.steps, _step(join, part, condition)))


def sequence(part: DayPart | str, condition: Condition | None = None) -> Sequence:
    """Begin a sequence; say `within(days=...)` before it is used.

    Args:
        part: the first stage or group, or a stage's name.
        condition: for a name, what must hold on the day.
    """
    return Sequence((_step(Join.BEGIN, part, condition),))


def _step(join: Join, part: DayPart | str, condition: Condition | None) -> Step:
    if isinstance(part, str) != (condition is not None):
        raise RuleError("A part of a sequence is a stage or a group, or else a name with its condition.")
    if isinstance(part, str) and condition is not None:
        part = stage(part, condition)
    if isinstance(part, str):
        raise RuleError("A stage without a condition was given; say what must hold on its days.")
    return Step(join, part)


def _nearest(match: Match[DayEvent]) -> tuple[int, int, list[str]]:
    """Order matches: the one that began last is the nearest, then the one that took most, then by its days."""
    return match.start, len(match.taken), [f"{event.day} {name}" for name, event in match.taken]


def _days_taken(match: Match[DayEvent]) -> tuple[tuple[str, date, str], ...]:
    return tuple((name, event.day, event.metric) for name, event in match.taken)


@lru_cache(maxsize=256)
def _matcher(of: Sequence, *, skips: bool = True) -> Matcher[DayEvent]:
    steps = tuple(map(_formed, of.steps))
    return Matcher(Pattern(steps, of.after_match if skips else _NO_SKIP, of.days, _last_within(of)))


def _last_within(of: Sequence) -> int | None:
    """Give how long the last part is awaited or, when it must not happen, watched for."""
    last = of.steps[-1]
    own = last.part.test.within_days if isinstance(last.part, DayStage) and last.join.forbids else 0
    return min(filter(None, (own, of.last_days)), default=None)


def _formed(step: Step) -> Part[DayEvent]:
    """Give a step as a part of the matcher's pattern."""
    part = step.part
    if isinstance(part, DayGroup):
        inner = tuple(map(_formed, part.steps))
        return Group(step.join, inner, part.at_least, part.at_most, part.inner, part.is_optional, part.is_greedy)
    test = replace(part.test, forbids=step.join.forbids, at_once=step.join is Join.NOT_NEXT)
    return Stage(
        part.name,
        step.join,
        _look(test),
        part.at_least,
        part.at_most,
        part.inner,
        part.is_optional,
        part.is_greedy,
        # A day that may be the end of a row is not certain to go on with it.
        until=None if part.ends is None else _look(replace(part.ends, forbids=True, at_once=True)),
        iterative=bool(test.than or test.within_days),
    )


def _look(test: DayTest) -> Look[DayEvent]:
    return lambda event, taken: event.outcome(test, taken)
