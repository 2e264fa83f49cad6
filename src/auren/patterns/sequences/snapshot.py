"""A matcher's state as plain data, and back; partial matches go on sharing what they share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Generic

from auren.errors import RuleError
from auren.patterns.sequences.history import Link
from auren.patterns.sequences.matcher import Matcher, Matching
from auren.patterns.sequences.partial import Partial
from auren.patterns.sequences.pattern import Event
from auren.patterns.sequences.queue import StartQueue

__all__ = ["dump", "load"]

VERSION = 1


def dump(matcher: Matcher[Event], matching: Matching[Event], encode: Callable[[Event], Any]) -> dict[str, Any]:
    """Give a state as data that JSON can hold.

    Args:
        matcher: whose state it is.
        matching: the state.
        encode: gives an event as such data.
    """
    links = _Links(encode)
    return {
        "version": VERSION,
        "pattern": _fingerprint(matcher),
        "time": matching.time,
        "fed": matching.fed,
        "dropped": matching.dropped,
        "open": [links.row(partial) for partial in matching.open],
        "complete": [links.row(partial) for partial in matching.complete],
        "links": links.rows,
    }


def load(matcher: Matcher[Event], data: dict[str, Any], decode: Callable[[Any], Event]) -> Matching[Event]:
    """Give the state that was dumped.

    Args:
        matcher: whose state it was.
        data: what `dump` gave.
        decode: gives an event back.

    Raises:
        RuleError: it is of another version, or of a pattern that reads otherwise.
    """
    if data.get("version") != VERSION:
        raise RuleError(f"A sequence state of version {data.get('version')!r} was given; this release reads {VERSION}.")
    if data.get("pattern") != _fingerprint(matcher):
        raise RuleError("A sequence state of another pattern was given; begin anew, or raise the rule's version.")
    links: list[Link[Event]] = []
    for stage, event, time, number, before in data["links"]:
        previous = links[before] if before is not None else None
        links.append(Link(stage, decode(event), time, number, previous, 1 + (previous.length if previous else 0)))

    def queue(rows: list[list[Any]]) -> StartQueue[Event]:
        return StartQueue(
            Partial(place, *(links[link] if link is not None else None for link in (first, last)))
            for place, first, last in rows
        )

    return Matching(data["time"], data["fed"], queue(data["open"]), queue(data["complete"]), data["dropped"])


def _fingerprint(matcher: Matcher[Event]) -> str:
    places = repr((matcher.automaton.places, matcher.automaton.start, matcher.pattern.skip, matcher.pattern.within))
    return hashlib.blake2b(places.encode(), digest_size=8).hexdigest()


class _Links(Generic[Event]):
    """Rows of links, each after the one before it."""

    def __init__(self, encode: Callable[[Event], Any]) -> None:
        self.rows: list[list[Any]] = []
        self._encode = encode
        self._known: dict[int, int] = {}

    def row(self, partial: Partial[Event]) -> list[Any]:
        return [partial.place, self._index(partial.first), self._index(partial.last)]

    def _index(self, link: Link[Event] | None) -> int | None:
        fresh: list[Link[Event]] = []
        while link is not None and id(link) not in self._known:
            fresh.append(link)
            link = link.before
        index = None if link is None else self._known[id(link)]
        for item in reversed(fresh):
            self.rows.append([item.stage, self._encode(item.event), item.time, item.number, index])
            index = self._known[id(item)] = len(self.rows) - 1
        return index
