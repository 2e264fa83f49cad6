"""A shared ledger whose server is stopped or killed under load: how long a decision takes, and what is accounted for after."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from auren.errors import BudgetExceeded, StoreUnavailable
from auren.gateway.budgets import LocalQuota, RedisLedger, StandInLedger
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from benchmarks._ledger_servers import Valkey

__all__ = ["Outage", "outage"]

BOUND, USED = 100, 60
TASKS = 8


@dataclass(frozen=True, slots=True)
class Outage:
    """What an outage showed.

    Args:
        decided: calls that were let through or refused while the server was down.
        let_through: of these.
        slowest_ms: the decision that took longest.
        unaccounted_micro_usd: difference between what the calls used and what is booked after the server's return.
    """

    decided: int
    let_through: int
    slowest_ms: float
    unaccounted_micro_usd: int


def outage(server: Valkey, *, killed: bool, closed: bool) -> Outage:
    """Take the server away in the midst of calls, and give it back.

    Args:
        server: that is taken away.
        killed: killed and started again; stopped and continued otherwise.
        closed: the policy is to refuse; to go on within a quota otherwise.
    """
    return asyncio.run(_outage(server, killed=killed, closed=closed))


async def _outage(server: Valkey, *, killed: bool, closed: bool) -> Outage:
    plan = Plan(f"outage-{killed}-{closed}", limit_micro_usd=10**9)
    account = Account(Subject(plan.name))
    quota = LocalQuota(None, None, 40 * BOUND, None)
    used = decided = let_through = 0
    took: list[float] = []
    down = False

    def now() -> datetime:
        return datetime.now(UTC)

    async def call(id: str) -> None:
        nonlocal used, decided, let_through
        began, was_down = time.perf_counter(), down
        through = False
        try:
            await ledger.reserve(account, plan, Reservation(id, BOUND, 1, now() + timedelta(minutes=5)), now=now())
            through = True
        except (StoreUnavailable, BudgetExceeded):
            return
        finally:
            if was_down or down:
                took.append(time.perf_counter() - began)
                decided, let_through = decided + 1, let_through + through
        try:
            await ledger.sent(id, now=now())
        except StoreUnavailable:
            await ledger.release(id, now=now())
            return
        await asyncio.sleep(0.01)
        await ledger.settle(id, Usage(cost_micro_usd=USED), now=now())
        used += USED

    async def task(which: int) -> None:
        for number in range(8):
            await call(f"{plan.name}-{which}-{number}-{down}")
            await asyncio.sleep(0.01)

    shared = RedisLedger(server.url, timeout_s=1.0)
    async with StandInLedger(shared, when_down="closed" if closed else quota, probe_every_s=0.1) as ledger:
        before = [asyncio.create_task(task(which)) for which in range(TASKS)]
        await asyncio.sleep(0.03)
        server.kill() if killed else server.signal(signal.SIGSTOP)
        down = True
        await asyncio.gather(*before)
        await asyncio.gather(*(task(which + TASKS) for which in range(TASKS)))
        if killed:
            await asyncio.to_thread(server.start)
        else:
            server.signal(signal.SIGCONT)
        await ledger.booked()
        down = False
        balance = await shared.balance(account, plan, now=now() + timedelta(minutes=6))
    return Outage(decided, let_through, max(took, default=0.0) * 1000, balance.spent_micro_usd - used)
