"""A ledger in the process's own memory: it holds the people of this process to their budgets, and is gone with it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from auren.errors import StoreCorrupted
from auren.gateway.budgets.agreed import AgreedTerms
from auren.gateway.budgets.audit import NOTHING_BEFORE, Link, link_of, record_of, verified
from auren.gateway.budgets.holds import (
    BudgetKey,
    Hold,
    Limits,
    Sums,
    budget_key,
    check_change,
    check_id,
    check_usage,
    exceeded,
    gone,
    micros,
    new_hold,
    owned_by,
    owner_conflict,
    terms,
    unknown,
)
from auren.gateway.budgets.windows import REMEMBERED
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports.ledger import Balance, Ledger, LimitChange, LimitRecord, Scope

__all__ = ["InMemoryLedger"]

_REMEMBERED_US: Final = REMEMBERED // timedelta(microseconds=1)
_CLEARED_EVERY: Final = 3600 * 10**6
"""In microseconds."""


@dataclass(slots=True)
class _Budget:
    sums: Sums = field(default_factory=Sums)
    kept_until: int = 0


class InMemoryLedger(Ledger):
    """Keeps budgets as long as the object lives."""

    in_process = True

    def __init__(self) -> None:
        super().__init__(timeout_s=None)
        self._budgets: dict[BudgetKey, _Budget] = {}
        self._holds: dict[str, Hold] = {}
        self._limits: dict[tuple[Scope, str, str], Limits] = {}
        self._chain: list[Link] = []
        self._owners: dict[int, str] = {}
        self._expiring: list[tuple[int, str]] = []
        self._leaving: list[tuple[int, str]] = []
        self._cleared_at = 0
        self._agreed = AgreedTerms()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        # Nothing here waits, so nothing comes between.
        agreed = self._agreed.of(account, plan, now)
        hold = new_hold(reservation, agreed)
        limits = (self._limit("person", account, plan, agreed.person), self._limit("pool", account, plan, agreed.pool))
        self._sweep(now)
        known = self._holds.get(hold.id)
        if known is not None:
            if not owned_by(known, account.subject):
                raise owner_conflict()
            return self._sums(hold.budgets.person).balance(limits[0])
        for key, limit in zip(hold.budgets, limits, strict=True):
            if not self._sums(key).covers(limit, hold.micro_usd, hold.tokens):
                raise exceeded(key.scope, hold, plan)
        counts = hold.counts
        for key in hold.budgets:
            budget = self._budgets.get(key)
            if budget is None:
                budget = self._budgets[key] = _Budget()
            budget.sums.add(counts)
            kept = micros(agreed.kept_until(key.scope, hold_expires_at=reservation.expires_at))
            if kept > budget.kept_until:
                budget.kept_until = kept
        self._holds[hold.id] = hold
        heapq.heappush(self._expiring, (hold.expires_at, hold.id))
        return self._sums(hold.budgets.person).balance(limits[0])

    async def _reserve_to_send(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        balance = await self._reserve(account, plan, reservation, now)
        self._holds[reservation.id] = self._holds[reservation.id].sent()
        return balance

    async def _sent(self, reservation_id: str, now: datetime) -> None:
        self._sweep(now)
        hold = self._holds.get(check_id(reservation_id))
        if hold is None:
            raise gone()
        # Held it stays, so that no sum changes.
        self._holds[hold.id] = hold.sent()

    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
        check_usage(usage)
        self._sweep(now)
        hold = self._holds.get(check_id(reservation_id))
        if hold is None:
            raise unknown()
        self._become(hold.settled(usage))

    async def _release(self, reservation_id: str, now: datetime) -> None:
        self._sweep(now)
        hold = self._holds.get(check_id(reservation_id))
        if hold is not None:
            self._become(hold.released())

    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance:
        key, own = budget_key(terms(account, plan, now), scope)
        self._sweep(now)
        return self._sums(key).balance(self._limit(scope, account, plan, own))

    async def _change_limit(
        self, account: Account, plan: Plan, change: LimitChange, now: datetime, scope: Scope
    ) -> LimitRecord:
        limits = check_change(change)
        key, own = budget_key(terms(account, plan, now), scope)
        before = self._chain[-1].digest if self._chain else NOTHING_BEFORE
        replaced = self._limit(scope, account, plan, own)
        link = link_of(len(self._chain) + 1, before, now, scope, key.owner, change, replaced)
        self._chain.append(link)
        self._limits[scope, key.owner, plan.name] = limits
        if scope == "person":
            self._owners[link.number] = key.owner
        return record_of(link)

    async def _limit_changes(self) -> Sequence[LimitRecord]:
        return verified(self._chain)

    async def _forget(self, subject: Subject) -> int:
        holds = [hold for hold in self._holds.values() if owned_by(hold, subject)]
        for hold in holds:
            self._become(hold.expired())
            del self._holds[hold.id]
        self._agreed.forget()
        budgets = [key for key in self._budgets if key.scope == "person" and key.owner == subject.id]
        for key in budgets:
            del self._budgets[key]
        limits = [key for key in self._limits if key[0] == "person" and key[1] == subject.id]
        for owned in limits:
            del self._limits[owned]
        numbers = [number for number, owner in self._owners.items() if owner == subject.id]
        for number in numbers:
            del self._owners[number]
            self._chain[number - 1] = replace(self._chain[number - 1], payload=None)
        ids = {hold.id for hold in holds}
        for heap in (self._expiring, self._leaving):
            heap[:] = [item for item in heap if item[1] not in ids]
            heapq.heapify(heap)
        return len(holds) + len(budgets) + len(limits) + len(numbers)

    def _sums(self, key: BudgetKey) -> Sums:
        budget = self._budgets.get(key)
        return Sums() if budget is None else budget.sums

    def _limit(self, scope: Scope, account: Account, plan: Plan, own: Limits) -> Limits:
        if not self._limits:
            return own
        owner = account.subject.id if scope == "person" else plan.name
        return self._limits.get((scope, owner, plan.name), own)

    def _become(self, hold: Hold) -> None:
        before = self._holds[hold.id]
        change = hold.counts - before.counts
        for key in hold.budgets:
            budget = self._budgets.get(key)
            if budget is None:
                raise StoreCorrupted("A budget of a hold is missing.")
            budget.sums.add(change)
        self._holds[hold.id] = hold

    def _sweep(self, now: datetime) -> None:
        """End what has expired by now, and drop what need not be remembered any more."""
        instant = micros(now)
        old = instant - _REMEMBERED_US
        while self._expiring and self._expiring[0][0] <= instant:
            expires_at, id = heapq.heappop(self._expiring)
            self._become(self._holds[id].expired())
            heapq.heappush(self._leaving, (expires_at, id))
        while self._leaving and self._leaving[0][0] <= old:
            del self._holds[heapq.heappop(self._leaving)[1]]
        # Windows turn once a day, so that looking through all of them is worth it once in a while only.
        if instant - self._cleared_at > _CLEARED_EVERY:
            self._cleared_at = instant
            for key in [key for key, budget in self._budgets.items() if budget.kept_until <= instant]:
                del self._budgets[key]
