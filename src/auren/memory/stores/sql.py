"""A memory store in SQLite or PostgreSQL: records as rows under a full-text index, their vectors beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import MEMORY_URL
from auren.facts import MemoryQuery
from auren.memory.stores._sql_records import SQLRecords
from auren.memory.stores._sql_tables import ITEMS, VECTORS
from auren.memory.stores._sql_words import fitting
from auren.memory.stores._vectors import Vector
from auren.people import Subject

__all__ = ["SQLStore"]


class SQLStore(SQLRecords):
    """Keeps records in SQLite (FTS5) or PostgreSQL (full text), and finds them by words, recency and vectors.

    Vectors are compared one by one, all of the person's at each search: exact, and quick up to some ten thousand.

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

    def __init__(
        self, url_or_engine: str | AsyncEngine = MEMORY_URL, *, name: str = "main", timeout_s: float | None = 10.0
    ) -> None:
        value = sa.bindparam("vector", type_=sa.LargeBinary)
        super().__init__(url_or_engine, name=name, vectors=VECTORS, value=value, timeout_s=timeout_s)

    @staticmethod
    def _bound(vector: Vector) -> object:
        return vector.tobytes()

    def _near(
        self, connection: Connection, subject: Subject, vector: Vector, query: MemoryQuery, now: datetime, most: int
    ) -> list[tuple[int, float]]:
        wanted = sa.select(VECTORS.c.number, VECTORS.c.vector).where(
            VECTORS.c.store == self._name, VECTORS.c.subject == subject.id
        )
        if query.kinds or query.conversation or query.since:
            wanted = wanted.join(ITEMS, ITEMS.c.number == VECTORS.c.number).where(*fitting(query, now))
        rows: Any = connection.execute(wanted).all()
        if not rows:
            return []
        matrix = np.frombuffer(b"".join([row[1] for row in rows]), dtype="<f4").reshape(len(rows), -1)
        cosines = matrix @ vector
        best = np.argsort(-cosines, kind="stable")[:most].tolist()
        numbers = [row.number for row in rows]
        return [(numbers[place], float(cosines[place])) for place in best]
