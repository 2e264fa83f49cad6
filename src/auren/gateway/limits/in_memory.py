"""A limiter in this process's memory, which holds only what is not at rest."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from auren.clock import require_aware
from auren.gateway.limits._refusal import refusal
from auren.gateway.limits.gcra import Cell, decide, microseconds
from auren.people import Subject
from auren.ports.limiter import Limiter, RateLimit

__all__ = ["InMemoryLimiter", "cell_of"]

Key: TypeAlias = tuple[str, str, int, float, int | None]
"""Scope, key and the parts of the rate: a tuple of plain values hashes several times as fast as a `RateLimit`."""

cell_of = lru_cache(maxsize=1024)(Cell.of)
"""The cell of a rate, kept, since hosts have few rates and ask for them at every request."""


class InMemoryLimiter(Limiter):
    """Holds people, plans and models to rates within one process.

    Each worker with one of its own allows the whole rate; several that shall share one need `RedisLimiter`. A limit that
    is at rest takes no memory: every take drops up to a few of those that have come to rest.
    """

    def __init__(self) -> None:
        # Nothing here waits, so that there is nothing to bound.
        super().__init__(timeout_s=None)
        self._arrivals: dict[Key, int] = {}
        self._resting: list[tuple[int, int, Key]] = []
        self._pushed = 0

    def __len__(self) -> int:
        return len(self._arrivals)

    async def _acquire(self, limits: Sequence[RateLimit], now: datetime) -> None:
        now_us = microseconds(require_aware(now, "A limiter's now"))
        # A limit named twice counts once: the caller means one take from each.
        cells = {_key(limit): cell_of(limit.rate) for limit in limits}
        known = self._arrivals
        decision = decide([*cells.values()], [known.get(key, 0) for key in cells], now_us)
        if decision.refusing is not None:
            raise refusal(decision.wait_us, [*cells][decision.refusing][0])
        for key, arrival in zip(cells, decision.arrivals_us, strict=True):
            if key not in known:
                self._rest(arrival, key)
            known[key] = arrival
        self._drop_idle(now_us, at_most=len(cells) + 1)

    async def _forget(self, subject: Subject) -> int:
        theirs = [key for key in self._arrivals if key[:2] == ("person", subject.id)]
        for key in theirs:
            del self._arrivals[key]
        self._resting = [entry for entry in self._resting if entry[2] in self._arrivals]
        heapq.heapify(self._resting)
        return len(theirs)

    def _rest(self, arrival: int, key: Key) -> None:
        # The number settles ties, since no burst and a burst cannot be ordered.
        self._pushed += 1
        heapq.heappush(self._resting, (arrival, self._pushed, key))

    def _drop_idle(self, now_us: int, *, at_most: int) -> None:
        """Look at the limits that should rest by now; one that was used since is looked at again later."""
        for _ in range(at_most):
            if not self._resting or self._resting[0][0] > now_us:
                return
            _, _, key = heapq.heappop(self._resting)
            arrival = self._arrivals[key]
            if arrival <= now_us:
                del self._arrivals[key]
            else:
                self._rest(arrival, key)


def _key(limit: RateLimit) -> Key:
    rate = limit.rate
    return limit.scope, limit.key, rate.count, rate.per_s, rate.burst
