"""A second reading of sequences, slow and plain: every row of events is tried and held against the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Event", "Row", "Spec", "matches"]

Event: TypeAlias = tuple[str, int, str, int]
"""Label, time, kind, value."""
Row: TypeAlias = tuple[tuple[str, int], ...]
"""Stage and number of the event taken, in order."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A stage: its name, how it joins, what hits it given the row so far, and how often it is taken."""

    name: str
    join: str
    hits: Callable[[Event, Row], bool]
    least: int = 1
    most: int | None = 1
    inner: str = "relaxed"
    optional: bool = False


def matches(specs: Sequence[Spec], events: Sequence[Event], within: int | None, end: int) -> list[Row]:
    """Give every row of events that fulfils the stages.

    Args:
        specs: the stages in order; at most one that forbids between two that take.
        events: in order of time.
        within: the time that a match must be shorter than.
        end: the time reached after the last event.
    """
    rows = {row for row in _rows(specs, 0, (), events) if row and _keeps_time(row, events, within)}
    return sorted(row for row in rows if _nothing_forbidden(specs, row, events, within, end))


def _rows(specs: Sequence[Spec], number: int, row: Row, events: Sequence[Event]) -> Iterator[Row]:
    """Give the rows whose neighbours join as they should, whatever is forbidden."""
    if number == len(specs):
        yield row
        return
    spec = specs[number]
    if spec.join.startswith("not_"):
        yield from _rows(specs, number + 1, row, events)
        return
    if spec.optional:
        yield from _rows(specs, number + 1, row, events)
    for taken, count in _takes(spec, row, 0, events):
        if count >= spec.least:
            yield from _rows(specs, number + 1, taken, events)


def _takes(spec: Spec, row: Row, count: int, events: Sequence[Event]) -> Iterator[tuple[Row, int]]:
    """Give the row with one, two, three … events more for a stage."""
    if spec.most is not None and count == spec.most:
        return
    first = row[-1][1] + 1 if row else 0
    join = spec.inner if count else spec.join
    for number in range(first, len(events)):
        if spec.hits(events[number], row):
            taken = (*row, (spec.name, number))
            yield taken, count + 1
            yield from _takes(spec, taken, count + 1, events)
        # What a first event comes after is no concern of the match.
        if row and join in ("next", "strict"):
            return
        if row and join in ("followed_by", "relaxed") and spec.hits(events[number], row):
            return


def _keeps_time(row: Row, events: Sequence[Event], within: int | None) -> bool:
    return within is None or events[row[-1][1]][1] - events[row[0][1]][1] < within


def _nothing_forbidden(specs: Sequence[Spec], row: Row, events: Sequence[Event], within: int | None, end: int) -> bool:
    for number, spec in enumerate(specs):
        if not spec.join.startswith("not_"):
            continue
        before = [at for name, at in row if name == specs[number - 1].name]
        behind = {other.name for other in specs[number + 1 :]}
        after = [at for name, at in row if name in behind]
        if spec.join == "not_next":
            # The very next event decides. When it is the row's next one it is looked at as well.
            if before[-1] + 1 >= len(events) or _hit(spec, before[-1] + 1, row, events):
                return False
        elif after or number < len(specs) - 1:
            # From the first event of the run before it up to the next part's event; that one counts, too, unless it ends
            # the match. Before an absence at the end no event does.
            stop = after[0] if after else before[-1]
            ends = None if specs[-1].join == "not_followed_by" else row[-1][1]
            watched = [at for at in range(before[0] + 1, stop + 1) if at != ends]
            if any(_hit(spec, at, row, events) for at in watched):
                return False
        else:
            assert within is not None
            closes = events[row[0][1]][1] + within
            late = [at for at in range(before[0] + 1, len(events)) if events[at][1] < closes]
            if end < closes or any(_hit(spec, at, row, events) for at in late):
                return False
    return True


def _hit(spec: Spec, at: int, row: Row, events: Sequence[Event]) -> bool:
    """Tell whether an event hit a stage that forbids, given what had been taken by then."""
    return spec.hits(events[at], tuple(item for item in row if item[1] < at))
