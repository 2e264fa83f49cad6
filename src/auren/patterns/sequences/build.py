"""From a pattern to its automaton, built from the end: each part knows the place that comes after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
        yields: tests of the greedy stages before, which go first.
    """

    forbidden: tuple[int, ...] = ()
    yields: tuple[int, ...] = ()

    def and_forbids(self, tests: tuple[int, ...]) -> _Arrival:
        """Give the same way with more that is forbidden."""
        return replace(self, forbidden=tuple(dict.fromkeys((*self.forbidden, *tests))))

    def giving_way(self, yields: tuple[int, ...]) -> _Arrival:
        """Give the same way, which gives way to another greedy stage as well."""
        return replace(self, yields=tuple(dict.fromkeys((*self.yields, *yields))))


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
    """What a group, and those around it, lay on its first part.

    Args:
        join: how the group joins.
        inner: how its repetitions follow one another.
        instead: where to go on instead of one repetition more, at any time.
        left_out: where to go on when the group is left out as a whole, before any event was skipped.
    """

    join: Inner | Join
    inner: Inner
    instead: tuple[_Entry, ...] = ()
    left_out: tuple[_Entry, ...] = ()


class _Builder(Generic[Event]):
    def __init__(self, pattern: Pattern[Event]) -> None:
        self._pattern = pattern
        self._places: list[Place] = []
        self._tests: list[Test[Event]] = []
        self._stop = self._place("", Kind.STOP)
        self._final = self._place("", Kind.FINAL)

    def automaton(self) -> Automaton[Event]:
        pattern = self._pattern
        start = self._chain(pattern.parts, None, lambda _: self._final)(_AFTER_TAKING)
        self._places[start].kind = Kind.START
        last = pattern.parts[-1]
        if isinstance(last, Stage) and last.at_most == 1:
            for place in self._places:
                if place.stage == last.name:
                    place.limit = pattern.last_within
        return Automaton(tuple(self._places), tuple(self._tests), start, self._final)

    def _chain(
        self, parts: Sequence[Part[Event]], beyond: Part[Event] | None, after: _Entry, head: _Head | None = None
    ) -> _Entry:
        """Give the entry of parts in a row, of which the first may be the head of a group.

        Args:
            parts: the parts.
            beyond: the part that follows them.
            after: the entry of what follows them.
            head: what a group lays on the first.
        """
        entry = after
        for number in range(len(parts) - 1, -1, -1):
            following = parts[number + 1] if number + 1 < len(parts) else beyond
            entry = _once_for_each(self._part(parts[number], following, entry, head if number == 0 else None))
        return entry

    def _part(self, part: Part[Event], following: Part[Event] | None, then: _Entry, head: _Head | None) -> _Entry:
        if isinstance(part, Group):
            return self._group(part, following, then, head)
        if part.join is Join.NOT_FOLLOWED_BY:
            return self._never(part, then)
        if part.join is Join.NOT_NEXT:
            return self._not_next(part, then)
        return _Stage(self, part, following, then, head).entry

    def _never(self, stage: Stage[Event], then: _Entry) -> _Entry:
        test = self.test(stage.look, stage)

        def entry(arrival: _Arrival) -> int:
            if then(_AFTER_TAKING) != self._final:
                return then(arrival.and_forbids((test,)))
            place = self._place(stage.name, Kind.PENDING)
            self._forbid(place, arrival.and_forbids((test,)))
            self.edge(place, Action.SKIP, place, ((test, _NOT_HIT), *_giving_way(arrival)))
            return place

        return entry

    def _not_next(self, stage: Stage[Event], then: _Entry) -> _Entry:
        test = self.test(stage.look, stage)

        def entry(arrival: _Arrival) -> int:
            place = self._place(stage.name, Kind.OPEN)
            self._forbid(place, arrival.and_forbids((test,)))
            onward = then(_Arrival(arrival.forbidden))
            self.edge(place, Action.SKIP, place, ((test, Outcome.UNSEEN),))
            # At the end of a pattern it takes one more event to know, and that event is not part of the match.
            action = Action.SKIP if onward == self._final else Action.GO_ON
            self.edge(place, action, onward, ((test, Outcome.MISS), *_giving_way(arrival)))
            return place

        return entry

    def _group(self, group: Group[Event], following: Part[Event] | None, then: _Entry, head: _Head | None) -> _Entry:
        between = self.ban(following)
        loops: dict[_Arrival, int] = {}

        def endless(arrival: _Arrival) -> int:
            if arrival not in loops:
                place = loops[arrival] = self._place(_first_name(group), Kind.OPEN)
                self.edge(place, Action.GO_ON, again(arrival.and_forbids(between)))
            return loops[arrival]

        # What comes after gives way on leaving and no longer, since more repetitions may still be taken up.
        instead = (lambda arrival: then(_Arrival(arrival.forbidden)),)
        again = self._chain(group.parts, following, endless, _Head(group.inner, group.inner, instead))

        def repetition(taken: int) -> _Entry:
            """Give the entry once so many repetitions were taken."""
            if taken == group.at_most:
                return then
            if group.at_most is None and taken == group.at_least:
                return endless
            instead = (then,) if taken >= group.at_least else ()
            more = self._chain(group.parts, following, repetition(taken + 1), _Head(group.inner, group.inner, instead))
            return lambda arrival: more(arrival.and_forbids(between))

        yields = self._yields(group)
        left_out: tuple[_Entry, ...] = (lambda arrival: then(arrival.giving_way(yields)),) if group.optional else ()
        if head is None:
            return self._chain(group.parts, following, repetition(1), _Head(group.join, group.inner, (), left_out))
        left_out = (*left_out, *head.left_out)
        return self._chain(group.parts, following, repetition(1), _Head(group.join, group.inner, head.instead, left_out))

    def _yields(self, part: Part[Event]) -> tuple[int, ...]:
        """Give the tests of the greedy stage that a part ends with, unless more of it may come without end."""
        if isinstance(part, Group):
            return self._yields(part.parts[-1]) if part.at_most is not None else ()
        return (self.test(part.look, part),) if _is_greedy(part) else ()

    def test(self, look: Look[Event], stage: Stage[Event]) -> int:
        self._tests.append(Test(look, stage.iterative))
        return len(self._tests) - 1

    def ban(self, following: Part[Event] | None) -> tuple[int, ...]:
        """Give the test of what must not come between the repetitions of a part, since it must not follow them."""
        if isinstance(following, Stage) and following.join is Join.NOT_FOLLOWED_BY:
            return (self.test(following.look, following),)
        return ()

    def edge(self, place: int, action: Action, target: int, guard: Guard = ()) -> None:
        self._places[place].edges.append(Edge(action, target, guard))

    def leave(self, place: int, onward: int, arrival: _Arrival) -> None:
        """Let a place go on unless a greedy stage takes the event; what ends a match is not kept waiting."""
        self.edge(place, Action.GO_ON, onward, () if onward == self._final else _giving_way(arrival))

    def _forbid(self, place: int, arrival: _Arrival) -> None:
        for test in arrival.forbidden:
            self.edge(place, Action.GO_ON, self._stop, ((test, Outcome.HIT), *_giving_way(arrival)))

    def _place(self, stage: str, kind: Kind) -> int:
        self._places.append(Place(stage, kind))
        return len(self._places) - 1

    def waiting(self, stage: str, arrival: _Arrival) -> int:
        """Give a new place in which a stage waits for an event."""
        place = self._place(stage, Kind.OPEN)
        self._forbid(place, arrival)
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
        self._until: int | None = None
        self._open: Guard = ()
        if stage.until is not None:
            self._takes = builder.test(_unless(stage.look, stage.until), stage)
            self._until = builder.test(stage.until, stage)
            self._open = ((self._until, _NOT_HIT),)
        self._inner = stage.inner if head is None else head.inner
        self._between = builder.ban(following)
        self._yields = (self._test,) if _is_greedy(stage) else ()
        self._after: dict[int, int] = {}

    def entry(self, arrival: _Arrival) -> int:
        stage, head = self._stage, self._head
        join = stage.join if head is None else head.join
        once = list(self._leaving(arrival)) if stage.optional else []
        if head is not None:
            once.extend((leave(arrival), ()) for leave in head.left_out)
        place = self._step(join, self._after_taking(1), arrival, once)
        for instead in () if head is None else head.instead:
            self._builder.leave(place, instead(arrival), arrival)
        return place

    def _after_taking(self, count: int) -> int:
        """Give the place of a match in which the stage has taken so many events."""
        stage = self._stage
        if count not in self._after:
            if count == stage.at_most:
                self._after[count] = self._then(_AFTER_TAKING.giving_way(self._yields))
            elif stage.at_most is None and count == stage.at_least:
                self._after[count] = self._loop()
            else:
                inside = _Arrival(forbidden=self._between)
                once = list(self._leaving(inside)) if count >= stage.at_least else []
                self._after[count] = self._step(self._inner, self._after_taking(count + 1), inside, once, self._open)
        return self._after[count]

    def _leaving(self, arrival: _Arrival) -> Iterator[tuple[int, Guard]]:
        """Give where to go on when the stage takes no more, and on which events.

        What comes then gives way to a greedy stage, unless the event is the one that ends it.
        """
        yielding = self._then(arrival.giving_way(self._yields))
        if self._yields and self._until is not None:
            yield yielding, ((self._until, _NOT_HIT),)
            yield self._then(arrival), ((self._until, Outcome.HIT),)
        else:
            yield yielding, ()

    def _step(
        self, join: Inner | Join, target: int, arrival: _Arrival, once: Sequence[tuple[int, Guard]], ends: Guard = ()
    ) -> int:
        """Give a place that takes one event, or goes on to others as long as none was skipped."""
        place = self._taking(target, arrival)
        for onward, guard in once:
            self._builder.edge(place, Action.GO_ON, onward, guard)
        waits = place
        if once and join not in (Join.BEGIN, Join.NEXT, Inner.STRICT):
            # Or each event that is skipped would go on there again.
            waits = self._taking(target, arrival)
        self._skipping(place, waits, join, arrival, ends)
        return place

    def _loop(self) -> int:
        inside = _Arrival(forbidden=self._between)
        place = self._builder.waiting(self._stage.name, inside)
        for onward, guard in self._leaving(_AFTER_TAKING):
            self._builder.edge(place, Action.GO_ON, onward, guard)
        self._builder.edge(place, Action.TAKE, place, self._take(inside))
        waits = place if self._inner is Inner.STRICT else self._taking(place, inside)
        self._skipping(place, waits, self._inner, inside, self._open)
        return place

    def _taking(self, target: int, arrival: _Arrival) -> int:
        place = self._builder.waiting(self._stage.name, arrival)
        self._builder.edge(place, Action.TAKE, target, self._take(arrival))
        return place

    def _skipping(self, place: int, waits: int, join: Inner | Join, arrival: _Arrival, ends: Guard) -> None:
        if join in (Join.FOLLOWED_BY_ANY, Inner.ANY):
            guard: Guard = ()
        else:
            strict = join in (Join.BEGIN, Join.NEXT, Inner.STRICT)
            guard = ((self._test, Outcome.UNSEEN if strict else _NOT_HIT),)
        guard = (*guard, *ends, *_giving_way(arrival))
        for origin in dict.fromkeys((place, waits)):
            self._builder.edge(origin, Action.SKIP, waits, guard)

    def _take(self, arrival: _Arrival) -> Guard:
        return ((self._takes, Outcome.HIT), *_giving_way(arrival))


def _is_greedy(stage: Stage[Event]) -> bool:
    return stage.greedy and stage.at_least != stage.at_most


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
