"""No query reaches another person's memory, on any backend; `AUREN_ISOLATION_QUERIES=10000` asks in full."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from benchmarks._memory_isolation import PEOPLE, fill, leaks

from auren.facts import MemoryRecord
from auren.memory import InMemoryStore
from auren.memory.stores import _sql_records, _terms, chroma
from auren.memory.stores._terms import mark_of, query_terms, terms_of
from auren.memory.stores.chroma import ChromaStore
from auren.memory.stores.pgvector import PgvectorStore
from auren.memory.stores.redis import RedisStore
from auren.memory.stores.sql import SQLStore
from auren.people import Subject
from auren.ports import MemoryStore

QUERIES = int(os.environ.get("AUREN_ISOLATION_QUERIES", "400"))


@pytest.fixture(
    params=["in memory", "sqlite", "sqlite by index", "postgres", "pgvector by index", "redis", "chroma", "chroma by words"]
)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    if "by" in request.param:
        monkeypatch.setattr(_sql_records, "READ_WHOLE", -1)
        monkeypatch.setattr(chroma, "READ_WHOLE", -1)
    kind = request.param.split(" by ")[0]
    if kind == "chroma":
        pytest.importorskip("chromadb")
        return ChromaStore(tmp_path / "chroma")
    if kind == "redis":
        pytest.importorskip("redis.asyncio")
        return RedisStore(request.getfixturevalue("valkey_url"), rewrite_files=False)
    if kind in ("postgres", "pgvector"):
        url: str = request.getfixturevalue("postgres_url")
        return SQLStore(url) if kind == "postgres" else PgvectorStore(url)
    return SQLStore(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}") if kind == "sqlite" else InMemoryStore()


async def test_adversarial_queries_reach_nobody_else(store: MemoryStore) -> None:
    async with store:
        await fill(store)
        assert await leaks(store, QUERIES) == 0
        # Forgetting one of them, too, touches nobody else.
        assert await store.forget(PEOPLE[0]) == 6
        assert await store.forget_some(PEOPLE[3], ids=["m1", "*", "m%"]) == 1
        for subject in PEOPLE[1:]:
            assert len(await store.export(subject)) == (5 if subject == PEOPLE[3] else 6)


async def test_a_store_that_mixes_people_is_caught() -> None:
    class Mixing(InMemoryStore):
        async def _export(self, subject: Subject) -> list[MemoryRecord]:
            return await super()._export(Subject(subject.id[:1]))

    async with Mixing() as store:
        await fill(store)
        assert await leaks(store, 300) > 0


@pytest.mark.parametrize("other", ["other store", "other person"])
def test_terms_of_one_person_are_never_anothers(other: str) -> None:
    mark = mark_of("main", Subject("a"))
    stranger = mark_of("mai", Subject("na")) if other == "other store" else mark_of("main", Subject("aa"))
    text = "knee 睡眠 " + "x" * 500
    mine, theirs = set(terms_of(mark, text).split()), set(terms_of(stranger, text).split())
    assert len(mine) == 4
    assert not mine & theirs
    assert set(query_terms(mark, text).values()) == mine
    assert all(term.isascii() and term.isalnum() and len(term) < 100 for term in mine)


def test_a_very_long_text_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_terms, "_MOST", 10)
    found: Any = terms_of("m", " ".join(map(str, range(50)))).split()
    assert len(found) == 10
