"""The word index in the process's memory gives what ranking all of a person's records gives, whatever came and went."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from auren.facts import MemoryQuery, MemoryRecord
from auren.memory.stores import in_memory
from auren.memory.stores.in_memory import InMemoryStore
from auren.people import Subject

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
WORDS = ("knee", "sleep", "run", "søvn", "睡眠", "tired", "race", "calf")


def record(number: int, rng: random.Random) -> MemoryRecord:
    return MemoryRecord(
        f"m{number}",
        rng.choice((ANNA, ANNA, BEN)),
        rng.choice(("question", "fact")),
        " ".join(rng.choices(WORDS, range(1, 9), k=rng.randint(0, 9))),
        NOW - timedelta(hours=rng.randint(-20, 2000)),
        expires_at=rng.choice((None, None, None, NOW + timedelta(hours=rng.randint(-9, 9)))),
        context=" ".join(rng.choices(WORDS, k=rng.randint(0, 4))),
    )


@pytest.mark.parametrize("seed", range(6))
async def test_the_index_answers_as_ranking_all_does(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    async with InMemoryStore() as indexed, InMemoryStore() as whole:

        async def agree() -> None:
            for _ in range(6):
                query = MemoryQuery(
                    " ".join(rng.choices((*WORDS, "nothing"), k=rng.randint(1, 4))),
                    kinds=rng.choice((frozenset(), frozenset({"fact"}))),
                    since=rng.choice((None, NOW - timedelta(hours=300))),
                    limit=rng.choice((1, 7, 1000)),
                )
                for subject in (ANNA, BEN):
                    found = await indexed.find(subject, query, now=NOW)
                    assert found == await whole.find(subject, query, now=NOW)

        for _ in range(8):
            some = [record(rng.randint(0, 200), rng) for _ in range(60)]
            gone = {f"m{rng.randint(0, 200)}" for _ in range(40)}
            for store, most in ((indexed, 0), (whole, 10**6)):
                monkeypatch.setattr(in_memory, "READ_WHOLE", most)
                await store.put(some)
                await store.forget_some(ANNA, ids=gone)
            await agree()
        due = NOW + timedelta(hours=rng.randint(-3, 3))
        for store in (indexed, whole):
            await store.purge(due)
        await agree()
        for store in (indexed, whole):
            await store.forget(BEN)
        await agree()


async def test_no_word_of_what_was_forgotten_or_replaced_stays_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_memory, "READ_WHOLE", 0)
    async with InMemoryStore() as store:
        at = NOW - timedelta(hours=1)
        for round_ in range(40):
            await store.put([MemoryRecord(f"m{n}", ANNA, "fact", f"canary{round_} both", at) for n in range(50)])
            assert len(await store.find(ANNA, MemoryQuery("both", limit=100), now=NOW)) == 50
        assert set(store._indexes[ANNA]._having) == {"canary39", "both"}
        # Nor does it grow with what was replaced.
        assert len(store._indexes[ANNA]._records) < 1200
        assert await store.forget_some(ANNA, ids={f"m{n}" for n in range(49)}) == 49
        assert await store.find(ANNA, MemoryQuery("canary38"), now=NOW) == []
        assert await store.forget_some(ANNA, ids={"m49"}) == 1
        assert store._indexes == {}
