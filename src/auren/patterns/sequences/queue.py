"""Partial matches by the event they began with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic

from auren.patterns.sequences.partial import Partial
from auren.patterns.sequences.pattern import Event

__all__ = ["StartQueue"]


class StartQueue(Generic[Event]):
    """A binary heap of partial matches, ordered by the event they began with.

    Which of several matches with one beginning comes first is part of what the skip strategies mean, and it depends on
    how exactly the heap moves its entries; so this one spells the moves out.

    Args:
        heap: entries of another heap, in its order.
    """

    __slots__ = ("_heap",)

    def __init__(self, heap: Iterable[Partial[Event]] = ()) -> None:
        self._heap = list(heap)

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Partial[Event]]:
        return iter(self._heap)

    def first(self) -> Partial[Event] | None:
        """Give the one that began first, or None."""
        return self._heap[0] if self._heap else None

    def add(self, partial: Partial[Event]) -> None:
        """Add one."""
        heap = self._heap
        heap.append(partial)
        at = len(heap) - 1
        while at > 0:
            above = (at - 1) // 2
            if partial.began >= heap[above].began:
                break
            heap[at] = heap[above]
            at = above
        heap[at] = partial

    def pop(self) -> Partial[Event]:
        """Remove the one that began first, and give it."""
        heap = self._heap
        first, last = heap[0], heap.pop()
        if heap:
            self._sink(0, last)
        return first

    def remove_if(self, test: Callable[[Partial[Event]], bool]) -> None:
        """Remove every one that a test says yes to."""
        kept = [partial for partial in self._heap if not test(partial)]
        if len(kept) < len(self._heap):
            self._heap = kept
            for at in range(len(kept) // 2 - 1, -1, -1):
                self._sink(at, kept[at])

    def _sink(self, at: int, partial: Partial[Event]) -> None:
        heap, half = self._heap, len(self._heap) // 2
        while at < half:
            below = 2 * at + 1
            if below + 1 < len(heap) and heap[below].began > heap[below + 1].began:
                below += 1
            if partial.began <= heap[below].began:
                break
            heap[at] = heap[below]
            at = below
        heap[at] = partial
