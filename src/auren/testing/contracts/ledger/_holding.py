"""What is held, refused and given back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from auren.errors import BudgetExceeded, InvalidInput, StoreConflict
from auren.inference import Plan, Reservation, Usage
from auren.ports import Balance, Ledger, LimitChange
from auren.testing.contracts._shared import (
    ANNA,
    closes_with_its_last_holder,
    works_only_while_open,
)
from auren.testing.contracts.ledger._kit import ACCOUNT, CHANGE, FREE, HOLD_S, NOW, OTHER, PLAN, both, hold, sums, used

__all__ = ["HoldingContract"]


class HoldingContract:
    """What a hold does, from reservation to its end."""

    async def test_it_works_only_while_it_is_open(self, ledger: Ledger) -> None:
        uses: list[Callable[[], Awaitable[object]]] = [
            lambda: ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW),
            lambda: ledger.sent("r1", now=NOW),
            lambda: ledger.reserve_to_send(ACCOUNT, PLAN, hold(), now=NOW),
            lambda: ledger.settle("r1", used(1), now=NOW),
            lambda: ledger.release("r1", now=NOW),
            lambda: ledger.balance(ACCOUNT, PLAN, now=NOW),
            lambda: ledger.change_limit(ACCOUNT, PLAN, CHANGE, now=NOW),
            lambda: ledger.limit_changes(),
            lambda: ledger.forget(ANNA),
        ]
        await works_only_while_open(ledger, uses)

    async def test_it_closes_with_its_last_holder(self, ledger: Ledger) -> None:
        await closes_with_its_last_holder(ledger, lambda: ledger.balance(ACCOUNT, PLAN, now=NOW))

    async def test_nothing_is_used_at_first(self, ledger: Ledger) -> None:
        async with ledger:
            assert await both(ledger) == (Balance(1000, 500), Balance(1500, 900))
            assert await ledger.limit_changes() == []

    async def test_a_hold_counts_for_the_person_and_for_the_pool(self, ledger: Ledger) -> None:
        async with ledger:
            given = await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            person, pool = await both(ledger)
            assert given == person == Balance(1000, 500, held_micro_usd=400, held_tokens=100)
            assert pool == Balance(1500, 900, held_micro_usd=400, held_tokens=100)
            assert await ledger.balance(OTHER, PLAN, now=NOW) == Balance(1000, 500)

    @pytest.mark.parametrize(
        ("plan", "fits", "too_much"),
        [
            (Plan("p", limit_micro_usd=10), (10, 99), (11, 0)),
            (Plan("p", limit_tokens=10), (99, 10), (0, 11)),
            (Plan("p", pool_micro_usd=10), (10, 99), (11, 0)),
            (Plan("p", pool_tokens=10), (99, 10), (0, 11)),
            (Plan("p", limit_micro_usd=0), (0, 99), (1, 0)),
        ],
    )
    async def test_what_a_budget_does_not_cover_is_refused_and_not_held(
        self, ledger: Ledger, plan: Plan, fits: tuple[int, int], too_much: tuple[int, int]
    ) -> None:
        async with ledger:
            before = await both(ledger, plan)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, plan, hold("much", *too_much), now=NOW)
            assert await both(ledger, plan) == before
            with pytest.raises(StoreConflict):
                await ledger.sent("much", now=NOW)
            await ledger.reserve(ACCOUNT, plan, hold("fits", *fits), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, plan, hold("more", *(min(1, some) for some in too_much)), now=NOW)

    async def test_the_pool_is_shared_and_the_persons_budgets_are_not(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold("a", 1000), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(OTHER, PLAN, hold("b", 501), now=NOW)
            await ledger.reserve(OTHER, PLAN, hold("c", 500), now=NOW)
            assert (await ledger.balance(OTHER, PLAN, now=NOW)).remaining_micro_usd == 500

    async def test_without_limits_nothing_is_refused_and_all_is_counted(self, ledger: Ledger) -> None:
        async with ledger:
            for number in range(3):
                await ledger.reserve(ACCOUNT, FREE, hold(f"r{number}", 10**12, 10**12), now=NOW)
            await ledger.settle("r0", used(10**12 - 1, 10**12 - 1), now=NOW)
            for balance in await both(ledger, FREE):
                assert balance == Balance(None, None, 2 * 10**12, 2 * 10**12, 10**12 - 1, 10**12 - 1)
                assert balance.remaining_micro_usd is None

    async def test_great_sums_are_counted_to_the_unit(self, ledger: Ledger) -> None:
        plan = Plan("great", limit_micro_usd=10**15, limit_tokens=10**15)
        async with ledger:
            for number in range(150):
                await ledger.reserve(ACCOUNT, plan, hold(f"r{number}", 10**12 - 1, 10**12), now=NOW)
                await ledger.settle(f"r{number}", used(10**12 - 1, 10**12), now=NOW)
            balance = await ledger.balance(ACCOUNT, plan, now=NOW)
            assert (balance.spent_micro_usd, balance.spent_tokens) == (150 * (10**12 - 1), 150 * 10**12)
            limits = LimitChange(balance.spent_micro_usd + 7, balance.spent_tokens + 9, "operator-7", "to the unit")
            await ledger.change_limit(ACCOUNT, plan, limits, now=NOW)
            for much in ((8, 0), (0, 10)):
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve(ACCOUNT, plan, hold("one more", *much), now=NOW)
            await ledger.reserve(ACCOUNT, plan, hold("the last", 7, 9), now=NOW)

    async def test_a_hold_that_expires_unsent_is_released(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            almost = await both(ledger, now=end - timedelta(microseconds=1))
            assert [sums(balance) for balance in almost] == [(400, 0, 0)] * 2
            assert [sums(balance) for balance in await both(ledger, now=end)] == [(0, 0, 0)] * 2
            with pytest.raises(StoreConflict):
                await ledger.sent("r1", now=end)
            # It is over for good: the same id holds nothing anew.
            assert sums(await ledger.reserve(ACCOUNT, PLAN, hold(now=end), now=end)) == (0, 0, 0)

    async def test_a_hold_that_expires_sent_settles_at_its_bound(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.sent("r1", now=NOW)
            for balance in await both(ledger, now=end):
                assert (sums(balance), balance.spent_tokens, balance.uncertain_tokens) == ((0, 400, 400), 100, 100)
            with pytest.raises(StoreConflict):
                await ledger.sent("r1", now=end)
            await ledger.settle("r1", used(120, 30), now=end + timedelta(hours=1))
            for balance in await both(ledger, now=end):
                assert (sums(balance), balance.spent_tokens, balance.uncertain_tokens) == ((0, 120, 0), 30, 0)

    async def test_a_hold_for_a_call_that_leaves_at_once_is_sent(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold("waits", 1, 1), now=NOW)
            for id in ("leaves", "waits", "leaves"):
                given = await ledger.reserve_to_send(ACCOUNT, PLAN, hold(id, 1, 1), now=NOW)
            assert given == await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert sums(given) == (2, 0, 0)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve_to_send(ACCOUNT, PLAN, hold("much", 1000, 1), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(OTHER, PLAN, hold("leaves", 1, 1), now=NOW)
            for balance in await both(ledger, now=end):
                assert sums(balance) == (0, 2, 2)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(ACCOUNT, PLAN, hold("leaves", 1, 1, now=end), now=end)
            for balance in await both(ledger, now=end):
                assert sums(balance) == (0, 2, 2)

    async def test_another_person_sends_nobodys_hold(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(OTHER, PLAN, hold(), now=NOW)
            assert [sums(balance) for balance in await both(ledger, now=end)] == [(0, 0, 0)] * 2

    async def test_what_expires_makes_room_for_the_next(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            for account, id in ((ACCOUNT, "mine"), (OTHER, "other")):
                await ledger.reserve(account, PLAN, hold(id, 750, 0), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, PLAN, hold("next", 1000), now=NOW)
            # The other person's hold is in the pool, too.
            await ledger.reserve(ACCOUNT, PLAN, hold("next", 1000, now=end), now=end)
            assert sums(await ledger.balance(OTHER, PLAN, now=end)) == (0, 0, 0)
            assert sums(await ledger.balance(ACCOUNT, PLAN, now=end, scope="pool")) == (1000, 0, 0)

    async def test_a_hold_is_sent_only_while_it_stands(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold("settled"), now=NOW)
            await ledger.settle("settled", used(1), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, hold("released"), now=NOW)
            await ledger.release("released", now=NOW)
            for id in ("settled", "released", "never made"):
                with pytest.raises(StoreConflict):
                    await ledger.sent(id, now=NOW)

    async def test_what_was_never_reserved_cannot_be_settled_and_needs_no_release(self, ledger: Ledger) -> None:
        async with ledger:
            with pytest.raises(StoreConflict):
                await ledger.settle("never made", used(5), now=NOW)
            await ledger.release("never made", now=NOW)
            assert await both(ledger) == (Balance(1000, 500), Balance(1500, 900))

    async def test_an_id_of_another_persons_hold_is_refused(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve(OTHER, PLAN, hold(), now=NOW)
            assert sums(await ledger.balance(OTHER, PLAN, now=NOW)) == (0, 0, 0)

    @pytest.mark.parametrize(
        "reservation",
        [
            hold("", 1, 1),
            hold("x" * 257, 1, 1),
            hold("r1", -1, 1),
            hold("r1", 1, -1),
            hold("r1", 10**12 + 1, 1),
            hold("r1", 1, 2**63),
            Reservation("r1", 1, 1, datetime(2024, 5, 20)),  # noqa: DTZ001 - naive on purpose
        ],
        ids=repr,
    )
    async def test_a_reservation_out_of_range_is_refused(self, ledger: Ledger, reservation: Reservation) -> None:
        async with ledger:
            with pytest.raises(InvalidInput):
                await ledger.reserve(ACCOUNT, FREE, reservation, now=NOW)
            assert await ledger.balance(ACCOUNT, FREE, now=NOW) == Balance(None, None)

    async def test_numbers_out_of_range_are_refused_everywhere(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            for usage in (used(-1), used(2**63), Usage(input_tokens=-5), Usage(output_tokens=2**80)):
                with pytest.raises(InvalidInput):
                    await ledger.settle("r1", usage, now=NOW)
            for plan in (replace(PLAN, limit_micro_usd=-1), replace(PLAN, pool_tokens=2**63)):
                with pytest.raises(InvalidInput):
                    await ledger.balance(ACCOUNT, plan, now=NOW)
            with pytest.raises(InvalidInput):
                await ledger.balance(replace(ACCOUNT, zone="Nowhere/At_All"), PLAN, now=NOW)
            with pytest.raises(InvalidInput):
                await ledger.balance(ACCOUNT, PLAN, now=NOW.replace(tzinfo=None))
            assert [sums(balance) for balance in await both(ledger)] == [(400, 0, 0)] * 2
