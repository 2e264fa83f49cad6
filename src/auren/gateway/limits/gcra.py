"""The generic cell rate algorithm (GCRA) as a pure function, in whole microseconds so that nothing drifts.

A limit's whole state is one instant, the *theoretical arrival*: when a bucket of `burst` would be full again. Each take
moves it on by the interval between two takes at the allowed rate, and is refused if that would put it more than `burst`
intervals ahead of now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from auren.inference import Rate

__all__ = ["Cell", "Decision", "decide", "microseconds"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LONGEST_US: Final = 2**50
"""About 35 years: with an instant of this century it stays a whole number in a double, which is what Redis counts in."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A rate in whole microseconds.

    Args:
        interval_us: time between two takes at the allowed rate, 1 or more.
        burst_us: as many intervals as may be taken at once.
    """

    interval_us: int
    burst_us: int

    @classmethod
    def of(cls, rate: Rate) -> Cell:
        """Give the cell of a rate; rounding makes the rate a trifle stricter, never looser.

        More than a million a second, or one in more than 35 years, is held to that.
        """
        period_us = max(1, round(min(rate.per_s * 1_000_000, float(_LONGEST_US))))
        interval = -(-period_us // rate.count)
        burst = rate.count if rate.burst is None else rate.burst
        return cls(interval, min(interval * burst, _LONGEST_US))


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether all cells allow one take.

    Args:
        arrivals_us: each cell's new theoretical arrival when allowed; empty when refused.
        wait_us: how long until all cells would allow it; 0 when they do.
        refusing: place of the first cell that does not allow it; None when all do.
    """

    arrivals_us: tuple[int, ...]
    wait_us: int
    refusing: int | None = None

    @property
    def allowed(self) -> bool:
        """Whether the take is allowed."""
        return self.wait_us <= 0


def decide(cells: Sequence[Cell], arrivals_us: Sequence[int], now_us: int) -> Decision:
    """Take one from every cell, or from none.

    Args:
        cells: the rates.
        arrivals_us: each cell's theoretical arrival; anything up to now, for example 0, for one that is full.
        now_us: the present instant.
    """
    moved: list[int] = []
    longest_us, refusing = 0, None
    for cell, arrival in zip(cells, arrivals_us, strict=True):
        new = max(arrival, now_us) + cell.interval_us
        wait_us = new - cell.burst_us - now_us
        if wait_us > 0:
            longest_us = max(longest_us, wait_us)
            refusing = len(moved) if refusing is None else refusing
        moved.append(new)
    return Decision(tuple(moved), 0) if refusing is None else Decision((), longest_us, refusing)


def microseconds(instant: datetime) -> int:
    """Give an aware instant as whole microseconds since 1970, exactly."""
    return (instant - _EPOCH) // _MICROSECOND
