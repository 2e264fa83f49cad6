"""One call that a breaker let pass, and what it tells of the endpoint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from auren.errors import AurenError, CircuitOpen, DeadlineExceeded, GatewayError, ProtocolError, RateLimited
from auren.gateway.breakers.circuit import Circuit
from auren.gateway.breakers.under_way import UnderWay
from auren.gateway.breakers.usual import Usual
from auren.gateway.breakers.window import Outcome

__all__ = ["Permit", "is_failure"]


class Permit:
    """One call; its end is told once, by one of the last five methods, and a second time does nothing.

    Args:
        circuit: what it counts for.
        usual: what it is measured by, and teaches.
        under_way: where it is kept while it is silent.
        began: when it began.
        whole: the answer comes at once, so that no first token will be told.
        free: gives back a probe's lease; None for a call that is no probe.
    """

    __slots__ = ("_circuit", "_ended", "_era", "_free", "_judged", "_spoke", "_under_way", "_usual", "began", "whole")

    def __init__(
        self,
        circuit: Circuit,
        usual: Usual,
        under_way: UnderWay[Permit],
        *,
        began: datetime,
        whole: bool,
        free: Callable[[], None] | None,
    ) -> None:
        self.began = began
        self.whole = whole
        self._circuit = circuit
        self._era = circuit.era
        self._usual = usual
        self._under_way = under_way
        self._free = free
        self._spoke = self._judged = self._ended = False
        under_way.add(self)

    @property
    def is_probe(self) -> bool:
        """Whether it tries an endpoint that has rested."""
        return self._free is not None

    def overdue(self, now: datetime) -> None:
        """Tell that it has been silent for too long; it counts as slow, and goes on."""
        self._judge(Outcome.SLOW, now)

    def first_token(self, seconds: float) -> None:
        """Tell after how many seconds the first token came; a slow one counts at once."""
        if self._spoke or self._ended:
            return
        self._spoke = True
        self._under_way.remove(self)
        at = self.began + timedelta(seconds=seconds)
        if self._usual.learn(seconds, at, whole=False):
            self._judge(Outcome.SLOW, at)

    def succeeded(self, now: datetime, seconds: float) -> None:
        """Tell that all of the answer came, after how many seconds."""
        if not self._end():
            return
        slow = not self._spoke and self._usual.learn(seconds, now, whole=True)
        self._judge(Outcome.SLOW if slow else Outcome.GOOD, now)

    def failed(self, now: datetime) -> None:
        """Tell that the endpoint failed."""
        if self._end():
            self._judge(Outcome.FAILED, now)

    def rate_limited(self, now: datetime, retry_after_s: float | None) -> None:
        """Tell that the endpoint asks to wait: it rests for that long, and its health is not in doubt."""
        if self._end() and retry_after_s is not None:
            self._circuit.wait(retry_after_s, now)

    def abandoned(self, now: datetime | None = None) -> None:
        """Tell that nobody waits for the answer any more; it counts neither way.

        With `now`, one that was given up when it was already slow counts as slow: else a hedge would hide what it saves from.
        """
        if not self._end() or now is None or self._spoke:
            return
        bound_s = self._usual.slow_after_s(whole=self.whole)
        if bound_s is not None and now > self.began + timedelta(seconds=bound_s):
            self._judge(Outcome.SLOW, now)

    def raised(self, error: BaseException, now: datetime) -> None:
        """Tell what ended it, and leave it to the error whether the endpoint's health is in doubt."""
        if isinstance(error, RateLimited):
            self.rate_limited(now, error.retry_after_s)
        elif isinstance(error, DeadlineExceeded) or not isinstance(error, Exception):
            self.abandoned(now)
        elif is_failure(error):
            self.failed(now)
        else:
            self.abandoned()

    def _judge(self, outcome: Outcome, at: datetime) -> None:
        if not self._judged:
            self._judged = True
            self._circuit.judge(outcome, at, self._era)

    def _end(self) -> bool:
        """Note the end, and tell whether this was the first time."""
        if self._ended:
            return False
        self._ended = True
        self._under_way.remove(self)
        if self._free is not None:
            self._free()
        return True


def is_failure(error: Exception) -> bool:
    """Tell whether an error speaks against the endpoint's health.

    One that asks to wait, refuses just this request, comes from a breaker or has nothing to do with the endpoint does not.
    """
    if isinstance(error, RateLimited | CircuitOpen):
        return False
    if isinstance(error, GatewayError):
        return error.retryable or isinstance(error, ProtocolError)
    return not isinstance(error, AurenError)
