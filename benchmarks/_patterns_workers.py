"""A proof's people, shared out over processes, with the progress told on the error stream."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

__all__ = ["Workers"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_TELL_EVERY_S = 10.0


class Workers:
    """Works items off, in this process or in several.

    Args:
        number: of processes; 1 works in this one.
    """

    def __init__(self, number: int = 1) -> None:
        self.number = number

    def each(self, what: str, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Give the result of every item in order, and tell how many are done.

        Args:
            what: is being worked off, for the line of progress.
            work: a function of a module, so that another process can find it.
            items: each is sent to a process by itself.
        """
        if self.number == 1 or len(items) < 2:
            yield from _told(what, map(work, items), len(items))
            return
        # Started anew, not forked: what has threads, as a data frame's library has, must not be forked.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(self.number, len(items)), mp_context=context) as pool:
            yield from _told(what, pool.map(work, items), len(items))


def _told(what: str, results: Iterator[Result], total: int) -> Iterator[Result]:
    began = told = time.monotonic()
    for done, result in enumerate(results, 1):
        now = time.monotonic()
        if now - told >= _TELL_EVERY_S:
            told = now
            print(f"{what}: {done} of {total} after {now - began:.0f} s", file=sys.stderr, flush=True)
        yield result
