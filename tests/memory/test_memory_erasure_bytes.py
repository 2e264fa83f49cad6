"""After forgetting, no byte of a person is left: the data folders of real servers are searched, as they stand on the disk.

SQLite's files are searched in `test_sql_rooms.py`.
"""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest
from erasure_house import KEY, backend
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from auren.facts import MemoryQuery, MemoryRecord, Statement, VectorSpace
from auren.memory import ChromaStore, InMemoryStore, Memory, PgvectorStore, RedisStore, SQLStore
from auren.memory.erasure import Tombstones
from auren.memory.facts import SQLFactStore
from auren.people import Subject
from auren.ports import MemoryStore
from servers import PostgresServer, ValkeyServer

ANNA, BEN = Subject("canary-of-anna"), Subject("linnet-of-ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
SPACE = VectorSpace("model", 4)
TABLES = (
    "auren_memory_items, auren_memory_vectors, auren_memory_pgvectors, auren_fact_statements, auren_fact_facts, "
    "auren_fact_cursors, auren_tombstone_pending"
)
"""Those that docs/memory-erasure.md names."""


async def fill(store: MemoryStore) -> None:
    """Interleave two people, and replace, so that pages hold rows of both and old copies of either."""
    if "vector_search" in store.abilities:
        await store.adopt(SPACE)
    for round_ in range(3):
        for subject, word in ((ANNA, "canary"), (BEN, "linnet")):
            records = [
                MemoryRecord(
                    f"{word}-id-{n}",
                    subject,
                    f"{word}kind",
                    f"{word}{round_} {word}word{n} " * (1 + n % 40),
                    NOW - timedelta(hours=n),
                    conversation=f"{word}talk",
                    data=((f"{word}name", f"{word}value"),),
                    expires_at=NOW + timedelta(days=1) if n % 2 else None,
                    context=f"{word}context",
                )
                for n in range(60)
            ]
            await store.put(records, [[float(n), 1.0, 2.0, 3.0] for n in range(60)])


def found_in(folder: Path, word: bytes) -> dict[str, int]:
    """Count the places of a word in every file of a folder."""
    places = {}
    for path in sorted(folder.rglob("*")):
        # A server removes files while we look.
        if path.is_file() and (count := _bytes_of(path).count(word)):
            places[str(path.relative_to(folder))] = count
    return places


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


async def forgets_all_but_ben(store: MemoryStore) -> None:
    assert await store.forget(ANNA) == 60
    assert await store.export(ANNA) == []
    assert len(await store.export(BEN)) == 60


def soon(check: Callable[[], bool]) -> bool:
    """Wait for a server's own thread that removes files; nothing is measured."""
    until = time.monotonic() + 10
    while not check():
        if time.monotonic() > until:
            return False
    return True


@pytest.fixture(params=["log", "snapshots"])
def valkey(request: pytest.FixtureRequest) -> Iterator[tuple[ValkeyServer, str]]:
    with tempfile.TemporaryDirectory() as folder:
        server = ValkeyServer(Path(folder), append_only=request.param == "log")
        server.start()
        yield server, request.param
        server.kill()


async def test_nothing_is_left_in_valkeys_files(valkey: tuple[ValkeyServer, str]) -> None:
    server, files = valkey
    driver = pytest.importorskip("redis.asyncio")
    client = driver.Redis.from_url(server.url)
    # Values are kept compressed in a snapshot unless it is told not to.
    await client.config_set("rdbcompression", "no")
    if files == "snapshots":
        await client.config_set("save", "3600 1")
    async with RedisStore(server.url, timeout_s=30) as store:
        await fill(store)
        if files == "snapshots":
            await client.save()
        assert found_in(server.folder, b"canary")
        await forgets_all_but_ben(store)
        assert soon(lambda: not found_in(server.folder, b"canary"))
        assert found_in(server.folder, b"linnet")
        # No key is left of her, either: all that are, are his or the store's own.
        keys = await client.keys("*")
        assert len(keys) == 60 + 2
        await store.put([MemoryRecord("canary-id", ANNA, "q", "canary", NOW), MemoryRecord("m", ANNA, "q", "linnet", NOW)])
        if files == "snapshots":
            await client.save()
        assert await store.forget_some(ANNA, ids=["canary-id"]) == 1
        assert soon(lambda: not found_in(server.folder, b"canary"))
    await client.aclose()


async def test_nothing_is_left_in_chromas_folder(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    async with ChromaStore(tmp_path / "chroma") as store:
        await fill(store)
        assert found_in(tmp_path, b"canary")
        await forgets_all_but_ben(store)
        assert found_in(tmp_path, b"canary") == {}
        assert found_in(tmp_path, b"linnet")
    assert found_in(tmp_path, b"canary") == {}


async def test_no_index_file_of_a_forgotten_person_stays_in_chromas_folder(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    async with ChromaStore(tmp_path) as store:
        await store.adopt(SPACE)
        records = [MemoryRecord(f"m{n}", ANNA, "q", "canary", NOW) for n in range(1500)]
        await store.put(records, [[float(n), 1.0, 2.0, 3.0] for n in range(1500)])
        assert [path for path in tmp_path.iterdir() if path.is_dir()]
        assert await store.forget(ANNA) == 1500
        assert not [path for path in tmp_path.iterdir() if path.is_dir()]


async def test_words_that_were_forgotten_in_part_are_gone_from_chromas_folder_and_stay_gone(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    folder = tmp_path / "chroma"
    async with ChromaStore(folder) as store:
        await fill(store)
        ids = {record.id for record in await store.export(ANNA)}
        kept = MemoryRecord("plain", ANNA, "q", "plain words", NOW)
        await store.put([kept], [[1.0, 2.0, 3.0, 4.0]])
        assert await store.forget_some(ANNA, ids=ids) == 60
        left = found_in(tmp_path, b"canary-id") | found_in(tmp_path, b"canaryword") | found_in(tmp_path, b"canarycontext")
        assert left == {}
    async with ChromaStore(folder) as store:
        assert await store.export(ANNA) == [kept]
        assert len(await store.export(BEN)) == 60


async def test_vectors_that_were_forgotten_in_part_are_gone_from_chromas_folder_and_stay_gone(tmp_path: Path) -> None:
    pytest.importorskip("chromadb")
    vectors = exact_vectors(2500)
    records = [MemoryRecord(f"m{n}", ANNA, "q", f"word{n}", NOW - timedelta(hours=n)) for n in range(2500)]

    def left() -> dict[str, int]:
        places: dict[str, int] = {}
        for vector in vectors[5:25]:
            places |= found_in(tmp_path, np.array(vector, dtype="<f4").tobytes())
        return places

    async with ChromaStore(tmp_path) as store:
        await store.adopt(VectorSpace("model", 32))
        # So many are written to the index's own files.
        await store.put(records[:1200], vectors[:1200])
        await store.nearest(ANNA, vectors[0], MemoryQuery(), now=NOW)
        assert any("data_level0" in place for place in left())
        assert await store.forget_some(ANNA, ids={f"m{n}" for n in range(5, 25)}) == 20
        assert left() == {}
        # The index writes its files again.
        await store.put(records[1200:], vectors[1200:])
        for n in (0, 100, 1199, 1300, 2499):
            near = await store.nearest(ANNA, vectors[n], MemoryQuery(), now=NOW)
            assert near[0].record.id == f"m{n}"
        assert left() == {}
    assert left() == {}
    async with ChromaStore(tmp_path) as store:
        await store.adopt(VectorSpace("model", 32))
        for n in (0, 100, 1199, 1300, 2499):
            near = await store.nearest(ANNA, vectors[n], MemoryQuery(), now=NOW)
            assert near[0].record.id == f"m{n}"
            assert near[0].score == pytest.approx(1)
        # A record that lost its vector keeps none in the index, either.
        await store.put([records[0]])
        assert await store.forget_some(ANNA, ids={"m0"}) == 1
        assert found_in(tmp_path, np.array(vectors[0], dtype="<f4").tobytes()) == {}
        assert len(await store.export(ANNA)) == 2479


def exact_vectors(count: int) -> list[list[float]]:
    """Give vectors of length 1 that stay as they are, to the last bit, whoever makes their length 1 again."""
    rng, found = random.Random(3), set[tuple[float, ...]]()
    while len(found) < count:
        vector = [0.0] * 32
        for place in rng.sample(range(32), 4):
            vector[place] = rng.choice((0.5, -0.5))
        found.add(tuple(vector))
    return [list(vector) for vector in sorted(found)]


@pytest.fixture
def postgres_folder() -> Iterator[tuple[PostgresServer, Path]]:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=memory if memory.is_dir() else None))
    server = PostgresServer(folder)
    yield server, folder
    server.stop()


async def test_nothing_is_left_in_postgres_files_after_its_housekeeping(
    postgres_folder: tuple[PostgresServer, Path],
) -> None:
    """What docs/memory-erasure.md asks of the host, and what it says of the write-ahead log."""
    pytest.importorskip("asyncpg")
    server, folder = postgres_folder
    engine = create_async_engine(server.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("ALTER SYSTEM SET wal_recycle = off"))
        await connection.execute(text("ALTER SYSTEM SET min_wal_size = '32MB'"))
        await connection.execute(text("ALTER SYSTEM SET wal_compression = off"))
        await connection.execute(text("SELECT pg_reload_conf()"))
    facts, tombstones = SQLFactStore(server.url), Tombstones(server.url, key=KEY)
    semantic, structured = PgvectorStore(server.url, name="semantic"), SQLStore(server.url, name="structured")
    memory = Memory(structured=structured, semantic=semantic, facts=facts, tombstones=tombstones)
    async with memory:
        for store in (semantic, structured):
            await fill(store)
        for subject, word in ((ANNA, "canary"), (BEN, "linnet")):
            goals = [Statement(subject, f"{word}slot", "holds", f"{word} {n}", NOW, NOW) for n in range(20)]
            await facts.hear(goals)
            await facts.move_cursor(subject, "extraction", f"{NOW.isoformat()} {word}")
        async with engine.connect() as connection:
            await connection.execute(text("CHECKPOINT"))
        assert found_in(folder, b"canary")
        assert await memory.forget(ANNA) == 140
        assert len(await memory.export(BEN)) == 60
        async with engine.connect() as connection:
            await connection.execute(text(f"VACUUM FULL {TABLES}"))
            await connection.execute(text("ANALYZE auren_memory_items, auren_fact_statements, auren_fact_facts"))
            # Statistics of columns hold values, and their old versions stay until their own table is written anew.
            await connection.execute(text("VACUUM FULL pg_catalog.pg_statistic"))
            await connection.execute(text("CHECKPOINT"))
        left = found_in(folder, b"canary")
        assert {place for place in left if not place.startswith("pg_wal")} == set()
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_switch_wal()"))
            await connection.execute(text("CHECKPOINT"))
        assert soon(lambda: found_in(folder, b"canary") == {})
        assert found_in(folder, b"linnet")
    await engine.dispose()


async def test_nothing_of_a_forgotten_person_can_be_reached_from_a_store_in_memory() -> None:
    async with InMemoryStore() as store:
        await fill(store)
        assert _reachable(store, "canary")
        await forgets_all_but_ben(store)
        assert not _reachable(store, "canary")
        assert _reachable(store, "linnet")


def _reachable(root: object, word: str) -> bool:
    """Walk all values that one holds, however deep, and look for a word in their texts."""
    seen: set[int] = set()
    waiting: list[Any] = [vars(root)]
    while waiting:
        thing = waiting.pop()
        # Its event loop would lead to this very test.
        if id(thing) in seen or type(thing).__module__.split(".")[0] not in ("auren", "builtins", "collections", "numpy"):
            continue
        seen.add(id(thing))
        if isinstance(thing, str) and word in thing:
            return True
        if isinstance(thing, type | FunctionType | ModuleType):
            continue
        waiting += gc.get_referents(thing)
    return False


async def live(memory: Memory) -> None:
    """Tell a memory of two people, with facts; what is to go says "canary"."""
    for subject, word in ((ANNA, "canary"), (BEN, "linnet")):
        turns = [
            MemoryRecord(
                f"{word}-turn-{n}",
                subject,
                "question" if n % 2 else "reply",
                f"{word} said {word}word{n}. My goal is to run the {word} race." if n % 2 else f"{word} was told.",
                NOW - timedelta(minutes=60 - n),
                "person" if n % 2 else "auren",
                f"{word}talk",
            )
            for n in range(1, 21)
        ]
        await memory.remember(*turns, MemoryRecord(f"{word}-fact", subject, "fact", f"{word} fact", NOW))
        assert memory.facts is not None
        goal = Statement(
            subject, f"{word}slot", "holds", f"{word}value", NOW - timedelta(minutes=5), NOW, evidence=(turns[2].id,)
        )
        await memory.facts.hear([goal])
        await memory.extract(subject, NOW)


@pytest.fixture(params=["sqlite", "chroma", "valkey"])
async def lived(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Memory, list[Path]]]:
    """A memory in files: its tiers, its facts and its journal; and the folders in which they are."""
    if request.param == "valkey":
        pytest.importorskip("redis.asyncio")
        with tempfile.TemporaryDirectory() as folder:
            server = ValkeyServer(Path(folder), append_only=True)
            server.start()
            client = pytest.importorskip("redis").Redis.from_url(server.url)
            client.config_set("rdbcompression", "no")
            client.close()
            kept = backend("sqlite", tmp_path, request)
            tiers: dict[Any, MemoryStore] = {
                tier: RedisStore(server.url, prefix=tier, timeout_s=30) for tier in ("immediate", "structured", "semantic")
            }
            kept.store = tiers.__getitem__
            async with kept.memory() as memory:
                yield memory, [tmp_path, server.folder]
            server.kill()
        return
    async with backend(request.param, tmp_path, request).memory() as memory:
        yield memory, [tmp_path]


def left_in(folders: list[Path], word: bytes) -> dict[str, int]:
    return {place: count for folder in folders for place, count in found_in(folder, word).items()}


async def test_a_whole_memory_leaves_no_byte_of_who_was_forgotten(lived: tuple[Memory, list[Path]]) -> None:
    memory, folders = lived
    await live(memory)
    assert left_in(folders, b"canary")
    assert await memory.forget(ANNA) > 20
    assert soon(lambda: not left_in(folders, b"canary")), left_in(folders, b"canary")
    assert left_in(folders, b"linnet")
    # What comes late leaves none, either.
    await memory.remember(MemoryRecord("canary-late", ANNA, "question", "canary", NOW - timedelta(days=1)))
    assert memory.refused == 2
    assert soon(lambda: not left_in(folders, b"canary"))


async def test_a_whole_memory_leaves_no_byte_of_words_and_a_slot_that_were_forgotten(
    lived: tuple[Memory, list[Path]],
) -> None:
    memory, folders = lived
    await live(memory)
    await memory.forget_some(ANNA, ids=["canary-turn-9", "canary-turn-11"])
    await memory.forget_some(ANNA, attribute="canaryslot")
    assert memory.facts is not None
    for word in (b"canaryword9", b"canaryword11", b"canaryword3", b"canaryvalue"):
        assert soon(lambda word=word: not left_in(folders, word)), (word, left_in(folders, word))  # type: ignore[misc]
    assert left_in(folders, b"canaryword5")
    assert left_in(folders, b"canaryword7")


async def test_nothing_of_a_forgotten_person_can_be_reached_from_a_whole_memory(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with backend("memory", tmp_path, request).memory() as memory:
        await live(memory)
        assert memory.facts is not None
        await memory.recall(ANNA, MemoryQuery("canary race"), NOW)
        await memory.forget(ANNA)
        assert not _reachable(memory, "canary")
        assert _reachable(memory, "linnet")
