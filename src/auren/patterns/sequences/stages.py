"""The stages of a sequence of days, and the words for how often they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from auren.errors import RuleError
from auren.patterns.conditions import Condition
from auren.patterns.sequences.days import DayTest, Than
from auren.patterns.sequences.pattern import Inner, Join
from auren.patterns.sighting import Observed

if TYPE_CHECKING:
    from auren.patterns.sequences.sequence import Sequence

__all__ = ["DayGroup", "DayPart", "DayStage", "Step", "day_stages", "group", "stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repeated:
    """How often a part is taken; once unless it says otherwise."""

    at_least: int = 1
    at_most: int | None = 1
    inner: Inner = Inner.RELAXED
    is_optional: bool = False
    is_greedy: bool = False

    def times(self, least: int, most: int | None = None) -> Self:
        """Take it so many times, or from `least` to `most` times."""
        return replace(self, at_least=least, at_most=least if most is None else most)

    def or_more(self, least: int = 1) -> Self:
        """Take it so many times or more; add `optional` for none or more."""
        return replace(self, at_least=least, at_most=None)

    def optional(self) -> Self:
        """Let it be left out as a whole."""
        return replace(self, is_optional=True)

    def strictly(self) -> Self:
        """Let nothing come between its repetitions: any other neighbour breaks the row."""
        return replace(self, inner=Inner.STRICT)

    def in_any_choice(self) -> Self:
        """Let any choice of what it could take count, not only the first that come."""
        return replace(self, inner=Inner.ANY)

    def greedy(self) -> Self:
        """Take as many as there are before going on."""
        return replace(self, is_greedy=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStage(_Repeated):
    """A named stage that takes days on which a condition holds; `stage` gives one."""

    name: str
    test: DayTest
    ends: DayTest | None = None

    def until(self, condition: Condition) -> Self:
        """End the repetitions on the first day on which a condition holds; that day is not taken."""
        return replace(self, ends=DayTest(condition))

    def within(self, *, days: int) -> Self:
        """Ask besides that each of its days comes soon after the one taken before; a ban at the end is over then.

        Args:
            days: how many calendar dates the two may span, both counted, 2 or more.
        """
        return replace(self, test=replace(self.test, within_days=days))

    def below(self, name: str, signal: Observed, *, which: Literal["first", "last"] = "last") -> Self:
        """Ask besides that a signal is below what it was on a day that a stage took before.

        Args:
            name: the stage; when it has taken no day yet, nothing is asked.
            signal: what is compared.
            which: whether its first or its last day counts.
        """
        return self._than(Than(signal, "below", name, which))

    def above(self, name: str, signal: Observed, *, which: Literal["first", "last"] = "last") -> Self:
        """Ask besides that a signal is above what it was on a day that a stage took before; arguments as in `below`."""
        return self._than(Than(signal, "above", name, which))

    def _than(self, than: Than) -> Self:
        return replace(self, test=replace(self.test, than=(*self.test.than, than)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGroup(_Repeated):
    """Parts that are repeated, or left out, together; `group` gives one."""

    steps: tuple[Step, ...]


DayPart: TypeAlias = DayStage | DayGroup


@dataclass(frozen=True, slots=True)
class Step:
    """A part and how it joins what came before."""

    join: Join
    part: DayPart


def stage(name: str, condition: Condition) -> DayStage:
    """Give a stage that takes one day on which a condition holds.

    Args:
        name: unique in the sequence; it names the stage in `explain` and to other stages.
        condition: what must hold on the day.
    """
    if not name:
        raise RuleError("A stage without a name was given; name it in a word or two.")
    return DayStage(name=name, test=DayTest(condition))


def group(of: Sequence) -> DayGroup:
    """Give a sequence's parts as one part of another, to be repeated or left out together.

    Args:
        of: the sequence; its own `within` and `contiguous` do not count, the outer one's do.

    Raises:
        RuleError: it skips matches, which only a whole sequence does.
    """
    if of.after_match.kind != "no_skip":
        raise RuleError("A group that skips overlapping matches was given; let the whole sequence do it.")
    return DayGroup(steps=of.steps)


def day_stages(steps: tuple[Step, ...]) -> Iterator[DayStage]:
    """Give the stages of some steps, those in groups as well, in order."""
    for step in steps:
        if isinstance(step.part, DayGroup):
            yield from day_stages(step.part.steps)
        else:
            yield step.part
