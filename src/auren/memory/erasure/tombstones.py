"""The journal of what was forgotten: it lets a crash end no erasure half-way, and keeps what comes late from coming back.

A tombstone holds keyed hashes of the person, of slots and of ids, and the span of time; whoever lacks the key learns from it
neither who nor what. The request itself is kept in plain only until every store has done it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._resource import Resource
from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database, chunks
from auren.errors import AurenError, InvalidInput, StoreCorrupted, StoreUnavailable
from auren.facts import MemoryRecord, Statement
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.stores._values import instant, microseconds
from auren.people import Subject

__all__ = ["Tombstones"]

_TABLES: Final = sa.MetaData()
_NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALWAYS: Final = (-(2**62), 2**62)
_SLOT: Final = "slot"
_EVIDENCE: Final = "evidence"

_T = TypeVar("_T")

_SPANS: Final = sa.Table(
    "auren_tombstone_spans",
    _TABLES,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("since_us", sa.BigInteger, primary_key=True),
    sa.Column("until_us", sa.BigInteger, primary_key=True),
)
_IDS: Final = sa.Table(
    "auren_tombstone_ids",
    _TABLES,
    sa.Column("record", sa.String(64), primary_key=True),
)
_PENDING: Final = sa.Table(
    "auren_tombstone_pending",
    _TABLES,
    sa.Column("number", _NUMBER, sa.Identity(), primary_key=True),
    sa.Column("request", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)


class Tombstones(Resource):
    """Keeps what was forgotten, in SQLite or PostgreSQL.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the journal closes.
        key: secret of at least 16 bytes, always the same for one journal; keep it apart from the database.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the key is too short, or the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS
    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable

    def __init__(self, url_or_engine: str | AsyncEngine = MEMORY_URL, *, key: bytes, timeout_s: float | None = 10.0) -> None:
        super().__init__(timeout_s=timeout_s)
        if len(key) < 16:
            raise InvalidInput(f"A key of {len(key)} bytes was given; use at least 16.")
        self._key = key
        self._database = Database(url_or_engine, room="tombstones", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def bury(self, forgetting: Forgetting) -> int:
        """Note that something is to be forgotten, and give the number under which `done` ends it.

        Raises:
            StoreError: it could not be noted; nothing was.
            LifecycleError: the journal is not open.
        """
        person = self._hashed(forgetting.subject.id)
        # A slot's spans stand under a name of their own, so that they hide nothing but what was said of it.
        owner = person if forgetting.attribute is None else self._hashed(person, _SLOT, forgetting.attribute)
        spans = [{"person": owner, "since_us": low, "until_us": high} for low, high in _spans(forgetting)]
        ids = [{"record": self._hashed(person, id)} for id in sorted(forgetting.ids)]
        ids += [{"record": self._hashed(person, _EVIDENCE, id)} for id in sorted(forgetting.evidence)]

        def bury(connection: Connection) -> int:
            for table, rows in ((_SPANS, spans), (_IDS, ids)):
                if rows:
                    connection.execute(self._database.insert_new(table), rows)
            noted = connection.execute(sa.insert(_PENDING).values(request=_written(forgetting)).returning(_PENDING.c.number))
            return int(noted.scalar_one())

        async with self._working("bury"):
            return await self._database.write(bury, subject=forgetting.subject)

    async def done(self, number: int) -> None:
        """Note that every store has forgotten, and drop the request; its tombstones stay."""
        async with self._working("done"):
            await self._database.erase(
                lambda connection: connection.execute(sa.delete(_PENDING).where(_PENDING.c.number == number)).rowcount
            )

    async def pending(self) -> list[tuple[int, Forgetting]]:
        """Give the requests that not every store has done, in the order they were made."""
        async with self._working("pending"):
            rows = await self._database.read(
                lambda connection: connection.execute(sa.select(_PENDING).order_by(_PENDING.c.number)).all()
            )
        return [(row.number, _read(row.request)) for row in rows]

    async def living(self, records: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        """Give those records that were not forgotten, in order."""
        return await self._standing(records, self._marks_of_record)

    async def unforgotten(self, statements: Sequence[Statement]) -> list[Statement]:
        """Give those statements that were not forgotten, nor rest on what was, in order."""
        return await self._standing(statements, self._marks_of_statement)

    async def _standing(self, given: Sequence[_T], marks_of: Callable[[_T], _Marks]) -> list[_T]:
        if not given:
            return []
        marks = [marks_of(one) for one in given]
        owners = sorted({owner for one in marks for owner in one.owners})
        names = sorted({name for one in marks for name in one.names})
        async with self._working("living"):
            spans, gone = await self._database.read(lambda connection: _buried(connection, owners, names))
        return [one for one, mark in zip(given, marks, strict=True) if not mark.is_among(spans, gone)]

    def _marks_of_record(self, record: MemoryRecord) -> _Marks:
        person = self._hashed(record.subject.id)
        return _Marks((person,), (self._hashed(person, record.id),), microseconds(record.at))

    def _marks_of_statement(self, said: Statement) -> _Marks:
        person = self._hashed(said.subject.id)
        parts = said.attribute.split(".")
        families = (".".join((*parts[:length], "*")) for length in range(1, len(parts)))
        slots = (self._hashed(person, _SLOT, slot) for slot in (said.attribute, *families))
        names = (self._hashed(person, _EVIDENCE, id) for id in said.evidence)
        return _Marks((person, *slots), tuple(names), microseconds(said.said_at))

    def _hashed(self, *parts: str) -> str:
        named = "\x00".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._key, named, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class _Marks:
    """By what something may have been forgotten.

    Args:
        owners: hashes under which spans of time may stand.
        names: hashes of ids.
        at_us: when it was said.
    """

    owners: tuple[str, ...]
    names: tuple[str, ...]
    at_us: int

    def is_among(self, spans: Mapping[str, Sequence[tuple[int, int]]], gone: Collection[str]) -> bool:
        if any(name in gone for name in self.names):
            return True
        return any(low <= self.at_us < high for owner in self.owners for low, high in spans.get(owner, ()))


def _buried(
    connection: Connection, owners: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, list[tuple[int, int]]], set[str]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for some in chunks(owners):
        for row in connection.execute(sa.select(_SPANS).where(_SPANS.c.person.in_(some))):
            spans.setdefault(row.person, []).append((row.since_us, row.until_us))
    gone: set[str] = set()
    for some in chunks(names):
        gone.update(connection.scalars(sa.select(_IDS.c.record).where(_IDS.c.record.in_(some))))
    return spans, gone


def _spans(forgetting: Forgetting) -> Iterable[tuple[int, int]]:
    low, high = _ALWAYS
    if forgetting.since is not None or forgetting.until is not None:
        yield (
            low if forgetting.since is None else microseconds(forgetting.since),
            high if forgetting.until is None else microseconds(forgetting.until),
        )
    elif forgetting.everything or forgetting.attribute is not None:
        yield low, microseconds(forgetting.asked_at)


def _written(forgetting: Forgetting) -> str:
    times = (None if at is None else microseconds(at) for at in (forgetting.since, forgetting.until, forgetting.asked_at))
    named = (forgetting.attribute, sorted(forgetting.evidence))
    return json.dumps([forgetting.subject.id, sorted(forgetting.ids), *times, *named])


def _read(text: str) -> Forgetting:
    try:
        subject, ids, since, until, asked_at, *named = json.loads(text)
        # Requests of earlier versions name no slot.
        attribute, evidence = named or (None, ())
        return Forgetting(
            Subject(subject),
            frozenset(map(str, ids)),
            None if since is None else instant(since),
            None if until is None else instant(until),
            instant(asked_at),
            None if attribute is None else str(attribute),
            frozenset(map(str, evidence)),
        )
    except (TypeError, ValueError, OverflowError, InvalidInput):
        # Their messages quote what was stored: they must not become the cause.
        raise StoreCorrupted("A request to forget cannot be read; it was written by another version or damaged.") from None
