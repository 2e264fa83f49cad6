"""Many processes and tasks on one budget, and somebody who adds up all holds anew while they race."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import redis.asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from auren.errors import BudgetExceeded, StoreError
from auren.gateway.budgets import RedisLedger, SQLLedger
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports import Balance, Ledger

__all__ = ["BOUND", "CALL_S", "NOW", "Load", "fork", "ledger_at", "race", "recounts"]

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
BOUND = 1000
CALL_S = 0.02
"""How long the stub of a model takes to answer."""
FORK = multiprocessing.get_context("fork")

RECOUNT = """
local money = 0
local spent = 0
for _, name in ipairs(redis.call('KEYS', '{auren:ledger}:h:*')) do
  local hold = redis.call('HMGET', name, 'o', 'g', 'm', 'sm')
  if hold[1] == ARGV[1] then
    if tonumber(hold[2]) < 2 then money = money + tonumber(hold[3]) else spent = spent + tonumber(hold[4]) end
  end
end
local sums = redis.call('HMGET', '{auren:ledger}:b:' .. ARGV[1], 'hm', 'sm')
return {money, spent, sums[1] or '0', sums[2] or '0'}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a race showed.

    Args:
        admitted, refused, failed: calls.
        steps: after each of which the balance was looked at.
        broken: of these, in which it did not add up or was above its limit.
        seconds: that it took.
        balance: at the end.
        recounts: how often all holds were added up anew meanwhile.
        wrong: of these, in which the sums were others.
    """

    admitted: int
    refused: int
    failed: int
    steps: int
    broken: int
    seconds: float
    balance: Balance
    recounts: int
    wrong: int


def account_of(plan: Plan) -> Account:
    """Give the one person that all race as."""
    return Account(Subject(f"racer-{plan.name}"), zone="Europe/Oslo")


def ledger_at(url: str) -> Ledger:
    """Give a ledger at a URL; its timeout is long, since hundreds queue on two cores."""
    if url.startswith("redis"):
        return RedisLedger(url, timeout_s=30)
    return SQLLedger(url, timeout_s=30)


def race(url: str, plan: Plan, *, processes: int, tasks: int, calls: int, used: int) -> Load:
    """Let processes race for one budget.

    Args:
        url: of the server.
        plan: whose budget it is.
        processes, tasks, calls: so many processes, tasks in each, and calls one after another in each task.
        used: what each call really uses of its bound.
    """
    asyncio.run(_prepared(url))
    began = time.perf_counter()
    results = fork(processes, lambda number: _worker(url, plan, number, tasks, calls, used))
    counts, wrong = asyncio.run(recounts(url, plan, results))
    seconds = time.perf_counter() - began
    admitted, refused, failed, steps, broken = (sum(column) for column in zip(*results.get(), strict=True))
    balance = asyncio.run(_balance(url, plan))
    return Load(admitted, refused, failed, steps, broken, seconds, balance, counts, wrong)


class Forked:
    """Processes that were forked, each of which sends one result.

    Args:
        pairs: of process and the end of a pipe.
    """

    def __init__(self, pairs: list[tuple[Any, Any]]) -> None:
        self._pairs = pairs

    @property
    def running(self) -> bool:
        """Whether one is still at work."""
        return any(process.is_alive() and not end.poll() for process, end in self._pairs)

    def get(self) -> list[tuple[int, ...]]:
        """Give the results once all have ended."""
        found = [end.recv() for _, end in self._pairs]
        for process, end in self._pairs:
            process.join()
            end.close()
        return found


def fork(processes: int, work: Callable[[int], Coroutine[Any, Any, tuple[int, ...]]], *, abrupt: bool = False) -> Forked:
    """Fork processes that do the same work in a loop of their own.

    Args:
        processes: how many.
        work: takes the process's number.
        abrupt: end each as soon as it has sent its result, whatever it has in the background.
    """

    def body(number: int, end: Any) -> None:
        async def sent() -> None:
            end.send(await work(number))
            if abrupt:
                os._exit(0)

        asyncio.run(sent())

    pairs = []
    for number in range(processes):
        mine, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=body, args=(number, theirs))
        process.start()
        theirs.close()
        pairs.append((process, mine))
    return Forked(pairs)


async def recounts(url: str, plan: Plan, results: Forked) -> tuple[int, int]:
    """Add up all holds of a plan anew, past the ledger, until the processes are done; give how often, and how often wrong."""
    count = wrong = 0
    close, look = _recounter(url, plan)
    try:
        while results.running:
            held, spent, sum_held, sum_spent = await look()
            count += 1
            wrong += (held, spent) != (sum_held, sum_spent)
            await asyncio.sleep(0.1)
    finally:
        await close()
    return count, wrong


def _recounter(url: str, plan: Plan) -> tuple[Callable[[], Awaitable[Any]], Callable[[], Awaitable[tuple[int, ...]]]]:
    if url.startswith("redis"):
        client: Any = redis.asyncio.Redis.from_url(url)

        async def look() -> tuple[int, ...]:
            budget = await _pool_key(client)
            return tuple(int(value) for value in await client.eval(RECOUNT, 0, budget))

        return client.aclose, look

    engine = create_async_engine(url, isolation_level="REPEATABLE READ")
    held = "SELECT coalesce(sum(micro_usd) FILTER (WHERE is_open), 0), coalesce(sum(spent_micro_usd), 0)"
    sums = "SELECT coalesce(sum(held_micro_usd), 0), coalesce(sum(spent_micro_usd), 0) FROM auren_ledger_budgets"

    async def look_in_sql() -> tuple[int, ...]:
        async with engine.connect() as connection:
            named = {"plan": plan.name}
            one = await connection.execute(sa.text(f"{held} FROM auren_ledger_holds WHERE pool = :plan"), named)
            two = await connection.execute(sa.text(f"{sums} WHERE scope = 'pool' AND owner = :plan"), named)
            return tuple(int(value) for value in (*one.one(), *two.one()))

    return engine.dispose, look_in_sql


async def _pool_key(client: Any) -> str:
    found = [key.decode().removeprefix("{auren:ledger}:b:") async for key in client.scan_iter("{auren:ledger}:b:o-*")]
    return found[0] if found else ""


async def _prepared(url: str) -> None:
    if url.startswith("redis"):
        client: Any = redis.asyncio.Redis.from_url(url)
        await client.flushall()
        await client.aclose()
    async with ledger_at(url):
        pass


async def _balance(url: str, plan: Plan) -> Balance:
    async with ledger_at(url) as ledger:
        return await ledger.balance(account_of(plan), plan, now=NOW)


async def _worker(url: str, plan: Plan, number: int, tasks: int, calls: int, used: int) -> tuple[int, ...]:
    counts = {"admitted": 0, "refused": 0, "failed": 0, "steps": 0, "broken": 0}
    limit = plan.limit_micro_usd or 0
    engine = None if url.startswith("redis") else create_async_engine(url, pool_size=4, max_overflow=0)

    def look(balance: Balance) -> None:
        held, spent = balance.held_micro_usd, balance.spent_micro_usd
        sound = balance.limit_micro_usd == limit and min(held, spent) >= 0 and held + spent <= limit
        counts["steps"] += 1
        counts["broken"] += not (sound and (balance.remaining_micro_usd or 0) + held + spent == limit)

    async def task(which: int) -> None:
        for call in range(calls):
            id = f"{plan.name}-{number}-{which}-{call}"
            hold = Reservation(id, BOUND, 10, NOW + timedelta(minutes=5))
            try:
                look(await ledger.reserve(account_of(plan), plan, hold, now=NOW))
                await ledger.sent(id, now=NOW)
                look(await ledger.balance(account_of(plan), plan, now=NOW))
                await asyncio.sleep(CALL_S)
                await ledger.settle(id, Usage(5, 5, cost_micro_usd=used), now=NOW)
                look(await ledger.balance(account_of(plan), plan, now=NOW))
                counts["admitted"] += 1
            except BudgetExceeded:
                counts["refused"] += 1
            except StoreError:
                counts["failed"] += 1

    async with ledger_at(url) if engine is None else SQLLedger(engine, timeout_s=60) as ledger:
        await asyncio.gather(*(task(which) for which in range(tasks)))
    if engine is not None:
        await engine.dispose()
    return tuple(counts.values())
