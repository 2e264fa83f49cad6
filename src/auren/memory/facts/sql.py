"""A fact store in SQLite or PostgreSQL: what was said under a unique key, and the facts that follow, on both axes of time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database, chunks
from auren.errors import StoreCorrupted
from auren.facts import EVER, Fact, Statement
from auren.memory.facts.revision import Forgotten, checked, is_of, replayed, revised
from auren.memory.facts.slots import SLOTS, Slots
from auren.memory.facts.timeline import NEVER
from auren.people import Subject
from auren.ports.fact_store import FactStore, Revision

__all__ = ["SQLFactStore"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ACTS: Final[dict[str, Literal["holds", "corrects", "ended", "denies"]]] = {
    "holds": "holds",
    "corrects": "corrects",
    "ended": "ended",
    "denies": "denies",
}
_SOURCES: Final[dict[str, Literal["stated", "computed", "inferred"]]] = {
    "stated": "stated",
    "computed": "computed",
    "inferred": "inferred",
}

_TABLES = sa.MetaData()


def _table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    person = (sa.Column("store", sa.String, primary_key=True), sa.Column("subject", sa.String, primary_key=True))
    return sa.Table(f"auren_fact_{name}", _TABLES, *person, *columns)


def _instant_column(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    # Microseconds since 1970: exact, and both databases compare them alike.
    return sa.Column(name, sa.BigInteger, nullable=nullable)


_STATEMENTS = _table(
    "statements",
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("attribute", sa.String, nullable=False, index=True),
    sa.Column("act", sa.String, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    _instant_column("said_us"),
    _instant_column("recorded_us"),
    _instant_column("since_us", nullable=True),
    _instant_column("until_us", nullable=True),
    sa.Column("replaces", sa.Text, nullable=False),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
)
_FACTS = _table(
    "facts",
    sa.Column("attribute", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("recorded_from_us", sa.BigInteger, primary_key=True),
    _instant_column("recorded_to_us", nullable=True),
    _instant_column("valid_from_us", nullable=True),
    _instant_column("valid_to_us", nullable=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
)
_CURSORS = _table("cursors", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False))
_FORGOTTEN = _table(
    "forgotten",
    sa.Column("attribute", sa.String, primary_key=True),
    sa.Column("since_us", sa.BigInteger, primary_key=True),
    sa.Column("until_us", sa.BigInteger, primary_key=True),
)


class SQLFactStore(FactStore):
    """Keeps facts in SQLite or PostgreSQL.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the store closes.
        name: stores of different names share a database without seeing one another's facts.
        slots: what slots are like.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    def __init__(
        self,
        url_or_engine: str | AsyncEngine = MEMORY_URL,
        *,
        name: str = "main",
        slots: Slots = SLOTS,
        timeout_s: float | None = 10.0,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._name = name
        self._slots = slots
        self._database = Database(url_or_engine, room="facts", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision:
        subject = statements[0].subject
        said = {statement.key: statement for statement in (checked(self._slots, given) for given in reversed(statements))}

        def hear(connection: Connection) -> Revision:
            forgotten = self._forgotten(connection, subject)
            new: dict[str, list[Statement]] = {}
            for key, statement in reversed(said.items()):
                if any(gone.covers(statement) for gone in forgotten):
                    continue
                row = self._statement_row(key, statement)
                if connection.execute(self._database.insert_new(_STATEMENTS), row).rowcount:
                    new.setdefault(statement.attribute, []).append(statement)
            opened: list[Fact] = []
            closed: list[Fact] = []
            for attribute, of_slot in new.items():
                everything = self._read_statements(connection, subject, _STATEMENTS.c.attribute == attribute)
                for now in sorted({statement.recorded_at for statement in of_slot}):
                    to_come = {statement.key for statement in of_slot if statement.recorded_at > now}
                    known = [statement for statement in everything if statement.key not in to_come]
                    standing = self._read_facts(connection, subject, _FACTS.c.attribute == attribute, _STANDING)
                    change = revised(self._slots, known, standing, now)
                    self._close_facts(connection, change.closed)
                    self._write_facts(connection, change.opened)
                    opened += change.opened
                    closed += change.closed
            if cursor is not None:
                self._write_cursor(connection, subject, *cursor)
            return Revision(tuple(opened), tuple(closed), sum(map(len, new.values())))

        return await self._database.write(hear, subject=subject)

    async def _facts(
        self, subject: Subject, attribute: str | None, valid_at: datetime | None, recorded_at: datetime | None
    ) -> list[Fact]:
        wanted: list[sa.ColumnElement[bool]] = []
        if attribute is not None and "*" not in attribute:
            wanted.append(_FACTS.c.attribute == attribute)
        if valid_at is not None:
            at = _us(valid_at)
            wanted.append(sa.or_(_FACTS.c.valid_from_us.is_(None), _FACTS.c.valid_from_us <= at))
            wanted.append(sa.or_(_FACTS.c.valid_to_us.is_(None), _FACTS.c.valid_to_us > at))
        if recorded_at is None:
            wanted.append(_STANDING)
        else:
            at = _us(recorded_at)
            wanted.append(_FACTS.c.recorded_from_us <= at)
            wanted.append(sa.or_(_STANDING, _FACTS.c.recorded_to_us > at))
        found = await self._database.read(lambda connection: self._read_facts(connection, subject, *wanted))
        return [fact for fact in found if is_of(fact.attribute, attribute)]

    async def _cursor(self, subject: Subject, name: str) -> str:
        wanted = sa.select(_CURSORS.c.value).where(*self._mine(_CURSORS, subject), _CURSORS.c.name == name)
        found: str | None = await self._database.read(lambda connection: connection.scalar(wanted))
        return found or ""

    async def _move_cursor(self, subject: Subject, name: str, to: str) -> None:
        await self._database.write(lambda connection: self._write_cursor(connection, subject, name, to), subject=subject)

    async def _cursors(self, name: str, until: str | None, limit: int) -> list[tuple[Subject, str]]:
        value, subject = _CURSORS.c.value, _CURSORS.c.subject
        wanted = sa.select(subject, value).where(_CURSORS.c.store == self._name, _CURSORS.c.name == name, value != "")
        if until is not None:
            wanted = wanted.where(value <= until)
        wanted = wanted.order_by(value, subject).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(wanted).all())
        return [(Subject(row.subject), row.value) for row in rows]

    async def _forget(self, subject: Subject) -> int:
        def forget(connection: Connection) -> int:
            for table in (_FACTS, _CURSORS, _FORGOTTEN):
                connection.execute(sa.delete(table).where(*self._mine(table, subject)))
            return connection.execute(sa.delete(_STATEMENTS).where(*self._mine(_STATEMENTS, subject))).rowcount

        return await self._database.erase(forget, subject=subject)

    async def _forget_some(
        self, subject: Subject, attribute: str | None, since: datetime | None, until: datetime | None
    ) -> int:
        asked = Forgotten(attribute, since or EVER, until or NEVER)

        def forget(connection: Connection) -> int:
            everything = self._read_statements(connection, subject)
            gone = [statement for statement in everything if asked.covers(statement)]
            if not gone:
                return 0
            until_last = min(asked.until, max(statement.said_at for statement in gone) + _MICROSECOND)
            mark = {"attribute": attribute or "*", "since_us": _us(asked.since), "until_us": _us(until_last)}
            connection.execute(self._database.insert_new(_FORGOTTEN), {**self._owner(subject), **mark})
            for name in {statement.attribute for statement in gone}:
                for table in (_FACTS, _STATEMENTS):
                    connection.execute(sa.delete(table).where(*self._mine(table, subject), table.c.attribute == name))
                stay = [one for one in everything if one.attribute == name and not asked.covers(one)]
                for one in stay:
                    connection.execute(sa.insert(_STATEMENTS), self._statement_row(one.key, one))
                self._write_facts(connection, replayed(self._slots, stay))
            return len(gone)

        return await self._database.erase(forget, subject=subject)

    async def _export(self, subject: Subject) -> list[Statement]:
        return await self._database.read(lambda connection: self._read_statements(connection, subject))

    def _owner(self, subject: Subject) -> dict[str, object]:
        return {"store": self._name, "subject": subject.id}

    def _mine(self, table: sa.Table, subject: Subject) -> tuple[sa.ColumnElement[bool], ...]:
        return table.c.store == self._name, table.c.subject == subject.id

    def _forgotten(self, connection: Connection, subject: Subject) -> list[Forgotten]:
        rows = connection.execute(sa.select(_FORGOTTEN).where(*self._mine(_FORGOTTEN, subject)))
        return [Forgotten(row.attribute, _instant(row.since_us), _instant(row.until_us)) for row in rows]

    def _write_cursor(self, connection: Connection, subject: Subject, name: str, value: str) -> None:
        connection.execute(self._database.upsert(_CURSORS), {**self._owner(subject), "name": name, "value": value})

    def _read_statements(self, connection: Connection, subject: Subject, *wanted: sa.ColumnElement[bool]) -> list[Statement]:
        rows = connection.execute(sa.select(_STATEMENTS).where(*self._mine(_STATEMENTS, subject), *wanted))
        return [_statement(subject, row) for row in rows]

    def _read_facts(self, connection: Connection, subject: Subject, *wanted: sa.ColumnElement[bool]) -> list[Fact]:
        rows = connection.execute(sa.select(_FACTS).where(*self._mine(_FACTS, subject), *wanted))
        return [_fact(subject, row) for row in rows]

    def _write_facts(self, connection: Connection, facts: Sequence[Fact]) -> None:
        for some in chunks([self._fact_row(fact) for fact in facts]):
            connection.execute(sa.insert(_FACTS), some)

    def _close_facts(self, connection: Connection, facts: Sequence[Fact]) -> None:
        for fact in facts:
            row = (
                *self._mine(_FACTS, fact.subject),
                _FACTS.c.attribute == fact.attribute,
                _FACTS.c.id == fact.id,
                _FACTS.c.recorded_from_us == _us(fact.recorded_from),
            )
            if fact.recorded_to is None or fact.recorded_to == fact.recorded_from:
                connection.execute(sa.delete(_FACTS).where(*row))
            else:
                connection.execute(sa.update(_FACTS).where(*row).values(recorded_to_us=_us(fact.recorded_to)))

    def _statement_row(self, key: str, statement: Statement) -> dict[str, object]:
        return {
            **self._owner(statement.subject),
            "key": key,
            "attribute": statement.attribute,
            "act": statement.act,
            "value": statement.value,
            "unit": statement.unit,
            "said_us": _us(statement.said_at),
            "recorded_us": _us(statement.recorded_at),
            "since_us": _us_or_none(statement.since),
            "until_us": _us_or_none(statement.until),
            "replaces": statement.replaces,
            "id": statement.id,
            "confidence": statement.confidence,
            "source": statement.source,
            "evidence": json.dumps(statement.evidence, ensure_ascii=False),
        }

    def _fact_row(self, fact: Fact) -> dict[str, object]:
        return {
            **self._owner(fact.subject),
            "attribute": fact.attribute,
            "id": fact.id,
            "recorded_from_us": _us(fact.recorded_from),
            "recorded_to_us": _us_or_none(fact.recorded_to),
            "valid_from_us": _us_or_none(fact.valid_from),
            "valid_to_us": _us_or_none(fact.valid_to),
            "value": fact.value,
            "unit": fact.unit,
            "confidence": fact.confidence,
            "source": fact.source,
            "evidence": json.dumps(fact.evidence, ensure_ascii=False),
        }


_STANDING: Final = _FACTS.c.recorded_to_us.is_(None)


def _statement(subject: Subject, row: sa.Row[Any]) -> Statement:
    try:
        return Statement(
            subject=subject,
            attribute=row.attribute,
            act=_ACTS[row.act],
            value=row.value,
            said_at=_instant(row.said_us),
            recorded_at=_instant(row.recorded_us),
            unit=row.unit,
            since=_instant_or_none(row.since_us),
            until=_instant_or_none(row.until_us),
            replaces=row.replaces,
            id=row.id,
            confidence=row.confidence,
            source=_SOURCES[row.source],
            evidence=tuple(map(str, json.loads(row.evidence))),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        # Their messages quote what was stored: they must not become the cause.
        raise _unreadable() from None


def _fact(subject: Subject, row: sa.Row[Any]) -> Fact:
    try:
        return Fact(
            id=row.id,
            subject=subject,
            attribute=row.attribute,
            value=row.value,
            unit=row.unit,
            valid_from=_instant_or_none(row.valid_from_us),
            valid_to=_instant_or_none(row.valid_to_us),
            recorded_from=_instant(row.recorded_from_us),
            recorded_to=_instant_or_none(row.recorded_to_us),
            confidence=row.confidence,
            source=_SOURCES[row.source],
            evidence=tuple(map(str, json.loads(row.evidence))),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _unreadable() from None


def _unreadable() -> StoreCorrupted:
    return StoreCorrupted("A stored fact cannot be read; it was written by another version or damaged.")


def _us(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _us_or_none(instant: datetime | None) -> int | None:
    return None if instant is None else _us(instant)


def _instant(us: int) -> datetime:
    return _EPOCH + us * _MICROSECOND


def _instant_or_none(us: int | None) -> datetime | None:
    return None if us is None else _instant(us)
