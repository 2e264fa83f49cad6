"""What a settlement books."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import permutations

import pytest

from auren.errors import BudgetExceeded
from auren.inference import Account, Plan
from auren.people import Subject
from auren.ports import Balance, Ledger
from auren.testing.contracts.ledger._kit import ACCOUNT, HOLD_S, NOW, PLAN, both, hold, sums, used

__all__ = ["SettlingContract"]


class SettlingContract:
    """What takes the place of a hold."""

    async def test_a_settlement_takes_the_place_of_its_hold(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.sent("r1", now=NOW)
            await ledger.settle("r1", used(150, 60), now=NOW)
            for balance, limits in zip(await both(ledger), ((1000, 500), (1500, 900)), strict=True):
                assert balance == Balance(*limits, spent_micro_usd=150, spent_tokens=60)

    async def test_a_settlement_above_its_bound_is_booked_as_it_is(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.settle("r1", used(1200, 60), now=NOW)
            balance = await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert (balance.spent_micro_usd, balance.remaining_micro_usd, balance.share_left) == (1200, -200, 0.0)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, PLAN, hold("r2", 1, 0), now=NOW)
            # What costs nothing is covered always, so that what was spent elsewhere can be booked.
            await ledger.reserve(ACCOUNT, PLAN, hold("r3", 0, 0), now=NOW)
            await ledger.settle("r3", used(7), now=NOW)
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW)).spent_micro_usd == 1207

    async def test_usage_that_is_not_exact_is_uncertain(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.settle("r1", used(400, 99, exact=False), now=NOW)
            for balance in await both(ledger):
                assert (sums(balance), balance.uncertain_tokens, balance.spent_tokens) == ((0, 400, 400), 99, 99)

    async def test_a_released_hold_is_given_back(self, ledger: Ledger) -> None:
        async with ledger:
            for number in range(4):
                await ledger.reserve(ACCOUNT, PLAN, hold(f"r{number}", 1000, 500), now=NOW)
                if number % 2:
                    await ledger.sent(f"r{number}", now=NOW)
                await ledger.release(f"r{number}", now=NOW)
            assert await both(ledger) == (Balance(1000, 500), Balance(1500, 900))

    async def test_every_operation_may_be_repeated(self, ledger: Ledger) -> None:
        async with ledger:
            for _ in range(2):
                assert sums(await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)) == (400, 0, 0)
            for _ in range(2):
                await ledger.sent("r1", now=NOW)
            assert sums((await both(ledger))[0]) == (400, 0, 0)
            for spent in (100, 300):
                await ledger.settle("r1", used(spent), now=NOW)
                assert [sums(balance) for balance in await both(ledger)] == [(0, 100, 0)] * 2
            await ledger.release("r1", now=NOW)
            assert sums(await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)) == (0, 100, 0)
            for _ in range(2):
                await ledger.reserve(ACCOUNT, PLAN, hold("r2"), now=NOW)
            for _ in range(2):
                await ledger.release("r2", now=NOW)
            assert [sums(balance) for balance in await both(ledger)] == [(0, 100, 0)] * 2

    async def test_what_knows_best_wins_in_every_order(self, ledger: Ledger) -> None:
        plan = Plan("orders")
        end = NOW + timedelta(seconds=HOLD_S)
        ways: dict[str, Callable[[str], Awaitable[None]]] = {
            "exact": lambda held: ledger.settle(held, used(30), now=NOW),
            "bound": lambda held: ledger.settle(held, used(40, exact=False), now=NOW),
            "release": lambda held: ledger.release(held, now=NOW),
            "late exact": lambda held: ledger.settle(held, used(30), now=end),
            "late bound": lambda held: ledger.settle(held, used(40, exact=False), now=end),
            "late release": lambda held: ledger.release(held, now=end),
        }
        expected = {"exact": (0, 30, 0), "bound": (0, 40, 40), "release": (0, 0, 0)}
        async with ledger:
            number = 0
            for length in (1, 2):
                for order in permutations(ways, length):
                    number += 1
                    account = Account(Subject(f"order-{number}"))
                    await ledger.reserve(account, plan, hold(f"o{number}", 50), now=NOW)
                    if number % 3:
                        await ledger.sent(f"o{number}", now=NOW)
                    for way in order:
                        await ways[way](f"o{number}")
                    best = next(name for name in expected if any(way.endswith(name) for way in order))
                    assert sums(await ledger.balance(account, plan, now=end)) == expected[best], order
