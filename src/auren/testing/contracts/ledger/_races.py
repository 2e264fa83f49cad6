"""Many at once, cancelled ones, and a random walk."""

from __future__ import annotations

import asyncio
import random
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from auren.errors import BudgetExceeded, StoreConflict
from auren.inference import Account, Plan
from auren.people import Subject
from auren.ports import Ledger, LimitChange
from auren.testing.contracts._shared import (
    ANNA,
    CUTS_S,
    cut,
)
from auren.testing.contracts.ledger._kit import ACCOUNT, CHANGE, FREE, HOLD_S, NOW, OTHER, PLAN, both, hold, sums, used
from auren.testing.contracts.ledger._model import Model

__all__ = ["RacesContract"]


class RacesContract:
    """What many do at once."""

    async def test_64_at_once_never_overspend_and_none_is_refused_that_fits(self, ledger: Ledger) -> None:
        fits, tight = Plan("fits", limit_micro_usd=640, pool_micro_usd=640), Plan("tight", limit_micro_usd=200)
        highest = 0

        async def call(number: int, plan: Plan) -> bool:
            nonlocal highest
            id = f"{plan.name}-{number}"
            try:
                balance = await ledger.reserve(ACCOUNT if plan is tight else Account(ANNA), plan, hold(id, 10), now=NOW)
            except BudgetExceeded:
                return False
            highest = max(highest, balance.held_micro_usd + balance.spent_micro_usd)
            await ledger.sent(id, now=NOW)
            await ledger.settle(id, used(10), now=NOW)
            return True

        async with ledger:
            assert all(await asyncio.gather(*(call(number, fits) for number in range(64))))
            assert sums(await ledger.balance(ACCOUNT, fits, now=NOW)) == (0, 640, 0)
            await ledger.forget(ANNA)
            highest = 0
            assert sum(await asyncio.gather(*(call(number, tight) for number in range(64)))) == 20
            assert (highest, sums(await ledger.balance(ACCOUNT, tight, now=NOW))) == (200, (0, 200, 0))

    async def test_many_people_race_for_a_pool(self, ledger: Ledger) -> None:
        plan = Plan("pool", limit_micro_usd=100, pool_micro_usd=300)

        async def call(number: int) -> bool:
            account = Account(Subject(f"person-{number % 16}"))
            try:
                await ledger.reserve(account, plan, hold(f"r{number}", 10), now=NOW)
            except BudgetExceeded:
                return False
            await ledger.settle(f"r{number}", used(10), now=NOW)
            return True

        async with ledger:
            assert sum(await asyncio.gather(*(call(number) for number in range(64)))) == 30
            assert sums(await ledger.balance(ACCOUNT, plan, now=NOW, scope="pool")) == (0, 300, 0)

    async def test_holds_of_many_that_expire_at_once_end_once(self, ledger: Ledger) -> None:
        plans = [Plan(f"plan-{number}") for number in range(3)]
        accounts = [Account(Subject(f"person-{number}")) for number in range(8)]
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            for number in range(48):
                await ledger.reserve(accounts[number % 8], plans[number % 3], hold(f"r{number}", 10), now=NOW)
                if number % 2:
                    await ledger.sent(f"r{number}", now=NOW)
            # Each of them meets holds of the others.
            await asyncio.gather(
                *(
                    ledger.reserve(account, plan, hold(f"{account.subject}-{plan.name}", 1, now=end), now=end)
                    for account in accounts
                    for plan in plans
                )
            )
            for plan in plans:
                assert sums(await ledger.balance(ACCOUNT, plan, now=end, scope="pool")) == (8, 80, 80)
            totals = [sums(await ledger.balance(account, plans[0], now=end)) for account in accounts]
            assert totals == [(3, 60 * (number % 2), 60 * (number % 2)) for number in range(8)]

    async def test_one_reservation_made_by_many_at_once_is_held_once(self, ledger: Ledger) -> None:
        async with ledger:
            await asyncio.gather(*(ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW) for _ in range(32)))
            assert [sums(balance) for balance in await both(ledger)] == [(400, 0, 0)] * 2
            ends = [ledger.settle("r1", used(30), now=NOW) for _ in range(16)]
            await asyncio.gather(*ends, *(ledger.release("r1", now=NOW) for _ in range(16)))
            assert [sums(balance) for balance in await both(ledger)] == [(0, 30, 0)] * 2

    async def test_limits_changed_at_once_are_all_audited(self, ledger: Ledger) -> None:
        async with ledger:
            await asyncio.gather(
                *(
                    ledger.change_limit(account, PLAN, replace(CHANGE, micro_usd=number), now=NOW)
                    for number in range(8)
                    for account in (ACCOUNT, OTHER)
                )
            )
            kept = await ledger.limit_changes()
            assert [record.number for record in kept] == list(range(1, 17))
            mine = (await ledger.balance(ACCOUNT, PLAN, now=NOW)).limit_micro_usd
            assert mine in {record.change.micro_usd for record in kept[-9:] if record.change}

    async def test_what_was_cancelled_is_whole_or_not_at_all(self, ledger: Ledger) -> None:
        ids = [f"cut-{number}" for number in range(len(CUTS_S))]

        async def call(id: str) -> None:
            for number in range(20):
                await ledger.reserve(ACCOUNT, FREE, hold(f"{id}-{number}", 10), now=NOW)
                await ledger.sent(f"{id}-{number}", now=NOW)
                await ledger.settle(f"{id}-{number}", used(7), now=NOW)

        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await cut([partial(call, id) for id in ids])
            person, pool = await both(ledger, FREE)
            assert sums(person) == sums(pool)
            assert person.held_micro_usd % 10 == 0
            assert person.spent_micro_usd % 7 == 0
            person, pool = await both(ledger, FREE, now=end)
            assert sums(person) == sums(pool)
            assert (person.held_micro_usd, (person.spent_micro_usd - person.uncertain_micro_usd) % 7) == (0, 0)
            # The truth can still be told of each of them.
            for id in ids:
                for number in range(20):
                    with suppress(StoreConflict):
                        await ledger.settle(f"{id}-{number}", used(7), now=end)
            person, pool = await both(ledger, FREE, now=end)
            assert sums(person) == sums(pool)
            assert (person.uncertain_micro_usd, person.spent_micro_usd % 7) == (0, 0)

    @pytest.mark.parametrize("seed", range(3))
    async def test_a_random_walk_agrees_with_adding_up_anew(self, ledger: Ledger, seed: int) -> None:
        rng = random.Random(seed)
        plan = Plan("walk", limit_micro_usd=300, limit_tokens=200, pool_micro_usd=700, pool_tokens=None)
        accounts = [Account(Subject(f"walker-{number}")) for number in range(4)]
        model, now = Model(plan), NOW
        async with ledger:
            for step in range(100):
                if rng.random() < 0.2:
                    now += timedelta(seconds=rng.choice((1, 30, 120)))
                model.expire(now)
                account, id = rng.choice(accounts), f"r{rng.randint(0, step // 3)}"
                usage = used(rng.randint(0, 90), rng.randint(0, 60), exact=rng.random() < 0.7)
                match rng.choice(("reserve", "reserve", "sent", "settle", "release", "limit")):
                    case "reserve":
                        account = accounts[int(id[1:]) % 4]
                        asked = hold(id, rng.randint(0, 80), rng.randint(0, 50), now=now, for_s=rng.choice((20, 60, 600)))
                        refused = not model.reserve(account, asked)
                        with pytest.raises(BudgetExceeded) if refused else nullcontext():
                            await ledger.reserve(account, plan, asked, now=now)
                    case "sent":
                        gone = not model.sent(id)
                        with pytest.raises(StoreConflict) if gone else nullcontext():
                            await ledger.sent(id, now=now)
                    case "settle":
                        unknown = not model.settle(id, usage)
                        with pytest.raises(StoreConflict) if unknown else nullcontext():
                            await ledger.settle(id, usage, now=now)
                    case "release":
                        model.release(id)
                        await ledger.release(id, now=now)
                    case _:
                        limits = (rng.choice((None, 100, 400)), rng.choice((None, 150, 300)))
                        model.limits[account.subject.id] = limits
                        change = LimitChange(*limits, "operator-7", "a walk")
                        await ledger.change_limit(account, plan, change, now=now)
                for some in accounts:
                    assert await ledger.balance(some, plan, now=now) == model.balance(some.subject.id), step
                assert await ledger.balance(account, plan, now=now, scope="pool") == model.balance(""), step
