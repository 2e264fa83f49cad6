"""Processes that are killed mid-call: what they held and had not sent must be given back, and the rest stand at its bound."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from benchmarks._ledger_load import FORK, NOW, ledger_at

__all__ = ["KillProof", "kill_proof"]

PLAN = Plan("kills", limit_micro_usd=10**9, pool_micro_usd=10**12)
BYSTANDER = Account(Subject("bystander"))
AFTER = NOW + timedelta(minutes=10)
BOUND, USED = 1000, 600
TASKS = 3
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class KillProof:
    """What killing showed.

    Args:
        kills: of processes that were at work.
        unsent, sent, settled: calls they had got as far as.
        wrong: of the killed, whose budget ended otherwise than their log allows.
        changed: sums of the pool, and of somebody who had no part in it, that are others than they must be.
    """

    kills: int
    unsent: int
    sent: int
    settled: int
    wrong: int
    changed: int


def kill_proof(url: str, kills: int, *, within_s: float, seed: int = 1) -> KillProof:
    """Kill so many processes at random points of their calls.

    Args:
        url: of the server.
        kills: how many.
        within_s: of its first call, each is killed.
        seed: of the points.
    """
    rnd = random.Random(seed)
    asyncio.run(_bystand(url))
    logs: list[str] = []
    while len(logs) < kills:
        some = [_begun(url, len(logs) + number) for number in range(min(AT_ONCE, kills - len(logs)))]
        for process, log in some:
            os.read(log, 2)
            time.sleep(rnd.uniform(0.0, within_s))
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            with os.fdopen(log) as text:
                logs.append(text.read())
    return asyncio.run(_judged(url, logs))


def _begun(url: str, number: int) -> tuple[Any, int]:
    mine, theirs = os.pipe()
    process = FORK.Process(target=lambda: asyncio.run(_calls(url, number, theirs)))
    process.start()
    os.close(theirs)
    return process, mine


async def _calls(url: str, number: int, log: int) -> None:
    """Make calls without end, and write down before and after each step what is done."""
    account = Account(Subject(f"killed-{number}"))

    async def task(which: int) -> None:
        for call in range(10_000):
            id = f"{number}-{which}-{call}"
            hold = Reservation(f"kill-{id}", BOUND, 10, NOW + timedelta(minutes=5))
            for step, work in (
                ("reserve", partial(ledger.reserve, account, PLAN, hold, now=NOW)),
                ("sent", partial(ledger.sent, hold.id, now=NOW)),
                ("settle", partial(ledger.settle, hold.id, Usage(5, 5, cost_micro_usd=USED), now=NOW)),
            ):
                os.write(log, f"{id} {step} begun\n".encode())
                await work()
                os.write(log, f"{id} {step} done\n".encode())

    async with ledger_at(url) as ledger:
        await ledger.balance(account, PLAN, now=NOW)
        os.write(log, b"!\n")
        await asyncio.gather(*(task(which) for which in range(TASKS)))


async def _bystand(url: str) -> None:
    async with ledger_at(url) as ledger:
        await ledger.reserve(BYSTANDER, PLAN, Reservation("bystander", 77, 7, NOW + timedelta(days=1)), now=NOW)


async def _judged(url: str, logs: list[str]) -> KillProof:
    reached: Counter[str] = Counter()
    wrong = spent = uncertain = 0
    async with ledger_at(url) as ledger:
        for number, log in enumerate(logs):
            calls: dict[str, str] = {}
            for line in log.splitlines():
                if line.count(" ") == 2:
                    id, step, how = line.split(" ")
                    calls[id] = f"{step} {how}"
            reached.update(calls.values())
            account = Account(Subject(f"killed-{number}"))
            balance = await ledger.balance(account, PLAN, now=AFTER)
            found = (balance.held_micro_usd, balance.spent_micro_usd, balance.uncertain_micro_usd)
            wrong += found not in _possible(calls)
            spent, uncertain = spent + found[1], uncertain + found[2]
        pool = await ledger.balance(BYSTANDER, PLAN, now=AFTER, scope="pool")
        other = await ledger.balance(BYSTANDER, PLAN, now=AFTER)
    changed = (pool.held_micro_usd, pool.spent_micro_usd, pool.uncertain_micro_usd) != (77, spent, uncertain)
    changed += (other.held_micro_usd, other.held_tokens, other.spent_micro_usd, other.uncertain_micro_usd) != (77, 7, 0, 0)
    return KillProof(
        len(logs),
        reached["reserve begun"] + reached["reserve done"] + reached["sent begun"],
        reached["sent done"] + reached["settle begun"],
        reached["settle done"],
        wrong,
        int(changed),
    )


def _possible(calls: Mapping[str, str]) -> set[tuple[int, int, int]]:
    """Give every way a budget may have ended: a step that was under way had happened or had not."""
    nothing, bound, used = (0, 0), (BOUND, BOUND), (USED, 0)
    ends = {
        "reserve begun": {nothing},
        "reserve done": {nothing},
        "sent begun": {nothing, bound},
        "sent done": {bound},
        "settle begun": {bound, used},
        "settle done": {used},
    }
    sure = Counter(calls.values())
    base = sure["settle done"] * USED + sure["sent done"] * BOUND
    base_uncertain = sure["sent done"] * BOUND
    open_ones = [ends[stage] for stage in calls.values() if len(ends[stage]) > 1]
    return {
        (0, base + sum(money for money, _ in some), base_uncertain + sum(unsure for _, unsure in some))
        for some in product(*open_ones)
    }
