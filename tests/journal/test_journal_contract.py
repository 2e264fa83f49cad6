"""Every journal passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.journal import InMemoryJournal, SQLJournal
from auren.ports import Journal
from auren.testing.contracts import JournalContract


class TestInMemoryJournal(JournalContract):
    @pytest.fixture
    def journal(self) -> Journal:
        return InMemoryJournal()


class TestSQLJournalInMemory(JournalContract):
    @pytest.fixture
    def journal(self) -> Journal:
        return SQLJournal()


class TestSQLJournalInAFile(JournalContract):
    @pytest.fixture
    def journal(self, tmp_path: Path) -> Journal:
        return SQLJournal(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}")


class TestSQLJournalOnTheHostsEngine(JournalContract):
    @pytest.fixture(params=["sqlite+aiosqlite://", "sqlite+aiosqlite:///{}/host.db"])
    async def journal(self, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
        engine = create_async_engine(str(request.param).format(tmp_path))
        yield SQLJournal(engine)
        await engine.dispose()
