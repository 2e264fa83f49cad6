"""The SQL stores pass the contract on SQLite and PostgreSQL, also where the word index answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.memory.stores import _sql_records
from auren.memory.stores.pgvector import PgvectorStore
from auren.memory.stores.sql import SQLStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract


class TestSQLStoreOnPostgres(MemoryStoreContract):
    @pytest.fixture
    def store(self, postgres_url: str) -> MemoryStore:
        return SQLStore(postgres_url)


class TestSQLStoreByItsIndex(MemoryStoreContract):
    """However few the records, SQLite's word index is asked."""

    @pytest.fixture
    def store(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MemoryStore:
        monkeypatch.setattr(_sql_records, "READ_WHOLE", -1)
        return SQLStore(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}")


class TestPgvectorStore(MemoryStoreContract):
    @pytest.fixture
    def store(self, postgres_url: str) -> MemoryStore:
        return PgvectorStore(postgres_url)


class TestPgvectorStoreByItsIndexOnTheHostsEngine(MemoryStoreContract):
    @pytest.fixture
    async def store(self, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> AsyncIterator[MemoryStore]:
        monkeypatch.setattr(_sql_records, "READ_WHOLE", -1)
        engine = create_async_engine(postgres_url)
        yield PgvectorStore(engine)
        await engine.dispose()
