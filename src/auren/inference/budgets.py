"""Who pays for a model's work, what they may use, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from auren.errors import InvalidInput
from auren.people import Subject

__all__ = ["Account", "Plan", "Rate", "Reservation"]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose budget a call counts against.

    Args:
        subject: the person.
        plan: name of the plan the person is on; empty for the gateway's default plan.
        zone: IANA name or fixed offset in which the days and months of the budget turn.
    """

    subject: Subject
    plan: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something may happen: on average, and at once.

    Args:
        count: how many, 1 or more.
        per_s: in how many seconds, above 0.
        burst: how many at once, 1 or more; None for `count`.

    Raises:
        InvalidInput: a number is out of range.
    """

    count: int
    per_s: float
    burst: int | None = None

    def __post_init__(self) -> None:
        if self.count < 1 or not 0 < self.per_s < float("inf") or (self.burst is not None and self.burst < 1):
            raise InvalidInput(
                f"A rate of {self.count} in {self.per_s:g} s with a burst of {self.burst} was given; "
                "expected a count and a burst of 1 or more in some seconds."
            )


@dataclass(frozen=True, slots=True)
class Plan:
    """What people on a plan may use: the hook on which a host hangs its payment system.

    Args:
        name: the plan.
        limit_micro_usd: what one person may spend in a window, millionths of a US dollar; None for no limit.
        limit_tokens: tokens one person may use in a window; None for no limit.
        window: length of the window, in the person's zone.
        features: names of features the plan unlocks.
        pool_micro_usd: what all people on the plan may spend together in a window, in UTC; None for no limit.
        pool_tokens: tokens that they may use together; None for no limit.
        rate: how often one person may ask; None for no limit.
        pool_rate: how often all people on the plan together may ask; None for no limit.
        models: names or tags of the models it may use; None for all.
    """

    name: str
    limit_micro_usd: int | None = None
    limit_tokens: int | None = None
    window: Literal["day", "month"] = "month"
    features: frozenset[str] = frozenset()
    pool_micro_usd: int | None = None
    pool_tokens: int | None = None
    rate: Rate | None = None
    pool_rate: Rate | None = None
    models: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A part of a budget that is held for one call of one model.

    Args:
        id: reserving or settling the same id twice changes nothing.
        held_micro_usd, held_tokens: the upper bound that is held.
        expires_at: when an unsent hold is released and a sent one settles at its bound.
        labels: what it is for, as pairs of name and text; never content.
    """

    id: str
    held_micro_usd: int
    held_tokens: int
    expires_at: datetime
    labels: tuple[tuple[str, str], ...] = ()
