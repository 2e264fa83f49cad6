"""A partial match: the place it waits in and what it has taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from auren.patterns.sequences.history import History, Link, Match
from auren.patterns.sequences.pattern import Event

__all__ = ["Partial"]


@dataclass(frozen=True, slots=True)
class Partial(Generic[Event]):
    """Where a match has got to.

    Args:
        place: number of the place in the automaton.
        first, last: the first and last link taken; None before the first.
    """

    place: int
    first: Link[Event] | None
    last: Link[Event] | None

    @property
    def began(self) -> float:
        """Number of the event it began with; infinite before the first."""
        return float("inf") if self.first is None else self.first.number

    def match(self, at: int) -> Match[Event]:
        """Give what was taken as a match that is known at a time."""
        links = History(self.last).links()
        return Match(tuple((link.stage, link.event) for link in links), links[0].time, links[-1].time, at)
