"""The states of a circuit and its steps between them, without any waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auren.gateway.breakers.settings import BreakerSettings, State
from auren.gateway.breakers.window import Outcome, Window

__all__ = ["Change", "Circuit"]


@dataclass(frozen=True, slots=True)
class Change:
    """A breaker's step from one state to another, for metrics.

    Args:
        name: the endpoint.
        before, after: the states.
        at: when.
        why: in a few words, without content.
    """

    name: str
    before: State
    after: State
    at: datetime
    why: str


class Circuit:
    """One endpoint's circuit.

    Every step begins a new era, and an outcome counts only in the era in which its call began: what was sent before the circuit
    opened says nothing about how the endpoint is after its rest.

    Args:
        settings: when it opens, how long it rests, how it closes.
        name: the endpoint.
        draw: gives a number from 0 to below 1, by chance.
        changed: is told every step.
    """

    def __init__(
        self, settings: BreakerSettings, *, name: str, draw: Callable[[], float], changed: Callable[[Change], None] | None
    ) -> None:
        self.state: State = "closed"
        self.era = 0
        self._settings = settings
        self._name = name
        self._draw = draw
        self._changed = changed
        self._window = Window(settings)
        self._good_probes = 0
        self._openings = 0
        self._opened_at: datetime | None = None
        self._closed_at: datetime | None = None
        self._rest = timedelta(0)
        self._wait_until: datetime | None = None

    @property
    def at_ease(self) -> bool:
        """Whether calls pass whatever the time."""
        return self.state == "closed" and self._wait_until is None

    def rest_s(self, now: datetime, *, lone: bool = False) -> float:
        """Give the seconds of rest that are left; of a lone endpoint's, no more than the first."""
        if self.state != "open" or self._opened_at is None:
            return 0.0
        rest = min(self._rest, timedelta(seconds=self._settings.first_rest_s)) if lone else self._rest
        return max(0.0, (self._opened_at + rest - now).total_seconds())

    def wait_s(self, now: datetime) -> float:
        """Give the seconds that are left of what the endpoint asked to wait."""
        return 0.0 if self._wait_until is None else max(0.0, (self._wait_until - now).total_seconds())

    def wait(self, seconds: float, now: datetime) -> None:
        """Wait, as the endpoint asks."""
        until = now + timedelta(seconds=max(0.0, min(seconds, self._settings.most_wait_s)))
        if self._wait_until is None or until > self._wait_until:
            self._wait_until = until

    def try_again(self, now: datetime) -> None:
        """Go from open to half open."""
        if self.state == "open":
            self._good_probes = 0
            self._turn("half_open", now, "rested")

    def judge(self, outcome: Outcome, at: datetime, era: int) -> None:
        """Count how a call of an era went."""
        if era != self.era or self.state == "open":
            return
        if self.state == "half_open":
            self._judge_probe(outcome, at)
            return
        self._window.add(outcome, at)
        why = "" if outcome is Outcome.GOOD else self._window.too_bad()
        if why:
            self._open(at, why)

    def _judge_probe(self, outcome: Outcome, at: datetime) -> None:
        if outcome is not Outcome.GOOD:
            self._open(at, "a probe failed" if outcome is Outcome.FAILED else "a probe was slow")
            return
        self._good_probes += 1
        if self._good_probes >= self._settings.good_probes:
            self._closed_at = at
            self._turn("closed", at, f"{self._good_probes} probes went well")

    def _open(self, at: datetime, why: str) -> None:
        settings = self._settings
        recovered = self._closed_at is not None and at >= self._closed_at + self._rest + timedelta(seconds=settings.window_s)
        self._openings = 0 if recovered else self._openings
        rest_s = min(settings.most_rest_s, settings.first_rest_s * 2.0 ** min(self._openings, 60))
        self._rest = timedelta(seconds=rest_s * (1 - settings.jitter * self._draw()))
        self._openings += 1
        self._opened_at = at
        self._closed_at = None
        self._window.clear()
        self._turn("open", at, why)

    def _turn(self, after: State, at: datetime, why: str) -> None:
        before, self.state = self.state, after
        self.era += 1
        if self._changed is not None:
            self._changed(Change(self._name, before, after, at, why))
