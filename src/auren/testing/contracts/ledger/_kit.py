"""What the tests of a ledger share: plans, accounts, and short ways to hold and to add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from auren.inference import Account, Plan, Reservation, Usage
from auren.ports import Balance, Ledger, LimitChange
from auren.testing.contracts._shared import (
    ANNA,
    BEN,
)

__all__ = ["ACCOUNT", "CHANGE", "FREE", "HOLD_S", "NOW", "OTHER", "PLAN", "both", "hold", "sums", "used"]

NOW: Final = datetime(2024, 5, 20, 12, tzinfo=UTC)
PLAN: Final = Plan("pioneer", limit_micro_usd=1000, limit_tokens=500, pool_micro_usd=1500, pool_tokens=900)
FREE: Final = Plan("unlimited")
ACCOUNT: Final = Account(ANNA, zone="Europe/Oslo")
OTHER: Final = Account(BEN, zone="Europe/Oslo")
CHANGE: Final = LimitChange(5000, None, "operator-7", "a trial month")

HOLD_S: Final = 300


def hold(id: str = "r1", micro_usd: int = 400, tokens: int = 100, *, now: datetime = NOW, for_s: float = HOLD_S) -> Reservation:
    return Reservation(id, micro_usd, tokens, now + timedelta(seconds=for_s))


def used(micro_usd: int, tokens: int = 0, *, exact: bool = True) -> Usage:
    return Usage(input_tokens=tokens - tokens // 3, output_tokens=tokens // 3, cost_micro_usd=micro_usd, exact=exact)


def sums(balance: Balance) -> tuple[int, int, int]:
    """Give the money that is held, spent, and of that uncertain."""
    return (balance.held_micro_usd, balance.spent_micro_usd, balance.uncertain_micro_usd)


async def both(ledger: Ledger, plan: Plan = PLAN, *, now: datetime = NOW) -> tuple[Balance, Balance]:
    person = await ledger.balance(ACCOUNT, plan, now=now)
    return person, await ledger.balance(ACCOUNT, plan, now=now, scope="pool")
