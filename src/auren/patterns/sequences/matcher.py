"""The matcher: partial matches over events in order of time, without a clock; matches and run-out partials come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic

from auren.errors import InvalidInput
from auren.patterns.sequences.automaton import Action, Guard, Kind
from auren.patterns.sequences.build import build
from auren.patterns.sequences.history import History, Link, Match
from auren.patterns.sequences.partial import Partial
from auren.patterns.sequences.pattern import Event, Outcome, Pattern
from auren.patterns.sequences.queue import StartQueue
from auren.patterns.sequences.skipping import given_up

__all__ = ["Matcher", "Matching", "Step"]


@dataclass(slots=True)
class Matching(Generic[Event]):
    """The state of a matcher over one stream of events; only the matcher changes it.

    Args:
        time: the time reached.
        fed: how many events were fed.
        open: the partial matches.
        complete: matches that wait for an earlier one, which may rule them out.
        dropped: how many partial matches were given up because there were too many, or one grew too long.
    """

    time: int | None = None
    fed: int = 0
    open: StartQueue[Event] = field(default_factory=StartQueue)
    complete: StartQueue[Event] = field(default_factory=StartQueue)
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Step(Generic[Event]):
    """What one event, or time alone, brought.

    Args:
        matches: those found.
        timeouts: partial matches that ran out of time, with the time at which they did.
        dropped: partial matches given up because of the caps; above 0 the matches may not be all there are.
    """

    matches: tuple[Match[Event], ...] = ()
    timeouts: tuple[Match[Event], ...] = ()
    dropped: int = 0


class Matcher(Generic[Event]):
    """Advances states by events of non-decreasing time.

    Args:
        pattern: what is looked for.
        most_open: how many partial matches may be open besides the one that has taken nothing; more are given up and counted.
        most_taken: how many events one partial match may take.

    Raises:
        RuleError: the pattern has no meaning.
    """

    def __init__(self, pattern: Pattern[Event], *, most_open: int = 1000, most_taken: int = 1000) -> None:
        if most_open < 1 or most_taken < 1:
            raise InvalidInput("A matcher that may hold nothing was asked for; give at least 1 partial match and 1 event.")
        self.pattern = pattern
        self.automaton = build(pattern)
        self._most_open, self._most_taken = most_open, most_taken

    def begin(self) -> Matching[Event]:
        """Give the state before any event."""
        matching: Matching[Event] = Matching()
        matching.open.add(Partial(self.automaton.start, None, None))
        return matching

    def advance(self, matching: Matching[Event], event: Event, time: int) -> Step[Event]:
        """Take one event in, after letting the time before it pass.

        Raises:
            InvalidInput: the time is before the one reached.
        """
        before = self.advance_time(matching, time)
        number, matching.fed = matching.fed, matching.fed + 1
        still_open: StartQueue[Event] = StartQueue()
        found: StartQueue[Event] = StartQueue()
        dropped = 0
        for partial in matching.open:
            kept: list[Partial[Event]] = []
            stopped = False
            for moved in self._moves(partial, event, time, number):
                match self.automaton.places[moved.place].kind:
                    case Kind.FINAL:
                        found.add(moved)
                    case Kind.STOP:
                        stopped = True
                    case _:
                        kept.append(moved)
            if stopped:
                continue
            for moved in kept:
                # The one that has taken nothing stays whatever comes, or no match would ever begin again.
                too_long = moved.last is not None and moved.last.length > self._most_taken
                too_many = moved.last is not None and len(still_open) + len(matching.complete) >= self._most_open
                if too_long or too_many:
                    dropped += 1
                else:
                    still_open.add(moved)
        matching.open = still_open
        matching.dropped += dropped
        matches = self._settle(matching, list(found), time)
        return Step((*before.matches, *matches), before.timeouts, dropped)

    def advance_time(self, matching: Matching[Event], time: int) -> Step[Event]:
        """Let time pass: partial matches run out, and what must not happen has not happened.

        Raises:
            InvalidInput: the time is before the one reached.
        """
        if matching.time is not None and time < matching.time:
            raise InvalidInput(f"Time {time} was fed after {matching.time}; feed events in order of time.")
        matching.time = time
        still_open: StartQueue[Event] = StartQueue()
        found: list[Partial[Event]] = []
        timeouts: list[Match[Event]] = []
        for partial in matching.open:
            ends = self._runs_out(partial)
            if ends is None or time < ends:
                still_open.add(partial)
            elif self.automaton.places[partial.place].kind is Kind.PENDING:
                found.append(partial)
            else:
                timeouts.append(partial.match(ends))
        matching.open = still_open
        return Step(tuple(self._settle(matching, found, time)), tuple(timeouts))

    def _runs_out(self, partial: Partial[Event]) -> int | None:
        limit = self.automaton.places[partial.place].limit
        if partial.first is None or partial.last is None:
            return None
        ends = partial.last.time + limit if limit is not None else None
        if self.pattern.within is not None:
            whole = partial.first.time + self.pattern.within
            ends = whole if ends is None else min(ends, whole)
        return ends

    def _settle(self, matching: Matching[Event], found: list[Partial[Event]], time: int) -> list[Match[Event]]:
        if self.pattern.skip.kind == "no_skip":
            return [partial.match(time) for partial in found]
        for partial in found:
            matching.complete.add(partial)
        matches: list[Match[Event]] = []
        while (first := matching.complete.first()) is not None:
            earliest = matching.open.first()
            if earliest is not None and earliest.began < first.began:
                break
            matching.complete.pop()
            matches.append(first.match(time))
            ruled_out = given_up(self.pattern.skip, first)
            matching.open.remove_if(ruled_out)
            matching.complete.remove_if(ruled_out)
        return matches

    def _moves(self, partial: Partial[Event], event: Event, time: int, number: int) -> Iterator[Partial[Event]]:
        known: dict[int, Outcome] = {}
        history = History(partial.last)

        def allows(guard: Guard) -> bool:
            for test, wanted in guard:
                if test not in known:
                    known[test] = self.automaton.tests[test].look(event, history)
                if not known[test] & wanted:
                    return False
            return True

        begins = partial.first is None
        to_visit = [partial.place]
        while to_visit:
            place = self.automaton.places[to_visit.pop()]
            for edge in place.edges:
                if not allows(edge.guard):
                    continue
                match edge.action:
                    case Action.GO_ON if self.automaton.places[edge.target].kind is Kind.STOP:
                        yield Partial(edge.target, partial.first, partial.last)
                    case Action.GO_ON:
                        to_visit.append(edge.target)
                    case Action.SKIP if not begins:
                        yield Partial(edge.target, partial.first, partial.last)
                    case Action.TAKE:
                        link = Link(
                            place.stage, event, time, number, partial.last, 1 + (partial.last.length if partial.last else 0)
                        )
                        yield Partial(edge.target, partial.first or link, link)
                        if self._goes_on_to_the_end(edge.target, allows):
                            yield Partial(self.automaton.final, partial.first or link, link)
        if begins:
            yield partial

    def _goes_on_to_the_end(self, place: int, allows: Callable[[Guard], bool]) -> bool:
        to_visit = [place]
        while to_visit:
            for edge in self.automaton.places[to_visit.pop()].edges:
                if edge.action is Action.GO_ON and allows(edge.guard):
                    if edge.target == self.automaton.final:
                        return True
                    to_visit.append(edge.target)
        return False
