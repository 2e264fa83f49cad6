"""What holds for every room that is kept in SQL: faults, persistence, sharing, erasure down to the bytes."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, exc, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from auren._sql import DRIVER_ERRORS, _tune
from auren.conversation import Advice, Claim, ClaimKind, Delivery, DeliveryStatus, Feedback, Reply, Sentence
from auren.errors import AurenError, InvalidInput, MissingExtra, StoreCorrupted, StoreError, StoreUnavailable, UnknownScheme
from auren.facts import MemoryRecord
from auren.findings import Finding, FindingStatus, finding_id
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.memory import SQLStore
from auren.people import Subject
from auren.ports import FindingRecord, JournalEntry
from auren.readings import Reading

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
ANNA, BEN = Subject("anna"), Subject("ben")

Adapter = SQLHistory | SQLJournal | SQLStore


@dataclass(frozen=True)
class Room:
    build: Callable[..., Any]
    fill: Callable[[Any, Subject, str], Awaitable[None]]
    count: Callable[[Any, Subject], Awaitable[int]]
    table: str


def readings(subject: Subject, word: str, count: int = 400) -> list[Reading]:
    return [
        Reading.of(
            subject,
            "hrv.rmssd",
            50,
            unit="ms",
            start=NOW + timedelta(minutes=n),
            zone="UTC",
            source="test",
            id=f"{word}-{n}",
            device=word,
            kind=word * 3,
        )
        for n in range(count)
    ]


async def fill_history(history: SQLHistory, subject: Subject, word: str) -> None:
    await history.append(readings(subject, word))


async def count_history(history: SQLHistory, subject: Subject) -> int:
    return len(await history.readings(subject, []))


async def fill_journal(journal: SQLJournal, subject: Subject, word: str) -> None:
    findings = [
        Finding(finding_id(subject, word, 1, day), subject, word, 1, word, day, FindingStatus.PROVISIONAL, word, ())
        for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(50))
    ]
    advice = Advice(word, "coach", (Claim(word, ClaimKind.ACTION),))
    await journal.record(
        JournalEntry(
            subject,
            seen=tuple(readings(subject, word, 200)),
            findings=tuple(map(FindingRecord, findings)),
            reply=Reply(word, subject, "advice", (Sentence(word * 500, "plain"),), NOW, advice=(advice,)),
            key=word,
            deliveries=(Delivery(word, subject, word, word, "advice", NOW, DeliveryStatus.PENDING, NOW),),
            feedback=(Feedback(word, "helped", NOW, word),),
        )
    )


async def count_journal(journal: SQLJournal, subject: Subject) -> int:
    findings, replies = await journal.findings(subject), await journal.replies(subject)
    return len(findings) + len(replies) + len(await journal.deliveries(subject)) + len(await journal.feedback(subject))


async def fill_store(store: SQLStore, subject: Subject, word: str) -> None:
    await store.put(
        [
            MemoryRecord(f"{word}-{n}", subject, word, f"{word} " * 20, NOW, conversation=word, data=((word, word),))
            for n in range(200)
        ]
    )


async def count_store(store: SQLStore, subject: Subject) -> int:
    return len(await store.export(subject))


ROOMS = {
    "history": Room(SQLHistory, fill_history, count_history, "auren_history_readings"),
    "journal": Room(SQLJournal, fill_journal, count_journal, "auren_journal_findings"),
    "memory": Room(SQLStore, fill_store, count_store, "auren_memory_items"),
}


@pytest.fixture(params=list(ROOMS))
def room(request: pytest.FixtureRequest) -> Room:
    return ROOMS[request.param]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auren.db"


@pytest.fixture
async def engine(path: Path) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url_of(path))
    yield engine
    await engine.dispose()


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


# Persistence and sharing


async def test_what_was_kept_is_there_when_it_opens_again(room: Room, path: Path) -> None:
    async with room.build(url_of(path)) as first:
        await room.fill(first, ANNA, "word")
        kept = await room.count(first, ANNA)
    async with room.build(url_of(path)) as second:
        assert await room.count(second, ANNA) == kept > 0
        await room.fill(second, ANNA, "word")
        assert await room.count(second, ANNA) == kept


async def test_a_database_in_memory_is_gone_when_it_closes(room: Room) -> None:
    adapter = room.build()
    async with adapter:
        await room.fill(adapter, ANNA, "word")
    async with adapter:
        assert await room.count(adapter, ANNA) == 0


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///:memory:", "sqlite+aiosqlite:///file:auren-test?mode=memory&cache=shared&uri=true"]
)
async def test_every_way_to_name_a_database_in_memory_works(room: Room, url: str) -> None:
    async with room.build(url) as adapter:
        await asyncio.gather(*(room.fill(adapter, person, "word") for person in (ANNA, BEN)), room.count(adapter, ANNA))
        assert await room.count(adapter, ANNA) == await room.count(adapter, BEN) > 0


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///{}/host.db"])
async def test_rooms_share_the_hosts_engine_which_stays_open(url: str, tmp_path: Path) -> None:
    engine = create_async_engine(url.format(tmp_path))
    adapters = {name: room.build(engine) for name, room in ROOMS.items()}
    await asyncio.gather(*(adapter.open() for adapter in adapters.values()))
    people = [Subject(f"p{n}") for n in range(4)]
    work = [room.fill(adapters[name], person, "word") for name, room in ROOMS.items() for person in people]
    reads = [room.count(adapters[name], person) for name, room in ROOMS.items() for person in people]
    await asyncio.gather(*work, *reads)
    counts = {name: {await room.count(adapters[name], person) for person in people} for name, room in ROOMS.items()}
    assert counts == {"history": {400}, "journal": {53}, "memory": {200}}
    for adapter in adapters.values():
        await adapter.close()
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM auren_history_readings"))).scalar() == 1600
    await engine.dispose()


async def test_cancelling_one_room_costs_the_other_nothing_on_a_shared_connection() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with SQLHistory(engine) as history, SQLJournal(engine) as journal:
        await fill_journal(journal, BEN, "word")
        for turns in range(12):
            task = asyncio.ensure_future(history.append(readings(ANNA, f"w{turns}")))
            for _ in range(turns * 3):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert len(await history.readings(ANNA, [])) % 400 == 0
        assert await count_journal(journal, BEN) == 53
    await engine.dispose()


async def test_an_engine_that_begins_by_itself_works_too(room: Room, engine: AsyncEngine) -> None:
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    async with room.build(engine) as adapter:
        await asyncio.gather(*(room.fill(adapter, ANNA, "word") for _ in range(4)))
        assert await room.count(adapter, ANNA) > 0
        assert await adapter.forget(ANNA) > 0
        assert await room.count(adapter, ANNA) == 0


async def test_many_may_open_a_new_file_at_once(path: Path) -> None:
    adapters = [room.build(url_of(path)) for room in ROOMS.values() for _ in range(6)]
    await asyncio.gather(*(adapter.open() for adapter in adapters))
    for adapter in adapters:
        await adapter.close()


async def test_a_file_that_another_is_switching_may_be_connected_to(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, closing(sqlite3.connect(path, timeout=0)) as mine:
        other.execute("BEGIN EXCLUSIVE")
        _tune(mine, None)
        assert mine.execute("PRAGMA foreign_keys").fetchone() == (1,)
        other.rollback()
        _tune(mine, None)
        assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_two_histories_on_one_file_agree_on_the_highest_revision(path: Path) -> None:
    (first,) = readings(ANNA, "word", 1)
    revisions = [
        Reading.of(ANNA, "hrv.rmssd", 40 + n, unit="ms", start=NOW, zone="UTC", source="test", id=first.id, revision=n)
        for n in range(40)
    ]
    async with SQLHistory(url_of(path)) as one, SQLHistory(url_of(path)) as other:
        await asyncio.gather(*((one if n % 2 else other).append([reading]) for n, reading in enumerate(revisions[::-1])))
        assert await one.readings(ANNA, []) == await other.readings(ANNA, []) == [revisions[-1]]


async def test_stores_of_different_names_share_a_database_unseen(engine: AsyncEngine) -> None:
    async with SQLStore(engine, name="one") as one, SQLStore(engine, name="two") as two:
        await fill_store(one, ANNA, "word")
        assert await count_store(two, ANNA) == 0
        assert await two.forget(ANNA) == 0
        assert await two.purge(NOW + timedelta(days=9999)) == 0
        assert await count_store(one, ANNA) == 200


def test_importing_the_rooms_loads_no_driver() -> None:
    code = (
        "import sys, auren.history, auren.journal, auren.memory, auren.memory.stores, auren.privacy; "
        "sys.exit(sorted({'sqlalchemy', 'aiosqlite', 'sqlite3'} & set(sys.modules)) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("name", ["auren.history", "auren.journal", "auren.memory", "auren.memory.stores"])
def test_a_name_that_a_room_does_not_have_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match="Nonsense"):
        getattr(__import__(name, fromlist=["x"]), "Nonsense")  # noqa: B009 - the lazy look-up is what is tested


# Erasure


def main_bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def put_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def bytes_of(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


@pytest.mark.parametrize("hosts", [False, True], ids=["own engine", "host's engine"])
@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
async def test_no_byte_of_a_forgotten_person_is_left_in_the_file(
    room: Room, path: Path, engine: AsyncEngine, hosts: bool, journal_mode: str
) -> None:
    with sqlite3.connect(path) as before:
        before.execute(f"PRAGMA journal_mode = {journal_mode}")
    before.close()
    async with room.build(engine if hosts else url_of(path)) as adapter:
        # Interleaved and replaced, so that pages split and hold rows of both.
        for round_ in range(3):
            await room.fill(adapter, ANNA, f"canary{round_}")
            await room.fill(adapter, BEN, f"linnet{round_}")
        await room.fill(adapter, ANNA, "canary1")
        kept = await room.count(adapter, BEN)
        assert b"canary" in bytes_of(path)
        assert await adapter.forget(ANNA) > 0
        left = bytes_of(path)
        assert b"canary" not in left
        assert b"linnet" in left
        assert await room.count(adapter, BEN) == kept
    assert b"canary" not in bytes_of(path)


@pytest.mark.parametrize("seed", range(8))
async def test_no_byte_is_left_where_rows_moved_between_pages(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    async with SQLStore(url_of(path)) as store:
        for _ in range(rng.randint(5, 20)):
            names = rng.choices(("canary", "linnet"), k=rng.randint(1, 60))
            people = {"canary": ANNA, "linnet": BEN}
            long = rng.choice((1, 5, 40, 400, 1500))
            await store.put(
                [
                    MemoryRecord(f"{name}{rng.randint(0, 150)}", people[name], "reply", f"{name} " * rng.randint(1, long), NOW)
                    for name in names
                ]
            )
        kept = await store.export(BEN)
        await store.forget(ANNA)
        assert b"canary" not in bytes_of(path)
        assert await store.export(BEN) == kept


async def test_a_reader_that_keeps_bytes_in_the_log_is_told_of(path: Path) -> None:
    async with SQLStore(url_of(path), timeout_s=1.0) as store:
        await fill_store(store, ANNA, "canary")
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM auren_memory_items").fetchone()
        with pytest.raises(StoreUnavailable):
            await store.forget(ANNA)
        assert await count_store(store, ANNA) == 0
        reader.execute("ROLLBACK")
        reader.close()
        assert await store.forget(ANNA) == 0
        assert b"canary" not in bytes_of(path)


# Faults


async def test_a_folder_that_is_not_there_is_said_so_and_costs_nothing(room: Room, tmp_path: Path) -> None:
    adapter = room.build(url_of(tmp_path / "missing" / "auren.db"))
    with pytest.raises(StoreUnavailable) as failed:
        await adapter.open()
    assert not adapter.is_open
    assert str(tmp_path) not in str(failed.value)
    (tmp_path / "missing").mkdir()
    async with adapter:
        await room.fill(adapter, ANNA, "word")


async def test_a_folder_in_the_files_place_is_unavailable(room: Room, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        await room.build(url_of(tmp_path)).open()


async def test_a_file_that_is_not_a_database_is_corrupted(room: Room, path: Path) -> None:
    letter = b"This is a letter, not a database. " * 1000
    put_bytes(path, letter)
    with pytest.raises(StoreCorrupted):
        await room.build(url_of(path)).open()
    assert main_bytes_of(path) == letter


async def test_a_damaged_file_is_corrupted_and_its_content_is_not_quoted(room: Room, path: Path) -> None:
    async with room.build(url_of(path)) as adapter:
        await room.fill(adapter, ANNA, "canary")
    damaged = bytearray(main_bytes_of(path))
    for page in range(4096 * 2, len(damaged), 4096):
        damaged[page : page + 512] = b"\xa5" * 512
    put_bytes(path, bytes(damaged))
    with pytest.raises(StoreCorrupted) as failed:
        async with room.build(url_of(path)) as adapter:
            await room.count(adapter, ANNA)
    assert "canary" not in f"{failed.value!r} {failed.value.__cause__!r}"


async def test_a_read_only_file_can_be_read_and_is_not_hurt(room: Room, path: Path) -> None:
    async with room.build(url_of(path)) as adapter:
        await room.fill(adapter, ANNA, "word")
        kept = await room.count(adapter, ANNA)
    before = main_bytes_of(path)
    async with room.build(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true") as adapter:
        assert await room.count(adapter, ANNA) == kept
        for write in (lambda: room.fill(adapter, BEN, "word"), lambda: adapter.forget(ANNA)):
            with pytest.raises(StoreUnavailable):
                await write()
        assert await room.count(adapter, ANNA) == kept
    assert main_bytes_of(path) == before


async def test_a_locked_file_is_unavailable_until_it_is_free(room: Room, path: Path) -> None:
    async with room.build(url_of(path), timeout_s=0.6) as adapter:
        await room.fill(adapter, BEN, "word")
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            await room.fill(adapter, ANNA, "word")
        with pytest.raises(StoreUnavailable):
            await adapter.forget(BEN)
        assert await room.count(adapter, BEN) > 0
        other.rollback()
        other.close()
        assert await room.count(adapter, ANNA) == 0
        await room.fill(adapter, ANNA, "word")
        assert await room.count(adapter, ANNA) > 0


async def test_what_takes_too_long_is_unavailable(room: Room, path: Path) -> None:
    async with room.build(url_of(path), timeout_s=20.0) as adapter:
        adapter._timeout_s = 0.1
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.4, other.rollback)
        with pytest.raises(StoreUnavailable, match=r"took longer than 0\.1 s"):
            await room.fill(adapter, ANNA, "word")
        other.close()
        adapter._timeout_s = 20.0
        await room.fill(adapter, ANNA, "word")
        assert await room.count(adapter, ANNA) > 0


async def test_a_connection_that_died_is_replaced_at_once_or_after_an_error_of_ours(room: Room, path: Path) -> None:
    async with room.build(url_of(path)) as adapter:
        await room.fill(adapter, ANNA, "word")
        kept = await room.count(adapter, ANNA)
        for use in (lambda: room.fill(adapter, ANNA, "other"), lambda: room.count(adapter, ANNA)):
            async with adapter._database._engine.connect() as connection:
                await (await connection.get_raw_connection()).driver_connection.close()
            # Whether the pool notices first depends on its version.
            with suppress(StoreUnavailable):
                await use()
        assert await room.count(adapter, ANNA) >= kept
        await room.fill(adapter, ANNA, "other")
        assert await room.count(adapter, ANNA) > kept


async def test_a_write_that_fails_half_way_leaves_nothing(room: Room, path: Path) -> None:
    async with room.build(url_of(path)) as adapter:
        with sqlite3.connect(path) as other:
            full = f"WHEN (SELECT count(*) FROM {room.table}) >= 40 BEGIN SELECT RAISE(ABORT, 'disk full'); END"  # noqa: S608
            other.execute(f"CREATE TRIGGER fault BEFORE INSERT ON {room.table} {full}")
        with pytest.raises(StoreError):
            await room.fill(adapter, ANNA, "word")
        assert await room.count(adapter, ANNA) == 0
        assert await adapter.forget(ANNA) == 0
        other.execute("DROP TRIGGER fault")
        other.commit()
        other.close()
        await room.fill(adapter, ANNA, "word")
        assert await room.count(adapter, ANNA) > 0


async def test_tables_of_a_newer_version_are_left_alone(room: Room, path: Path) -> None:
    async with room.build(url_of(path)):
        pass
    schema = f"auren_{next(name for name, one in ROOMS.items() if one is room)}_schema"
    with sqlite3.connect(path) as other:
        other.execute(f"UPDATE {schema} SET version = 7")  # noqa: S608 - our own table's name
    other.close()
    with pytest.raises(StoreCorrupted, match=r"of version 7 and this auren reads up to [123]; install"):
        await room.build(url_of(path)).open()


@pytest.mark.parametrize(
    ("room_name", "column", "value"),
    [
        ("history", "day", "canary"),
        ("history", "started", "canary"),
        ("history", "value", "canary"),
        ("journal", "body", "canary"),
        ("journal", "body", '{"id": "canary"}'),
        ("journal", "disposition", "canary"),
        ("memory", "data", "canary"),
        ("memory", "data", "[1]"),
        ("memory", "origin", "canary"),
        ("memory", "at_us", 2**62),
    ],
)
async def test_a_row_that_cannot_be_read_is_corrupted_and_not_quoted(
    path: Path, room_name: str, column: str, value: object
) -> None:
    room = ROOMS[room_name]
    async with room.build(url_of(path)) as adapter:
        await room.fill(adapter, ANNA, "word")
        with sqlite3.connect(path) as other:
            other.execute(f"UPDATE {room.table} SET {column} = ?", (value,))  # noqa: S608 - our own table's name
        other.close()
        with pytest.raises(StoreCorrupted) as failed:
            await room.count(adapter, ANNA)
        assert "canary" not in f"{failed.value!r} {failed.value.__cause__!r}"


async def test_a_last_day_that_cannot_be_read_is_corrupted(path: Path) -> None:
    async with SQLHistory(url_of(path)) as history:
        await fill_history(history, ANNA, "word")
        with sqlite3.connect(path) as other:
            other.execute("UPDATE auren_history_readings SET day = 'someday'")
        other.close()
        with pytest.raises(StoreCorrupted):
            await history.last_day(ANNA)


def all_kinds(kind: type[BaseException]) -> set[type[BaseException]]:
    return {kind}.union(*(all_kinds(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(all_kinds(exc.SQLAlchemyError) | all_kinds(sqlite3.Error), key=str), ids=str)
async def test_no_error_of_the_driver_crosses_the_border(kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    error = kind.__new__(kind)
    Exception.__init__(error, "canary")
    history = SQLHistory()

    async def fail(*_: object, **__: object) -> None:
        raise error

    async with history:
        for name in ("read", "write", "erase"):
            monkeypatch.setattr(history._database, name, fail)
        for work in (history.append(readings(ANNA, "w", 1)), history.readings(ANNA, []), history.forget(ANNA)):
            with pytest.raises(AurenError) as crossed:
                await work
            assert type(crossed.value).__module__ == "auren.errors"
            assert getattr(crossed.value.__cause__, "original", None) is error
            assert "canary" not in str(crossed.value)


def test_the_table_of_errors_holds_only_ours() -> None:
    assert all(issubclass(ours, AurenError) for ours in DRIVER_ERRORS.values())


async def test_the_cause_quotes_no_value_even_with_the_hosts_engine(engine: AsyncEngine) -> None:
    (reading,) = readings(ANNA, "canary", 1)
    nothing: Any = None
    async with SQLHistory(engine) as history:
        with pytest.raises(StoreError) as failed:
            await history.append([replace(reading, zone=nothing)])
        assert isinstance(failed.value.__cause__, exc.IntegrityError)
        assert "canary" not in f"{failed.value} {failed.value.__cause__} {failed.value.__cause__.__cause__}"


async def test_text_that_cannot_be_stored_is_the_callers_mistake() -> None:
    broken = "half a pair \ud800"
    async with SQLHistory() as history, SQLJournal() as journal, SQLStore() as store:
        with pytest.raises(InvalidInput):
            await fill_history(history, ANNA, broken)
        with pytest.raises(InvalidInput):
            await journal.record(JournalEntry(ANNA, feedback=(Feedback("a1", "helped", NOW, broken),)))
        with pytest.raises(InvalidInput):
            await fill_store(store, ANNA, broken)
        assert await history.forget(ANNA) == await journal.forget(ANNA) == await store.forget(ANNA) == 0


# Where to keep it


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+pysqlite:///x", "mysql+aiomysql://u:canary@h/d", "redis://:canary@h"])
def test_another_scheme_is_refused_without_quoting_its_password(room: Room, url: str) -> None:
    with pytest.raises(UnknownScheme, match="sqlite\\+aiosqlite://") as refused:
        room.build(url)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("url", ["", "canary", "://canary", "sqlite+aiosqlite://u:canary@h:notaport/x"])
def test_a_url_that_cannot_be_read_is_refused_without_quoting_it(room: Room, url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        room.build(url)
    assert "canary" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_postgresql_without_its_driver_names_the_extra(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(MissingExtra, match=r"auren\[postgres\]"):
        room.build("postgresql+asyncpg://u:canary@h/d")
