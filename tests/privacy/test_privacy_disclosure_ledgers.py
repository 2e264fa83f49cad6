"""Every ledger of disclosures passes the contract; one in SQL outlives the process, and tells what was damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auren.clock import SimulatedClock
from auren.errors import StoreCorrupted, StoreUnavailable
from auren.people import Subject
from auren.privacy.audit import verify
from auren.privacy.disclosure import Disclosure, DisclosureLedger, InMemoryDisclosureLedger, SQLDisclosureLedger
from auren.testing.contracts import DisclosureLedgerContract

ANNA = Subject("anna")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = bytes(range(32))
NOTE = Disclosure(ANNA, "a model", ("wording",), NOW, "model_provider")


class TestInMemoryDisclosureLedger(DisclosureLedgerContract):
    @pytest.fixture
    def ledger(self, key: bytes, clock: SimulatedClock) -> DisclosureLedger:
        return InMemoryDisclosureLedger(key, clock)


class TestSQLDisclosureLedgerInMemory(DisclosureLedgerContract):
    @pytest.fixture
    def ledger(self, key: bytes, clock: SimulatedClock) -> DisclosureLedger:
        return SQLDisclosureLedger(key=key, clock=clock)


class TestSQLDisclosureLedgerInAFile(DisclosureLedgerContract):
    @pytest.fixture
    def ledger(self, key: bytes, clock: SimulatedClock, tmp_path: Path) -> DisclosureLedger:
        return SQLDisclosureLedger(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}", key=key, clock=clock)


class TestSQLDisclosureLedgerOnPostgreSQL(DisclosureLedgerContract):
    @pytest.fixture
    def ledger(self, key: bytes, clock: SimulatedClock, postgres_url: str) -> DisclosureLedger:
        return SQLDisclosureLedger(postgres_url, key=key, clock=clock)


async def test_it_outlives_the_process_and_leaves_no_byte_of_who_was_erased(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    async with SQLDisclosureLedger(url, key=KEY) as ledger:
        await ledger.note(NOTE)
    async with SQLDisclosureLedger(url, key=KEY) as ledger:
        assert await ledger.disclosures(ANNA) == (NOTE,)
        assert any(b"anna" in path.read_bytes() for path in tmp_path.iterdir())
        assert await ledger.forget(ANNA) == 1
        assert all(b"anna" not in path.read_bytes() for path in tmp_path.iterdir())
        assert [to for to, _ in await ledger.erased_disclosures(ANNA)] == ["a model"]


async def test_another_key_finds_nobody(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    async with SQLDisclosureLedger(url, key=KEY) as ledger:
        await ledger.note(NOTE)
        await ledger.forget(ANNA)
    async with SQLDisclosureLedger(url, key=KEY[::-1]) as ledger:
        assert await ledger.erased_disclosures(ANNA) == ()
        assert verify(await ledger.entries()).ok


@pytest.mark.parametrize(
    "damage",
    [
        'UPDATE auren_disclosure_details SET body = \'[["nothing"], ""]\'',
        "UPDATE auren_disclosure_details SET body = 'garbage'",
        "UPDATE auren_disclosure_chain SET actor = 'somebody else'",
        "UPDATE auren_disclosure_chain SET person = 'somebody else'",
        "UPDATE auren_disclosure_chain SET at_us = 'never'",
    ],
)
async def test_what_was_changed_is_told(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "auren.db"
    async with SQLDisclosureLedger(f"sqlite+aiosqlite:///{path}", key=KEY) as ledger:
        await ledger.note(NOTE)
        with closing(sqlite3.connect(path)) as other:
            other.execute(damage)
            other.commit()
        with pytest.raises(StoreCorrupted):
            await ledger.disclosures(ANNA)


async def test_a_dead_or_slow_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        await SQLDisclosureLedger(f"postgresql+asyncpg:///postgres?host={tmp_path}", key=KEY).open()
    path = tmp_path / "auren.db"
    async with SQLDisclosureLedger(f"sqlite+aiosqlite:///{path}", key=KEY, timeout_s=0.2) as ledger:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailable):
                await ledger.note(NOTE)
            other.execute("ROLLBACK")
        await ledger.note(NOTE)
        assert (await ledger.anchor()).count == 1
