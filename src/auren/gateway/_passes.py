"""Which model is asked next: each once, best first; and once more where that may help and is allowed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from auren.clock import Clock
from auren.errors import RateLimited
from auren.gateway._attempts import Attempts, falls_on
from auren.gateway._endpoint import Endpoint
from auren.gateway.retries import Retries, mark_retried, was_retried
from auren.gateway.retries.retries import may_help

__all__ = ["Passes", "Turn"]

T = TypeVar("T")


@dataclass(slots=True)
class Turn:
    """One model's turn to be asked; nobody changes one once it is made.

    Args:
        endpoint: whom.
        why: it stands where it does.
        again: whether it was asked for the same before.
        lone: whether there is no other model to ask.
    """

    endpoint: Endpoint
    why: str
    again: bool
    lone: bool


class Passes:
    """Goes over the models for one request.

    A pass asks each model once. When all have failed, those that another try may help are asked again, after a wait, while
    the retries' settings, their budget and the deadline allow it.

    Args:
        choices: the models and why each stands where it does, best first.
        attempts: where failures are written down.
        retries: how often, and within which budget.
        clock: tells the time and waits.
        deadline: no wait reaches it.
    """

    __slots__ = ("_attempts", "_choices", "_clock", "_deadline", "_given_up", "_lone", "_passes", "_retries")

    def __init__(
        self,
        choices: Sequence[tuple[Endpoint, str]],
        *,
        attempts: Attempts,
        retries: Retries,
        clock: Clock,
        deadline: datetime | None,
    ) -> None:
        self._choices = list(choices)
        self._lone = len(self._choices) == 1
        self._attempts = attempts
        self._retries = retries
        self._clock = clock
        self._deadline = deadline
        self._passes = 0
        self._given_up: Exception | None = None

    async def until(self, ask: Callable[[Turn], Awaitable[T]]) -> T:
        """Give what the first model that succeeds gives.

        Args:
            ask: makes a call; for a stream, up to its first piece.

        Raises:
            GatewayError: none did.
            Exception: what no other model could mend.
        """
        retries = self._retries
        try:
            retries.budget.request(self._clock.now())
            try:
                return await self._pass(ask)
            except Exception as error:  # noqa: BLE001 - the retries decide on it, and raise it again
                # The machinery of retries costs as much as the rest of a call, so the first pass goes without it.
                passes = _after(error, lambda: self._pass(ask))
                return await retries.call(passes, clock=self._clock, deadline=self._deadline)
        except Exception as error:
            if error is not self._given_up:
                raise
            none = self._attempts.none_answered()
            if was_retried(error):
                mark_retried(none)
            raise none from none.__cause__

    def beside(self, turn: Turn) -> Turn | None:
        """Give the turn of the model after one that is slow, for a call beside it; None where there is none."""
        places = [place for place, (endpoint, _) in enumerate(self._choices) if endpoint is turn.endpoint]
        after = self._choices[places[0] + 1 :] if places else []
        if not after:
            return None
        endpoint, _ = after[0]
        return Turn(endpoint, f"asked beside {turn.endpoint.name}, which was slow", again=False, lone=False)

    async def _pass(self, ask: Callable[[Turn], Awaitable[T]]) -> T:
        self._passes += 1
        failures: list[tuple[tuple[Endpoint, str], Exception]] = []
        for place, (endpoint, why) in enumerate(self._choices):
            again = self._passes > 1
            # The budget was asked for the first call of a repeated pass; each further one asks for itself.
            if again and place and not self._retries.budget.take(self._clock.now()):
                break
            try:
                return await ask(Turn(endpoint, why, again=again, lone=self._lone))
            except Exception as error:
                if not falls_on(error):
                    # Whoever asks is to know at once; waiting is theirs to decide.
                    mark_retried(error)
                    raise
                self._attempts.failed(endpoint.name, error)
                failures.append(((endpoint, why), error))
        hopeful = [(choice, error) for choice, error in failures if may_help(error) and not was_retried(error)]
        if hopeful:
            self._choices = [choice for choice, _ in hopeful]
            self._given_up = min((error for _, error in hopeful), key=_wait_asked_for)
        else:
            self._given_up = failures[-1][1] if failures else self._attempts.none_answered()
            mark_retried(self._given_up)
        raise self._given_up


def _after(error: Exception, again: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """Give a call that fails as it did the first time, and is really made each time after."""
    failed = False

    async def call() -> T:
        nonlocal failed
        if not failed:
            failed = True
            raise error
        return await again()

    return call


def _wait_asked_for(error: Exception) -> float:
    return (error.retry_after_s or 0.0) if isinstance(error, RateLimited) else 0.0
