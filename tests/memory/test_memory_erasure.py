"""Forgetting as a whole: journalled, finished after a crash at any write, and final for what comes late."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from auren._sql import Database
from auren.clock import FrozenClock
from auren.errors import InvalidInput, StoreError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, VectorSpace
from auren.memory import InMemoryStore, SQLStore
from auren.memory.erasure import Erasure, Forgetting, GuardedStore, Retention, Tombstones
from auren.people import Subject
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract

ANNA, BEN = Subject("anna-canary"), Subject("ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
KEY = b"a key that is kept elsewhere"
LATEST = MemoryQuery(limit=1000)


def record(id: str, subject: Subject = ANNA, *, hours_ago: float = 1.0, text: str = "my knee hurts") -> MemoryRecord:
    return MemoryRecord(id, subject, "question", text, NOW - timedelta(hours=hours_ago))


class TestGuardedStore(MemoryStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return GuardedStore(InMemoryStore(), tombstones=Tombstones(key=KEY))


@dataclass
class House:
    """Two guarded stores and their journal, as a host composes them."""

    tombstones: Tombstones
    stores: Sequence[GuardedStore]
    erasure: Erasure

    async def shown(self, subject: Subject = ANNA) -> list[list[str]]:
        return [sorted(item.record.id for item in await store.find(subject, LATEST, now=NOW)) for store in self.stores]


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    tombstones = Tombstones(f"sqlite+aiosqlite:///{folder / 'tombstones.db'}", key=KEY)
    stores = [
        GuardedStore(SQLStore(f"sqlite+aiosqlite:///{folder / f'{name}.db'}"), tombstones=tombstones) for name in ("one", "two")
    ]
    async with tombstones, stores[0], stores[1]:
        yield House(tombstones, stores, Erasure(tombstones, stores, clock=FrozenClock(NOW)))


async def fill(built: House) -> None:
    for store in built.stores:
        await store.put([record("m1", hours_ago=3), record("m2", hours_ago=2), record("m3"), record("m1", BEN)])


class Crash(BaseException):
    """The process ends here."""


class Crashing:
    """Ends the process before or after one of the writes, and lets none through from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at: int, before: bool) -> None:
        self.at, self.before, self.writes = at, before, 0
        self._write = Database.write
        monkeypatch.setattr(Database, "write", self._writing())

    def _writing(self) -> Any:
        crashing, write = self, self._write

        async def writing(database: Database, work: Any, **options: Any) -> Any:
            crashing.writes += 1
            if crashing.writes > crashing.at or (crashing.before and crashing.writes == crashing.at):
                raise Crash
            done = await write(database, work, **options)
            if crashing.writes == crashing.at:
                raise Crash
            return done

        return writing


FORGETTINGS: dict[str, dict[str, Any]] = {
    "all": {},
    "an id": {"ids": ["m2"]},
    "a span": {"since": NOW - timedelta(hours=2.5), "until": NOW - timedelta(hours=1.5)},
}


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("what", FORGETTINGS)
async def test_a_crash_at_any_write_is_finished_when_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, at: int, before: bool
) -> None:
    chosen = FORGETTINGS[what]
    left = [] if what == "all" else ["m1", "m3"]
    async with house(tmp_path) as built:
        await fill(built)
        with monkeypatch.context() as patch:
            Crashing(patch, at=at, before=before)
            with pytest.raises(Crash):
                await (built.erasure.forget_some(ANNA, **chosen) if chosen else built.erasure.forget(ANNA))
    asked = at > 1 or not before
    async with house(tmp_path) as built:
        # What was asked for is hidden at once, whatever has been done of it.
        assert await built.shown() == [left if asked else ["m1", "m2", "m3"]] * 2
        await built.erasure.resume()
        assert await built.shown() == [left if asked else ["m1", "m2", "m3"]] * 2
        for store in built.stores:
            assert len(await store.store.export(ANNA)) == (len(left) if asked else 3)
        assert await built.tombstones.pending() == []
        assert await built.erasure.resume() == 0
        assert await built.shown(BEN) == [["m1"]] * 2


async def test_a_store_that_fails_is_told_of_and_done_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with house(tmp_path) as built:
        await fill(built)

        async def failing(*_arguments: object, **_options: object) -> int:
            raise StoreUnavailable("The server does not answer.")

        with monkeypatch.context() as patch:
            patch.setattr(built.stores[0], "_forget", failing)
            with pytest.raises(StoreUnavailable, match="1 of 2"):
                await built.erasure.forget(ANNA)
        assert await built.shown() == [[], []]
        assert [len(await store.store.export(ANNA)) for store in built.stores] == [3, 0]
        assert await built.erasure.resume() == 3
        assert [len(await store.store.export(ANNA)) for store in built.stores] == [0, 0]


@pytest.mark.parametrize("what", FORGETTINGS)
async def test_what_was_forgotten_and_comes_late_is_refused(tmp_path: Path, what: str) -> None:
    chosen = FORGETTINGS[what]
    async with house(tmp_path) as built:
        await fill(built)
        await (built.erasure.forget_some(ANNA, **chosen) if chosen else built.erasure.forget(ANNA))
    async with house(tmp_path) as built:
        store = built.stores[0]
        fresh = replace(record("new"), at=NOW + timedelta(minutes=1))
        await store.adopt(VectorSpace("model", 2))
        await store.put([record("m2", hours_ago=2), fresh, record("m2", BEN)], [[1.0, 0.0], [0.0, 1.0], None])
        assert store.refused == 1
        assert await store.get(ANNA, "m2", now=NOW) is None
        assert await store.get(ANNA, "new", now=NOW) == fresh
        assert await store.get(BEN, "m2", now=NOW) is not None
        near = await store.nearest(ANNA, [0.0, 1.0], LATEST, now=NOW)
        assert [(item.record.id, item.score) for item in near] == [("new", 1.0)]
        other = await store.get(ANNA, "m1", now=NOW)
        assert (other is None) == (what == "all")


async def test_forgetting_again_what_began_anew_leaves_nothing_and_resuming_an_old_request_leaves_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(tmp_path) as built:
        await fill(built)
        with monkeypatch.context() as patch:
            Crashing(patch, at=1, before=False)
            with pytest.raises(Crash):
                await built.erasure.forget(ANNA)
        fresh = replace(record("new"), at=NOW)
        await built.stores[0].put([fresh])
        await built.erasure.resume()
        assert await built.stores[0].export(ANNA) == [fresh]


async def test_the_journal_names_nobody_once_all_is_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path) as built:
        await fill(built)
        await built.erasure.forget_some(ANNA, ids=["canary-id"])
        await built.erasure.forget(ANNA)
        assert b"canary" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    async with Tombstones(f"sqlite+aiosqlite:///{tmp_path / 'tombstones.db'}", key=b"another key, of nobody") as other:
        # Without the key it tells nothing of anybody.
        assert await other.living([record("canary-id")]) == [record("canary-id")]


async def test_many_forgotten_ids_are_all_refused() -> None:
    async with Tombstones(key=KEY) as tombstones:
        ids = [f"m{n}" for n in range(1200)]
        await tombstones.bury(Forgetting(ANNA, frozenset(ids), None, None, NOW))
        await tombstones.bury(Forgetting(ANNA, frozenset(ids), None, None, NOW))
        assert [kept.id for kept in await tombstones.living([record(id) for id in [*ids, "other"]])] == ["other"]
        assert [pending.ids for _, pending in await tombstones.pending()] == [frozenset(ids)] * 2


def test_what_cannot_be_forgotten_is_said() -> None:
    with pytest.raises(InvalidInput, match="ends before it begins"):
        Forgetting(ANNA, frozenset(), NOW, NOW, NOW)
    with pytest.raises(InvalidInput, match="at once"):
        Forgetting(ANNA, frozenset({"m1"}), NOW, None, NOW)
    with pytest.raises(InvalidInput, match="without a zone"):
        Forgetting(ANNA, frozenset(), datetime(2024, 5, 1), None, NOW)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(InvalidInput, match="at least 16"):
        Tombstones(key=b"short")


async def test_nothing_chosen_forgets_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as built:
        await fill(built)
        with pytest.raises(InvalidInput):
            await built.erasure.forget_some(ANNA)
        assert await built.erasure.forget_some(ANNA, ids=[]) == 0
        assert await built.shown() == [["m1", "m2", "m3"]] * 2


async def test_a_damaged_request_is_told_without_its_words(tmp_path: Path) -> None:
    async with Tombstones(key=KEY) as tombstones:
        await tombstones.bury(Forgetting(ANNA, frozenset(), None, None, NOW))
        for request in ("[]", "canary", json.dumps([1, 2, 3, 4, "canary"])):
            damage = f"UPDATE auren_tombstone_pending SET request = '{request}'"  # noqa: S608 - of the test's own
            await tombstones._database.write(partial(Connection.exec_driver_sql, statement=damage))
            with pytest.raises(StoreError) as told:
                await tombstones.pending()
            assert "canary" not in str(told.value)
            assert told.value.__cause__ is None


async def test_a_tier_keeps_nothing_for_longer_than_agreed() -> None:
    store = GuardedStore(InMemoryStore(), retention=Retention(days=2))
    soon = replace(record("soon"), expires_at=NOW + timedelta(hours=1))
    late = replace(record("late"), expires_at=NOW + timedelta(days=400))
    async with store:
        await store.put([record("plain"), soon, late, record("old", hours_ago=49)])
        assert {kept.id: kept.expires_at for kept in await store.export(ANNA)} == {
            "plain": record("plain").at + timedelta(days=2),
            "soon": NOW + timedelta(hours=1),
            "late": late.at + timedelta(days=2),
            "old": NOW - timedelta(hours=1),
        }
        assert [item.record.id for item in await store.find(ANNA, LATEST, now=NOW)] == ["late", "plain", "soon"]
        assert await store.purge(NOW) == 1
        assert await store.purge(NOW + timedelta(days=2)) == 3
    for days in (0, -1, 1e9, float("nan")):
        with pytest.raises(InvalidInput):
            Retention(days=days)
    assert Retention().bounded(late) == late
