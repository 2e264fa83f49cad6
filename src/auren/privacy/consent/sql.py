"""A book of consents in SQLite or PostgreSQL: one row for each decision, and none is ever changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database
from auren.clock import Clock, SystemClock
from auren.errors import InvalidInput, StoreCorrupted
from auren.people import Subject
from auren.privacy.consent.book import ConsentBook, in_order, stamped
from auren.privacy.consent.law import stands
from auren.privacy.consent.record import ConsentRecord, Purpose

__all__ = ["SQLConsentBook"]

_TABLES: Final = sa.MetaData()
_DECISIONS: Final = sa.Table(
    "auren_consent_decisions",
    _TABLES,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("granted", sa.Boolean, nullable=False),
    sa.Column("at_us", sa.BigInteger, nullable=False),
    sa.Column("recorded_us", sa.BigInteger, nullable=False),
    sa.Column("text_version", sa.String, nullable=False),
    sa.Column("how", sa.String, nullable=False),
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class SQLConsentBook(ConsentBook):
    """Keeps decisions in SQLite or PostgreSQL.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the book closes.
        clock: tells when a decision was recorded, and whether a grant's time has come; the system's by default.
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
        clock: Clock | None = None,
        timeout_s: float | None = 10.0,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._clock = clock or SystemClock()
        self._database = Database(url_or_engine, room="consent", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _record(self, record: ConsentRecord) -> None:
        row = _row(stamped(record, self._clock))

        def keep(connection: Connection) -> None:
            connection.execute(self._database.insert_new(_DECISIONS), [row])

        await self._database.write(keep, subject=record.subject)

    async def _allows(self, subject: Subject, purpose: Purpose) -> bool:
        decided = await self._decisions(subject, _DECISIONS.c.purpose == purpose)
        return stands(decided, self._clock.now())

    async def _export(self, subject: Subject) -> tuple[ConsentRecord, ...]:
        return in_order(await self._decisions(subject))

    async def _forget(self, subject: Subject) -> int:
        gone = sa.delete(_DECISIONS).where(_DECISIONS.c.subject == subject.id)
        return await self._database.erase(lambda connection: connection.execute(gone).rowcount, subject=subject)

    async def _decisions(self, subject: Subject, *only: sa.ColumnElement[bool]) -> list[ConsentRecord]:
        wanted = sa.select(_DECISIONS).where(_DECISIONS.c.subject == subject.id, *only)

        def read(connection: Connection) -> Sequence[Any]:
            return connection.execute(wanted).all()

        return [_decision(subject, row) for row in await self._database.read(read)]


def _row(record: ConsentRecord) -> dict[str, object]:
    recorded_at = record.recorded_at or record.at
    kept = {
        "purpose": record.purpose,
        "granted": record.granted,
        "at_us": (record.at - _EPOCH) // _MICROSECOND,
        "text_version": record.text_version,
        "how": record.how,
    }
    # The same decision delivered twice has one row, whenever it was recorded.
    digest = hashlib.sha256(json.dumps(list(kept.values())).encode("ascii")).hexdigest()
    return {"subject": record.subject.id, "digest": digest, **kept, "recorded_us": (recorded_at - _EPOCH) // _MICROSECOND}


def _decision(subject: Subject, row: Any) -> ConsentRecord:
    try:
        at, recorded_at = (_EPOCH + timedelta(microseconds=us) for us in (row.at_us, row.recorded_us))
        if row.granted not in (True, False):
            raise ValueError("neither given nor withdrawn")
        return ConsentRecord(subject, row.purpose, bool(row.granted), at, row.text_version, row.how, recorded_at)
    except (TypeError, ValueError, OverflowError, InvalidInput):
        # Their messages may quote what was stored: they must not become the cause.
        raise StoreCorrupted("A decision on consent cannot be read; it was written by another version or damaged.") from None
