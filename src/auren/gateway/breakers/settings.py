"""When a breaker opens, how long it rests, and how it closes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from auren.errors import InvalidInput

__all__ = ["BreakerSettings", "State"]

State: TypeAlias = Literal["closed", "open", "half_open"]
"""Calls pass; none passes; a few probes pass."""


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """What a breaker goes by.

    With the defaults it opens at the tenth failure in a row, and at the sixteenth slow call in a row, however many good
    calls came before.

    Args:
        window_calls: how many of the last calls are looked at, at most.
        window_s: how old they may be, seconds.
        least_calls: with fewer calls in the window it stays closed.
        failed_share: share of calls that failed at which it opens, above 0 up to 1.
        bad_share: share of calls that failed or were slow at which it opens, above 0 up to 1.
        slow_times: a call is slow when it took this many times as long as is usual for the endpoint, above 1.
        slow_floor_s: nothing faster than this is slow, so that a burst of our own making does not count against an endpoint.
        slow_s: a call that took longer is slow whatever is usual; None for no such bound.
        usual_calls: from how many of the last calls the usual is learned.
        usual_s: how old they may be, seconds: after this long a lasting change is the new usual.
        first_rest_s: how long it rests at first; twice as long each time it opens anew without having recovered.
        most_rest_s: the longest rest.
        jitter: part of a rest that is drawn by chance, 0 to 1, so that workers do not come back all at once.
        probes: how many calls at a time may try the endpoint after a rest, over all workers that share probes.
        good_probes: how many have to go well until it closes.
        lease_s: after how long a probe that nobody gave back is free again; longer than a call may take.
        most_wait_s: the longest Retry-After of an endpoint that is obeyed.

    Raises:
        InvalidInput: a number is out of range.
    """

    window_calls: int = 20
    window_s: float = 300.0
    least_calls: int = 10
    failed_share: float = 0.5
    bad_share: float = 0.8
    slow_times: float = 4.0
    slow_floor_s: float = 1.0
    slow_s: float | None = None
    usual_calls: int = 200
    usual_s: float = 900.0
    first_rest_s: float = 5.0
    most_rest_s: float = 120.0
    jitter: float = 0.2
    probes: int = 2
    good_probes: int = 3
    lease_s: float = 120.0
    most_wait_s: float = 3600.0

    def __post_init__(self) -> None:
        sound = (
            1 <= self.least_calls <= self.window_calls
            and self.window_s > 0
            and 0 < self.failed_share <= 1
            and 0 < self.bad_share <= 1
            and self.slow_times > 1
            and self.slow_floor_s >= 0
            and (self.slow_s is None or self.slow_s > 0)
            and self.usual_calls >= 1
            and self.usual_s > 0
            and 0 < self.first_rest_s <= self.most_rest_s
            and 0 <= self.jitter <= 1
            and self.probes >= 1
            and self.good_probes >= 1
            and self.lease_s > 0
            and self.most_wait_s >= 0
        )
        if not sound:
            raise InvalidInput("A breaker's settings hold a number out of range; BreakerSettings says what each may be.")
