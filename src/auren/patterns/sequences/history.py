"""What a partial match has taken: links that partial matches share, so that branching copies nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from auren.patterns.sequences.pattern import Event

__all__ = ["History", "Link", "Match"]


@dataclass(frozen=True, slots=True, eq=False)
class Link(Generic[Event]):
    """One taken event, and those before it.

    Args:
        stage: which stage took it.
        event: the event.
        time: its time.
        number: its place among all events fed.
        before: the link before it, or None for the first.
        length: how many links there are up to this one.
    """

    stage: str
    event: Event
    time: int
    number: int
    before: Link[Event] | None
    length: int


@dataclass(frozen=True, slots=True)
class History(Generic[Event]):
    """The events up to a link, as tests may ask for them."""

    last: Link[Event] | None

    def links(self) -> list[Link[Event]]:
        """Give the links, the first taken first."""
        return list(_back(self.last))[::-1]

    def of(self, stage: str) -> tuple[Event, ...]:
        """Give the events taken for a stage, in order."""
        return tuple(link.event for link in self.links() if link.stage == stage)

    def latest(self) -> Event | None:
        """Give the event taken last, or None while there is none."""
        return None if self.last is None else self.last.event


@dataclass(frozen=True, slots=True)
class Match(Generic[Event]):
    """Events that fulfil a pattern, or the part of it that was left when the time ran out.

    Args:
        taken: stage and event, in the order taken.
        start, end: times of the first and last event.
        at: the time at which it was known.
    """

    taken: tuple[tuple[str, Event], ...]
    start: int
    end: int
    at: int

    def stages(self) -> dict[str, tuple[Event, ...]]:
        """Give the events by stage."""
        found: dict[str, list[Event]] = {}
        for stage, event in self.taken:
            found.setdefault(stage, []).append(event)
        return {stage: tuple(events) for stage, events in found.items()}


def _back(link: Link[Event] | None) -> Iterator[Link[Event]]:
    while link is not None:
        yield link
        link = link.before
