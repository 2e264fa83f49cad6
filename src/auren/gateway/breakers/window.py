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
        self._failed = self._slow = 0

    def add(self, outcome: Outcome, at: datetime) -> None:
        """Count one more call, and let go of the oldest."""
        calls, oldest = self._calls, at - self._age
        calls.append((at, outcome))
        self._count(outcome, 1)
        while len(calls) > self._settings.window_calls or calls[0][0] < oldest:
            self._count(calls.popleft()[1], -1)

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
        self._failed = self._slow = 0

    def too_bad(self) -> str:
        """Say in a few words why the endpoint should rest; empty when it should not."""
        calls, settings = len(self._calls), self._settings
        if calls < settings.least_calls:
            return ""
        failed, slow = self._failed, self._slow
        if failed >= settings.failed_share * calls:
            return f"{failed} of {calls} calls failed"
        if failed + slow >= settings.bad_share * calls:
            return f"{failed} of {calls} calls failed and {slow} were slow"
        return ""

    def _count(self, outcome: Outcome, by: int) -> None:
        if outcome is Outcome.FAILED:
            self._failed += by
        elif outcome is Outcome.SLOW:
            self._slow += by
