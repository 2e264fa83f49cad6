"""Retries of one call: few, spread by chance, never past the deadline, never on top of somebody else's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from auren.clock import Clock
from auren.errors import CircuitOpen, GatewayError, InvalidInput, RateLimited
from auren.gateway.retries.budget import RetryBudget

__all__ = ["Retries", "mark_retried", "was_retried"]

T = TypeVar("T")

_DEEPEST: Final = 32
"""Causes can form a ring."""


def mark_retried(error: BaseException) -> None:
    """Note on an error that retries have been decided on already."""
    if isinstance(error, GatewayError):
        error.retried = True


def was_retried(error: BaseException) -> bool:
    """Tell whether retries have been decided on already, for this error or for one that it stands for."""
    seen: BaseException | None = error
    for _ in range(_DEEPEST):
        if seen is None:
            return False
        if isinstance(seen, GatewayError) and seen.retried:
            return True
        seen = seen.__cause__
    return False


def may_help(error: BaseException) -> bool:
    """Tell whether asking the same endpoint once more may help: not while it rests."""
    return isinstance(error, GatewayError) and error.retryable and not isinstance(error, CircuitOpen)


@dataclass(frozen=True, slots=True)
class Retries:
    """How often, and after what wait, a call to one endpoint is tried again.

    The wait is drawn evenly from 0 to a bound that doubles with each try. What an endpoint asks to wait is added to it; where
    that is longer than `most_wait_s`, or the wait would reach the deadline, there is no retry.

    Args:
        attempts: how often the call is made at most, the first time included; 1 never retries.
        first_wait_s: bound of the first wait, seconds.
        most_wait_s: the longest wait, seconds.
        budget: what all retries and hedges together may use; None for one of these settings' own.
        draw: gives a number from 0 to below 1, by chance.

    Raises:
        InvalidInput: a number is out of range.
    """

    attempts: int = 2
    first_wait_s: float = 0.2
    most_wait_s: float = 5.0
    budget: RetryBudget = field(default_factory=RetryBudget)
    draw: Callable[[], float] = SystemRandom().random

    def __post_init__(self) -> None:
        if self.attempts < 1 or not 0 <= self.first_wait_s <= self.most_wait_s:
            raise InvalidInput(
                f"Retries with {self.attempts} attempts and waits of {self.first_wait_s:g} to {self.most_wait_s:g} s were "
                "given; use 1 attempt or more, and waits of 0 s or more."
            )

    def wait_s(self, attempt: int, error: BaseException) -> float | None:
        """Give the seconds to wait after a failed attempt, counted from 1; None for no retry."""
        if attempt >= self.attempts or not may_help(error) or was_retried(error):
            return None
        bound = min(self.most_wait_s, self.first_wait_s * 2.0 ** min(attempt - 1, 60))
        wait = bound * self.draw()
        asked = error.retry_after_s if isinstance(error, RateLimited) else None
        if asked is None:
            return wait
        return None if asked > self.most_wait_s else asked + wait

    async def call(
        self,
        attempt: Callable[[], Awaitable[T]],
        *,
        clock: Clock,
        deadline: datetime | None = None,
        waiting: Callable[[BaseException, float], None] | None = None,
    ) -> T:
        """Make a call, and make it again where that may help.

        Args:
            attempt: makes the call; for a stream, up to its first piece.
            clock: tells the time and waits.
            deadline: no wait reaches it.
            waiting: is told each error and the seconds waited after it.

        Raises:
            Exception: what the last attempt raised, marked so that nobody above retries it.
        """
        plan = _Plan(self, clock, deadline, waiting)
        loop = AsyncRetrying(
            retry=retry_if_exception(plan.decide),
            wait=plan.wait,
            stop=plan.stops,
            sleep=plan.sleep,
            reraise=True,
        )
        try:
            return await loop(_coroutine(attempt))
        except Exception as error:
            mark_retried(error)
            raise


class _Plan:
    """The decisions of one call's retries."""

    def __init__(
        self,
        retries: Retries,
        clock: Clock,
        deadline: datetime | None,
        waiting: Callable[[BaseException, float], None] | None,
    ) -> None:
        self._retries = retries
        self._clock = clock
        self._deadline = deadline
        self._waiting = waiting
        self._attempts = 0
        self.wait_s = 0.0

    def decide(self, error: BaseException) -> bool:
        """Tell whether the error may be retried, and keep for how long to wait."""
        self._attempts += 1
        wait_s = self._retries.wait_s(self._attempts, error)
        self.wait_s = 0.0 if wait_s is None else wait_s
        return wait_s is not None

    def wait(self, _: RetryCallState) -> float:
        """Give the wait that was decided on."""
        return self.wait_s

    def stops(self, state: RetryCallState) -> bool:
        """Tell whether the deadline or the budget forbids the retry; the budget is asked last, since asking takes from it."""
        now = self._clock.now()
        if self._deadline is not None and now + timedelta(seconds=self.wait_s) >= self._deadline:
            return True
        if not self._retries.budget.take(now):
            return True
        error = state.outcome.exception() if state.outcome is not None else None
        if self._waiting is not None and error is not None:
            self._waiting(error, self.wait_s)
        return False

    async def sleep(self, seconds: float) -> None:
        """Wait by the clock."""
        await self._clock.sleep_until(self._clock.now() + timedelta(seconds=seconds))


def _coroutine(attempt: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """Make any callable one that tenacity knows as a coroutine function."""

    async def call() -> T:
        return await attempt()

    return call
