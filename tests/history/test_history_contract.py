"""Every history passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.history import InMemoryHistory, SQLHistory
from auren.ports import History
from auren.testing.contracts import HistoryContract


class TestInMemoryHistory(HistoryContract):
    @pytest.fixture
    def history(self) -> History:
        return InMemoryHistory()


class TestSQLHistoryInMemory(HistoryContract):
    @pytest.fixture
    def history(self) -> History:
        return SQLHistory()


class TestSQLHistoryInAFile(HistoryContract):
    @pytest.fixture
    def history(self, tmp_path: Path) -> History:
        return SQLHistory(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}")


class TestSQLHistoryOnTheHostsEngine(HistoryContract):
    @pytest.fixture(params=["sqlite+aiosqlite://", "sqlite+aiosqlite:///{}/host.db"])
    async def history(self, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[History]:
        engine = create_async_engine(str(request.param).format(tmp_path))
        yield SQLHistory(engine)
        await engine.dispose()
