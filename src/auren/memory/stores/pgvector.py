"""A memory store in PostgreSQL with the pgvector extension: the database itself compares vectors."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren.errors import UnknownScheme
from auren.facts import MemoryQuery
from auren.memory.stores._sql_records import SQLRecords
from auren.memory.stores._sql_tables import ITEMS
from auren.memory.stores._sql_words import fitting
from auren.memory.stores._values import hashed
from auren.memory.stores._vectors import Vector
from auren.people import Subject

__all__ = ["PgvectorStore"]

EXACT_UP_TO: Final = 10_000
"""Up to so many vectors of one person, each is compared; the approximate index serves those who have more."""
_LOOKED_AT: Final = 100

_VECTORS: Final = sa.table(
    "auren_memory_pgvectors", sa.column("number"), sa.column("store"), sa.column("subject"), sa.column("vector")
)
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS auren_memory_pgvectors (
    number bigint PRIMARY KEY,
    store text NOT NULL,
    subject text NOT NULL,
    vector vector NOT NULL
)"""
_OWNER: Final = "CREATE INDEX IF NOT EXISTS auren_memory_pgvector_owner ON auren_memory_pgvectors (store, subject)"
_VALUE: Final = "CAST(CAST(:vector AS text) AS vector)"


class PgvectorStore(SQLRecords):
    """Keeps records in PostgreSQL and their vectors in the pgvector extension, and finds them by words, recency and vectors.

    A person's vectors are compared one by one up to ten thousand, so that the nearest are exact. For people with more,
    `build_index` makes an HNSW index, which serves them approximately; without it theirs are compared one by one, too.

    Args:
        url_or_engine: for example "postgresql+asyncpg://host/name"; or the host's own AsyncEngine, which stays open. The
            extension must be installed, or its user be allowed to.
        name: stores of different names share a database without seeing one another's records.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is none of PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    def __init__(self, url_or_engine: str | AsyncEngine, *, name: str = "main", timeout_s: float | None = 10.0) -> None:
        super().__init__(url_or_engine, name=name, vectors=_VECTORS, value=_VALUE, timeout_s=timeout_s)
        self._indexed = False
        url = url_or_engine if isinstance(url_or_engine, str) else url_or_engine.url.drivername
        if not url.startswith("postgresql"):
            raise UnknownScheme("A database that is none of PostgreSQL was given; use postgresql+asyncpg://.")

    async def _open(self) -> None:
        await super()._open()
        try:
            await self._database.write(_prepare)
        except BaseException:
            await self._close()
            raise

    async def build_index(self, *, timeout_s: float = 3600.0) -> None:
        """Make the HNSW index of the adopted space, if there is none; with a million vectors it takes minutes.

        Args:
            timeout_s: seconds it may take.

        Raises:
            ConfigurationError: no space was adopted.
            StoreError: the database could not do it.
            LifecycleError: the store is not open.
        """
        dimensions = self._need_space().dimensions
        build = (
            f"CREATE INDEX IF NOT EXISTS {self._index_name(dimensions)} ON auren_memory_pgvectors "
            f"USING hnsw ((vector::vector({dimensions})) vector_cosine_ops) WHERE store = {_quoted(self._name)}"
        )
        async with self._working("build_index", timeout_s=timeout_s):
            await self._database.write(lambda connection: connection.exec_driver_sql(build))

    @staticmethod
    def _bound(vector: Vector) -> object:
        return f"[{','.join(map(repr, vector.tolist()))}]"

    def _near(
        self, connection: Connection, subject: Subject, vector: Vector, query: MemoryQuery, now: datetime, most: int
    ) -> list[tuple[int, float]]:
        dimensions = self._need_space().dimensions
        mine = sa.select(_VECTORS.c.number, _VECTORS.c.vector).where(*self._mine(subject))
        if query.kinds or query.conversation or query.since:
            mine = mine.join(ITEMS, ITEMS.c.number == _VECTORS.c.number).where(*fitting(query, now))
        counted = sa.select(sa.func.count()).select_from(mine.limit(EXACT_UP_TO + 1).subquery())
        if (connection.scalar(counted) or 0) > EXACT_UP_TO and self._has_index(connection, dimensions):
            # The index goes on until enough of what it meets are this person's.
            connection.exec_driver_sql("SET LOCAL hnsw.iterative_scan = strict_order")
            # The planner holds a comparison of two vectors for as cheap as one of two numbers, and would compare them all.
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
            connection.exec_driver_sql(f"SET LOCAL hnsw.ef_search = {max(_LOOKED_AT, min(most, 1000))}")
        else:
            # Read first, so that no index may stop before it has met all of them.
            kept = mine.offset(0).subquery("mine")
            mine = sa.select(kept.c.number, kept.c.vector)
        # As a question of its own, it is read once and not for every row.
        asked = sa.select(sa.cast(sa.cast(self._bound(vector), sa.Text), _VectorType(dimensions))).scalar_subquery()
        distance = sa.cast(mine.selected_columns.vector, _VectorType(dimensions)).op("<=>")(asked).label("distance")
        nearest = mine.with_only_columns(mine.selected_columns.number, distance).order_by(distance).limit(most)
        return [(row.number, 1 - float(row.distance)) for row in connection.execute(nearest)]

    def _mine(self, subject: Subject) -> tuple[sa.ColumnElement[bool], ...]:
        # The name stands in the statement itself, so that the database sees that the index is of it.
        return _VECTORS.c.store == sa.bindparam(None, self._name, literal_execute=True), _VECTORS.c.subject == subject.id

    def _has_index(self, connection: Connection, dimensions: int) -> bool:
        if not self._indexed:
            found = sa.cast(sa.func.to_regclass(self._index_name(dimensions)), sa.Text)
            self._indexed = connection.scalar(sa.select(found)) is not None
        return self._indexed

    def _index_name(self, dimensions: int) -> str:
        return f"auren_memory_hnsw_{hashed(self._name)[:12]}_{dimensions}"


class _VectorType(sa.types.UserDefinedType[Any]):
    """A vector of a length, as the extension names it."""

    cache_ok = True

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions

    def get_col_spec(self, **_options: object) -> str:
        return f"vector({self.dimensions})"


def _prepare(connection: Connection) -> None:
    for statement in ("CREATE EXTENSION IF NOT EXISTS vector", _TABLE, _OWNER):
        connection.exec_driver_sql(statement)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
