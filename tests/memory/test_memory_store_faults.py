"""Servers that are dead, slow or hold garbage, and what stores make of it; SQLite's are in `test_sql_rooms.py`."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from auren import _extras
from auren._sql import MEMORY_URL
from auren.errors import (
    ConfigurationError,
    InvalidInput,
    MissingExtra,
    StoreCorrupted,
    StoreUnavailable,
    UnknownScheme,
)
from auren.facts import MemoryQuery, MemoryRecord, VectorSpace
from auren.memory import ChromaStore, PgvectorStore, RedisStore, SQLStore
from auren.memory.stores import _sql_records, _sql_words, pgvector
from auren.people import Subject
from auren.ports import MemoryStore
from servers import ValkeyServer

ANNA = Subject("anna")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
ANY = MemoryQuery(limit=1000)


def record(id: str = "m1", words: str = "my knee hurts", *, hours_ago: float = 1.0) -> MemoryRecord:
    return MemoryRecord(id, ANNA, "question", words, NOW - timedelta(hours=hours_ago))


@pytest.fixture
async def client(valkey_url: str) -> AsyncIterator[Any]:
    driver = pytest.importorskip("redis.asyncio")
    opened = driver.Redis.from_url(valkey_url)
    yield opened
    await opened.aclose()


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    with tempfile.TemporaryDirectory() as folder:
        valkey = ValkeyServer(Path(folder), append_only=True)
        valkey.start()
        yield valkey
        valkey.kill()


async def test_a_server_that_is_not_there_is_told_on_opening(tmp_path: Path) -> None:
    address = f"postgresql+asyncpg:///postgres?host={tmp_path}"
    for store in (RedisStore("redis://127.0.0.1:1/0"), SQLStore(address), PgvectorStore(address)):
        with pytest.raises(StoreUnavailable) as told:
            await store.open()
        assert not store.is_open
        assert str(tmp_path) not in str(told.value)


async def test_a_server_that_dies_is_told_and_used_again_when_it_is_back(server: ValkeyServer) -> None:
    async with RedisStore(server.url, timeout_s=5) as store:
        await store.put([record()])
        server.kill()
        with pytest.raises(StoreUnavailable):
            await store.put([record("m2")])
        server.start()
        # Connections that lay idle are of no use any more, and nobody notices; the scripts come back, too.
        await asyncio.gather(*(store.get(ANNA, "m1", now=NOW) for _ in range(16)))
        assert "m1" in {kept.id for kept in await store.export(ANNA)}


async def test_a_server_that_does_not_answer_is_not_waited_for(server: ValkeyServer) -> None:
    async with RedisStore(server.url, timeout_s=0.05) as store:
        server.pause()
        for work in (store.put([record()]), store.find(ANNA, ANY, now=NOW), store.forget(ANNA)):
            with pytest.raises(StoreUnavailable, match="longer than"):
                await work
        server.resume()


async def test_forgetting_says_so_when_the_server_cannot_write_its_files_anew(server: ValkeyServer) -> None:
    async with RedisStore(server.url, timeout_s=20) as store:
        await store.put([record()])
        real = store._keys.client.info

        async def info(section: str) -> Any:
            return {**await real(section), "aof_last_bgrewrite_status": "err"}

        store._keys.client.info = info
        with pytest.raises(StoreUnavailable, match="forget again"):
            await store.forget(ANNA)
        assert await store.export(ANNA) == []


async def test_a_value_in_redis_that_is_no_record_is_told_and_not_quoted(client: Any, valkey_url: str) -> None:
    async with RedisStore(valkey_url) as store:
        await store.put([record()])
        (key,) = await client.keys("*:r:*")
        for value in (b"canary", b"\n{}", b"\n[1]", b'\n{"id": "canary"}', b"\n\xff"):
            await client.set(key, value)
            for look in (store.get(ANNA, "m1", now=NOW), store.find(ANNA, ANY, now=NOW), store.export(ANNA)):
                with pytest.raises(StoreCorrupted) as told:
                    await look
                assert "canary" not in str(told.value)
                assert told.value.__cause__ is None
        await client.delete(key)
        await client.hset(key, "a", "b")
        with pytest.raises(StoreCorrupted):
            await store.get(ANNA, "m1", now=NOW)


async def test_the_server_itself_lets_records_go_and_its_keys_name_nobody(client: Any, valkey_url: str) -> None:
    async with RedisStore(valkey_url) as store:
        gone = replace(record("soon"), expires_at=NOW + timedelta(hours=2))
        await store.put([gone])
        for key in await client.keys("*"):
            assert b"anna" not in key
            assert b"soon" not in key
        (kept,) = await client.keys("*:r:*")
        (index,) = await client.keys("*:p:*")
        # It was said an hour before `NOW`, so that it lives for three, and an hour more.
        for key in (kept, index):
            assert 3.9 * 3600 < await client.ttl(key) <= 4 * 3600
        await store.put([record("stays")])
        assert await client.ttl(index) == -1
        await client.delete(kept)
        assert [item.record.id for item in await store.find(ANNA, ANY, now=NOW)] == ["stays"]
        assert await store.purge(NOW + timedelta(days=1)) == 0
        assert await client.zcard(index) == 1


async def test_more_than_a_page_is_read_to_its_end(valkey_url: str) -> None:
    pytest.importorskip("redis.asyncio")
    async with RedisStore(valkey_url) as store:
        await store.put([record(f"m{n}", hours_ago=n) for n in range(1000)] + [record("rare", "achilles", hours_ago=5000)])
        assert len(await store.export(ANNA)) == 1001
        assert [item.record.id for item in await store.find(ANNA, MemoryQuery("achilles"), now=NOW)] == ["rare"]
        assert await store.purge(NOW) == 0


@pytest.mark.parametrize("prefix", ["", "a{b", "}"])
def test_a_prefix_that_would_break_the_slot_is_refused(prefix: str) -> None:
    pytest.importorskip("redis.asyncio")
    with pytest.raises(InvalidInput):
        RedisStore("redis://localhost", prefix=prefix)


def test_a_url_of_something_else_is_refused() -> None:
    pytest.importorskip("redis.asyncio")
    with pytest.raises(UnknownScheme) as told:
        RedisStore("https://user:secret@host")
    assert "secret" not in str(told.value)
    with pytest.raises(UnknownScheme):
        PgvectorStore("sqlite+aiosqlite://")


@pytest.mark.parametrize(("build", "extra"), [(RedisStore, "redis"), (ChromaStore, "chroma")])
def test_a_missing_package_ends_in_the_command_that_brings_it(build: Any, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(_extras, "import_module", missing)
    with pytest.raises(MissingExtra, match=f"auren.{extra}."):
        build("redis://localhost")


async def test_a_chroma_folder_that_holds_garbage_is_told(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    (tmp_path / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    store = ChromaStore(tmp_path)
    with pytest.raises(StoreCorrupted):
        await store.open()
    assert not store.is_open
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        await ChromaStore(tmp_path / "file").open()


async def test_a_record_in_chroma_that_is_none_is_told_and_not_quoted(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    async with ChromaStore(tmp_path) as store:
        await store.put([record()])
        with closing(sqlite3.connect(tmp_path / "chroma.sqlite3")) as database:
            database.execute("UPDATE embedding_metadata SET string_value = 'canary' WHERE key = 'record'")
            database.commit()
        with pytest.raises(StoreCorrupted) as told:
            await store.get(ANNA, "m1", now=NOW)
        assert "canary" not in str(told.value)


async def test_chroma_in_memory_of_the_hosts_stays_open(tmp_path: Path) -> None:
    chromadb: Any = pytest.importorskip("chromadb")
    settings: Any = pytest.importorskip("chromadb.config").Settings
    host = chromadb.PersistentClient(path=str(tmp_path), settings=settings(anonymized_telemetry=False))
    async with ChromaStore(host) as store:
        await store.put([record()])
        assert await store.forget(ANNA) == 1
    assert host.heartbeat()
    host.close()


async def test_vectors_of_another_model_are_never_compared(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    for first, second in ((SQLStore(url), SQLStore(url)), (ChromaStore(tmp_path / "c"), ChromaStore(tmp_path / "c"))):
        async with first, second:
            await first.adopt(VectorSpace("old", 2))
            await first.put([record()], [[1.0, 0.0]])
            await second.adopt(VectorSpace("new", 2))
            for work in (first.put([record("m2")], [[1.0, 0.0]]), first.nearest(ANNA, [1.0, 0.0], ANY, now=NOW)):
                with pytest.raises(ConfigurationError, match="another model"):
                    await work
            assert await second.nearest(ANNA, [1.0, 0.0], ANY, now=NOW) == []
            assert [item.record.id for item in await second.find(ANNA, MemoryQuery("knee"), now=NOW)] == ["m1"]


async def test_a_vector_that_is_not_finite_is_refused() -> None:
    async with SQLStore() as store:
        await store.adopt(VectorSpace("model", 2))
        for number in (float("nan"), float("inf")):
            with pytest.raises(InvalidInput, match="not finite"):
                await store.put([record()], [[number, 1.0]])
        await store.put([record()], [[0.0, 0.0]])
        assert [item.score for item in await store.nearest(ANNA, [1.0, 0.0], ANY, now=NOW)] == [0.0]


async def test_the_approximate_index_gives_each_person_their_own(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgvector, "EXACT_UP_TO", 0)
    people = [Subject(f"p{n}") for n in range(20)]
    async with PgvectorStore(postgres_url, name="it's") as store:
        await store.adopt(VectorSpace("model", 3))
        await store.build_index()
        await store.build_index()
        for place, subject in enumerate(people):
            records = [replace(record(f"m{n}"), subject=subject) for n in range(50)]
            await store.put(records, [[float(n), float(place), 1.0] for n in range(50)])
        engine = create_async_engine(postgres_url)
        async with engine.connect() as connection:
            await connection.execute(text("SET enable_seqscan = off"))
            await connection.execute(text("ANALYZE auren_memory_pgvectors"))
        await engine.dispose()
        for place, subject in enumerate(people):
            near = await store.nearest(subject, [7.0, float(place), 1.0], MemoryQuery(limit=3), now=NOW)
            assert near[0].record.id == "m7"
            assert near[0].score == pytest.approx(1.0)
            assert {item.record.subject for item in near} == {subject}


async def test_the_index_that_was_built_is_the_one_that_is_used(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgvector, "EXACT_UP_TO", 0)
    seen: list[str] = []
    async with PgvectorStore(postgres_url) as store:
        await store.adopt(VectorSpace("model", 3))
        await store.build_index()
        await store.put([record(f"m{n}") for n in range(500)], [[float(n % 9), float(n), 1.0] for n in range(500)])

        def explained(connection: Any) -> None:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
            plan = connection.exec_driver_sql(
                "EXPLAIN SELECT number FROM auren_memory_pgvectors WHERE store = 'main' AND subject = 'anna' "
                "ORDER BY CAST(vector AS vector(3)) <=> CAST('[1,2,3]' AS vector(3)) LIMIT 3"
            )
            seen.extend(row[0] for row in plan)

        await store._database.read(explained)
    assert any(f"Index Scan using {store._index_name(3)}" in line for line in seen)


async def test_what_version_1_kept_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "auren.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE auren_memory_schema (version INTEGER NOT NULL);
            INSERT INTO auren_memory_schema VALUES (1);
            CREATE TABLE auren_memory_records (store VARCHAR NOT NULL, subject VARCHAR NOT NULL, id VARCHAR NOT NULL,
                kind VARCHAR NOT NULL, text TEXT NOT NULL, at_us BIGINT NOT NULL, expires_us BIGINT, origin VARCHAR NOT NULL,
                conversation VARCHAR NOT NULL, data TEXT NOT NULL, PRIMARY KEY (store, subject, id));
            INSERT INTO auren_memory_records VALUES ('main', 'anna', 'm1', 'fact', 'old knee', 1700000000000000, NULL, 'person',
                'main', '[["a", "b"]]');
            """
        )
    monkeypatch.setattr(_sql_records, "READ_WHOLE", -1)
    for _ in range(2):
        async with SQLStore(f"sqlite+aiosqlite:///{path}") as store:
            (kept,) = await store.export(ANNA)
            assert (kept.id, kept.text, kept.origin, kept.data, kept.context) == ("m1", "old knee", "person", (("a", "b"),), "")
            assert len(await store.find(ANNA, MemoryQuery("knee"), now=NOW)) == 1
    with closing(sqlite3.connect(path)) as database:
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'auren_memory_records'").fetchall()
        assert database.execute("SELECT version FROM auren_memory_schema").fetchall() == [(2,)]


@pytest.mark.parametrize("where", ["sqlite", "postgres", "postgres, all words common"])
async def test_the_index_finds_what_reading_all_finds(
    where: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = MEMORY_URL if where == "sqlite" else request.getfixturevalue("postgres_url")
    if "common" in where:
        # Then each is looked for among the newest rows, here all.
        monkeypatch.setattr(_sql_words, "_OF_A_TERM", 1)
    words = ("knee", "sleep", "run", "søvn", "睡眠", "tired")
    kept = [record(f"m{n}", f"{words[n % 6]} {words[n * 7 % 5]} {n % 50}", hours_ago=n) for n in range(400)]

    async def asked(store: MemoryStore) -> list[list[str]]:
        queries = [MemoryQuery(text, limit=30) for text in (*words, "knee sleep", "run 7", "tired 49 knee", "nothing")]
        queries += [MemoryQuery("knee", since=NOW - timedelta(hours=30), limit=30)]
        found = [await store.find(ANNA, query, now=NOW) for query in queries]
        return [[item.record.id for item in each] for each in found]

    async with SQLStore(url) as store:
        await store.put(kept[::-1])
        monkeypatch.setattr(_sql_records, "READ_WHOLE", 1000)
        whole = await asked(store)
        monkeypatch.setattr(_sql_records, "READ_WHOLE", -1)
        by_index = await asked(store)
        # Lengths are compared with those of what is ranked, so that near the end of a list two may change places.
        for some, every in zip(by_index, whole, strict=True):
            assert some[:6] == every[:6]
            assert len(some) == len(every)
            assert len(set(some) & set(every)) >= 0.9 * len(every)
