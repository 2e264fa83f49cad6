"""Limits that change, and their audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from auren.errors import BudgetExceeded, InvalidInput
from auren.inference import Plan
from auren.ports import Balance, Ledger, LimitChange
from auren.ports.ledger import Scope
from auren.testing.contracts.ledger._kit import ACCOUNT, CHANGE, FREE, NOW, OTHER, PLAN, hold, sums, used

__all__ = ["LimitsContract"]


class LimitsContract:
    """Limits that an operator changes."""

    async def test_another_plan_has_other_limits_and_the_same_usage(self, ledger: Ledger) -> None:
        larger = Plan("vanguard", limit_micro_usd=5000, pool_micro_usd=100_000)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.settle("r1", used(350), now=NOW)
            assert (await ledger.balance(ACCOUNT, larger, now=NOW)).remaining_micro_usd == 4650
            assert sums(await ledger.balance(ACCOUNT, larger, now=NOW, scope="pool")) == (0, 0, 0)

    async def test_a_changed_limit_holds_from_now_on_and_resets_nothing(self, ledger: Ledger) -> None:
        june = datetime(2024, 6, 10, tzinfo=UTC)
        async with ledger:
            await ledger.reserve(ACCOUNT, PLAN, hold(), now=NOW)
            await ledger.settle("r1", used(300, 90), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, CHANGE, now=NOW)
            balance = await ledger.balance(ACCOUNT, PLAN, now=NOW)
            assert balance == Balance(5000, None, spent_micro_usd=300, spent_tokens=90)
            # Neither another person, nor another plan, nor the pool.
            assert await ledger.balance(OTHER, PLAN, now=NOW) == Balance(1000, 500)
            assert (await ledger.balance(ACCOUNT, FREE, now=NOW)).limit_micro_usd is None
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW, scope="pool")).limit_micro_usd == 1500
            with pytest.raises(BudgetExceeded, match="pool"):
                await ledger.reserve(ACCOUNT, PLAN, hold("r2", 1201), now=NOW)
            await ledger.change_limit(ACCOUNT, PLAN, replace(CHANGE, micro_usd=200), now=NOW)
            assert (await ledger.balance(ACCOUNT, PLAN, now=NOW)).remaining_micro_usd == -100
            with pytest.raises(BudgetExceeded, match="person"):
                await ledger.reserve(ACCOUNT, PLAN, hold("r2", 1), now=NOW)
            assert await ledger.balance(ACCOUNT, PLAN, now=june) == Balance(200, None)

    async def test_a_pools_limit_is_changed_for_all(self, ledger: Ledger) -> None:
        async with ledger:
            await ledger.change_limit(ACCOUNT, PLAN, LimitChange(300, 90, "operator-7", "too dear"), now=NOW, scope="pool")
            for account in (ACCOUNT, OTHER):
                assert await ledger.balance(account, PLAN, now=NOW, scope="pool") == Balance(300, 90)
                with pytest.raises(BudgetExceeded):
                    await ledger.reserve(account, PLAN, hold("r2", 301, 0), now=NOW)

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
