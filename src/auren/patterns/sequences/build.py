"""From a pattern to its automaton, built from the end: each part knows the place that comes after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias

from auren.patterns.sequences.automaton import Action, Automaton, Edge, Guard, Kind, Place, Test
from auren.patterns.sequences.checks import check
from auren.patterns.sequences.pattern import Event, Group, Inner, Join, Look, Outcome, Part, Pattern, Stage, Taken

__all__ = ["build"]

_NOT_HIT = Outcome.MISS | Outcome.UNSEEN


def build(pattern: Pattern[Event]) -> Automaton[Event]:
    """Give the automaton of a pattern.

    Raises:
        RuleError: the pattern has no meaning.
    """
    check(pattern)
    return _Builder(pattern).automaton()


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What a place owes to the way that leads into it.

    Args:
        forbidden: tests of events that must not come before the next one is taken.
        yields: tests of the greedy stage before, which goes first.
    """

    forbidden: tuple[int, ...] = ()
    yields: tuple[int, ...] = ()


_AFTER_TAKING = _Arrival()
_Entry: TypeAlias = Callable[[_Arrival], int]
"""Gives the place in which a part begins, for the way that leads there."""


def _once_for_each(entry: _Entry) -> _Entry:
    known: dict[_Arrival, int] = {}

    def place(arrival: _Arrival) -> int:
        if arrival not in known:
            known[arrival] = entry(arrival)
        return known[arrival]

    return place


@dataclass(frozen=True, slots=True)
class _Head:
    """What a group lays on its first part: its own join, and where to go on when the group is left out."""

    join: Inner | Join
    inner: Inner
    instead: _Entry | None


class _Builder(Generic[Event]):
    def __init__(self, pattern: Pattern[Event]) -> None:
        self._pattern = pattern
        self._places: list[Place] = []
        self._tests: list[Test[Event]] = []
        self._stop = self._place("", Kind.STOP)
        self._final = self._place("", Kind.FINAL)

    def automaton(self) -> Automaton[Event]:
        pattern = self._pattern
        start = self._chain(pattern.parts, lambda _: self._final)(_AFTER_TAKING)
        self._places[start].kind = Kind.START
        last = pattern.parts[-1]
        if isinstance(last, Stage) and last.at_most == 1:
            for place in self._places:
                if place.stage == last.name:
                    place.limit = pattern.last_within
        return Automaton(tuple(self._places), tuple(self._tests), start, self._final)

    def _chain(self, parts: Sequence[Part[Event]], after: _Entry, head: _Head | None = None) -> _Entry:
        """Give the entry of parts in a row, of which the first may be the head of a group."""
        entry = after
        for number in range(len(parts) - 1, -1, -1):
            following = parts[number + 1] if number + 1 < len(parts) else None
            entry = _once_for_each(self._part(parts[number], following, entry, head if number == 0 else None))
        return entry

    def _part(self, part: Part[Event], following: Part[Event] | None, then: _Entry, head: _Head | None) -> _Entry:
        if isinstance(part, Group):
            return self._group(part, then, head)
        if part.join is Join.NOT_FOLLOWED_BY:
            return self._never(part, then)
        if part.join is Join.NOT_NEXT:
            return self._not_next(part, then)
        return _Stage(self, part, following, then, head).entry

    def _never(self, stage: Stage[Event], then: _Entry) -> _Entry:
        test = self.test(stage.look, stage)

        def entry(arrival: _Arrival) -> int:
            if then(_AFTER_TAKING) != self._final:
                return then(replace(arrival, forbidden=(*arrival.forbidden, test)))
            place = self._place(stage.name, Kind.PENDING)
            self._forbid(place, (*arrival.forbidden, test))
            self.edge(place, Action.SKIP, place, ((test, _NOT_HIT),))
            return place

        return entry

    def _not_next(self, stage: Stage[Event], then: _Entry) -> _Entry:
        test = self.test(stage.look, stage)

        def entry(arrival: _Arrival) -> int:
            place = self._place(stage.name, Kind.OPEN)
            self._forbid(place, (*arrival.forbidden, test))
            onward = then(_AFTER_TAKING)
            self.edge(place, Action.SKIP, place, ((test, Outcome.UNSEEN),))
            # At the end of a pattern it takes one more event to know, and that event is not part of the match.
            action = Action.SKIP if onward == self._final else Action.GO_ON
            self.edge(place, action, onward, ((test, Outcome.MISS),))
            return place

        return entry

    def _group(self, group: Group[Event], then: _Entry, head: _Head | None) -> _Entry:
        def loop(_: _Arrival) -> int:
            place = self._place(_first_name(group), Kind.OPEN)
            again = self._chain(group.parts, lambda _: place, _Head(group.inner, group.inner, then))
            self.edge(place, Action.GO_ON, again(_AFTER_TAKING))
            return place

        endless = _once_for_each(loop)

        def repetition(taken: int) -> _Entry:
            """Give the entry once so many repetitions were taken."""
            if taken == group.at_most:
                return then
            if group.at_most is None and taken == group.at_least:
                return endless
            enough = taken >= group.at_least
            return self._chain(group.parts, repetition(taken + 1), _Head(group.inner, group.inner, then if enough else None))

        instead = then if group.optional else None
        if head is not None and head.instead is not None:
            instead = head.instead
        return self._chain(group.parts, repetition(1), _Head(group.join, group.inner, instead))

    def test(self, look: Look[Event], stage: Stage[Event]) -> int:
        self._tests.append(Test(look, stage.iterative))
        return len(self._tests) - 1

    def edge(self, place: int, action: Action, target: int, guard: Guard = ()) -> None:
        self._places[place].edges.append(Edge(action, target, guard))

    def _forbid(self, place: int, tests: Sequence[int]) -> None:
        for test in tests:
            self.edge(place, Action.GO_ON, self._stop, ((test, Outcome.HIT),))

    def _place(self, stage: str, kind: Kind) -> int:
        self._places.append(Place(stage, kind))
        return len(self._places) - 1

    def waiting(self, stage: str, forbidden: Sequence[int]) -> int:
        """Give a new place in which a stage waits for an event while others are forbidden."""
        place = self._place(stage, Kind.OPEN)
        self._forbid(place, forbidden)
        return place


def _first_name(part: Part[Event]) -> str:
    return _first_name(part.parts[0]) if isinstance(part, Group) else part.name


class _Stage(Generic[Event]):
    """Builds the places of one stage that takes events."""

    def __init__(
        self,
        builder: _Builder[Event],
        stage: Stage[Event],
        following: Part[Event] | None,
        then: _Entry,
        head: _Head | None,
    ) -> None:
        self._builder, self._stage, self._then, self._head = builder, stage, then, head
        self._test = self._takes = builder.test(stage.look, stage)
        self._open: Guard = ()
        if stage.until is not None:
            self._takes = builder.test(_unless(stage.look, stage.until), stage)
            self._open = ((builder.test(stage.until, stage), _NOT_HIT),)
        self._inner = stage.inner if head is None else head.inner
        self._between: tuple[int, ...] = ()
        if isinstance(following, Stage) and following.join is Join.NOT_FOLLOWED_BY:
            self._between = (builder.test(following.look, following),)
        self._leaving = _Arrival(yields=(self._takes,) if stage.greedy and stage.at_least != stage.at_most else ())
        self._after: dict[int, int] = {}

    def entry(self, arrival: _Arrival) -> int:
        stage, head = self._stage, self._head
        place = self._step(stage.join if head is None else head.join, self._after_taking(1), arrival, optional=stage.optional)
        if head is not None and head.instead is not None:
            self._builder.edge(place, Action.GO_ON, head.instead(arrival))
        return place

    def _after_taking(self, count: int) -> int:
        """Give the place of a match in which the stage has taken so many events."""
        stage = self._stage
        if count not in self._after:
            if count == stage.at_most:
                self._after[count] = self._then(self._leaving)
            elif stage.at_most is None and count == stage.at_least:
                self._after[count] = self._loop()
            else:
                inside = _Arrival(forbidden=self._between)
                enough = count >= stage.at_least
                self._after[count] = self._step(self._inner, self._after_taking(count + 1), inside, optional=enough)
        return self._after[count]

    def _step(self, join: Inner | Join, target: int, arrival: _Arrival, *, optional: bool) -> int:
        """Give a place that takes one event."""
        place = self._taking(target, arrival)
        waits = place
        if optional:
            leaving = replace(arrival, yields=self._leaving.yields or arrival.yields)
            self._builder.edge(place, Action.GO_ON, self._then(leaving))
            # Once an event was skipped the stage is not left out any more, or each later event would do so again.
            open_end = _Arrival(yields=arrival.yields) if isinstance(join, Inner) else arrival
            waits = self._taking(target, open_end) if join not in (Join.BEGIN, Join.NEXT, Inner.STRICT) else place
        self._skipping(place, waits, join, arrival)
        return place

    def _loop(self) -> int:
        inside = _Arrival(forbidden=self._between)
        place = self._builder.waiting(self._stage.name, self._between)
        self._builder.edge(place, Action.GO_ON, self._then(self._leaving))
        self._builder.edge(place, Action.TAKE, place, self._take(inside))
        waits = place if self._inner is Inner.STRICT else self._taking(place, inside)
        self._skipping(place, waits, self._inner, inside)
        return place

    def _taking(self, target: int, arrival: _Arrival) -> int:
        place = self._builder.waiting(self._stage.name, arrival.forbidden)
        self._builder.edge(place, Action.TAKE, target, self._take(arrival))
        return place

    def _skipping(self, place: int, waits: int, join: Inner | Join, arrival: _Arrival) -> None:
        if join in (Join.FOLLOWED_BY_ANY, Inner.ANY):
            guard: Guard = ()
        else:
            strict = join in (Join.BEGIN, Join.NEXT, Inner.STRICT)
            guard = ((self._test, Outcome.UNSEEN if strict else _NOT_HIT),)
        until = self._open if isinstance(join, Inner) else ()
        guard = (*guard, *until, *_giving_way(arrival))
        for origin in dict.fromkeys((place, waits)):
            self._builder.edge(origin, Action.SKIP, waits, guard)

    def _take(self, arrival: _Arrival) -> Guard:
        return ((self._takes, Outcome.HIT), *_giving_way(arrival))


def _giving_way(arrival: _Arrival) -> Guard:
    return tuple((test, _NOT_HIT) for test in arrival.yields)


def _unless(look: Look[Event], until: Look[Event]) -> Look[Event]:
    """Give the test that takes what `look` does, except for events that `until` takes."""

    def both(event: Event, taken: Taken[Event]) -> Outcome:
        seen = look(event, taken)
        if not seen & Outcome.HIT:
            return seen
        ended = until(event, taken)
        hit = Outcome.HIT if ended & _NOT_HIT else Outcome(0)
        miss = Outcome.MISS if ended & Outcome.HIT else Outcome(0)
        return seen & _NOT_HIT | hit | miss

    return both
