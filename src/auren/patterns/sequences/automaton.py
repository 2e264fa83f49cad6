"""The automaton of a pattern: places in which a partial match waits, and what each event may do to it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeAlias

from auren.patterns.sequences.pattern import Event, Look, Outcome

__all__ = ["Action", "Automaton", "Edge", "Guard", "Kind", "Place", "Test"]


class Action(Enum):
    """What an edge does with the event."""

    TAKE = "take"
    SKIP = "skip"
    GO_ON = "go_on"
    """Go on to the next place and let that one decide about the same event."""


class Kind(Enum):
    """What it means to be in a place."""

    START = "start"
    OPEN = "open"
    PENDING = "pending"
    """Nothing is awaited but that the time passes without the forbidden event."""
    STOP = "stop"
    FINAL = "final"


Guard: TypeAlias = tuple[tuple[int, Outcome], ...]
"""Tests by number, each with the outcomes that let the edge be used; all of them must."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One thing that an event may do in a place."""

    action: Action
    target: int
    guard: Guard = ()


@dataclass(slots=True)
class Place:
    """Where a partial match may be.

    Args:
        stage: the stage whose events are taken here.
        kind: what it means to be here.
        limit: the time since the last taken event at which it is too late here; None for no limit of its own.
        edges: what an event may do, in the order in which branches are tried.
    """

    stage: str
    kind: Kind
    limit: int | None = None
    edges: list[Edge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Test(Generic[Event]):
    """A numbered test, and whether its answer depends on what was taken before."""

    look: Look[Event]
    iterative: bool


@dataclass(frozen=True, slots=True)
class Automaton(Generic[Event]):
    """Places by number, the tests that their guards name, and where a match starts and ends."""

    places: tuple[Place, ...]
    tests: tuple[Test[Event], ...]
    start: int
    final: int
