"""A proof's people, shared out over processes, with the progress told on the error stream."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Protocol, Self, TypeVar

__all__ = ["Workers"]

_TELL_EVERY_S = 10.0


class Proof(Protocol):
    """What one item showed; two of them make one."""

    def __add__(self, other: Self, /) -> Self: ...


Item = TypeVar("Item")
Shown = TypeVar("Shown", bound=Proof)


class Workers:
    """Works items off, in this process or in several.

    Args:
        number: of processes; 1 works in this one.
    """

    def __init__(self, number: int = 1) -> None:
        self.number = number

    def total(self, what: str, work: Callable[[Item], Shown], items: Sequence[Item], nothing: Shown) -> Shown:
        """Give the sum of what all items showed, and tell every few seconds what it has come to so far.

        Args:
            what: is being worked off, for the line of progress.
            work: a function of a module, so that another process can find it.
            items: each is sent to a process by itself.
            nothing: what no item shows.
        """
        if self.number == 1 or len(items) < 2:
            return _summed(what, map(work, items), len(items), nothing)
        # Started anew, not forked: what has threads, as a data frame's library has, must not be forked.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(self.number, len(items)), mp_context=context) as pool:
            return _summed(what, pool.map(work, items), len(items), nothing)


def _summed(what: str, results: Iterator[Shown], number: int, nothing: Shown) -> Shown:
    total = nothing
    began = told = time.monotonic()
    for done, result in enumerate(results, 1):
        total = total + result
        now = time.monotonic()
        if now - told >= _TELL_EVERY_S:
            told = now
            print(f"{what}: {done} of {number} after {now - began:.0f} s, {total}", file=sys.stderr, flush=True)
    return total
