"""The last calls of an endpoint and how they went."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from enum import Enum

from auren.gateway.breakers.settings import BreakerSettings

__all__ = ["Outcome", "Window"]


class Outcome(Enum):
    """How a call went."""

    GOOD = "good"
    SLOW = "slow"
    FAILED = "failed"


class Window:
    """Counts how the last calls went, by number and by age.

    Args:
        settings: how many, how old, and which shares are too bad.
    """

    def __init__(self, settings: BreakerSettings) -> None:
        self._settings = settings
        self._age = timedelta(seconds=settings.window_s)
        self._calls: deque[tuple[datetime, Outcome]] = deque()
        self._counts = dict.fromkeys(Outcome, 0)

    def add(self, outcome: Outcome, at: datetime) -> None:
        """Count one more call, and let go of the oldest."""
        self._calls.append((at, outcome))
        self._counts[outcome] += 1
        while len(self._calls) > self._settings.window_calls or self._calls[0][0] < at - self._age:
            _, gone = self._calls.popleft()
            self._counts[gone] -= 1

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
        self._counts = dict.fromkeys(Outcome, 0)

    def too_bad(self) -> str:
        """Say in a few words why the endpoint should rest; empty when it should not."""
        calls, settings = len(self._calls), self._settings
        if calls < settings.least_calls:
            return ""
        failed = self._counts[Outcome.FAILED]
        if failed >= settings.failed_share * calls:
            return f"{failed} of {calls} calls failed"
        slow = self._counts[Outcome.SLOW]
        if failed + slow >= settings.bad_share * calls:
            return f"{failed} of {calls} calls failed and {slow} were slow"
        return ""
