"""What stands in for a shared ledger whose server is down, as card networks do for a bank that does not answer.

It decides at once and by a policy that was chosen before: refuse, or go on within a quota of its own. What was spent
meanwhile is journalled here and booked to the shared ledger once that answers again, in the windows it was spent in.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Literal, TypeVar

from auren.clock import Clock, SystemClock
from auren.errors import AurenError, BudgetExceeded, StoreConflict, StoreError, StoreUnavailable
from auren.gateway.budgets.holds import Stage, check_usage
from auren.gateway.budgets.in_memory import InMemoryLedger
from auren.gateway.budgets.journal import MEMORY_URL, Entry, LocalJournal
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports.ledger import Balance, Ledger, LimitChange, LimitRecord, Scope

__all__ = ["LocalQuota", "StandInLedger"]

T = TypeVar("T")

_REMEMBERED_HOLDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class LocalQuota:
    """What this process may spend by itself while the shared ledger is down, until it has booked that.

    Args:
        person_micro_usd, person_tokens: for one person; None for no limit.
        micro_usd, tokens: for all people together; None for no limit.
        journal: database of what was spent and is not booked yet. The default is in memory and gone with the process, a
            file such as "sqlite+aiosqlite:///path" is booked by the next process that opens it. One process, one file.
    """

    person_micro_usd: int | None
    person_tokens: int | None
    micro_usd: int | None
    tokens: int | None
    journal: str = MEMORY_URL

    @property
    def plan(self) -> Plan:
        """The quota as a plan, one for all."""
        return Plan(
            "",
            limit_micro_usd=self.person_micro_usd,
            limit_tokens=self.person_tokens,
            pool_micro_usd=self.micro_usd,
            pool_tokens=self.tokens,
        )


@dataclass(frozen=True, slots=True)
class _Made:
    """A reservation that was made here, and on what terms."""

    account: Account
    plan: Plan
    reservation: Reservation
    at: datetime


class StandInLedger(Ledger):
    """Hands everything to a shared ledger while that answers, and decides by a policy while it does not.

    One answer that is missing for `patience_s` is enough: from then on nobody waits for the server, which is asked again in
    the background. Settlements and releases never fail meanwhile; they are journalled and booked later.

    Args:
        ledger: the shared one; opened and closed with this one.
        when_down: "closed" refuses to reserve and to send, a `LocalQuota` goes on within it.
        patience_s: how long an answer of the shared ledger is waited for before a decision is made without it.
        probe_every_s: how often the shared ledger is asked whether it is back.
        clock: waits between the probes.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        when_down: Literal["closed"] | LocalQuota = "closed",
        patience_s: float = 0.03,
        probe_every_s: float = 0.5,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(timeout_s=None)
        self._ledger = ledger
        self._quota = None if when_down == "closed" else when_down
        self._patience_s = patience_s
        self._probe_every_s = probe_every_s
        self._clock = clock or SystemClock()
        self._journal = LocalJournal(MEMORY_URL if self._quota is None else self._quota.journal)
        self._local = InMemoryLedger()
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._here: dict[str, datetime] = {}
        self._asking: _Made | None = None
        self._down = False
        self._reached = False
        self._returning: asyncio.Task[None] | None = None
        self._abandoned: set[asyncio.Future[Any]] = set()

    @property
    def standing_in(self) -> bool:
        """Whether the shared ledger is taken to be down, or something is not booked to it yet."""
        return self._returning is not None

    async def unbooked(self) -> int:
        """Give how many calls are journalled here and not booked to the shared ledger yet.

        Raises:
            StoreError: the journal could not answer.
        """
        return len(await self._journal.entries())

    async def booked(self) -> None:
        """Return once the shared ledger is back and everything is booked to it, or this one was closed."""
        while self._returning is not None:
            await asyncio.wait([self._returning])
            await asyncio.sleep(0)

    async def _open(self) -> None:
        await self._journal.open()
        try:
            await self._reach()
        except StoreUnavailable:
            self._down = True
        except BaseException:
            await self._journal.close()
            raise
        await self._local.open()
        if self._down or await self._journal.entries():
            self._begin_returning()

    async def _close(self) -> None:
        if self._returning is not None:
            self._returning.cancel()
            await asyncio.gather(self._returning, return_exceptions=True)
            self._returning = None
        await asyncio.gather(*self._abandoned, return_exceptions=True)
        self._here.clear()
        self._made.clear()
        self._local, self._down, self._asking = InMemoryLedger(), False, None
        if self._reached:
            self._reached = False
            await self._ledger.close()
        await self._journal.close()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        made = _Made(account, plan, reservation, now)
        if reservation.id not in self._here:
            answer = await self._asked(lambda: self._ledger.reserve(account, plan, reservation, now=now), made)
            if answer is not None:
                self._remember(made)
                return answer
        return await self._reserve_here(made)

    async def _sent(self, reservation_id: str, now: datetime) -> None:
        made = self._made.get(reservation_id)
        if reservation_id not in self._here:
            if await self._asked(lambda: _done(self._ledger.sent(reservation_id, now=now)), made):
                return
            if made is None:
                raise self._refusal()
            # The hold lies with the server that is down; its bound has to fit into the quota instead.
            try:
                await self._reserve_here(made)
            except BudgetExceeded as error:
                raise StoreUnavailable("The shared ledger is down and the local quota does not cover this call.") from error
        await self._local.sent(reservation_id, now=now)
        if made is not None:
            bound = (made.reservation.held_micro_usd, made.reservation.held_tokens)
            await self._note(reservation_id, Stage.SENT, *bound, now)

    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
        check_usage(usage)
        if reservation_id not in self._here:
            settle = partial(self._ledger.settle, reservation_id, usage, now=now)
            if await self._asked(lambda: _done(settle()), self._made.get(reservation_id)):
                self._made.pop(reservation_id, None)
                return
        else:
            await self._local.settle(reservation_id, usage, now=now)
        stage = Stage.SETTLED if usage.exact else Stage.SETTLED_AT_BOUND
        await self._note(reservation_id, stage, usage.cost_micro_usd, usage.tokens, now)

    async def _release(self, reservation_id: str, now: datetime) -> None:
        if reservation_id not in self._here:
            release = partial(self._ledger.release, reservation_id, now=now)
            if await self._asked(lambda: _done(release()), self._made.get(reservation_id)):
                self._made.pop(reservation_id, None)
                return
        else:
            await self._local.release(reservation_id, now=now)
        await self._note(reservation_id, Stage.RELEASED, 0, 0, now)

    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance:
        made = _Made(account, plan, Reservation("", 0, 0, now), now)
        answer = await self._asked(lambda: self._ledger.balance(account, plan, now=now, scope=scope), made)
        if answer is not None:
            return answer
        if self._quota is None:
            raise self._refusal()
        return await self._local.balance(replace(account, zone="UTC"), self._quota.plan, now=now, scope=scope)

    async def _change_limit(
        self, account: Account, plan: Plan, change: LimitChange, now: datetime, scope: Scope
    ) -> LimitRecord:
        if self._down:
            raise self._refusal()
        return await self._ledger.change_limit(account, plan, change, now=now, scope=scope)

    async def _limit_changes(self) -> Sequence[LimitRecord]:
        if self._down:
            raise self._refusal()
        return await self._ledger.limit_changes()

    async def _forget(self, subject: Subject) -> int:
        forgotten = await self._journal.unname(subject) + await self._local.forget(subject)
        for id in [id for id, made in self._made.items() if made.account.subject == subject]:
            del self._made[id]
            self._here.pop(id, None)
        if self._asking is not None and self._asking.account.subject == subject:
            self._asking = None
        if self._down:
            raise StoreUnavailable("What is kept here was forgotten, but the shared ledger is down; forget again.")
        return forgotten + await self._ledger.forget(subject)

    async def _asked(self, ask: Callable[[], Awaitable[T]], made: _Made | None) -> T | None:
        """Give the shared ledger's answer, or None when there is none in time."""
        if self._down:
            return None
        asked = asyncio.ensure_future(ask())
        try:
            await asyncio.wait([asked], timeout=self._patience_s)
        finally:
            if not asked.done():
                # Not even for its being cut off is anybody made to wait.
                self._abandon(asked)
        if asked in self._abandoned:
            self._went_down(made)
            return None
        try:
            return asked.result()
        except StoreUnavailable:
            self._went_down(made)
            return None

    def _abandon(self, asked: asyncio.Future[Any]) -> None:
        self._abandoned.add(asked)
        asked.add_done_callback(self._forsaken)
        asked.cancel()

    def _forsaken(self, asked: asyncio.Future[Any]) -> None:
        self._abandoned.discard(asked)
        if not asked.cancelled():
            asked.exception()

    def _went_down(self, made: _Made | None) -> None:
        self._down = True
        self._asking = made or self._asking
        self._begin_returning()

    async def _reserve_here(self, made: _Made) -> Balance:
        if self._quota is None:
            raise self._refusal()
        account = replace(made.account, zone="UTC")
        balance = await self._local.reserve(account, self._quota.plan, made.reservation, now=made.at)
        self._here[made.reservation.id] = made.reservation.expires_at
        self._remember(made)
        self._begin_returning()
        return balance

    async def _note(self, id: str, stage: Stage, micro_usd: int, tokens: int, now: datetime) -> None:
        made = self._made.get(id)
        if made is None:
            entry = Entry(id, "", "", "month", "UTC", now, now, stage, micro_usd, tokens)
        else:
            account, plan, expires_at = made.account, made.plan, made.reservation.expires_at
            whose = (account.subject.id, plan.name, plan.window, account.zone)
            entry = Entry(id, *whose, made.at, expires_at, stage, micro_usd, tokens)
        await self._journal.write(entry)
        self._begin_returning()

    def _remember(self, made: _Made) -> None:
        self._made[made.reservation.id] = made
        self._asking = made
        # Calls that never end are few; the oldest of very many go.
        while len(self._made) > _REMEMBERED_HOLDS:
            self._made.popitem(last=False)

    def _begin_returning(self) -> None:
        if self._returning is None or self._returning.done():
            self._returning = asyncio.create_task(self._return())

    async def _return(self) -> None:
        """Ask whether the shared ledger is back, book to it what is due, and end when nothing is left."""
        while True:
            now = self._clock.now()
            with suppress(AurenError, TimeoutError):
                await self._probe(now)
                self._down = False
                await self._book(now)
            for id in [id for id, expires_at in self._here.items() if expires_at <= now]:
                del self._here[id]
            if not self._down and not self._here and not await self._left():
                self._local = await InMemoryLedger().open()
                self._returning = None
                return
            await self._clock.sleep_until(now + timedelta(seconds=self._probe_every_s))

    async def _left(self) -> bool:
        try:
            return bool(await self._journal.entries())
        except StoreError:
            return True

    async def _reach(self) -> None:
        if not self._reached:
            await self._ledger.open()
            self._reached = True

    async def _probe(self, now: datetime) -> None:
        await self._reach()
        if self._down and self._asking is not None:
            await self._ledger.balance(self._asking.account, self._asking.plan, now=now)

    async def _book(self, now: datetime) -> None:
        for entry in await self._journal.entries():
            if not entry.due(now):
                continue
            try:
                await self._book_one(entry, now)
            except StoreUnavailable:
                self._down = True
                return
            except AurenError:
                # It stays, and does not keep the others.
                continue
            await self._journal.drop(entry)
            self._made.pop(entry.id, None)
            self._here.pop(entry.id, None)

    async def _book_one(self, entry: Entry, now: datetime) -> None:
        if entry.stage is Stage.RELEASED:
            await self._ledger.release(entry.id, now=now)
            return
        usage = Usage(entry.tokens, cost_micro_usd=entry.micro_usd, exact=entry.stage is Stage.SETTLED)
        try:
            await self._ledger.settle(entry.id, usage, now=now)
        except StoreConflict:
            if not entry.subject:
                return
            # It was never held there, or the server lost it. A hold of nothing is always covered, and settles above it.
            account = Account(Subject(entry.subject), entry.plan, entry.zone)
            plan = Plan(entry.plan, window="day" if entry.length == "day" else "month")
            nothing = Reservation(entry.id, 0, 0, max(entry.expires_at, now + timedelta(seconds=60)))
            await self._ledger.reserve(account, plan, nothing, now=entry.at)
            await self._ledger.settle(entry.id, usage, now=now)

    def _refusal(self) -> StoreUnavailable:
        return StoreUnavailable("The shared ledger is down, and the policy is to wait until it is back.")


async def _done(work: Awaitable[None]) -> bool:
    await work
    return True
