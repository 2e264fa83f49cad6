"""Every fact store passes the contract, against real servers too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.ports import FactStore
from auren.testing.contracts import FactStoreContract


class TestInMemoryFactStore(FactStoreContract):
    @pytest.fixture
    def store(self) -> FactStore:
        return InMemoryFactStore()


class TestSQLFactStoreInMemory(FactStoreContract):
    @pytest.fixture
    def store(self) -> FactStore:
        return SQLFactStore()


class TestSQLFactStoreInAFile(FactStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> FactStore:
        return SQLFactStore(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}")


class TestSQLFactStoreOnTheHostsEngine(FactStoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[FactStore]:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'host.db'}")
        yield SQLFactStore(engine)
        await engine.dispose()


class TestSQLFactStoreOnPostgreSQL(FactStoreContract):
    @pytest.fixture
    def store(self, postgres_url: str) -> FactStore:
        return SQLFactStore(postgres_url, timeout_s=60)
