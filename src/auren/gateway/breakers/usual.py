"""How long an endpoint usually takes, learned from its own last calls, and from when on a call is slow."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from auren.gateway.breakers.settings import BreakerSettings
from auren.gateway.breakers.times import RecentTimes

__all__ = ["Usual"]

_USUAL: Final = 0.25


class Usual:
    """Learns the usual time to the first token, and to a whole answer where no first token was told.

    The usual is what the quickest quarter of the last calls took. It stays while an endpoint breaks down, even one that was
    seldom asked before, and follows when the endpoint has changed for good and its older calls have aged.

    Args:
        settings: how many calls, how old, and how many times the usual is slow.
    """

    def __init__(self, settings: BreakerSettings) -> None:
        self._settings = settings
        self.first_tokens = RecentTimes(most=settings.usual_calls, age_s=settings.usual_s)
        self._wholes = RecentTimes(most=settings.usual_calls, age_s=settings.usual_s)
        self._slow_after_s = {False: settings.slow_s, True: settings.slow_s}

    def learn(self, seconds: float, at: datetime, *, whole: bool) -> bool:
        """Take in how long a call took, and tell whether it was slow by what was usual before it."""
        times = self._wholes if whole else self.first_tokens
        if times.drop_older(at):
            self._slow_after_s[whole] = self._worked_out(times)
        bound_s = self._slow_after_s[whole]
        times.add(seconds, at)
        self._slow_after_s[whole] = self._worked_out(times)
        return bound_s is not None and seconds > bound_s

    def slow_after_s(self, *, whole: bool) -> float | None:
        """Give the seconds from which a call is slow; None while that is not known."""
        return self._slow_after_s[whole]

    def _worked_out(self, times: RecentTimes) -> float | None:
        settings = self._settings
        usual = times.quantile(_USUAL) if len(times) >= settings.least_calls else None
        if usual is None:
            return settings.slow_s
        learned = max(settings.slow_floor_s, settings.slow_times * usual)
        return learned if settings.slow_s is None else min(settings.slow_s, learned)
