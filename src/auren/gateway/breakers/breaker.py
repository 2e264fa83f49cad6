"""A circuit breaker for one endpoint, which also opens when the endpoint only slows down.

It reads no clock: whoever calls hands in what now is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import SystemRandom

from auren.clock import require_aware
from auren.errors import CircuitOpen
from auren.gateway.breakers.circuit import Change, Circuit
from auren.gateway.breakers.permit import Permit
from auren.gateway.breakers.probes import InMemoryProbes, Probes
from auren.gateway.breakers.settings import BreakerSettings, State
from auren.gateway.breakers.times import RecentTimes
from auren.gateway.breakers.under_way import UnderWay
from auren.gateway.breakers.usual import Usual

__all__ = ["Breaker"]


class Breaker:
    """Lets calls to one endpoint pass, or says how long it rests.

    Args:
        settings: when it opens, how long it rests, how it closes.
        name: the endpoint, the same in all workers.
        probes: shared by workers so that few of them at a time try an endpoint that has rested; None counts alone.
        draw: gives a number from 0 to below 1, by chance.
        changed: is told every change of state.
    """

    def __init__(
        self,
        settings: BreakerSettings | None = None,
        *,
        name: str,
        probes: Probes | None = None,
        draw: Callable[[], float] | None = None,
        changed: Callable[[Change], None] | None = None,
    ) -> None:
        self.name = name
        self.settings = BreakerSettings() if settings is None else settings
        self._probes: Probes = InMemoryProbes() if probes is None else probes
        draw = SystemRandom().random if draw is None else draw
        self._circuit = Circuit(self.settings, name=name, draw=draw, changed=changed)
        self._usual = Usual(self.settings)
        self._under_way: UnderWay[Permit] = UnderWay()
        self._to_give_back: list[str] = []

    def __repr__(self) -> str:
        return f"Breaker(name={self.name!r}, state={self._circuit.state!r})"

    @property
    def first_tokens(self) -> RecentTimes:
        """The endpoint's last times to the first token; hedging learns from them."""
        return self._usual.first_tokens

    def state(self, now: datetime) -> State:
        """Tell the state; one that has rested is half open, whether or not somebody has asked since."""
        if self._circuit.at_ease:
            return "closed"
        if self._circuit.wait_s(now) > 0:
            return "open"
        if self._circuit.state == "open" and self._circuit.rest_s(now) == 0:
            return "half_open"
        return self._circuit.state

    def rest_s(self, now: datetime, *, lone: bool = False) -> float:
        """Give the seconds until a call may pass, 0 when one may now."""
        return max(self._circuit.rest_s(now, lone=lone), self._circuit.wait_s(now))

    async def admit(self, now: datetime, *, lone: bool = False, whole: bool = False) -> Permit:
        """Let a call pass, as a probe when the endpoint has rested.

        Args:
            now: the present instant.
            lone: nothing else could answer, so a rest is never longer than `first_rest_s`.
            whole: the answer comes at once, so that no first token will be told.

        Raises:
            CircuitOpen: the endpoint rests, or enough probes are under way; `retry_after_s` says for how long.
        """
        require_aware(now, "A breaker's now")
        self._judge_overdue(now)
        if self._to_give_back:
            await self.give_back(now)
        if self._circuit.at_ease:
            return self._permit(now, whole, None)
        self._check_rested(now, lone)
        if self._circuit.state == "closed":
            return self._permit(now, whole, None)
        lease = await self._probes.take(self.name, most=self.settings.probes, lease_s=self.settings.lease_s, now=now)
        if lease is None:
            raise _resting(f"{self.name} is being tried by {self.settings.probes} calls", self.settings.first_rest_s)
        # Another probe may have ended while this one got its lease.
        free = partial(self._to_give_back.append, lease)
        try:
            self._check_rested(now, lone)
        except CircuitOpen:
            free()
            raise
        self._circuit.try_again(now)
        return self._permit(now, whole, free)

    async def give_back(self, now: datetime) -> None:
        """Free the leases of probes that have ended; the next `admit` does it, too."""
        while self._to_give_back:
            await self._probes.give_back(self.name, self._to_give_back.pop(), now=now)

    def _check_rested(self, now: datetime, lone: bool) -> None:
        rest_s = self.rest_s(now, lone=lone)
        if rest_s > 0:
            raise _resting(f"{self.name} rests for {rest_s:.1f} s more", rest_s)

    def _permit(self, now: datetime, whole: bool, free: Callable[[], None] | None) -> Permit:
        return Permit(self._circuit, self._usual, self._under_way, began=now, whole=whole, free=free)

    def _judge_overdue(self, now: datetime) -> None:
        """Count calls that are silent for too long as slow, so that an endpoint that hangs is noticed before they time out."""
        for whole in self._under_way.silent_kinds():
            bound_s = self._usual.slow_after_s(whole=whole)
            for permit in self._under_way.overdue(bound_s, now, whole=whole):
                permit.overdue(now)


def _resting(what: str, rest_s: float) -> CircuitOpen:
    error = CircuitOpen(f"{what}; wait, or ask another endpoint.", retry_after_s=rest_s)
    error.unbilled = True
    return error
