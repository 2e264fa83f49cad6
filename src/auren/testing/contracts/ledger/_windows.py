"""Whose midnight ends a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auren.errors import BudgetExceeded
from auren.inference import Account, Plan
from auren.ports import Balance, Ledger
from auren.testing.contracts._shared import (
    ANNA,
)
from auren.testing.contracts.ledger._kit import ACCOUNT, PLAN, both, hold, sums, used

__all__ = ["WindowsContract"]


class WindowsContract:
    """Windows of a budget, wherever a person is."""

    async def test_a_settlement_goes_to_the_window_of_its_hold(self, ledger: Ledger) -> None:
        late = datetime(2024, 5, 31, 21, 59, tzinfo=UTC)
        june = datetime(2024, 6, 1, 0, 1, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(now=late, for_s=86_400), now=late)
            await ledger.sent("r1", now=june)
            await ledger.settle("r1", used(300), now=june)
            assert await both(ledger, now=june) == (Balance(1000, 500), Balance(1500, 900))
            assert [sums(balance) for balance in await both(ledger, now=late)] == [(0, 300, 0)] * 2

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
            await ledger.reserve(account, plan, hold("r1", 10, now=before, for_s=10), now=before)
            await ledger.settle("r1", used(10), now=before)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(account, plan, hold("r2", 1, now=before), now=before)
            await ledger.reserve(account, plan, hold("r3", 10, now=after), now=after)

    async def test_a_pools_day_turns_at_midnight_in_utc(self, ledger: Ledger) -> None:
        plan = Plan("daily", pool_micro_usd=10, window="day")
        account = Account(ANNA, zone="Asia/Tokyo")
        noon, midnight = datetime(2024, 5, 20, 15, tzinfo=UTC), datetime(2024, 5, 21, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(account, plan, hold("r1", 10, now=noon, for_s=86_400), now=noon)
            with pytest.raises(BudgetExceeded):
                await ledger.reserve(account, plan, hold("r2", 1, now=midnight), now=midnight - timedelta(microseconds=1))
            await ledger.reserve(account, plan, hold("r3", 10, now=midnight), now=midnight)

    async def test_who_crosses_zones_finds_the_window_as_it_was(self, ledger: Ledger) -> None:
        plan = Plan("daily", limit_micro_usd=10, window="day")
        now = datetime(2024, 5, 20, 16, tzinfo=UTC)
        home, away = Account(ANNA, zone="America/New_York"), Account(ANNA, zone="Asia/Tokyo")
        async with ledger:
            await ledger.reserve(home, plan, hold("r1", 10, now=now, for_s=86_400), now=now)
            await ledger.reserve(away, plan, hold("r2", 10, now=now, for_s=86_400), now=now)
            for number in range(4):
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve((home, away)[number % 2], plan, hold("r3", 1, now=now), now=now)
            # The hold stays in the window it was made in, wherever the person is by now.
            await ledger.settle("r1", used(4), now=now)
            assert (await ledger.balance(home, plan, now=now)).remaining_micro_usd == 6
