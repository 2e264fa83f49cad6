"""Migrations make what a room makes when it opens, keep what was there, and refuse what they cannot do."""

from __future__ import annotations

import ast
import asyncio
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from migration_schemas import schema_of
from sqlalchemy.ext.asyncio import create_async_engine

import auren
from auren.errors import ConfigurationError, InvalidInput, MissingExtra, StoreCorrupted, StoreError, UnknownScheme
from auren.facts import MemoryQuery
from auren.gateway.budgets.journal import LocalJournal
from auren.gateway.budgets.sql import SQLLedger
from auren.history import PostgresHistory, SQLHistory
from auren.journal import SQLJournal
from auren.memory import SQLStore
from auren.memory.erasure.tombstones import Tombstones
from auren.memory.facts.sql import SQLFactStore
from auren.memory.stores.pgvector import PgvectorStore
from auren.migrations import ROOMS, Standing, statements, status, upgrade
from auren.migrations.upgrading import Scripts
from auren.people import Subject
from auren.privacy.consent import SQLConsentBook
from auren.privacy.disclosure import SQLDisclosureLedger
from auren.readings import Reading
from servers import PostgresServer

pytest.importorskip("alembic")

ADAPTERS: dict[str, Callable[[str], Any]] = {
    "history": SQLHistory,
    "history_postgres": PostgresHistory,
    "journal": SQLJournal,
    "memory": SQLStore,
    "pgvector": PgvectorStore,
    "facts": SQLFactStore,
    "tombstones": lambda url: Tombstones(url, key=b"sixteen bytes or more"),
    "consent": SQLConsentBook,
    "disclosure": lambda url: SQLDisclosureLedger(url, key=b"sixteen bytes or more"),
    "ledger": SQLLedger,
    "ledger_journal": LocalJournal,
}
EARLIER = [(room.name, version) for room in ROOMS.values() for version in range(1, room.version)]
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
FILE_URL = "sqlite+aiosqlite:///{}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return FILE_URL.format(tmp_path / "auren.db")


def rooms_on(url: str) -> list[str]:
    return [name for name in ADAPTERS if ROOMS[name].only_on in ("", url.partition("+")[0])]


def states(found: list[Standing]) -> dict[str, tuple[int, str]]:
    return {standing.room.name: (standing.version, standing.state) for standing in found}


async def opened_by_rooms(url: str, request: pytest.FixtureRequest) -> dict[str, set[tuple[Any, ...]]]:
    """Give the schema that the rooms make, and leave the database as empty as it was."""
    for name in rooms_on(url):
        async with ADAPTERS[name](url):
            pass
    made = await schema_of(url)
    if url.startswith("postgresql"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.empty()
    else:
        Path(url.removeprefix(FILE_URL.format(""))).unlink()
    return made


async def run_sql(url: str, *queries: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for query in queries:
            await connection.execute(sa.text(query))
    await engine.dispose()


async def scalars(url: str, query: str) -> list[Any]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = list((await connection.execute(sa.text(query))).scalars())
    await engine.dispose()
    return found


# The table of rooms


def test_every_room_with_tables_has_its_row() -> None:
    """A room that somebody adds without migrations is found in the source itself."""
    source = Path(auren.__file__).parent
    calls = (
        node
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Database"
    )
    names = {ast.literal_eval(word.value) for call in calls for word in call.keywords if word.arg == "room"}
    assert names - {"migrations"} == set(ROOMS) - {"pgvector", "hypertable"}


def test_the_newest_revision_of_each_room_is_the_version_it_writes() -> None:
    versions = {name: room.version for name, room in ROOMS.items()}
    assert Scripts().newest() == versions
    built = {name: build("postgresql+asyncpg://host/name") for name, build in ADAPTERS.items() if name != "pgvector"}
    assert {name: adapter._database._version for name, adapter in built.items()}.items() <= versions.items()
    tables = {name: set(adapter._database._tables.tables) for name, adapter in built.items()}
    assert tables == {name: set(ROOMS[name].tables) for name in built}


# What is made


async def test_an_upgrade_from_nothing_makes_what_the_rooms_make(url: str, request: pytest.FixtureRequest) -> None:
    made = await opened_by_rooms(url, request)
    await upgrade(url, rooms_on(url))
    migrated = await schema_of(url)
    migrated["versions"] -= {("auren_pgvector_schema", 1)}
    for kind in ("columns", "indexes", "constraints"):
        rest = {row for row in migrated.get(kind, set()) if "auren_pgvector_schema" not in row}
        assert rest == made.get(kind, set()), kind
    assert {k: v for k, v in migrated.items() if k not in ("columns", "indexes", "constraints")} == {
        k: v for k, v in made.items() if k not in ("columns", "indexes", "constraints")
    }


@pytest.mark.parametrize(("room", "version"), EARLIER)
async def test_an_upgrade_from_every_earlier_version_makes_the_same(
    room: str, version: int, url: str, request: pytest.FixtureRequest
) -> None:
    made = await opened_by_rooms(url, request)
    earlier = states(await upgrade(url, [room], to={room: version}))
    assert earlier[room] == (version, "behind")
    assert states(await upgrade(url))[room] == (ROOMS[room].version, "current")
    migrated = await schema_of(url)
    tables = {f"auren_{room}_schema", *ROOMS[room].tables}
    for kind, rows in made.items():
        assert {row for row in migrated[kind] if row[0] in tables} == {row for row in rows if row[0] in tables}, kind


async def test_sql_written_without_a_connection_makes_the_same(url: str, request: pytest.FixtureRequest) -> None:
    written = statements(url, rooms_on(url))
    await upgrade(url, rooms_on(url))
    migrated = await schema_of(url)
    if url.startswith("postgresql"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.empty()
        server._server.psql(written)
    else:
        path = Path(url.removeprefix(FILE_URL.format("")))
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.executescript(written)
        connection.close()
    assert await schema_of(url) == migrated


async def test_an_upgrade_by_default_makes_what_is_not_asked_for_by_name(url: str) -> None:
    found = states(await upgrade(url))
    assert {name for name, (_, state) in found.items() if state == "current"} == {
        name for name, room in ROOMS.items() if not room.asked_for
    }
    asked = "ledger_journal"
    assert states(await upgrade(url, [asked]))[asked] == (1, "current")
    assert await upgrade(url) == await status(url)


async def test_an_upgrade_of_what_is_current_changes_nothing(url: str) -> None:
    await upgrade(url)
    before = await schema_of(url)
    await upgrade(url)
    assert await schema_of(url) == before


async def test_the_rooms_open_on_what_was_migrated(url: str) -> None:
    await upgrade(url, rooms_on(url))
    before = await schema_of(url)
    for name in rooms_on(url):
        async with ADAPTERS[name](url):
            pass
    assert await schema_of(url) == before


async def test_what_the_rooms_made_counts_as_upgraded(url: str) -> None:
    for name in rooms_on(url):
        async with ADAPTERS[name](url):
            pass
    found = states(await status(url))
    assert {name for name, (_, state) in found.items() if state == "current"} == set(rooms_on(url))
    await upgrade(url)


async def test_a_role_that_may_not_make_tables_opens_rooms_that_were_migrated(
    postgres_url: str, postgres_server: PostgresServer
) -> None:
    rooms = [name for name in rooms_on(postgres_url) if name != "pgvector"]
    await upgrade(postgres_url, rooms)
    grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO auren_app;"
    postgres_server._server.psql(f"CREATE ROLE auren_app LOGIN; GRANT USAGE ON SCHEMA public TO auren_app; {grant}")
    try:
        as_role = sa.make_url(postgres_url).set(username="auren_app").render_as_string(hide_password=False)
        for name in rooms:
            async with ADAPTERS[name](as_role):
                pass
        with pytest.raises(StoreError):
            await upgrade(as_role, ["ledger_journal", "pgvector"])
    finally:
        postgres_server._server.psql("DROP OWNED BY auren_app; DROP ROLE auren_app;")


async def test_a_room_whose_tables_changed_is_opened_only_after_its_migration(url: str) -> None:
    """It would else note a version whose columns nobody has made."""
    await upgrade(url, ["journal"], to={"journal": 1})
    before = await schema_of(url)
    journal = SQLJournal(url)
    journal._database._opens_from = 2
    with pytest.raises(ConfigurationError, match="auren migrate URL --room journal"):
        await journal.open()
    assert await schema_of(url) == before
    await upgrade(url)
    async with journal:
        pass


# What is kept


async def test_records_of_memory_of_version_1_are_found_by_their_words(url: str) -> None:
    await upgrade(url, ["memory"], to={"memory": 1})
    row = "('main', 'anna', '{0}', 'turn', 'a sore {0} knee', {0}, NULL, 'person', 'c', '[[\"a\", \"b\"]]')"
    rows = ", ".join(row.format(number) for number in range(1, 2502))
    await run_sql(url, "INSERT INTO auren_memory_records VALUES " + rows)  # noqa: S608 - numbers of this test
    await upgrade(url)
    async with SQLStore(url) as store:
        records = await store.export(Subject("anna"))
        found = await store.find(Subject("anna"), MemoryQuery(text="2024 knee", limit=1), now=NOW)
    assert len(records) == 2501
    assert {record.data for record in records} == {(("a", "b"),)}
    assert [record.record.id for record in found] == ["2024"]


async def test_a_journal_of_version_1_keeps_its_rows(url: str) -> None:
    await upgrade(url, ["journal"], to={"journal": 1})
    await run_sql(url, "INSERT INTO auren_journal_seen VALUES ('anna', 'r1', 'd1')", "DELETE FROM auren_journal_feedback")
    await upgrade(url)
    assert await scalars(url, "SELECT reading_id FROM auren_journal_seen") == ["r1"]


async def test_a_fault_half_way_changes_nothing(url: str) -> None:
    """The last room meets a table of another's; none of the rooms before it stays."""
    await run_sql(url, "CREATE TABLE auren_ledger_payloads (other INTEGER)")
    before = await schema_of(url)
    with pytest.raises(StoreError):
        await upgrade(url)
    assert await schema_of(url) == before


@pytest.mark.parametrize("turns", [0, 1, 3, 10, 30, 100, 300, 1000])
async def test_an_upgrade_that_is_cancelled_is_done_or_was_never_begun(turns: int, url: str) -> None:
    work = asyncio.create_task(upgrade(url))
    for _ in range(turns):
        await asyncio.sleep(0)
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    assert len({state for name, (_, state) in states(await status(url)).items() if not ROOMS[name].asked_for}) == 1
    await upgrade(url)
    assert {state for name, (_, state) in states(await status(url)).items() if not ROOMS[name].asked_for} == {"current"}


# At the same time


async def test_processes_that_upgrade_and_open_at_once_all_succeed(url: str) -> None:
    await upgrade(url, ["memory", "journal"], to={"memory": 1, "journal": 1})
    begin = "import asyncio, sys; from auren.migrations import upgrade; from auren.journal import SQLJournal; u = sys.argv[1]\n"
    work = begin + "async def work():\n    await upgrade(u)\n    async with SQLJournal(u):\n        pass\nasyncio.run(work())"
    command = [sys.executable, "-c", work, url]
    start = asyncio.create_subprocess_exec
    running = [await start(*command, stderr=asyncio.subprocess.PIPE) for _ in range(3)]
    ended = [((await process.communicate())[1], process.returncode) for process in running]
    assert ended == [(b"", 0)] * 3
    assert {state for name, (_, state) in states(await status(url)).items() if not ROOMS[name].asked_for} == {"current"}


async def test_upgrades_of_several_databases_in_one_loop_do_not_mix(tmp_path: Path) -> None:
    urls = [FILE_URL.format(tmp_path / f"{number}.db") for number in range(4)]
    await asyncio.gather(*(upgrade(url) for url in urls))
    schemas = [await schema_of(url) for url in urls]
    assert all(schema == schemas[0] for schema in schemas)


async def test_the_hosts_engine_stays_open(url: str) -> None:
    engine = create_async_engine(url)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(sa.text("SELECT version FROM auren_journal_schema"))).scalar() == 3
    assert await status(engine) == await status(url)
    await engine.dispose()


# What is refused


async def test_a_version_is_never_taken_back(url: str) -> None:
    await upgrade(url, ["journal"])
    with pytest.raises(InvalidInput, match=r"version 3 and 1 was asked for; .* Restore the backup"):
        await upgrade(url, ["journal"], to={"journal": 1})
    with pytest.raises(InvalidInput, match="never taken back"):
        statements(url, ["journal"], since={"journal": 2}, to={"journal": 1})


async def test_tables_of_a_newer_auren_are_left_alone(url: str) -> None:
    await upgrade(url, ["journal"])
    await run_sql(url, "UPDATE auren_journal_schema SET version = 9")
    with pytest.raises(StoreCorrupted, match="version 9 and this auren reads up to 3"):
        await upgrade(url)
    assert states(await status(url))["journal"] == (9, "ahead")


async def test_a_table_that_was_dropped_is_named(url: str) -> None:
    await upgrade(url, ["journal"])
    await run_sql(url, "DROP TABLE auren_journal_advice")
    (journal,) = [standing for standing in await status(url) if standing.room.name == "journal"]
    assert (journal.state, journal.missing) == ("damaged", ("auren_journal_advice",))
    with pytest.raises(StoreCorrupted, match="auren_journal_advice"):
        await upgrade(url)


@pytest.mark.parametrize("name", ["hypertable", "history_postgres", "pgvector"])
async def test_a_room_of_postgres_is_refused_on_sqlite(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownScheme, match="exist on postgresql only"):
        await upgrade(FILE_URL.format(tmp_path / "auren.db"), [name])
    with pytest.raises(UnknownScheme, match="exist on postgresql only"):
        statements("sqlite+aiosqlite:///a.db", [name])


async def test_a_hypertable_is_refused_where_the_server_lacks_the_extension(postgres_url: str) -> None:
    before = await schema_of(postgres_url)
    with pytest.raises(ConfigurationError, match="no extension 'timescaledb'"):
        await upgrade(postgres_url, ["hypertable"])
    assert await schema_of(postgres_url) == before


def test_a_hypertable_comes_after_its_table_and_holds_the_day_in_its_key() -> None:
    written = statements("postgresql+asyncpg://host/name", ["hypertable"])
    table = written.index("CREATE TABLE auren_history_postgres_readings")
    key = written.index("PRIMARY KEY (subject, id, day)")
    assert table < key < written.index("create_hypertable('auren_history_postgres_readings', 'day'")


async def test_postgres_history_works_with_the_key_that_a_hypertable_needs(postgres_url: str) -> None:
    """What is left of the hypertable without the extension: one row an id, though the key would let the day tell them apart."""
    await upgrade(postgres_url, ["history_postgres"])
    table = "ALTER TABLE auren_history_postgres_readings"
    dropped = f"{table} DROP CONSTRAINT auren_history_postgres_readings_pkey"
    await run_sql(postgres_url, dropped, f"{table} ADD PRIMARY KEY (subject, id, day)")
    reading = Reading.of(Subject("anna"), "hrv.rmssd", 50, unit="ms", start=NOW, zone="UTC", source="test")
    moved = replace(reading, day=reading.day + timedelta(days=1), revision=1)
    async with PostgresHistory(postgres_url) as history:
        await history.append([reading])
        await history.append([moved])
        await history.append([reading])
        assert await history.readings(Subject("anna"), []) == [moved]


def test_sql_alone_is_refused_where_rows_are_computed_anew() -> None:
    with pytest.raises(ConfigurationError, match="memory of version 2 computes rows anew"):
        statements("sqlite+aiosqlite:///a.db", ["memory"], since={"memory": 1})


@pytest.mark.parametrize("version", [0, 4])
async def test_rooms_and_versions_that_do_not_exist_are_refused(version: int, tmp_path: Path) -> None:
    url = FILE_URL.format(tmp_path / "auren.db")
    with pytest.raises(InvalidInput, match="no room 'hisory'"):
        await upgrade(url, ["hisory"])
    with pytest.raises(InvalidInput, match="there are 1 to 3"):
        await upgrade(url, ["journal"], to={"journal": version})
    assert not (tmp_path / "auren.db").exists()


async def test_asking_how_a_database_stands_makes_no_file(tmp_path: Path) -> None:
    found = await status(FILE_URL.format(tmp_path / "auren.db"))
    assert {standing.state for standing in found} == {"absent"}
    assert list(tmp_path.iterdir()) == []


async def test_without_alembic_the_command_to_install_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = FILE_URL.format(tmp_path / "auren.db")
    for name in [name for name in sys.modules if name.partition(".")[0] == "alembic"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "alembic", None)
    with pytest.raises(MissingExtra, match="postgres"):
        await upgrade(url)
    assert {standing.state for standing in await status(url)} == {"absent"}
