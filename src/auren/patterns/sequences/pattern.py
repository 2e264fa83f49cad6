"""A sequence pattern as data: stages and groups of stages, how they join, how often, and within what time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, StrEnum
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

__all__ = ["Event", "Group", "Inner", "Join", "Look", "Outcome", "Part", "Pattern", "Skip", "Stage", "Taken", "plain"]

Event = TypeVar("Event")
Seen_co = TypeVar("Seen_co", covariant=True)


class Outcome(Flag):
    """What a test says of an event; one that cannot be told may be both a hit and a miss.

    An event that is unseen is none of the test's business: it breaks no row and is no neighbour.
    """

    HIT = 1
    MISS = 2
    UNSEEN = 4


class Taken(Protocol[Seen_co]):
    """The events that a partial match has taken."""

    def of(self, stage: str) -> tuple[Seen_co, ...]:
        """Give the events taken for a stage, in order."""
        ...

    def latest(self) -> Seen_co | None:
        """Give the event taken last, or None while there is none."""
        ...


Look: TypeAlias = Callable[[Event, Taken[Event]], Outcome]


def plain(test: Callable[[Event, Taken[Event]], bool]) -> Look[Event]:
    """Give a test that answers yes or no as one that answers hit or miss."""

    def look(event: Event, taken: Taken[Event]) -> Outcome:
        return Outcome.HIT if test(event, taken) else Outcome.MISS

    return look


class Join(StrEnum):
    """How a part follows what was taken before it."""

    BEGIN = "begin"
    NEXT = "next"
    FOLLOWED_BY = "followed_by"
    FOLLOWED_BY_ANY = "followed_by_any"
    NOT_NEXT = "not_next"
    NOT_FOLLOWED_BY = "not_followed_by"

    @property
    def forbids(self) -> bool:
        """Whether the part must not happen."""
        return self in (Join.NOT_NEXT, Join.NOT_FOLLOWED_BY)


class Inner(StrEnum):
    """How the repetitions of one part follow one another."""

    RELAXED = "relaxed"
    STRICT = "strict"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Stage(Generic[Event]):
    """One named stage.

    Args:
        name: unique in the pattern.
        join: how it follows what was taken before it.
        look: what it takes, or what must not happen for a stage that forbids.
        at_least, at_most: how many events it takes; None for no upper end.
        inner: how its events follow one another.
        optional: whether the stage may be left out as a whole.
        greedy: whether it takes as many events as it can.
        until: the event that ends a stage without an upper end; it is not taken.
        iterative: whether `look` or `until` asks for the events already taken.
    """

    name: str
    join: Join
    look: Look[Event]
    at_least: int = 1
    at_most: int | None = 1
    inner: Inner = Inner.RELAXED
    optional: bool = False
    greedy: bool = False
    until: Look[Event] | None = None
    iterative: bool = False


@dataclass(frozen=True, slots=True)
class Group(Generic[Event]):
    """Parts that are repeated, or left out, together; arguments as in `Stage`."""

    join: Join
    parts: tuple[Part[Event], ...]
    at_least: int = 1
    at_most: int | None = 1
    inner: Inner = Inner.RELAXED
    optional: bool = False
    greedy: bool = False


Part: TypeAlias = Stage[Event] | Group[Event]


@dataclass(frozen=True, slots=True)
class Skip:
    """Which overlapping matches are given up once one was found.

    Args:
        kind: none; those that began with the same event; those that began before the match ended; or those that began
            before the first or last event of a stage.
        stage: the stage for the last two.
    """

    kind: Literal["no_skip", "to_next", "past_last", "to_first", "to_last"] = "no_skip"
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Pattern(Generic[Event]):
    """A whole sequence.

    Args:
        parts: in order; the first one joins with `begin`.
        skip: which overlapping matches are given up.
        within: the time that a match must be shorter than, in the unit of the events' times; None for no limit.
        last_within: the time that the last part must be nearer than to the event taken before it, when it takes one event
            or must not happen; None for no limit.
    """

    parts: tuple[Part[Event], ...]
    skip: Skip = Skip()
    within: int | None = None
    last_within: int | None = None
