"""A memory store in SQLite or PostgreSQL: one row for each record, ranked by words and recency once it is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database
from auren.clock import require_aware
from auren.errors import StoreCorrupted
from auren.facts import MemoryQuery, MemoryRecord, Recollection
from auren.memory._words import ranked
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["SQLStore"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_ORIGINS: Final[dict[str, Literal["person", "auren", "device"]]] = {"person": "person", "auren": "auren", "device": "device"}

_TABLES = sa.MetaData()
_RECORDS = sa.Table(
    "auren_memory_records",
    _TABLES,
    sa.Column("store", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    # Microseconds since 1970: exact, and both databases compare them alike.
    sa.Column("at_us", sa.BigInteger, nullable=False),
    sa.Column("expires_us", sa.BigInteger, index=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("conversation", sa.String, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)


class SQLStore(MemoryStore):
    """Keeps records in SQLite or PostgreSQL, and finds them by words and recency.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the store closes.
        name: stores of different names share a database without seeing one another's records.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    abilities = frozenset({"ttl", "text_search"})
    _driver_errors = DRIVER_ERRORS

    def __init__(
        self, url_or_engine: str | AsyncEngine = MEMORY_URL, *, name: str = "main", timeout_s: float | None = 10.0
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._name = name
        self._database = Database(url_or_engine, room="memory", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:  # noqa: ARG002
        rows = list({(record.subject, record.id): self._row(record) for record in records}.values())
        await self._database.write(lambda connection: connection.execute(self._database.upsert(_RECORDS), rows))

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        found = await self._records(subject, self._of(subject).where(_RECORDS.c.id == id))
        return found[0] if found else None

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        wanted = self._of(subject).where(sa.or_(_RECORDS.c.expires_us.is_(None), _RECORDS.c.expires_us > _us(now)))
        if query.kinds:
            wanted = wanted.where(_RECORDS.c.kind.in_(sorted(query.kinds)))
        if query.conversation:
            wanted = wanted.where(_RECORDS.c.conversation == query.conversation)
        if query.since is not None:
            wanted = wanted.where(_RECORDS.c.at_us >= _us(query.since))
        if not query.text.strip():
            wanted = wanted.order_by(_RECORDS.c.at_us.desc(), _RECORDS.c.id).limit(query.limit)
        return ranked(await self._records(subject, wanted), query.text, now)

    async def _forget(self, subject: Subject) -> int:
        return await self._erase(_RECORDS.c.subject == subject.id, subject=subject)

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        found = await self._records(subject, self._of(subject))
        return sorted(found, key=lambda record: (record.at, record.id))

    async def _purge(self, now: datetime) -> int:
        return await self._erase(_RECORDS.c.expires_us <= _us(now))

    async def _erase(self, condition: sa.ColumnElement[bool], *, subject: Subject | None = None) -> int:
        gone = sa.delete(_RECORDS).where(_RECORDS.c.store == self._name, condition)
        return await self._database.erase(lambda connection: connection.execute(gone).rowcount, subject=subject)

    def _of(self, subject: Subject) -> sa.Select[Any]:
        return sa.select(_RECORDS).where(_RECORDS.c.store == self._name, _RECORDS.c.subject == subject.id)

    async def _records(self, subject: Subject, wanted: sa.Select[Any]) -> list[MemoryRecord]:
        def read(connection: Connection) -> list[MemoryRecord]:
            return [_record(subject, row) for row in connection.execute(wanted)]

        return await self._database.read(read)

    def _row(self, record: MemoryRecord) -> dict[str, object]:
        return {
            "store": self._name,
            "subject": record.subject.id,
            "id": record.id,
            "kind": record.kind,
            "text": record.text,
            "at_us": _us(record.at),
            "expires_us": None if record.expires_at is None else _us(record.expires_at),
            "origin": record.origin,
            "conversation": record.conversation,
            "data": json.dumps(record.data, ensure_ascii=False),
        }


def _record(subject: Subject, row: sa.Row[Any]) -> MemoryRecord:
    try:
        return MemoryRecord(
            id=row.id,
            subject=subject,
            kind=row.kind,
            text=row.text,
            at=_instant(row.at_us),
            origin=_ORIGINS[row.origin],
            conversation=row.conversation,
            expires_at=None if row.expires_us is None else _instant(row.expires_us),
            data=tuple((str(name), str(value)) for name, value in json.loads(row.data)),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        # Their messages quote what was stored: they must not become the cause.
        raise StoreCorrupted("A stored memory cannot be read; it was written by another version or damaged.") from None


def _us(instant: datetime) -> int:
    return (require_aware(instant, "An instant of memory") - _EPOCH) // _MICROSECOND


def _instant(us: int) -> datetime:
    return _EPOCH + us * _MICROSECOND
