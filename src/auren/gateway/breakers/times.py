"""What is usual for an endpoint: its last times, kept in order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from datetime import datetime, timedelta

__all__ = ["RecentTimes"]


class RecentTimes:
    """The last times something took, and their quantiles.

    Args:
        most: how many are kept.
        age_s: how old they may be, seconds.
    """

    def __init__(self, *, most: int = 200, age_s: float = 900.0) -> None:
        self._most = most
        self._age = timedelta(seconds=age_s)
        self._in_turn: deque[tuple[datetime, float]] = deque()
        self._in_order: list[float] = []

    def __len__(self) -> int:
        return len(self._in_order)

    def add(self, seconds: float, at: datetime) -> None:
        """Take in one more, and let go of the oldest."""
        self.drop_older(at)
        if len(self._in_turn) >= self._most:
            self._drop_first()
        self._in_turn.append((at, seconds))
        insort(self._in_order, seconds)

    def quantile(self, share: float) -> float | None:
        """Give the time within which this share of them took, 0 to 1; None when there are none."""
        if not self._in_order:
            return None
        return self._in_order[min(len(self._in_order) - 1, int(share * len(self._in_order)))]

    def drop_older(self, now: datetime) -> bool:
        """Let go of those that are too old by now, and tell whether there were any."""
        in_turn, oldest = self._in_turn, now - self._age
        if not in_turn or in_turn[0][0] >= oldest:
            return False
        while in_turn and in_turn[0][0] < oldest:
            self._drop_first()
        return True

    def _drop_first(self) -> None:
        _, seconds = self._in_turn.popleft()
        del self._in_order[bisect_left(self._in_order, seconds)]
