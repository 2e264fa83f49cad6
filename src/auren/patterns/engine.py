"""The kernel in process: many people's states, bounded in number, and a heap of the instants at which time concerns them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from heapq import heapify, heappop, heappush

from auren.errors import InvalidInput
from auren.findings import Finding
from auren.patterns.kernel import Advance, Kernel
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports.pattern_rule import PatternRule
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading

__all__ = ["Engine", "shard_of"]

_SPARE_WAKEUPS = 1000


def shard_of(subject: Subject, shards: int) -> int:
    """Give the shard, from 0, that holds a person: the same in every process and release.

    Args:
        subject: who.
        shards: how many engines share the people, at least 1.

    Raises:
        InvalidInput: there is no shard.
    """
    if shards < 1:
        raise InvalidInput(f"A person's shard of {shards} was asked for; expected at least 1.")
    return int.from_bytes(hashlib.blake2b(subject.id.encode(), digest_size=8).digest(), "big") % shards


class Engine:
    """Holds people's states; whoever is not held is restored from history and journal first.

    Args:
        rules: the rules.
        metrics: the registry that says how a day is formed.
        horizon_days: how far before a person's latest day a reading may still change findings.
        most_people: how many states are held; the longest unused one is let go, and restored when needed.
    """

    def __init__(
        self,
        rules: Sequence[PatternRule],
        *,
        metrics: MetricRegistry = STANDARD_METRICS,
        horizon_days: int = 120,
        most_people: int = 10_000,
    ) -> None:
        if most_people < 1:
            raise InvalidInput(f"An engine for {most_people} people was asked for; expected at least 1.")
        self.kernel = Kernel(rules, metrics=metrics, horizon_days=horizon_days)
        self._most_people = most_people
        # By id rather than by subject: a string knows its own hash.
        self._states: OrderedDict[str, PersonState] = OrderedDict()
        self._wakeups: dict[str, datetime] = {}
        # Entries that `_wakeups` no longer bears out are passed over.
        self._heap: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._states)

    def holds(self, subject: Subject) -> bool:
        """Tell whether a person's state is held."""
        return subject.id in self._states

    def hold(self, state: PersonState) -> None:
        """Hold a state that a kernel of the same rules and horizon gave."""
        self._states[state.subject.id] = state
        self._states.move_to_end(state.subject.id)
        self._await(state)
        while len(self._states) > self._most_people:
            self._wakeups.pop(self._states.popitem(last=False)[0], None)

    def restore(self, subject: Subject, readings: Iterable[Reading], findings: Iterable[Finding]) -> Advance:
        """Hold a person's state, built from what history and journal hold; arguments as in `Kernel.restore`."""
        state, advance = self.kernel.restore(subject, readings, findings)
        self.hold(state)
        return advance

    def size(self, subject: Subject) -> int:
        """Give how many readings are held of a person.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        return len(self._state(subject).readings)

    def resume(self, state: PersonState, readings: Iterable[Reading], findings: Collection[Finding]) -> Advance:
        """Hold a loaded state, brought up to what history and journal hold by now; arguments as in `Kernel.resume`."""
        advance = self.kernel.resume(state, readings, findings)
        self.hold(state)
        return advance

    def dump(self, subject: Subject) -> bytes:
        """Give a held person's state as compact, versioned bytes.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        return self.kernel.dump(self._state(subject))

    def load(self, subject: Subject, data: bytes) -> None:
        """Hold the state that was dumped by an engine of the same rules and horizon.

        Raises:
            InvalidInput: the bytes are of an unknown version, another person's, or made for other rules.
            StoreCorrupted: the bytes are damaged.
        """
        self.hold(self.kernel.load(subject, data))

    def advance(self, subject: Subject, readings: Iterable[Reading]) -> Advance:
        """Take a held person's readings in.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        state = self._state(subject)
        advance = self.kernel.advance(state, readings)
        if advance.changes:
            self._await(state)
        return advance

    def advance_time(self, subject: Subject, instant: datetime) -> Advance:
        """Confirm a held person's findings whose time has come.

        Raises:
            InvalidInput: the person's state is not held; restore it first.
        """
        state = self._state(subject)
        advance = self.kernel.advance_time(state, instant)
        if advance.changes:
            self._await(state)
        return advance

    def next_wakeup(self) -> datetime | None:
        """Give the earliest instant at which time alone changes a held state, or None when it never does."""
        heap = self._heap
        while heap and self._wakeups.get(heap[0][1]) != heap[0][0]:
            heappop(heap)
        return heap[0][0] if heap else None

    def due(self, instant: datetime) -> Iterator[tuple[Subject, Advance]]:
        """Advance those whose time has come, and give what it brought; whoever has nothing due costs nothing."""
        while (wakeup := self.next_wakeup()) is not None and wakeup <= instant:
            _, id = heappop(self._heap)
            del self._wakeups[id]
            state = self._states[id]
            advance = self.kernel.advance_time(state, instant)
            self._await(state)
            yield state.subject, advance

    def let_go(self, subject: Subject) -> None:
        """Hold a person's state no longer."""
        self._states.pop(subject.id, None)
        self._wakeups.pop(subject.id, None)

    def _await(self, state: PersonState) -> None:
        id, wakeup = state.subject.id, self.kernel.next_wakeup(state)
        if wakeup is None:
            self._wakeups.pop(id, None)
        elif self._wakeups.get(id) != wakeup:
            self._wakeups[id] = wakeup
            heappush(self._heap, (wakeup, id))
            # What was passed by must not pile up while time stands still.
            if len(self._heap) > 2 * len(self._wakeups) + _SPARE_WAKEUPS:
                self._heap = [(awaited, held) for held, awaited in self._wakeups.items()]
                heapify(self._heap)

    def _state(self, subject: Subject) -> PersonState:
        state = self._states.get(subject.id)
        if state is None:
            raise InvalidInput("A person whose state is not held was advanced; restore it from history and journal first.")
        self._states.move_to_end(subject.id)
        return state
