"""A ledger of disclosures in SQLite or PostgreSQL: a chain that is only added to, and what erasure drops beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database
from auren.clock import Clock
from auren.errors import StoreCorrupted
from auren.people import Subject
from auren.privacy.audit import GENESIS, Anchor, AuditEntry
from auren.privacy.disclosure.ledger import DisclosureLedger

__all__ = ["SQLDisclosureLedger"]

_TABLES: Final = sa.MetaData()
_CHAIN: Final = sa.Table(
    "auren_disclosure_chain",
    _TABLES,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at_us", sa.BigInteger, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("details", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Index("auren_disclosure_chain_by_person", "person"),
)
_DETAILS: Final = sa.Table(
    "auren_disclosure_details",
    _TABLES,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("auren_disclosure_details_by_subject", "subject"),
)
_LINK: Final = tuple(column.name for column in _CHAIN.columns)


class SQLDisclosureLedger(DisclosureLedger):
    """Keeps disclosures in SQLite or PostgreSQL; one is added at a time, by however many processes.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the ledger closes.
        key: a secret of 16 bytes or more, always the same for one ledger; keep it apart from the database.
        clock: tells when somebody was erased; the system's by default.
        timeout_s: seconds that one operation may take.

    Raises:
        ConfigurationError: the key is too short.
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    def __init__(
        self,
        url_or_engine: str | AsyncEngine = MEMORY_URL,
        *,
        key: bytes,
        clock: Clock | None = None,
        timeout_s: float | None = 10.0,
    ) -> None:
        super().__init__(key, clock, timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="disclosure", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _note(self, follow: Callable[[Anchor], AuditEntry], subject: Subject, body: str) -> None:
        def note(connection: Connection) -> None:
            number = _add(connection, follow)
            connection.execute(sa.insert(_DETAILS).values(number=number, subject=subject.id, body=body))

        await self._database.write(note)

    async def _noted(self, subject: Subject) -> Sequence[tuple[AuditEntry, str]]:
        wanted = (
            sa.select(_CHAIN, _DETAILS.c.body)
            .join(_DETAILS, _DETAILS.c.number == _CHAIN.c.number)
            .where(_DETAILS.c.subject == subject.id)
            .order_by(_CHAIN.c.number)
        )
        rows = await self._database.read(lambda connection: connection.execute(wanted).all())
        return [(_entry(row), row.body) for row in rows]

    async def _bare(self, person: str) -> Sequence[AuditEntry]:
        wanted = (
            sa.select(_CHAIN)
            .outerjoin(_DETAILS, _DETAILS.c.number == _CHAIN.c.number)
            .where(_CHAIN.c.person == person, _DETAILS.c.number.is_(None))
            .order_by(_CHAIN.c.number)
        )
        return [_entry(row) for row in await self._database.read(lambda connection: connection.execute(wanted).all())]

    async def _forget(self, subject: Subject, follow: Callable[[Anchor], AuditEntry]) -> int:
        def drop(connection: Connection) -> int:
            dropped = connection.execute(sa.delete(_DETAILS).where(_DETAILS.c.subject == subject.id)).rowcount
            if dropped:
                _add(connection, follow)
            return dropped

        # The chain has one writer at a time, so this is not the person's turn but everybody's.
        dropped = await self._database.write(drop)
        # Scrubbed even when nothing was dropped: an earlier try may have got no further than the rows.
        await self._database.erase(lambda connection: 0, subject=subject)  # noqa: ARG005 - the rows are gone already
        return dropped

    async def _entries(self) -> list[AuditEntry]:
        wanted = sa.select(_CHAIN).order_by(_CHAIN.c.number)
        return [_entry(row) for row in await self._database.read(lambda connection: connection.execute(wanted).all())]

    async def _anchor(self) -> Anchor:
        return await self._database.read(_head)


def _add(connection: Connection, follow: Callable[[Anchor], AuditEntry]) -> int:
    entry = follow(_head(connection))
    connection.execute(sa.insert(_CHAIN).values({name: getattr(entry, name) for name in _LINK}))
    return entry.number


def _head(connection: Connection) -> Anchor:
    last = connection.execute(sa.select(_CHAIN.c.number, _CHAIN.c.digest).order_by(_CHAIN.c.number.desc()).limit(1)).first()
    return Anchor(0, GENESIS) if last is None else Anchor(last.number + 1, last.digest)


def _entry(row: Any) -> AuditEntry:
    values = {name: getattr(row, name) for name in _LINK}
    if any(not isinstance(value, int if name in ("number", "at_us") else str) for name, value in values.items()):
        raise StoreCorrupted("An entry of the disclosure ledger cannot be read; it was written by another version or damaged.")
    return AuditEntry(**values)
