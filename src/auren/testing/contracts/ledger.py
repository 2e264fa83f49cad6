"""What every ledger must do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Final, Literal

import pytest

from auren.errors import BudgetExceeded, InvalidInput, StoreConflict
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports import Balance, Ledger, LimitChange
from auren.ports.ledger import Scope
from auren.testing.contracts._shared import (
    ANNA,
    BEN,
    CUTS_S,
    ODD_IDS,
    UNWRITABLE,
    closes_with_its_last_holder,
    cut,
    works_only_while_open,
)

__all__ = ["LedgerContract"]

NOW: Final = datetime(2024, 5, 20, 12, tzinfo=UTC)
PLAN: Final = Plan("pioneer", limit_micro_usd=1000, limit_tokens=500, pool_micro_usd=1500, pool_tokens=900)
FREE: Final = Plan("unlimited")
ACCOUNT: Final = Account(ANNA, zone="Europe/Oslo")
OTHER: Final = Account(BEN, zone="Europe/Oslo")
CHANGE: Final = LimitChange(5000, None, "operator-7", "a trial month")

HOLD_S: Final = 300


def _hold(
    id: str = "r1", micro_usd: int = 400, tokens: int = 100, *, now: datetime = NOW, for_s: float = HOLD_S
) -> Reservation:
    return Reservation(id, micro_usd, tokens, now + timedelta(seconds=for_s))


def _used(micro_usd: int, tokens: int = 0, *, exact: bool = True) -> Usage:
    return Usage(input_tokens=tokens - tokens // 3, output_tokens=tokens // 3, cost_micro_usd=micro_usd, exact=exact)


def _sums(balance: Balance) -> tuple[int, int, int]:
    """Give the money that is held, spent, and of that uncertain."""
    return (balance.held_micro_usd, balance.spent_micro_usd, balance.uncertain_micro_usd)


async def _both(ledger: Ledger, plan: Plan = PLAN, *, now: datetime = NOW) -> tuple[Balance, Balance]:
    person = await ledger.balance(ACCOUNT, plan, now=now)
    return person, await ledger.balance(ACCOUNT, plan, now=now, scope="pool")


State = Literal["unsent", "sent", "ended"]


@dataclass
class _Kept:
    """What the model knows of one hold."""

    account: Account
    reservation: Reservation
    state: State = "unsent"
    known: int = 0
    micro_usd: int = 0
    tokens: int = 0
    uncertain: bool = False


class _Model:
    """A ledger that remembers every hold and adds up anew whenever it is asked; of one plan in one window."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.limits: dict[str, tuple[int | None, int | None]] = {"": (plan.pool_micro_usd, plan.pool_tokens)}
        self.holds: dict[str, _Kept] = {}

    def expire(self, now: datetime) -> None:
        for kept in self.holds.values():
            if kept.state != "ended" and kept.reservation.expires_at <= now:
                was_sent = kept.state == "sent"
                bound = (kept.reservation.held_micro_usd, kept.reservation.held_tokens) if was_sent else (0, 0)
                self._end(kept, 1, *bound, uncertain=was_sent)

    def reserve(self, account: Account, reservation: Reservation) -> bool:
        if reservation.id in self.holds:
            return True
        wanted = (reservation.held_micro_usd, reservation.held_tokens)
        for owner in (account.subject.id, ""):
            balance = self.balance(owner)
            left = (balance.remaining_micro_usd, balance.remaining_tokens)
            if any(some and rest is not None and some > rest for some, rest in zip(wanted, left, strict=True)):
                return False
        self.holds[reservation.id] = _Kept(account, reservation)
        return True

    def sent(self, id: str) -> bool:
        kept = self.holds.get(id)
        if kept is None or kept.state == "ended":
            return False
        kept.state = "sent"
        return True

    def release(self, id: str) -> None:
        kept = self.holds.get(id)
        if kept is not None:
            self._end(kept, 2, 0, 0, uncertain=False)

    def settle(self, id: str, usage: Usage) -> bool:
        kept = self.holds.get(id)
        if kept is None:
            return False
        self._end(kept, 4 if usage.exact else 3, usage.cost_micro_usd, usage.tokens, uncertain=not usage.exact)
        return True

    def balance(self, owner: str) -> Balance:
        mine = [kept for kept in self.holds.values() if owner in ("", kept.account.subject.id)]
        held = [kept.reservation for kept in mine if kept.state != "ended"]
        spent = [kept for kept in mine if kept.state == "ended"]
        unsure = [kept for kept in spent if kept.uncertain]
        return Balance(
            *self.limits.get(owner, (self.plan.limit_micro_usd, self.plan.limit_tokens)),
            sum(some.held_micro_usd for some in held),
            sum(some.held_tokens for some in held),
            sum(kept.micro_usd for kept in spent),
            sum(kept.tokens for kept in spent),
            sum(kept.micro_usd for kept in unsure),
            sum(kept.tokens for kept in unsure),
        )

    @staticmethod
    def _end(kept: _Kept, known: int, micro_usd: int, tokens: int, *, uncertain: bool) -> None:
        if known > kept.known:
            kept.state, kept.known = "ended", known
            kept.micro_usd, kept.tokens, kept.uncertain = micro_usd, tokens, uncertain


class LedgerContract:
    """Subclass it with a fixture `ledger` that gives a ledger that holds nothing and is not open yet."""

    async def test_it_works_only_while_it_is_open(self, ledger: Ledger) -> None:
        uses: list[Callable[[], Awaitable[object]]] = [
            lambda: ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW),
            lambda: ledger.sent("r1", now=NOW),
            lambda: ledger.reserve_to_send(ACCOUNT, PLAN, _hold(), now=NOW),
            lambda: ledger.settle("r1", _used(1), now=NOW),
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
            assert await _both(ledger) == (Balance(1000, 500), Balance(1500, 900))
            assert await ledger.limit_changes() == []

    async def test_a_hold_counts_for_the_person_and_for_the_pool(self, ledger: Ledger) -> None:
        async with ledger:
            given = await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            person, pool = await _both(ledger)
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
            before = await _both(ledger, plan)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, plan, _hold("much", *too_much), now=NOW)
            assert await _both(ledger, plan) == before
            with pytest.raises(StoreConflict):
                await ledger.sent("much", now=NOW)
            await ledger.reserve(ACCOUNT, plan, _hold("fits", *fits), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, plan, _hold("more", *(min(1, some) for some in too_much)), now=NOW)

    async def test_the_pool_is_shared_and_the_persons_budgets_are_not(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold("a", 1000), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(OTHER, PLAN, _hold("b", 501), now=NOW)
            await ledger.reserve(OTHER, PLAN, _hold("c", 500), now=NOW)
            assert (await ledger.balance(OTHER, PLAN, now=NOW)).remaining_micro_usd == 500

    async def test_without_limits_nothing_is_refused_and_all_is_counted(self, ledger: Ledger) -> None:
        async with ledger:
            for number in range(3):
                await ledger.reserve(ACCOUNT, FREE, _hold(f"r{number}", 10**12, 10**12), now=NOW)
            await ledger.settle("r0", _used(10**12 - 1, 10**12 - 1), now=NOW)
            for balance in await _both(ledger, FREE):
                assert balance == Balance(None, None, 2 * 10**12, 2 * 10**12, 10**12 - 1, 10**12 - 1)
                assert balance.remaining_micro_usd is None

    async def test_great_sums_are_counted_to_the_unit(self, ledger: Ledger) -> None:
        plan = Plan("great", limit_micro_usd=10**15, limit_tokens=10**15)
        async with ledger:
            for number in range(150):
                await ledger.reserve(ACCOUNT, plan, _hold(f"r{number}", 10**12 - 1, 10**12), now=NOW)
                await ledger.settle(f"r{number}", _used(10**12 - 1, 10**12), now=NOW)
            balance = await ledger.balance(ACCOUNT, plan, now=NOW)
            assert (balance.spent_micro_usd, balance.spent_tokens) == (150 * (10**12 - 1), 150 * 10**12)
            limits = LimitChange(balance.spent_micro_usd + 7, balance.spent_tokens + 9, "operator-7", "to the unit")
            await ledger.change_limit(ACCOUNT, plan, limits, now=NOW)
            for much in ((8, 0), (0, 10)):
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve(ACCOUNT, plan, _hold("one more", *much), now=NOW)
            await ledger.reserve(ACCOUNT, plan, _hold("the last", 7, 9), now=NOW)

    async def test_a_settlement_takes_the_place_of_its_hold(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.sent("r1", now=NOW)
            await ledger.settle("r1", _used(150, 60), now=NOW)
            for balance, limits in zip(await _both(ledger), ((1000, 500), (1500, 900)), strict=True):
                assert balance == Balance(*limits, spent_micro_usd=150, spent_tokens=60)

    async def test_a_settlement_above_its_bound_is_booked_as_it_is(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.settle("r1", _used(1200, 60), now=NOW)
            balance = await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert (balance.spent_micro_usd, balance.remaining_micro_usd, balance.share_left) == (1200, -200, 0.0)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, PLAN, _hold("r2", 1, 0), now=NOW)
            # What costs nothing is covered always, so that what was spent elsewhere can be booked.
            await ledger.reserve(ACCOUNT, PLAN, _hold("r3", 0, 0), now=NOW)
            await ledger.settle("r3", _used(7), now=NOW)
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW)).spent_micro_usd == 1207

    async def test_usage_that_is_not_exact_is_uncertain(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.settle("r1", _used(400, 99, exact=False), now=NOW)
            for balance in await _both(ledger):
                assert (_sums(balance), balance.uncertain_tokens, balance.spent_tokens) == ((0, 400, 400), 99, 99)

    async def test_a_released_hold_is_given_back(self, ledger: Ledger) -> None:
        async with ledger:
            for number in range(4):
                await ledger.reserve(ACCOUNT, PLAN, _hold(f"r{number}", 1000, 500), now=NOW)
                if number % 2:
                    await ledger.sent(f"r{number}", now=NOW)
                await ledger.release(f"r{number}", now=NOW)
            assert await _both(ledger) == (Balance(1000, 500), Balance(1500, 900))

    async def test_every_operation_may_be_repeated(self, ledger: Ledger) -> None:
        async with ledger:
            for _ in range(2):
                assert _sums(await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)) == (400, 0, 0)
            for _ in range(2):
                await ledger.sent("r1", now=NOW)
            assert _sums((await _both(ledger))[0]) == (400, 0, 0)
            for spent in (100, 300):
                await ledger.settle("r1", _used(spent), now=NOW)
                assert [_sums(balance) for balance in await _both(ledger)] == [(0, 100, 0)] * 2
            await ledger.release("r1", now=NOW)
            assert _sums(await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)) == (0, 100, 0)
            for _ in range(2):
                await ledger.reserve(ACCOUNT, PLAN, _hold("r2"), now=NOW)
            for _ in range(2):
                await ledger.release("r2", now=NOW)
            assert [_sums(balance) for balance in await _both(ledger)] == [(0, 100, 0)] * 2

    async def test_what_knows_best_wins_in_every_order(self, ledger: Ledger) -> None:
        plan = Plan("orders")
        end = NOW + timedelta(seconds=HOLD_S)
        ways: dict[str, Callable[[str], Awaitable[None]]] = {
            "exact": lambda hold: ledger.settle(hold, _used(30), now=NOW),
            "bound": lambda hold: ledger.settle(hold, _used(40, exact=False), now=NOW),
            "release": lambda hold: ledger.release(hold, now=NOW),
            "late exact": lambda hold: ledger.settle(hold, _used(30), now=end),
            "late bound": lambda hold: ledger.settle(hold, _used(40, exact=False), now=end),
            "late release": lambda hold: ledger.release(hold, now=end),
        }
        expected = {"exact": (0, 30, 0), "bound": (0, 40, 40), "release": (0, 0, 0)}
        async with ledger:
            number = 0
            for length in (1, 2):
                for order in permutations(ways, length):
                    number += 1
                    account = Account(Subject(f"order-{number}"))
                    await ledger.reserve(account, plan, _hold(f"o{number}", 50), now=NOW)
                    if number % 3:
                        await ledger.sent(f"o{number}", now=NOW)
                    for way in order:
                        await ways[way](f"o{number}")
                    best = next(name for name in expected if any(way.endswith(name) for way in order))
                    assert _sums(await ledger.balance(account, plan, now=end)) == expected[best], order

    async def test_a_hold_that_expires_unsent_is_released(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            almost = await _both(ledger, now=end - timedelta(microseconds=1))
            assert [_sums(balance) for balance in almost] == [(400, 0, 0)] * 2
            assert [_sums(balance) for balance in await _both(ledger, now=end)] == [(0, 0, 0)] * 2
            with pytest.raises(StoreConflict):
                await ledger.sent("r1", now=end)
            # It is over for good: the same id holds nothing anew.
            assert _sums(await ledger.reserve(ACCOUNT, PLAN, _hold(now=end), now=end)) == (0, 0, 0)

    async def test_a_hold_that_expires_sent_settles_at_its_bound(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.sent("r1", now=NOW)
            for balance in await _both(ledger, now=end):
                assert (_sums(balance), balance.spent_tokens, balance.uncertain_tokens) == ((0, 400, 400), 100, 100)
            with pytest.raises(StoreConflict):
                await ledger.sent("r1", now=end)
            await ledger.settle("r1", _used(120, 30), now=end + timedelta(hours=1))
            for balance in await _both(ledger, now=end):
                assert (_sums(balance), balance.spent_tokens, balance.uncertain_tokens) == ((0, 120, 0), 30, 0)

    async def test_a_hold_for_a_call_that_leaves_at_once_is_sent(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold("waits", 1, 1), now=NOW)
            for id in ("leaves", "waits", "leaves"):
                given = await ledger.reserve_to_send(ACCOUNT, PLAN, _hold(id, 1, 1), now=NOW)
            assert given == await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert _sums(given) == (2, 0, 0)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve_to_send(ACCOUNT, PLAN, _hold("much", 1000, 1), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(OTHER, PLAN, _hold("leaves", 1, 1), now=NOW)
            for balance in await _both(ledger, now=end):
                assert _sums(balance) == (0, 2, 2)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(ACCOUNT, PLAN, _hold("leaves", 1, 1, now=end), now=end)
            for balance in await _both(ledger, now=end):
                assert _sums(balance) == (0, 2, 2)

    async def test_another_person_sends_nobodys_hold(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve_to_send(OTHER, PLAN, _hold(), now=NOW)
            assert [_sums(balance) for balance in await _both(ledger, now=end)] == [(0, 0, 0)] * 2

    async def test_what_expires_makes_room_for_the_next(self, ledger: Ledger) -> None:
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            for account, id in ((ACCOUNT, "mine"), (OTHER, "other")):
                await ledger.reserve(account, PLAN, _hold(id, 750, 0), now=NOW)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(ACCOUNT, PLAN, _hold("next", 1000), now=NOW)
            # The other person's hold is in the pool, too.
            await ledger.reserve(ACCOUNT, PLAN, _hold("next", 1000, now=end), now=end)
            assert _sums(await ledger.balance(OTHER, PLAN, now=end)) == (0, 0, 0)
            assert _sums(await ledger.balance(ACCOUNT, PLAN, now=end, scope="pool")) == (1000, 0, 0)

    async def test_a_hold_is_sent_only_while_it_stands(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold("settled"), now=NOW)
            await ledger.settle("settled", _used(1), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, _hold("released"), now=NOW)
            await ledger.release("released", now=NOW)
            for id in ("settled", "released", "never made"):
                with pytest.raises(StoreConflict):
                    await ledger.sent(id, now=NOW)

    async def test_what_was_never_reserved_cannot_be_settled_and_needs_no_release(self, ledger: Ledger) -> None:
        async with ledger:
            with pytest.raises(StoreConflict):
                await ledger.settle("never made", _used(5), now=NOW)
            await ledger.release("never made", now=NOW)
            assert await _both(ledger) == (Balance(1000, 500), Balance(1500, 900))

    async def test_an_id_of_another_persons_hold_is_refused(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            with pytest.raises(StoreConflict):
                await ledger.reserve(OTHER, PLAN, _hold(), now=NOW)
            assert _sums(await ledger.balance(OTHER, PLAN, now=NOW)) == (0, 0, 0)

    @pytest.mark.parametrize(
        "reservation",
        [
            _hold("", 1, 1),
            _hold("x" * 257, 1, 1),
            _hold("r1", -1, 1),
            _hold("r1", 1, -1),
            _hold("r1", 10**12 + 1, 1),
            _hold("r1", 1, 2**63),
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
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            for usage in (_used(-1), _used(2**63), Usage(input_tokens=-5), Usage(output_tokens=2**80)):
                with pytest.raises(InvalidInput):
                    await ledger.settle("r1", usage, now=NOW)
            for plan in (replace(PLAN, limit_micro_usd=-1), replace(PLAN, pool_tokens=2**63)):
                with pytest.raises(InvalidInput):
                    await ledger.balance(ACCOUNT, plan, now=NOW)
            with pytest.raises(InvalidInput):
                await ledger.balance(replace(ACCOUNT, zone="Nowhere/At_All"), PLAN, now=NOW)
            with pytest.raises(InvalidInput):
                await ledger.balance(ACCOUNT, PLAN, now=NOW.replace(tzinfo=None))
            assert [_sums(balance) for balance in await _both(ledger)] == [(400, 0, 0)] * 2

    async def test_a_settlement_goes_to_the_window_of_its_hold(self, ledger: Ledger) -> None:
        late = datetime(2024, 5, 31, 21, 59, tzinfo=UTC)
        june = datetime(2024, 6, 1, 0, 1, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(now=late, for_s=86_400), now=late)
            await ledger.sent("r1", now=june)
            await ledger.settle("r1", _used(300), now=june)
            assert await _both(ledger, now=june) == (Balance(1000, 500), Balance(1500, 900))
            assert [_sums(balance) for balance in await _both(ledger, now=late)] == [(0, 300, 0)] * 2

    @pytest.mark.parametrize(
        ("zone", "last", "first"),
        [
            ("UTC", "2024-05-20T23:59:59.999999+00:00", "2024-05-21T00:00:00+00:00"),
            ("Europe/Oslo", "2024-05-20T21:59:59.999999+00:00", "2024-05-20T22:00:00+00:00"),
            ("+05:30", "2024-05-20T18:29:59+00:00", "2024-05-20T18:30:00+00:00"),
            # A day of 23 hours, one of 25, and a date that a country left out.
            ("Europe/Oslo", "2024-03-31T21:59:59+00:00", "2024-03-31T22:00:00+00:00"),
            ("Europe/Oslo", "2024-10-27T22:59:59+00:00", "2024-10-27T23:00:00+00:00"),
            ("Pacific/Apia", "2011-12-30T09:59:59+00:00", "2011-12-30T10:00:00+00:00"),
        ],
    )
    async def test_a_day_turns_at_the_persons_midnight(self, ledger: Ledger, zone: str, last: str, first: str) -> None:
        plan = Plan("daily", limit_micro_usd=10, window="day")
        account = Account(ANNA, zone=zone)
        before, after = datetime.fromisoformat(last), datetime.fromisoformat(first)
        async with ledger:
            await ledger.reserve(account, plan, _hold("r1", 10, now=before, for_s=10), now=before)
            await ledger.settle("r1", _used(10), now=before)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(account, plan, _hold("r2", 1, now=before), now=before)
            await ledger.reserve(account, plan, _hold("r3", 10, now=after), now=after)

    async def test_a_pools_day_turns_at_midnight_in_utc(self, ledger: Ledger) -> None:
        plan = Plan("daily", pool_micro_usd=10, window="day")
        account = Account(ANNA, zone="Asia/Tokyo")
        noon, midnight = datetime(2024, 5, 20, 15, tzinfo=UTC), datetime(2024, 5, 21, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(account, plan, _hold("r1", 10, now=noon, for_s=86_400), now=noon)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(account, plan, _hold("r2", 1, now=midnight), now=midnight - timedelta(microseconds=1))
            await ledger.reserve(account, plan, _hold("r3", 10, now=midnight), now=midnight)

    async def test_who_crosses_zones_finds_the_window_as_it_was(self, ledger: Ledger) -> None:
        plan = Plan("daily", limit_micro_usd=10, window="day")
        now = datetime(2024, 5, 20, 16, tzinfo=UTC)
        home, away = Account(ANNA, zone="America/New_York"), Account(ANNA, zone="Asia/Tokyo")
        async with ledger:
            await ledger.reserve(home, plan, _hold("r1", 10, now=now, for_s=86_400), now=now)
            await ledger.reserve(away, plan, _hold("r2", 10, now=now, for_s=86_400), now=now)
            for number in range(4):
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve((home, away)[number % 2], plan, _hold("r3", 1, now=now), now=now)
            # The hold stays in the window it was made in, wherever the person is by now.
            await ledger.settle("r1", _used(4), now=now)
            assert (await ledger.balance(home, plan, now=now)).remaining_micro_usd == 6

    async def test_another_plan_has_other_limits_and_the_same_usage(self, ledger: Ledger) -> None:
        larger = Plan("vanguard", limit_micro_usd=5000, pool_micro_usd=100_000)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.settle("r1", _used(350), now=NOW)
            assert (await ledger.balance(ACCOUNT, larger, now=NOW)).remaining_micro_usd == 4650
            assert _sums(await ledger.balance(ACCOUNT, larger, now=NOW, scope="pool")) == (0, 0, 0)

    async def test_a_changed_limit_holds_from_now_on_and_resets_nothing(self, ledger: Ledger) -> None:
        june = datetime(2024, 6, 10, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            await ledger.settle("r1", _used(300, 90), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, CHANGE, now=NOW)
            balance = await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert balance == Balance(5000, None, spent_micro_usd=300, spent_tokens=90)
            # Neither another person, nor another plan, nor the pool.
            assert await ledger.balance(OTHER, PLAN, now=NOW) == Balance(1000, 500)
            assert (await ledger.balance(ACCOUNT, FREE, now=NOW)).limit_micro_usd is None
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW, scope="pool")).limit_micro_usd == 1500
            with pytest.raises(BudgetExceeded, match="pool"):
                await ledger.reserve(ACCOUNT, PLAN, _hold("r2", 1201), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, replace(CHANGE, micro_usd=200), now=NOW)
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW)).remaining_micro_usd == -100
            with pytest.raises(BudgetExceeded, match="person"):
                await ledger.reserve(ACCOUNT, PLAN, _hold("r2", 1), now=NOW)
            assert await ledger.balance(ACCOUNT, PLAN, now=june) == Balance(200, None)

    async def test_a_pools_limit_is_changed_for_all(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.change_limit(ACCOUNT, PLAN, LimitChange(300, 90, "operator-7", "too dear"), now=NOW, scope="pool")
            for account in (ACCOUNT, OTHER):
                assert await ledger.balance(account, PLAN, now=NOW, scope="pool") == Balance(300, 90)
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve(account, PLAN, _hold("r2", 301, 0), now=NOW)

    async def test_every_change_of_a_limit_is_audited(self, ledger: Ledger) -> None:
        changes = [replace(CHANGE, micro_usd=number * 100, why=f"reason {number} 🏃") for number in range(1, 6)]
        scopes: list[Scope] = ["person", "pool", "person", "pool", "person"]
        async with ledger:
            given = [
                await ledger.change_limit(ACCOUNT, PLAN, change, now=NOW, scope=scope)
                for change, scope in zip(changes, scopes, strict=True)
            ]
            assert [(record.change, record.scope, record.at) for record in given] == [
                (change, scope, NOW) for change, scope in zip(changes, scopes, strict=True)
            ]
            kept = await ledger.limit_changes()
            assert [record.number for record in kept] == [1, 2, 3, 4, 5]
            assert [record.change for record in kept] == changes
            assert [record.before for record in kept] == [(1000, 500), (1500, 900), (100, None), (200, None), (300, None)]
            assert len({record.digest for record in kept}) == 5
            assert list(kept) == given

    @pytest.mark.parametrize(
        "change",
        [
            replace(CHANGE, micro_usd=-1),
            replace(CHANGE, tokens=-1),
            replace(CHANGE, micro_usd=2**63),
            replace(CHANGE, who=""),
            replace(CHANGE, why=" "),
        ],
    )
    async def test_a_change_without_sense_is_refused(self, ledger: Ledger, change: LimitChange) -> None:
        async with ledger:
            with pytest.raises(InvalidInput):
                await ledger.change_limit(ACCOUNT, PLAN, change, now=NOW)
            assert await ledger.limit_changes() == []
            assert await ledger.balance(ACCOUNT, PLAN, now=NOW) == Balance(1000, 500)

    async def test_who_is_forgotten_leaves_only_the_pools_sums_and_a_chain_that_holds(self, ledger: Ledger) -> None:
        async with ledger:
            for account in (ACCOUNT, OTHER):
                await ledger.change_limit(account, PLAN, CHANGE, now=NOW)
            await ledger.reserve(OTHER, PLAN, _hold("other", 50, 5), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, _hold("settled", 100, 10), now=NOW)
            await ledger.settle("settled", _used(70, 7), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, _hold("unsent", 200, 20), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, _hold("sent", 400, 40), now=NOW)
            await ledger.sent("sent", now=NOW)
            digests = [record.digest for record in await ledger.limit_changes()]

            assert await ledger.forget(ANNA) > 0
            person, pool = await _both(ledger)
            assert person == Balance(1000, 500)
            # The unsent hold is given back to it, and the sent one stands at its bound.
            assert pool == Balance(1500, 900, 50, 5, 470, 47, 400, 40)
            mine, others = await ledger.limit_changes()
            assert (mine.change, mine.before) == (None, None)
            assert (others.change, others.before) == (CHANGE, (1000, 500))
            assert [mine.digest, others.digest] == digests
            assert await ledger.balance(OTHER, PLAN, now=NOW) == Balance(5000, None, 50, 5)

            assert await ledger.forget(ANNA) == 0
            for id in ("settled", "unsent", "sent"):
                with pytest.raises(StoreConflict):
                    await ledger.settle(id, _used(1), now=NOW)
            later = NOW + timedelta(days=1)
            assert _sums(await ledger.balance(OTHER, PLAN, now=later, scope="pool")) == (0, 470, 400)
            await ledger.reserve(ACCOUNT, PLAN, _hold("settled", 100, 10), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, CHANGE, now=NOW)
            assert len(await ledger.limit_changes()) == 3

    async def test_odd_ids_are_told_apart(self, ledger: Ledger) -> None:
        async with ledger:
            for number, odd in enumerate(ODD_IDS, 1):
                account, plan = Account(Subject(odd)), Plan(odd)
                await ledger.reserve(account, plan, _hold(odd, number), now=NOW)
            for number, odd in enumerate(ODD_IDS, 1):
                account, plan = Account(Subject(odd)), Plan(odd)
                await ledger.sent(odd, now=NOW)
                await ledger.settle(odd, _used(number), now=NOW)
                assert _sums(await ledger.balance(account, plan, now=NOW)) == (0, number, 0)
                assert _sums(await ledger.balance(account, plan, now=NOW, scope="pool")) == (0, number, 0)
                assert await ledger.forget(account.subject) > 0
                assert _sums(await ledger.balance(account, plan, now=NOW)) == (0, 0, 0)

    async def test_what_cannot_be_kept_takes_nothing_down_with_it(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW)
            with suppress(InvalidInput):
                await ledger.reserve(ACCOUNT, FREE, _hold(UNWRITABLE), now=NOW)
                await ledger.release(UNWRITABLE, now=NOW)
            assert [_sums(balance) for balance in await _both(ledger)] == [(400, 0, 0)] * 2

    async def test_64_at_once_never_overspend_and_none_is_refused_that_fits(self, ledger: Ledger) -> None:
        fits, tight = Plan("fits", limit_micro_usd=640, pool_micro_usd=640), Plan("tight", limit_micro_usd=200)
        highest = 0

        async def call(number: int, plan: Plan) -> bool:
            nonlocal highest
            id = f"{plan.name}-{number}"
            try:
                balance = await ledger.reserve(ACCOUNT if plan is tight else Account(ANNA), plan, _hold(id, 10), now=NOW)
            except BudgetExceeded:
                return False
            highest = max(highest, balance.held_micro_usd + balance.spent_micro_usd)
            await ledger.sent(id, now=NOW)
            await ledger.settle(id, _used(10), now=NOW)
            return True

        async with ledger:
            assert all(await asyncio.gather(*(call(number, fits) for number in range(64))))
            assert _sums(await ledger.balance(ACCOUNT, fits, now=NOW)) == (0, 640, 0)
            await ledger.forget(ANNA)
            highest = 0
            assert sum(await asyncio.gather(*(call(number, tight) for number in range(64)))) == 20
            assert (highest, _sums(await ledger.balance(ACCOUNT, tight, now=NOW))) == (200, (0, 200, 0))

    async def test_many_people_race_for_a_pool(self, ledger: Ledger) -> None:
        plan = Plan("pool", limit_micro_usd=100, pool_micro_usd=300)

        async def call(number: int) -> bool:
            account = Account(Subject(f"person-{number % 16}"))
            try:
                await ledger.reserve(account, plan, _hold(f"r{number}", 10), now=NOW)
            except BudgetExceeded:
                return False
            await ledger.settle(f"r{number}", _used(10), now=NOW)
            return True

        async with ledger:
            assert sum(await asyncio.gather(*(call(number) for number in range(64)))) == 30
            assert _sums(await ledger.balance(ACCOUNT, plan, now=NOW, scope="pool")) == (0, 300, 0)

    async def test_holds_of_many_that_expire_at_once_end_once(self, ledger: Ledger) -> None:
        plans = [Plan(f"plan-{number}") for number in range(3)]
        accounts = [Account(Subject(f"person-{number}")) for number in range(8)]
        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            for number in range(48):
                await ledger.reserve(accounts[number % 8], plans[number % 3], _hold(f"r{number}", 10), now=NOW)
                if number % 2:
                    await ledger.sent(f"r{number}", now=NOW)
            # Each of them meets holds of the others.
            await asyncio.gather(
                *(
                    ledger.reserve(account, plan, _hold(f"{account.subject}-{plan.name}", 1, now=end), now=end)
                    for account in accounts
                    for plan in plans
                )
            )
            for plan in plans:
                assert _sums(await ledger.balance(ACCOUNT, plan, now=end, scope="pool")) == (8, 80, 80)
            totals = [_sums(await ledger.balance(account, plans[0], now=end)) for account in accounts]
            assert totals == [(3, 60 * (number % 2), 60 * (number % 2)) for number in range(8)]

    async def test_one_reservation_made_by_many_at_once_is_held_once(self, ledger: Ledger) -> None:
        async with ledger:
            await asyncio.gather(*(ledger.reserve(ACCOUNT, PLAN, _hold(), now=NOW) for _ in range(32)))
            assert [_sums(balance) for balance in await _both(ledger)] == [(400, 0, 0)] * 2
            ends = [ledger.settle("r1", _used(30), now=NOW) for _ in range(16)]
            await asyncio.gather(*ends, *(ledger.release("r1", now=NOW) for _ in range(16)))
            assert [_sums(balance) for balance in await _both(ledger)] == [(0, 30, 0)] * 2

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
                await ledger.reserve(ACCOUNT, FREE, _hold(f"{id}-{number}", 10), now=NOW)
                await ledger.sent(f"{id}-{number}", now=NOW)
                await ledger.settle(f"{id}-{number}", _used(7), now=NOW)

        end = NOW + timedelta(seconds=HOLD_S)
        async with ledger:
            await cut([partial(call, id) for id in ids])
            person, pool = await _both(ledger, FREE)
            assert _sums(person) == _sums(pool)
            assert person.held_micro_usd % 10 == 0
            assert person.spent_micro_usd % 7 == 0
            person, pool = await _both(ledger, FREE, now=end)
            assert _sums(person) == _sums(pool)
            assert (person.held_micro_usd, (person.spent_micro_usd - person.uncertain_micro_usd) % 7) == (0, 0)
            # The truth can still be told of each of them.
            for id in ids:
                for number in range(20):
                    with suppress(StoreConflict):
                        await ledger.settle(f"{id}-{number}", _used(7), now=end)
            person, pool = await _both(ledger, FREE, now=end)
            assert _sums(person) == _sums(pool)
            assert (person.uncertain_micro_usd, person.spent_micro_usd % 7) == (0, 0)

    @pytest.mark.parametrize("seed", range(3))
    async def test_a_random_walk_agrees_with_adding_up_anew(self, ledger: Ledger, seed: int) -> None:
        rng = random.Random(seed)
        plan = Plan("walk", limit_micro_usd=300, limit_tokens=200, pool_micro_usd=700, pool_tokens=None)
        accounts = [Account(Subject(f"walker-{number}")) for number in range(4)]
        model, now = _Model(plan), NOW
        async with ledger:
            for step in range(100):
                if rng.random() < 0.2:
                    now += timedelta(seconds=rng.choice((1, 30, 120)))
                model.expire(now)
                account, id = rng.choice(accounts), f"r{rng.randint(0, step // 3)}"
                usage = _used(rng.randint(0, 90), rng.randint(0, 60), exact=rng.random() < 0.7)
                match rng.choice(("reserve", "reserve", "sent", "settle", "release", "limit")):
                    case "reserve":
                        account = accounts[int(id[1:]) % 4]
                        hold = _hold(id, rng.randint(0, 80), rng.randint(0, 50), now=now, for_s=rng.choice((20, 60, 600)))
                        refused = not model.reserve(account, hold)
                        with pytest.raises(BudgetExceeded) if refused else nullcontext():
                            await ledger.reserve(account, plan, hold, now=now)
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
