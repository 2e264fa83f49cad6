"""What the memory stores in SQL databases share: records as rows, found by a person's own terms, and erased with them.

Every statement that reads or writes records is built from `_of`, which names the store and the person.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, Database, chunks
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.memory._words import ranked
from auren.memory.stores._sql_tables import ITEMS, SPACES, TABLES, VERSION, record_of, row_of
from auren.memory.stores._sql_words import best_rows, counted, fitting, of_rows, owned
from auren.memory.stores._values import microseconds
from auren.memory.stores._vectors import Vector, moved, near_ones, unit
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["SQLRecords"]

READ_WHOLE: Final = 256
"""Up to so many records that fit, all are read and ranked; the index serves those who have more."""
_RANKED: Final = 100
_COLUMNS: Final = tuple(column for column in ITEMS.c if column.name not in ("store", "subject", "terms"))


class _Statements:
    """What is written of vectors, each by the key of its record.

    Args:
        table: of vectors.
        value: a parameter "vector", or how it is made of one.
    """

    def __init__(self, table: str, value: sa.BindParameter[Any] | str) -> None:
        given = value if isinstance(value, str) else ":vector"
        row = "FROM auren_memory_items WHERE store = :store AND subject = :subject AND id = :id"
        keep = f"INSERT INTO {table} (number, store, subject, vector) SELECT number, store, subject, {given} {row}"
        or_replace = " ON CONFLICT (number) DO UPDATE SET vector = excluded.vector"
        typed = [] if isinstance(value, str) else [value]
        self.drop = sa.text(f"DELETE FROM {table} WHERE number = (SELECT number {row})")  # noqa: S608 - as above
        self.keep = sa.text(keep + or_replace).bindparams(*typed)
        self.attach = sa.text(f"{keep} AND text = :text AND context = :context{or_replace}").bindparams(*typed)


class SQLRecords(MemoryStore):
    """Keeps records in SQLite or PostgreSQL; a subclass keeps their vectors.

    Args:
        url_or_engine: a URL, or the host's own engine, which stays open.
        name: stores of different names share a database without seeing one another's records.
        vectors: the table of vectors.
        value: how a statement gives a vector, as SQL with the parameter "vector".
        timeout_s: seconds that one operation may take.
    """

    abilities = frozenset({"ttl", "text_search", "vector_search"})
    _driver_errors = DRIVER_ERRORS

    def __init__(
        self,
        url_or_engine: str | AsyncEngine,
        *,
        name: str,
        vectors: sa.TableClause,
        value: sa.BindParameter[Any] | str,
        timeout_s: float | None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._name = name
        self._vectors = vectors
        self._sql = _Statements(vectors.name, value)
        self._database = Database(url_or_engine, room="memory", tables=TABLES, version=VERSION, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    @abstractmethod
    def _near(
        self, connection: Connection, subject: Subject, vector: Vector, query: MemoryQuery, now: datetime, most: int
    ) -> list[tuple[int, float]]:
        """Give the rows of a person's nearest vectors with their cosines, nearest first."""

    @staticmethod
    @abstractmethod
    def _bound(vector: Vector) -> object:
        """Give a vector as the database takes it."""

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        given = dict(zip(((r.subject, r.id) for r in records), vectors or [None] * len(records), strict=True))
        # Oldest first, so that of two rows the one with the higher number is, as a rule, the newer.
        in_time = sorted(records, key=lambda record: microseconds(record.at))
        kept = {(record.subject, record.id): record for record in records}
        last = {(record.subject, record.id): kept[record.subject, record.id] for record in in_time}
        rows = [row_of(self._name, record) for record in last.values()]
        with_vectors = [record for key, record in last.items() if given[key] is not None]
        bound = [self._key(record) | {"vector": self._bound(unit(given[record.subject, record.id]))} for record in with_vectors]

        def write(connection: Connection) -> None:
            self._database.wait_turns(connection, (record.subject for record in last.values()))
            connection.execute(self._database.upsert(ITEMS, keys=("store", "subject", "id")), rows)
            if vectors is not None or self._space is not None:
                connection.execute(self._sql.drop, [self._key(record) for record in last.values()])
            if bound:
                self._check_space(connection)
                connection.execute(self._sql.keep, bound)

        await self._database.write(write, alone=False)

    async def _adopt(self, space: VectorSpace) -> bool:
        def adopt(connection: Connection) -> bool:
            kept = self._kept_space(connection)
            if kept == space:
                return False
            dropped = connection.execute(sa.delete(self._vectors).where(self._vectors.c.store == self._name)).rowcount
            row = {"store": self._name, "model_id": space.model_id, "dimensions": space.dimensions}
            connection.execute(self._database.upsert(SPACES), row)
            return dropped > 0

        return await self._database.write(adopt)

    async def _attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        rows = [
            self._key(record) | {"text": record.text, "context": record.context, "vector": self._bound(unit(vector))}
            for record, vector in zip(records, vectors, strict=True)
        ]

        def attach(connection: Connection) -> int:
            self._check_space(connection)
            self._database.wait_turns(connection, (record.subject for record in records))
            return sum(connection.execute(self._sql.attach, row).rowcount for row in rows)

        return await self._database.write(attach, alone=False)

    async def _unembedded(self, limit: int) -> list[MemoryRecord]:
        bare = (
            sa.select(ITEMS.c.subject, *_COLUMNS)
            .outerjoin(self._vectors, self._vectors.c.number == ITEMS.c.number)
            .where(ITEMS.c.store == self._name, self._vectors.c.number.is_(None))
            .limit(limit)
        )

        def look(connection: Connection) -> list[MemoryRecord]:
            self._check_space(connection)
            return [record_of(Subject(row.subject), row) for row in connection.execute(bare)]

        return await self._database.read(look)

    async def _nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, now: datetime
    ) -> list[Recollection]:
        asked = unit(vector)

        def near(connection: Connection) -> list[Recollection]:
            self._check_space(connection)
            most = query.limit
            while True:
                # Some may not fit; then more are asked for, until there are enough or no more.
                cosines = dict(self._near(connection, subject, asked, query, now, most))
                records = self._numbered(connection, subject, cosines, fitting(query, now))
                if len(records) >= query.limit or len(cosines) < most:
                    return near_ones((record, cosines[number]) for number, record in records.items())
                most *= 4

        return await self._database.read(near)

    def _kept_space(self, connection: Connection) -> VectorSpace | None:
        row = connection.execute(sa.select(SPACES).where(SPACES.c.store == self._name)).one_or_none()
        return None if row is None else VectorSpace(row.model_id, row.dimensions)

    def _check_space(self, connection: Connection) -> None:
        if self._kept_space(connection) != self._space:
            raise moved()

    def _key(self, record: MemoryRecord) -> dict[str, object]:
        return {"store": self._name, "subject": record.subject.id, "id": record.id}

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        wanted = self._of(subject).where(ITEMS.c.id == id)
        found = await self._database.read(lambda connection: _records(connection, subject, wanted))
        return found[0] if found else None

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        def find(connection: Connection) -> list[Recollection]:
            wanted = self._of(subject).where(*fitting(query, now))
            if not query.text.strip():
                latest = wanted.order_by(ITEMS.c.at_us.desc(), ITEMS.c.id).limit(query.limit)
                return ranked(_records(connection, subject, latest), "", now)
            if counted(connection, wanted, READ_WHOLE) <= READ_WHOLE:
                return ranked(_records(connection, subject, wanted), query.text, now)
            return self._by_index(connection, subject, query, now)

        return await self._database.read(find)

    def _by_index(self, connection: Connection, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        """Rank those that hold the rarest words asked for."""
        most = max(_RANKED, 2 * query.limit)
        best, rarities = best_rows(connection, self._name, subject, query, now, most)
        records = self._numbered(connection, subject, best, fitting(query, now))
        return ranked(list(records.values()), query.text, now, rarities=rarities)

    def _numbered(
        self, connection: Connection, subject: Subject, numbers: Iterable[int], fitting: Sequence[sa.ColumnElement[bool]] = ()
    ) -> dict[int, MemoryRecord]:
        """Give those of a person's rows that fit, by number, in the order asked for."""
        found: dict[int, MemoryRecord] = {}
        asked = list(numbers)
        for some in chunks(asked):
            # By their numbers first: the planner may hold all that the person has for few.
            numbered = sa.select(ITEMS).where(ITEMS.c.number.in_(some)).offset(0).subquery("numbered")
            mine = sa.select(*(numbered.c[column.name] for column in _COLUMNS))
            wanted = mine.where(*of_rows(numbered, *owned(self._name, subject), *fitting))
            found |= {row.number: record_of(subject, row) for row in connection.execute(wanted)}
        return {number: found[number] for number in asked if number in found}

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        found = await self._database.read(lambda connection: _records(connection, subject, self._of(subject)))
        return sorted(found, key=lambda record: (record.at, record.id))

    async def _forget(self, subject: Subject) -> int:
        return await self._erase(*owned(self._name, subject), subject=subject)

    async def _forget_some(
        self, subject: Subject, ids: frozenset[str] | None, since: datetime | None, until: datetime | None
    ) -> int:
        span: list[sa.ColumnElement[bool]] = []
        if since is not None:
            span.append(ITEMS.c.at_us >= microseconds(since))
        if until is not None:
            span.append(ITEMS.c.at_us < microseconds(until))
        if ids is None:
            return await self._erase(*owned(self._name, subject), *span, subject=subject)
        some = [ITEMS.c.id.in_(part) for part in chunks(sorted(ids))]
        return await self._erase(*owned(self._name, subject), *span, sa.or_(sa.false(), *some), subject=subject)

    async def _purge(self, now: datetime) -> int:
        return await self._erase(ITEMS.c.store == self._name, ITEMS.c.expires_us <= microseconds(now))

    async def _erase(self, *conditions: sa.ColumnElement[bool], subject: Subject | None = None) -> int:
        def erase(connection: Connection) -> int:
            on_sqlite = connection.dialect.name == "sqlite"
            gone = sa.select(ITEMS.c.number).where(*conditions)
            # What somebody writes just now is not worth waiting for when it merely expired.
            numbers = connection.scalars(gone if on_sqlite or subject else gone.with_for_update(skip_locked=True)).all()
            for some in chunks(numbers):
                connection.execute(sa.delete(self._vectors).where(self._vectors.c.number.in_(some)))
                connection.execute(sa.delete(ITEMS).where(ITEMS.c.number.in_(some)))
            if on_sqlite and (numbers or subject is not None):
                # The index keeps deleted terms until its parts are merged.
                connection.exec_driver_sql("INSERT INTO auren_memory_words(auren_memory_words) VALUES ('optimize')")
            return len(numbers)

        return await self._database.erase(erase, subject=subject)

    def _of(self, subject: Subject) -> sa.Select[Any]:
        return sa.select(*_COLUMNS).where(*owned(self._name, subject))


def _records(connection: Connection, subject: Subject, wanted: sa.Select[Any]) -> list[MemoryRecord]:
    return [record_of(subject, row) for row in connection.execute(wanted)]
