"""Every book of consents passes the contract; the law holds for any decisions; and faults of a database count as no."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import create_async_engine

from auren.clock import SimulatedClock
from auren.errors import ConsentError, StoreCorrupted, StoreUnavailable
from auren.people import Subject
from auren.privacy.consent import ConsentBook, ConsentRecord, InMemoryConsentBook, SQLConsentBook, require, stands
from auren.testing.contracts import ConsentBookContract

ANNA = Subject("anna")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class TestInMemoryConsentBook(ConsentBookContract):
    @pytest.fixture
    def book(self, clock: SimulatedClock) -> ConsentBook:
        return InMemoryConsentBook(clock)


class TestSQLConsentBookInMemory(ConsentBookContract):
    @pytest.fixture
    def book(self, clock: SimulatedClock) -> ConsentBook:
        return SQLConsentBook(clock=clock)


class TestSQLConsentBookInAFile(ConsentBookContract):
    @pytest.fixture
    def book(self, clock: SimulatedClock, tmp_path: Path) -> ConsentBook:
        return SQLConsentBook(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}", clock=clock)


class TestSQLConsentBookOnTheHostsEngine(ConsentBookContract):
    @pytest.fixture
    async def book(self, clock: SimulatedClock, tmp_path: Path) -> AsyncIterator[ConsentBook]:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'host.db'}")
        yield SQLConsentBook(engine, clock=clock)
        await engine.dispose()


class TestSQLConsentBookOnPostgreSQL(ConsentBookContract):
    @pytest.fixture
    def book(self, clock: SimulatedClock, postgres_url: str) -> ConsentBook:
        return SQLConsentBook(postgres_url, clock=clock)


# The law, over any decisions

minutes = st.integers(-300, 300).map(lambda n: timedelta(minutes=n))
decisions = st.builds(
    lambda granted, at, late: ConsentRecord(ANNA, "share", granted, NOW + at, "1", recorded_at=NOW + at + late),
    st.booleans(),
    minutes,
    minutes.map(abs),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(decisions, max_size=6), st.randoms())
def test_the_order_of_decisions_does_not_matter(given_decisions: list[ConsentRecord], random: object) -> None:
    shuffled = list(given_decisions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stands(shuffled, NOW) == stands(given_decisions, NOW)


@settings(max_examples=300, deadline=None)
@given(st.lists(decisions, max_size=6))
def test_what_is_allowed_was_granted_by_now_and_after_every_withdrawal(held: list[ConsentRecord]) -> None:
    ends = [max(one.at, one.recorded_at or one.at) for one in held if not one.granted]
    grants = [one.at for one in held if one.granted and one.at <= NOW]
    assert stands(held, NOW) == any(all(at > end for end in ends) for at in grants)


@settings(max_examples=300, deadline=None)
@given(st.lists(decisions, max_size=6), minutes)
def test_a_withdrawal_that_is_recorded_now_ends_it_whatever_its_date(held: list[ConsentRecord], at: timedelta) -> None:
    withdrawal = ConsentRecord(ANNA, "share", False, NOW + at, recorded_at=NOW)
    assert not stands([*held, withdrawal], NOW)


@settings(max_examples=300, deadline=None)
@given(st.lists(decisions, max_size=6), decisions)
def test_a_further_withdrawal_never_allows_anything(held: list[ConsentRecord], further: ConsentRecord) -> None:
    if not further.granted and not stands(held, NOW):
        assert not stands([*held, further], NOW)


# Persistence and faults


def grant(at: datetime = NOW) -> ConsentRecord:
    return ConsentRecord(ANNA, "share", True, at, "2026-01", "app settings")


async def test_decisions_outlive_the_book(tmp_path: Path) -> None:
    url, clock = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}", SimulatedClock(NOW)
    async with SQLConsentBook(url, clock=clock) as book:
        await book.record(grant())
    async with SQLConsentBook(url, clock=clock) as book:
        assert await book.allows(ANNA, "share")
        assert await book.forget(ANNA) == 1
    assert all(b"anna" not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE auren_consent_decisions SET purpose = 'selling'",
        "UPDATE auren_consent_decisions SET at_us = 'never'",
        "UPDATE auren_consent_decisions SET at_us = 9223372036854775807",
        "UPDATE auren_consent_decisions SET text_version = ''",
    ],
)
async def test_garbage_is_told_and_counts_as_no(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "auren.db"
    async with SQLConsentBook(f"sqlite+aiosqlite:///{path}", clock=SimulatedClock(NOW)) as book:
        await book.record(grant())
        with closing(sqlite3.connect(path)) as other:
            other.execute(damage)
            other.commit()
        with pytest.raises(StoreCorrupted) as told:
            await book.export(ANNA)
        assert "selling" not in f"{told.value} {told.value.__cause__}"
        with pytest.raises(ConsentError):
            await require(book, ANNA, "share")


async def test_a_dead_database_is_told_and_counts_as_no(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as told:
        await SQLConsentBook(f"postgresql+asyncpg:///postgres?host={tmp_path}").open()
    assert str(tmp_path) not in str(told.value)
    path = tmp_path / "auren.db"
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreCorrupted):
        await SQLConsentBook(f"sqlite+aiosqlite:///{path}").open()


async def test_a_slow_database_is_given_up_and_counts_as_no(tmp_path: Path) -> None:
    path = tmp_path / "auren.db"
    async with SQLConsentBook(f"sqlite+aiosqlite:///{path}", clock=SimulatedClock(NOW), timeout_s=0.2) as book:
        await book.record(grant())
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailable):
                await book.record(grant(NOW - timedelta(days=1)))
            other.execute("ROLLBACK")
        assert await book.allows(ANNA, "share")
