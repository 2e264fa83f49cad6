"""Every memory store passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.memory import InMemoryStore, SQLStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract


class TestInMemoryStore(MemoryStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return InMemoryStore()


class TestSQLStoreInMemory(MemoryStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return SQLStore()


class TestSQLStoreInAFile(MemoryStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> MemoryStore:
        return SQLStore(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}")


class TestSQLStoreOnTheHostsEngine(MemoryStoreContract):
    @pytest.fixture(params=["sqlite+aiosqlite://", "sqlite+aiosqlite:///{}/host.db"])
    async def store(self, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MemoryStore]:
        engine = create_async_engine(str(request.param).format(tmp_path))
        yield SQLStore(engine)
        await engine.dispose()
