"""A ledger in SQLite or PostgreSQL: an operation is one short transaction, and locks its budgets in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database
from auren.errors import StoreCorrupted, StoreError, StoreUnavailable
from auren.gateway.budgets.audit import NOTHING_BEFORE, Link, link_of, record_of, verified
from auren.gateway.budgets.holds import (
    BudgetKey,
    Hold,
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
from auren.gateway.budgets.sql._books import (
    Books,
    Unlocked,
    both_limits,
    counting_in,
    found,
    found_one,
    is_row,
    read_limits,
    swept,
)
from auren.gateway.budgets.sql._rows import budget_row, read_sums
from auren.gateway.budgets.sql._tables import (
    ANY_EXPIRED,
    BUDGETS,
    CHANGES,
    HOLDS,
    LIMITS,
    PAYLOADS,
    SUMS,
    TABLES,
)
from auren.gateway.budgets.windows import REMEMBERED
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports.ledger import Balance, Ledger, LimitChange, LimitRecord, Scope

__all__ = ["SQLLedger"]

T = TypeVar("T")

_TRIES: Final = 8
_CLEARED_EVERY: Final = 256
_CLEARED_AT_ONCE: Final = 500


class _Absent(Exception):
    """A budget of the work has no row yet."""


class SQLLedger(Ledger):
    """Keeps budgets in SQLite or PostgreSQL.

    On PostgreSQL the rows of a person and a pool are locked for the length of one transaction, so calls of one plan wait
    for one another there; a host's engine must leave the isolation at "read committed".

    Args:
        url_or_engine: for example "postgresql+asyncpg://host/name"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the ledger closes.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    def __init__(self, url_or_engine: str | AsyncEngine = MEMORY_URL, *, timeout_s: float | None = 5.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="ledger", tables=TABLES, version=1, timeout_s=timeout_s)
        self._reserved = 0

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        agreed = terms(account, plan, now)
        hold, instant = new_hold(reservation, agreed), micros(now)
        kept = {key: micros(agreed.kept_until(key.scope, hold_expires_at=reservation.expires_at)) for key in hold.budgets}
        new_rows = [budget_row(key, Sums(), until, prefix="") for key, until in sorted(kept.items())]

        def reserve(connection: Connection, also: set[BudgetKey]) -> Balance:
            books = Books(connection, {*kept, *also})
            if books.missing(kept):
                raise _Absent
            known = swept(connection, books, hold.id, kept, instant)
            if known is not None and not owned_by(known, account.subject):
                raise owner_conflict()
            mine, ours = both_limits(connection, agreed, plan)
            if known is None:
                for key, limits in ((hold.budgets.person, mine), (hold.budgets.pool, ours)):
                    if not books.of(key).covers(limits, hold.micro_usd, hold.tokens):
                        raise exceeded(key.scope, hold, plan)
                books.keep(kept)
                books.add(hold)
            books.write()
            return books.of(hold.budgets.person).balance(mine)

        balance = await self._in_order(reserve, new_rows=new_rows)
        await self._clear_now_and_then(now)
        return balance

    async def _sent(self, reservation_id: str, now: datetime) -> None:
        def sent(hold: Hold | None) -> Hold:
            if hold is None:
                raise gone()
            return hold.sent()

        await self._turn(reservation_id, now, sent)

    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
        check_usage(usage)

        def settle(hold: Hold | None) -> Hold:
            if hold is None:
                raise unknown()
            return hold.settled(usage)

        await self._turn(reservation_id, now, settle)

    async def _release(self, reservation_id: str, now: datetime) -> None:
        await self._turn(reservation_id, now, lambda hold: hold.released() if hold else None)

    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance:
        key, own = budget_key(terms(account, plan, now), scope)
        instant = micros(now)

        def look(connection: Connection) -> tuple[bool, Balance]:
            row = connection.execute(sa.select(*(BUDGETS.c[name] for name in SUMS)).where(*is_row(key))).one_or_none()
            limits = read_limits(connection, {(scope, key.owner): own}, plan)[scope, key.owner]
            balance = (read_sums(row) if row else Sums()).balance(limits)
            return bool(connection.scalar(ANY_EXPIRED, counting_in([key], instant))), balance

        def sweep(connection: Connection, also: set[BudgetKey]) -> None:
            books = Books(connection, {key, *also})
            swept(connection, books, "", [key], instant)
            books.write()

        # Looking locks nothing, unless there is something to end.
        stale, balance = await self._database.read(look)
        if stale:
            await self._in_order(sweep)
            _, balance = await self._database.read(look)
        return balance

    async def _change_limit(
        self, account: Account, plan: Plan, change: LimitChange, now: datetime, scope: Scope
    ) -> LimitRecord:
        limits = check_change(change)
        key, own = budget_key(terms(account, plan, now), scope)

        def change_limit(connection: Connection) -> LimitRecord:
            end = sa.select(CHANGES.c.number, CHANGES.c.digest).order_by(CHANGES.c.number.desc()).limit(1)
            last = connection.execute(end).one_or_none()
            number, before = (last.number + 1, last.digest) if last else (1, NOTHING_BEFORE)
            replaced = read_limits(connection, {(scope, key.owner): own}, plan)[scope, key.owner]
            link = link_of(number, before, now, scope, key.owner, change, replaced)
            new_limit = {"scope": scope, "owner": key.owner, "plan": plan.name, **limits._asdict()}
            connection.execute(self._database.upsert(LIMITS), new_limit)
            row = {"number": number, "at": link.at, "scope": scope, "commitment": link.commitment, "digest": link.digest}
            connection.execute(sa.insert(CHANGES).values(row))
            subject = key.owner if scope == "person" else ""
            connection.execute(sa.insert(PAYLOADS).values(number=number, subject=subject, body=link.payload))
            return record_of(link)

        # With nobody beside it, since the chain has one end.
        return await self._database.write(change_limit)

    async def _limit_changes(self) -> Sequence[LimitRecord]:
        wanted = (
            sa.select(CHANGES, PAYLOADS.c.body)
            .join_from(CHANGES, PAYLOADS, CHANGES.c.number == PAYLOADS.c.number, isouter=True)
            .order_by(CHANGES.c.number)
        )
        return verified(await self._database.read(lambda connection: [Link(*row) for row in connection.execute(wanted)]))

    async def _forget(self, subject: Subject) -> int:
        still_open = sa.and_(HOLDS.c.subject == subject.id, HOLDS.c.is_open)
        windows = sa.select(BUDGETS.c.window).where(BUDGETS.c.scope == "person", BUDGETS.c.owner == subject.id)
        rows = (
            sa.delete(HOLDS).where(HOLDS.c.subject == subject.id),
            sa.delete(BUDGETS).where(BUDGETS.c.scope == "person", BUDGETS.c.owner == subject.id),
            sa.delete(LIMITS).where(LIMITS.c.scope == "person", LIMITS.c.owner == subject.id),
            sa.delete(PAYLOADS).where(PAYLOADS.c.subject == subject.id),
        )

        def forget(connection: Connection, also: set[BudgetKey]) -> int:
            own = {BudgetKey("person", subject.id, window) for window in connection.scalars(windows)}
            pools = {hold.budgets.pool for hold in found(connection, still_open)}
            books = Books(connection, own | pools | also)
            books.end(found(connection, still_open))
            books.write()
            return sum(connection.execute(statement).rowcount for statement in rows)

        return await self._in_order(forget, erased=subject)

    async def _turn(self, reservation_id: str, now: datetime, what: Callable[[Hold | None], Hold | None]) -> None:
        """Make something of a hold, after what has expired in its budgets was ended."""
        instant = micros(now)
        check_id(reservation_id)

        def turn(connection: Connection, also: set[BudgetKey]) -> None:
            hold = found_one(connection, reservation_id)
            budgets: Collection[BudgetKey] = hold.budgets if hold else ()
            books = Books(connection, {*budgets, *also})
            if hold is not None:
                hold = swept(connection, books, reservation_id, budgets, instant)
            after = what(hold)
            if hold is not None and after is not None:
                books.become(hold, after)
            books.write()

        await self._in_order(turn)

    async def _in_order(
        self,
        work: Callable[[Connection, set[BudgetKey]], T],
        *,
        new_rows: Sequence[dict[str, object]] = (),
        erased: Subject | None = None,
    ) -> T:
        """Do work that locks budgets; where it meets one that is not locked, begin anew with that one among them.

        Args:
            work: takes the connection and what to lock beside its own.
            new_rows: of its own budgets, in order, to write when one is absent.
            erased: whose rows the work deletes down to the bytes.
        """
        also: set[BudgetKey] = set()
        for _ in range(_TRIES):
            try:
                if erased is not None:
                    return await self._database.erase(partial(_with, work, also), subject=erased)
                return await self._database.write(partial(_with, work, also), alone=False)
            except _Absent:
                # In a transaction that has nothing locked: writing a row waits for whoever else is writing it.
                insert = partial(_insert, self._database.insert_new(BUDGETS), new_rows)
                await self._database.write(insert, alone=False)
            except Unlocked as error:
                if error.budgets <= also:
                    raise StoreCorrupted("A hold counts in a budget that is not there; the tables were damaged.") from None
                also |= error.budgets
        raise StoreUnavailable("The budgets of expired holds change too fast to be locked together; try again.")

    async def _clear_now_and_then(self, now: datetime) -> None:
        """Drop what need not be remembered any more, once in a while and a bounded number at a time."""
        self._reserved += 1
        if self._reserved % _CLEARED_EVERY:
            return
        instant, old = micros(now), micros(now - REMEMBERED)
        left_open = sa.and_(HOLDS.c.is_open, HOLDS.c.expires_at <= old)
        ended = sa.select(HOLDS.c.id).where(sa.not_(HOLDS.c.is_open), HOLDS.c.expires_at <= old)
        over = sa.select(BUDGETS.c.scope, BUDGETS.c.owner, BUDGETS.c.window).where(BUDGETS.c.kept_until <= instant)

        def clear(connection: Connection, also: set[BudgetKey]) -> None:
            books = Books(connection, also)
            # A budget goes after all that counts in it has ended.
            stale = found(connection, left_open, limit=_CLEARED_AT_ONCE)
            books.end(stale)
            books.write()
            gone_ids = list(connection.scalars(ended.limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)))
            connection.execute(sa.delete(HOLDS).where(HOLDS.c.id.in_(gone_ids)))
            if len(stale) < _CLEARED_AT_ONCE:
                for row in connection.execute(over.limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)).all():
                    connection.execute(sa.delete(BUDGETS).where(*is_row(BudgetKey(*row))))

        # The reservation stands already, and clearing comes again.
        with suppress(StoreError, exc.SQLAlchemyError):
            await self._in_order(clear)


def _with(work: Callable[[Connection, set[BudgetKey]], T], also: set[BudgetKey], connection: Connection) -> T:
    return work(connection, also)


def _insert(statement: sa.Executable, rows: Sequence[dict[str, object]], connection: Connection) -> None:
    connection.execute(statement, rows)
