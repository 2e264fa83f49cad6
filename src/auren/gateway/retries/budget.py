"""How many second tries are allowed: a share of the requests, and a few more."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from auren.errors import InvalidInput
from auren.gateway.limits.gcra import microseconds

__all__ = ["RetryBudget"]

_SLOTS: Final = 10


@dataclass(slots=True)
class _Slot:
    """A tenth of a window: its number, and what fell into it."""

    number: int
    requests: int = 0
    taken: int = 0


class RetryBudget:
    """Allows retries and hedges up to a share of the requests in a window, and a few more.

    In every window, and so in any number of them together, at most `ratio` of the requests plus `floor` a window are tried once
    more. Shared by all endpoints of a gateway, in one process.

    Args:
        ratio: share of the requests, 0 or more.
        floor: how many more in a window, 0 or more, so that a quiet host can retry at all.
        window_s: length of the window, seconds.

    Raises:
        InvalidInput: a number is out of range.
    """

    def __init__(self, ratio: float = 0.2, floor: int = 10, window_s: float = 10.0) -> None:
        if not 0 <= ratio < float("inf") or floor < 0 or not 0 < window_s < float("inf"):
            raise InvalidInput(
                f"A retry budget of {ratio:g} and {floor} in {window_s:g} s was given; use 0 or more, in some seconds."
            )
        self._ratio = Fraction(str(ratio))
        self._floor = floor
        self._slot_us = max(1, round(window_s * 1_000_000 / _SLOTS))
        self._slots: deque[_Slot] = deque()

    @property
    def window(self) -> timedelta:
        """The length of the window."""
        return timedelta(microseconds=self._slot_us * _SLOTS)

    def request(self, now: datetime) -> None:
        """Count one request of a user, however often it will be tried."""
        self._slot(now).requests += 1

    def take(self, now: datetime) -> bool:
        """Take one second try, if one is left."""
        slot = self._slot(now)
        requests = sum(one.requests for one in self._slots)
        taken = sum(one.taken for one in self._slots)
        if taken + 1 > self._floor + self._ratio * requests:
            return False
        slot.taken += 1
        return True

    def _slot(self, now: datetime) -> _Slot:
        number = microseconds(now) // self._slot_us
        # A clock that was set back goes on in the last slot, so that nothing counted is lost.
        if not self._slots or number > self._slots[-1].number:
            self._slots.append(_Slot(number))
        while self._slots[0].number <= self._slots[-1].number - _SLOTS:
            self._slots.popleft()
        return self._slots[-1]
