"""The three tiers as one memory: where records go, how recalls are merged, and what a failing tier costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.errors import ConfigurationError, InvalidInput, LifecycleError, StoreCorrupted, StoreError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection
from auren.memory import InMemoryStore, Memory, SQLStore
from auren.people import Subject
from auren.ports import Erasable, MemoryStore

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
ANY = MemoryQuery(limit=100)


class FailingStore(InMemoryStore):
    """Fails in each method that is named."""

    def __init__(self, *failing: str, error: type[StoreError] = StoreUnavailable) -> None:
        super().__init__()
        self.failing = failing
        self.error = error

    def check(self, method: str) -> None:
        if method in self.failing:
            raise self.error("The store does not answer.")

    async def _open(self) -> None:
        self.check("open")

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        self.check("put")
        await super()._put(records, vectors)

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        self.check("find")
        return await super()._find(subject, query, now)

    async def _forget(self, subject: Subject) -> int:
        self.check("forget")
        return await super()._forget(subject)

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        self.check("export")
        return await super()._export(subject)

    async def _purge(self, now: datetime) -> int:
        self.check("purge")
        return await super()._purge(now)


def record(id: str, kind: str, text: str = "my knee hurts", subject: Subject = ANNA, hours_ago: int = 1) -> MemoryRecord:
    return MemoryRecord(id, subject, kind, text, NOW - timedelta(hours=hours_ago))


async def ids(store: MemoryStore) -> list[str]:
    return [kept.id for kept in await store.export(ANNA)]


async def test_turns_go_to_two_tiers_and_knowledge_to_one() -> None:
    kinds = ("question", "reply", "fact", "preference", "finding", "advice", "note")
    async with Memory() as memory:
        await memory.remember(*(record(kind, kind) for kind in kinds))
        assert await ids(memory.immediate) == ["question", "reply"]
        assert await ids(memory.structured) == ["advice", "fact", "finding", "preference"]
        assert await ids(memory.semantic) == ["note", "question", "reply"]


async def test_a_turn_stays_two_days_at_hand_and_verbatim_for_good() -> None:
    turn = record("q", "question")
    own = replace(record("own", "question"), expires_at=NOW + timedelta(hours=1))
    async with Memory() as memory:
        await memory.remember(turn, own)
        kept = await memory.immediate.get(ANNA, "q", now=NOW)
        assert kept == replace(turn, expires_at=turn.at + timedelta(hours=48))
        assert await memory.immediate.get(ANNA, "own", now=NOW) == own
        assert await memory.semantic.get(ANNA, "q", now=NOW) == turn
        assert await memory.semantic.get(ANNA, "own", now=NOW) == own
        later = NOW + timedelta(hours=48)
        assert [item.record for item in (await memory.recall(ANNA, ANY, later)).items] == [turn]
        assert await memory.purge(later) == 3
        assert await memory.purge(later) == 0
        assert await memory.export(ANNA) == [turn]


async def test_remembering_again_changes_nothing() -> None:
    async with Memory() as memory:
        await memory.remember()
        for _ in range(3):
            await memory.remember(record("q", "question"), record("f", "fact"))
        assert [kept.id for kept in await memory.export(ANNA)] == ["f", "q"]
        assert await memory.forget(ANNA) == 3


async def test_a_recall_is_merged_over_the_tiers_each_record_once_best_first() -> None:
    async with Memory() as memory:
        await memory.remember(
            record("turn", "question", "how is my knee", hours_ago=5),
            record("fact", "fact", "knee operated in 2019", hours_ago=9000),
            record("note", "note", "knee knee knee", hours_ago=2),
            record("other", "fact", "likes rye bread"),
            record("bens", "fact", "knee of steel", subject=BEN),
        )
        recall = await memory.recall(ANNA, MemoryQuery("knee"), NOW)
        assert {item.record.id for item in recall.items} == {"turn", "fact", "note"}
        assert [item.score for item in recall.items] == sorted((item.score for item in recall.items), reverse=True)
        assert recall.failures == ()
        shorter = await memory.recall(ANNA, MemoryQuery("knee", limit=2), NOW)
        assert shorter.items == recall.items[:2]
        assert [item.record.id for item in (await memory.recall(ANNA, MemoryQuery(limit=2), NOW)).items] == ["other", "note"]


@pytest.mark.parametrize("tier", ["immediate", "structured", "semantic"])
async def test_a_tier_that_fails_is_named_and_the_others_answer(tier: str) -> None:
    async with Memory(*_with(FailingStore("find"), tier)) as memory:
        await memory.remember(record("q", "question"), record("f", "fact"))
        recall = await memory.recall(ANNA, ANY, NOW)
        assert {item.record.id for item in recall.items} == {"q", "f"} - ({"f"} if tier == "structured" else set())
        assert recall.failures == (f"memory: the {tier} tier did not answer (StoreUnavailable)",)


async def test_a_recall_fails_when_every_tier_does() -> None:
    async with Memory(FailingStore("find"), FailingStore("find"), FailingStore("find")) as memory:
        with pytest.raises(StoreUnavailable, match="3 of 3 tiers") as failed:
            await memory.recall(ANNA, ANY, NOW)
        assert isinstance(failed.value.__cause__, ExceptionGroup)
        assert len(failed.value.__cause__.exceptions) == 3


async def test_a_failure_that_trying_again_does_not_mend_is_not_called_retryable() -> None:
    corrupted = FailingStore("find", error=StoreCorrupted)
    async with Memory(corrupted, FailingStore("find"), FailingStore("find")) as memory:
        with pytest.raises(StoreError) as failed:
            await memory.recall(ANNA, ANY, NOW)
        assert not failed.value.retryable


async def test_a_callers_mistake_is_no_failure_of_a_tier() -> None:
    async with Memory() as memory:
        with pytest.raises(InvalidInput):
            await memory.recall(ANNA, MemoryQuery(limit=0), NOW)


@pytest.mark.parametrize("tier", ["immediate", "structured", "semantic"])
async def test_forgetting_goes_on_past_a_tier_that_fails_and_may_be_repeated(tier: str) -> None:
    failing = FailingStore("forget", "purge", "export")
    async with Memory(*_with(failing, tier)) as memory:
        await memory.remember(record("q", "question"), record("f", "fact"))
        with pytest.raises(StoreUnavailable, match="1 of 3"):
            await memory.forget(ANNA)
        for name in {"immediate", "structured", "semantic"} - {tier}:
            assert await ids(getattr(memory, name)) == []
        with pytest.raises(StoreUnavailable):
            await memory.export(ANNA)
        with pytest.raises(StoreUnavailable):
            await memory.purge(NOW)
        failing.failing = ()
        assert await memory.forget(ANNA) == 1
        assert await memory.forget(ANNA) == 0
        assert await memory.export(ANNA) == []


async def test_a_put_that_fails_is_said_and_the_other_tiers_keep_their_part() -> None:
    failing = FailingStore("put")
    async with Memory(structured=failing) as memory:
        with pytest.raises(StoreUnavailable):
            await memory.remember(record("q", "question"), record("f", "fact"))
        assert await ids(memory.semantic) == ["q"]
        failing.failing = ()
        await memory.remember(record("q", "question"), record("f", "fact"))
        assert await ids(failing) == ["f"]


async def test_forgetting_one_person_leaves_the_others() -> None:
    async with Memory() as memory:
        await memory.remember(record("q", "question"), record("q", "question", subject=BEN))
        assert await memory.forget(ANNA) == 2
        assert (await memory.recall(ANNA, ANY, NOW)).items == ()
        assert [kept.subject for kept in await memory.export(BEN)] == [BEN]


async def test_it_opens_and_closes_its_stores_and_leaves_what_the_host_holds() -> None:
    memory = Memory()
    assert isinstance(memory, Erasable)
    with pytest.raises(LifecycleError):
        await memory.recall(ANNA, ANY, NOW)
    async with memory.semantic:
        async with memory:
            assert [store.is_open for store in (memory.immediate, memory.structured, memory.semantic)] == [True] * 3
        assert [store.is_open for store in (memory.immediate, memory.structured, memory.semantic)] == [False, False, True]
    with pytest.raises(LifecycleError):
        await memory.remember(record("q", "question"))


async def test_a_tier_that_does_not_open_leaves_none_open() -> None:
    memory = Memory(semantic=FailingStore("open"))
    with pytest.raises(StoreUnavailable):
        await memory.open()
    assert not any(store.is_open for store in (memory, memory.immediate, memory.structured, memory.semantic))


def test_one_store_cannot_be_two_tiers() -> None:
    store = InMemoryStore()
    with pytest.raises(ConfigurationError):
        Memory(immediate=store, semantic=store)


async def test_three_tiers_fit_into_one_database(tmp_path: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'host.db'}")
    stores = [SQLStore(engine, name=name) for name in ("immediate", "structured", "semantic")]
    async with Memory(*stores) as memory:
        await memory.remember(record("q", "question"), record("f", "fact"))
        assert [await ids(store) for store in stores] == [["q"], ["f"], ["q"]]
        assert len((await memory.recall(ANNA, MemoryQuery("knee"), NOW)).items) == 2
        assert await memory.forget(ANNA) == 3
    await engine.dispose()


def _with(store: MemoryStore, tier: str) -> list[MemoryStore | None]:
    """Give the stores of three tiers, of which one is given."""
    return [store if name == tier else None for name in ("immediate", "structured", "semantic")]
