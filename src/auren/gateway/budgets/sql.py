"""A ledger in SQLite or PostgreSQL: an operation is one short transaction, and locks its budgets in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Row
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database, chunks
from auren.errors import StoreCorrupted, StoreError, StoreUnavailable
from auren.gateway.budgets.audit import NOTHING_BEFORE, Link, link_of, record_of, verified
from auren.gateway.budgets.holds import (
    BudgetKey,
    Budgets,
    Hold,
    Limits,
    Stage,
    Sums,
    Terms,
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

__all__ = ["SQLLedger"]

T = TypeVar("T")

_TABLES = sa.MetaData()
_SUMS: Final = (
    "held_micro_usd",
    "held_tokens",
    "spent_micro_usd",
    "spent_tokens",
    "uncertain_micro_usd",
    "uncertain_tokens",
)


def _table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    return sa.Table(f"auren_ledger_{name}", _TABLES, *columns)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)


_BUDGETS = _table(
    "budgets",
    sa.Column("scope", sa.String, primary_key=True),
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("window", sa.String, primary_key=True),
    *(_number(name) for name in _SUMS),
    sa.Column("kept_until", sa.BigInteger, nullable=False, index=True),
)
_HOLDS = _table(
    "holds",
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("person_window", sa.String, nullable=False),
    sa.Column("pool", sa.String, nullable=False),
    sa.Column("pool_window", sa.String, nullable=False),
    *(_number(name) for name in ("micro_usd", "tokens", "expires_at", "stage", "spent_micro_usd", "spent_tokens")),
    sa.Column("uncertain", sa.Boolean, nullable=False),
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Index("auren_ledger_hold_subject", "subject", "is_open", "expires_at"),
    sa.Index("auren_ledger_hold_pool", "pool", "is_open", "expires_at"),
    sa.Index("auren_ledger_hold_age", "is_open", "expires_at"),
)
_LIMITS = _table(
    "limits",
    sa.Column("scope", sa.String, primary_key=True),
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("plan", sa.String, primary_key=True),
    sa.Column("micro_usd", sa.BigInteger),
    sa.Column("tokens", sa.BigInteger),
)
_CHANGES = _table(
    "changes",
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("commitment", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
_PAYLOADS = _table(
    "payloads",
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.String, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

_KEY: Final = (_BUDGETS.c.scope, _BUDGETS.c.owner, _BUDGETS.c.window)
_WRITE_BUDGET: Final = (
    sa.update(_BUDGETS)
    .where(*(_BUDGETS.c[name] == sa.bindparam(f"of_{name}") for name in ("scope", "owner", "window")))
    .values({name: sa.bindparam(f"to_{name}", type_=sa.BigInteger) for name in (*_SUMS, "kept_until")})
)
_CHANGING: Final = ("stage", "spent_micro_usd", "spent_tokens", "uncertain", "is_open")
_WRITE_HOLD: Final = (
    sa.update(_HOLDS)
    .where(_HOLDS.c.id == sa.bindparam("of_id"))
    .values({name: sa.bindparam(f"to_{name}", type_=_HOLDS.c[name].type) for name in _CHANGING})
)
# The rows are locked as they are found, so that their order is that of every other transaction.
_LOCK: Final = (
    sa.select(_BUDGETS).where(sa.tuple_(*_KEY).in_(sa.bindparam("keys", expanding=True))).order_by(*_KEY).with_for_update()
)
_COUNTING_IN: Final = sa.or_(
    sa.tuple_(_HOLDS.c.subject, _HOLDS.c.person_window).in_(sa.bindparam("people", expanding=True)),
    sa.tuple_(_HOLDS.c.pool, _HOLDS.c.pool_window).in_(sa.bindparam("pools", expanding=True)),
)
_EXPIRED: Final = sa.and_(_HOLDS.c.is_open, _HOLDS.c.expires_at <= sa.bindparam("instant", type_=sa.BigInteger), _COUNTING_IN)
_EXPIRED_OR_ONE: Final = sa.select(_HOLDS).where(sa.or_(_HOLDS.c.id == sa.bindparam("of_id"), _EXPIRED))
_ANY_EXPIRED: Final = sa.select(sa.select(_HOLDS.c.id).where(_EXPIRED).exists())
_ONE: Final = sa.select(_HOLDS).where(_HOLDS.c.id == sa.bindparam("of_id"))
_LIMITS_OF: Final = sa.select(_LIMITS).where(
    _LIMITS.c.plan == sa.bindparam("of_plan"),
    sa.tuple_(_LIMITS.c.scope, _LIMITS.c.owner).in_(sa.bindparam("whose", expanding=True)),
)
_TRIES: Final = 8
_CLEARED_EVERY: Final = 256
_CLEARED_AT_ONCE: Final = 500


class _Unlocked(Exception):
    """A hold counts in a budget that is not locked yet; the transaction has to begin anew with that one, too."""

    def __init__(self, budgets: Iterable[BudgetKey]) -> None:
        super().__init__()
        self.budgets = set(budgets)


class _Absent(Exception):
    """A budget of the work has no row yet."""


class _Books:
    """The budgets that one transaction has locked, and what it changes in them.

    Args:
        connection: in the transaction.
        keys: the budgets, in any order.
    """

    def __init__(self, connection: Connection, keys: Collection[BudgetKey]) -> None:
        self._connection = connection
        self._changed: dict[str, Hold] = {}
        self._sums: dict[BudgetKey, Sums] = {}
        self._kept: dict[BudgetKey, int] = {}
        self._touched: set[BudgetKey] = set()
        for some in chunks(sorted(keys), 200):
            self._lock(some)

    def missing(self, keys: Iterable[BudgetKey]) -> list[BudgetKey]:
        """Give those that are not there, in order."""
        return sorted(set(keys) - set(self._sums))

    def of(self, key: BudgetKey) -> Sums:
        """Give a budget's sums as they stand now."""
        return self._sums[key]

    def keep(self, kept: Mapping[BudgetKey, int]) -> None:
        """Keep budgets at least until an instant."""
        for key, until in kept.items():
            if self._kept[key] < until:
                self._kept[key] = until
                self._touched.add(key)

    def add(self, hold: Hold) -> None:
        """Enter a new hold."""
        self._count(hold, hold.counts)
        self._connection.execute(sa.insert(_HOLDS).values(_hold_row(hold)))

    def become(self, before: Hold, after: Hold) -> Hold:
        """Enter what has become of a hold."""
        if after != before:
            self._count(after, after.counts - before.counts)
            self._changed[after.id] = after
        return after

    def end(self, holds: Iterable[Hold]) -> None:
        """Enter that holds have expired.

        Raises:
            _Unlocked: some count in budgets that are not locked; nothing was entered.
        """
        still_open = [hold for hold in holds if hold.stage.open]
        if lacking := self.missing(key for hold in still_open for key in hold.budgets):
            raise _Unlocked(lacking)
        for hold in still_open:
            self.become(hold, hold.expired())

    def write(self) -> None:
        """Write what has changed."""
        if self._changed:
            self._connection.execute(_WRITE_HOLD, [_changed_row(hold) for hold in self._changed.values()])
        if self._touched:
            rows = [_budget_row(key, self._sums[key], self._kept[key]) for key in sorted(self._touched)]
            self._connection.execute(_WRITE_BUDGET, rows)

    def _count(self, hold: Hold, change: Sums) -> None:
        # Both are looked for before either changes.
        if lacking := self.missing(hold.budgets):
            raise _Unlocked(lacking)
        for key in hold.budgets:
            self._sums[key] += change
            self._touched.add(key)

    def _lock(self, keys: Sequence[BudgetKey]) -> None:
        for row in self._connection.execute(_LOCK, {"keys": list(map(tuple, keys))}) if keys else ():
            scope, owner, window, *sums, kept_until = row
            key = BudgetKey(scope, owner, window)
            self._sums[key] = _read_sums(sums)
            self._kept[key] = kept_until


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
        self._database = Database(url_or_engine, room="ledger", tables=_TABLES, version=1, timeout_s=timeout_s)
        self._reserved = 0

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        agreed = terms(account, plan, now)
        hold, instant = new_hold(reservation, agreed), micros(now)
        kept = {key: micros(agreed.kept_until(key.scope, hold_expires_at=reservation.expires_at)) for key in hold.budgets}
        new_rows = [_budget_row(key, Sums(), until, prefix="") for key, until in sorted(kept.items())]

        def reserve(connection: Connection, also: set[BudgetKey]) -> Balance:
            books = _Books(connection, {*kept, *also})
            if books.missing(kept):
                raise _Absent
            known = _swept(connection, books, hold.id, kept, instant)
            if known is not None and not owned_by(known, account.subject):
                raise owner_conflict()
            mine, ours = _both_limits(connection, agreed, plan)
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
            row = connection.execute(sa.select(*(_BUDGETS.c[name] for name in _SUMS)).where(*_is(key))).one_or_none()
            limits = _read_limits(connection, {(scope, key.owner): own}, plan)[scope, key.owner]
            balance = (_read_sums(row) if row else Sums()).balance(limits)
            return bool(connection.scalar(_ANY_EXPIRED, _counting_in([key], instant))), balance

        def sweep(connection: Connection, also: set[BudgetKey]) -> None:
            books = _Books(connection, {key, *also})
            _swept(connection, books, "", [key], instant)
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
            end = sa.select(_CHANGES.c.number, _CHANGES.c.digest).order_by(_CHANGES.c.number.desc()).limit(1)
            last = connection.execute(end).one_or_none()
            number, before = (last.number + 1, last.digest) if last else (1, NOTHING_BEFORE)
            replaced = _read_limits(connection, {(scope, key.owner): own}, plan)[scope, key.owner]
            link = link_of(number, before, now, scope, key.owner, change, replaced)
            new_limit = {"scope": scope, "owner": key.owner, "plan": plan.name, **limits._asdict()}
            connection.execute(self._database.upsert(_LIMITS), new_limit)
            row = {"number": number, "at": link.at, "scope": scope, "commitment": link.commitment, "digest": link.digest}
            connection.execute(sa.insert(_CHANGES).values(row))
            subject = key.owner if scope == "person" else ""
            connection.execute(sa.insert(_PAYLOADS).values(number=number, subject=subject, body=link.payload))
            return record_of(link)

        # With nobody beside it, since the chain has one end.
        return await self._database.write(change_limit)

    async def _limit_changes(self) -> Sequence[LimitRecord]:
        wanted = (
            sa.select(_CHANGES, _PAYLOADS.c.body)
            .join_from(_CHANGES, _PAYLOADS, _CHANGES.c.number == _PAYLOADS.c.number, isouter=True)
            .order_by(_CHANGES.c.number)
        )
        return verified(await self._database.read(lambda connection: [Link(*row) for row in connection.execute(wanted)]))

    async def _forget(self, subject: Subject) -> int:
        still_open = sa.and_(_HOLDS.c.subject == subject.id, _HOLDS.c.is_open)
        windows = sa.select(_BUDGETS.c.window).where(_BUDGETS.c.scope == "person", _BUDGETS.c.owner == subject.id)
        rows = (
            sa.delete(_HOLDS).where(_HOLDS.c.subject == subject.id),
            sa.delete(_BUDGETS).where(_BUDGETS.c.scope == "person", _BUDGETS.c.owner == subject.id),
            sa.delete(_LIMITS).where(_LIMITS.c.scope == "person", _LIMITS.c.owner == subject.id),
            sa.delete(_PAYLOADS).where(_PAYLOADS.c.subject == subject.id),
        )

        def forget(connection: Connection, also: set[BudgetKey]) -> int:
            own = {BudgetKey("person", subject.id, window) for window in connection.scalars(windows)}
            pools = {hold.budgets.pool for hold in _found(connection, still_open)}
            books = _Books(connection, own | pools | also)
            books.end(_found(connection, still_open))
            books.write()
            return sum(connection.execute(statement).rowcount for statement in rows)

        return await self._in_order(forget, erased=subject)

    async def _turn(self, reservation_id: str, now: datetime, what: Callable[[Hold | None], Hold | None]) -> None:
        """Make something of a hold, after what has expired in its budgets was ended."""
        instant = micros(now)
        check_id(reservation_id)

        def turn(connection: Connection, also: set[BudgetKey]) -> None:
            hold = _found_one(connection, reservation_id)
            budgets: Collection[BudgetKey] = hold.budgets if hold else ()
            books = _Books(connection, {*budgets, *also})
            if hold is not None:
                hold = _swept(connection, books, reservation_id, budgets, instant)
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
                insert = partial(_insert, self._database.insert_new(_BUDGETS), new_rows)
                await self._database.write(insert, alone=False)
            except _Unlocked as error:
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
        left_open = sa.and_(_HOLDS.c.is_open, _HOLDS.c.expires_at <= old)
        ended = sa.select(_HOLDS.c.id).where(sa.not_(_HOLDS.c.is_open), _HOLDS.c.expires_at <= old)
        over = sa.select(_BUDGETS.c.scope, _BUDGETS.c.owner, _BUDGETS.c.window).where(_BUDGETS.c.kept_until <= instant)

        def clear(connection: Connection, also: set[BudgetKey]) -> None:
            books = _Books(connection, also)
            # A budget goes after all that counts in it has ended.
            stale = _found(connection, left_open, limit=_CLEARED_AT_ONCE)
            books.end(stale)
            books.write()
            gone_ids = list(connection.scalars(ended.limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)))
            connection.execute(sa.delete(_HOLDS).where(_HOLDS.c.id.in_(gone_ids)))
            if len(stale) < _CLEARED_AT_ONCE:
                for row in connection.execute(over.limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)).all():
                    connection.execute(sa.delete(_BUDGETS).where(*_is(BudgetKey(*row))))

        # The reservation stands already, and clearing comes again.
        with suppress(StoreError, exc.SQLAlchemyError):
            await self._in_order(clear)


def _with(work: Callable[[Connection, set[BudgetKey]], T], also: set[BudgetKey], connection: Connection) -> T:
    return work(connection, also)


def _insert(statement: sa.Executable, rows: Sequence[dict[str, object]], connection: Connection) -> None:
    connection.execute(statement, rows)


def _is(key: BudgetKey) -> tuple[sa.ColumnElement[bool], ...]:
    return (_BUDGETS.c.scope == key.scope, _BUDGETS.c.owner == key.owner, _BUDGETS.c.window == key.window)


def _counting_in(keys: Iterable[BudgetKey], instant: int) -> dict[str, object]:
    people: list[tuple[str, str]] = []
    pools: list[tuple[str, str]] = []
    for scope, owner, window in keys:
        (people if scope == "person" else pools).append((owner, window))
    return {"people": people, "pools": pools, "instant": instant}


def _found(connection: Connection, condition: sa.ColumnElement[bool], *, limit: int | None = None) -> list[Hold]:
    return [_read_hold(row) for row in connection.execute(sa.select(_HOLDS).where(condition).limit(limit))]


def _found_one(connection: Connection, id: str) -> Hold | None:
    row = connection.execute(_ONE, {"of_id": id}).one_or_none()
    return None if row is None else _read_hold(row)


def _swept(connection: Connection, books: _Books, id: str, keys: Iterable[BudgetKey], instant: int) -> Hold | None:
    """End what has expired in these budgets, and give the hold of an id as it stands then."""
    rows = connection.execute(_EXPIRED_OR_ONE, {"of_id": id, **_counting_in(keys, instant)})
    found = [_read_hold(row) for row in rows]
    books.end(hold for hold in found if hold.expires_at <= instant)
    given = next((hold for hold in found if hold.id == id), None)
    return given.expired() if given and given.expires_at <= instant else given


def _both_limits(connection: Connection, agreed: Terms, plan: Plan) -> tuple[Limits, Limits]:
    mine, ours = (("person", agreed.budgets.person.owner), ("pool", agreed.budgets.pool.owner))
    found = _read_limits(connection, {mine: agreed.person, ours: agreed.pool}, plan)
    return found[mine], found[ours]


def _read_limits(connection: Connection, own: Mapping[tuple[str, str], Limits], plan: Plan) -> dict[tuple[str, str], Limits]:
    """Give the limits of some budgets by scope and owner: the plan's own where none has replaced them."""
    rows = connection.execute(_LIMITS_OF, {"of_plan": plan.name, "whose": list(own)})
    return {**own, **{(row.scope, row.owner): Limits(row.micro_usd, row.tokens) for row in rows}}


def _budget_row(key: BudgetKey, sums: Sums, kept_until: int, *, prefix: str = "to_") -> dict[str, object]:
    of = "of_" if prefix else ""
    return {
        **{f"{of}{name}": part for name, part in key._asdict().items()},
        **{f"{prefix}{name}": value for name, value in zip(_SUMS, astuple(sums), strict=True)},
        f"{prefix}kept_until": kept_until,
    }


def _read_sums(row: Iterable[Any]) -> Sums:
    sums = tuple(row)
    if not all(isinstance(value, int) for value in sums):
        raise _unreadable()
    return Sums(*sums)


def _hold_row(hold: Hold) -> dict[str, object]:
    person, pool = hold.budgets
    return {
        "id": hold.id,
        "subject": person.owner,
        "person_window": person.window,
        "pool": pool.owner,
        "pool_window": pool.window,
        "micro_usd": hold.micro_usd,
        "tokens": hold.tokens,
        "expires_at": hold.expires_at,
        "stage": int(hold.stage),
        "spent_micro_usd": hold.spent_micro_usd,
        "spent_tokens": hold.spent_tokens,
        "uncertain": hold.uncertain,
        "is_open": hold.stage.open,
    }


def _changed_row(hold: Hold) -> dict[str, object]:
    row = _hold_row(hold)
    return {"of_id": hold.id, **{f"to_{name}": row[name] for name in _CHANGING}}


def _read_hold(row: Row[Any]) -> Hold:
    numbers = (row.micro_usd, row.tokens, row.expires_at, row.stage, row.spent_micro_usd, row.spent_tokens)
    if not all(isinstance(number, int) for number in numbers) or not 0 <= row.stage <= Stage.SETTLED:
        raise _unreadable()
    return Hold(
        row.id,
        Budgets(BudgetKey("person", row.subject, row.person_window), BudgetKey("pool", row.pool, row.pool_window)),
        row.micro_usd,
        row.tokens,
        row.expires_at,
        Stage(row.stage),
        row.spent_micro_usd,
        row.spent_tokens,
        row.uncertain,
    )


def _unreadable() -> StoreCorrupted:
    return StoreCorrupted("A stored budget or hold cannot be read; it was written by another version or damaged.")
