"""People who are forgotten, and ids that are odd."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from auren.errors import InvalidInput, StoreConflict
from auren.inference import Account, Plan
from auren.people import Subject
from auren.ports import Balance, Ledger
from auren.testing.contracts._shared import (
    ANNA,
    ODD_IDS,
    UNWRITABLE,
)
from auren.testing.contracts.ledger._kit import ACCOUNT, CHANGE, FREE, NOW, OTHER, PLAN, both, hold, sums, used

__all__ = ["PeopleContract"]


class PeopleContract:
    """Forgetting, and telling people apart."""

    async def test_who_is_forgotten_leaves_only_the_pools_sums_and_a_chain_that_holds(self, ledger: Ledger) -> None:
        async with ledger:
            for account in (ACCOUNT, OTHER):
                await ledger.change_limit(account, PLAN, CHANGE, now=NOW)
            await ledger.reserve(OTHER, PLAN, hold("other", 50, 5), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, hold("settled", 100, 10), now=NOW)
            await ledger.settle("settled", used(70, 7), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, hold("unsent", 200, 20), now=NOW)
            await ledger.reserve(ACCOUNT, PLAN, hold("sent", 400, 40), now=NOW)
            await ledger.sent("sent", now=NOW)
            digests = [record.digest for record in await ledger.limit_changes()]

            assert await ledger.forget(ANNA) > 0
            person, pool = await both(ledger)
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
                    await ledger.settle(id, used(1), now=NOW)
            later = NOW + timedelta(days=1)
            assert sums(await ledger.balance(OTHER, PLAN, now=later, scope="pool")) == (0, 470, 400)
            await ledger.reserve(ACCOUNT, PLAN, hold("settled", 100, 10), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, CHANGE, now=NOW)
            assert len(await ledger.limit_changes()) == 3

    async def test_odd_ids_are_told_apart(self, ledger: Ledger) -> None:
        async with ledger:
            for number, odd in enumerate(ODD_IDS, 1):
                account, plan = Account(Subject(odd)), Plan(odd)
                await ledger.reserve(account, plan, hold(odd, number), now=NOW)
            for number, odd in enumerate(ODD_IDS, 1):
                account, plan = Account(Subject(odd)), Plan(odd)
                await ledger.sent(odd, now=NOW)
                await ledger.settle(odd, used(number), now=NOW)
                assert sums(await ledger.balance(account, plan, now=NOW)) == (0, number, 0)
                assert sums(await ledger.balance(account, plan, now=NOW, scope="pool")) == (0, number, 0)
                assert await ledger.forget(account.subject) > 0
                assert sums(await ledger.balance(account, plan, now=NOW)) == (0, 0, 0)

    async def test_what_cannot_be_kept_takes_nothing_down_with_it(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            with suppress(InvalidInput):
                await ledger.reserve(ACCOUNT, FREE, hold(UNWRITABLE), now=NOW)
                await ledger.release(UNWRITABLE, now=NOW)
            assert [sums(balance) for balance in await both(ledger)] == [(400, 0, 0)] * 2
