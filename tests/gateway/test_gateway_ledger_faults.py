"""Servers that are dead, slow or hold garbage, and what a ledger leaves behind in them."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from auren.errors import (
    BudgetExceeded,
    ConfigurationError,
    InvalidInput,
    MissingExtra,
    StoreConflict,
    StoreCorrupted,
    StoreUnavailable,
    UnknownScheme,
)
from auren.gateway.budgets import InMemoryLedger, RedisLedger, SQLLedger, redis
from auren.gateway.budgets.sql import ledger as sql
from auren.gateway.budgets.windows import REMEMBERED
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports import Balance, Ledger, LimitChange
from servers import ValkeyServer

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
PLAN = Plan("pioneer", limit_micro_usd=1000, pool_micro_usd=100_000)
ANNA, BEN = Account(Subject("anna-who-is-forgotten")), Account(Subject("ben"))


def hold(id: str, micro_usd: int = 10, *, now: datetime = NOW) -> Reservation:
    return Reservation(id, micro_usd, 5, now + timedelta(minutes=5))


async def fill(ledger: Ledger, account: Account, word: str, count: int = 20) -> None:
    await ledger.change_limit(account, PLAN, LimitChange(10_000, None, "operator-7", word), now=NOW)
    for number in range(count):
        await ledger.reserve(account, PLAN, hold(f"{word}-{number}"), now=NOW)
        await ledger.sent(f"{word}-{number}", now=NOW)
        if number % 2:
            await ledger.settle(f"{word}-{number}", Usage(3, 1, cost_micro_usd=7), now=NOW)


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
    for ledger in (
        RedisLedger("redis://127.0.0.1:1/0"),
        SQLLedger(f"postgresql+asyncpg:///postgres?host={tmp_path}"),
        SQLLedger(f"sqlite+aiosqlite:///{tmp_path / 'no' / 'folder.db'}"),
    ):
        with pytest.raises(StoreUnavailable):
            await ledger.open()
        assert not ledger.is_open


async def test_a_server_that_dies_is_told_and_used_again_when_it_is_back(server: ValkeyServer) -> None:
    async with RedisLedger(server.url, timeout_s=5) as ledger:
        await ledger.reserve(ANNA, PLAN, hold("r1"), now=NOW)
        server.kill()
        with pytest.raises(StoreUnavailable):
            await ledger.sent("r1", now=NOW)
        server.start()
        # Connections that lay idle are of no use any more, and nobody notices; the scripts come back, too.
        await ledger.sent("r1", now=NOW)
        await asyncio.gather(*(ledger.balance(ANNA, PLAN, now=NOW) for _ in range(16)))
        assert (await ledger.balance(ANNA, PLAN, now=NOW)).held_micro_usd == 10


async def test_a_server_that_does_not_answer_is_not_waited_for(server: ValkeyServer) -> None:
    async with RedisLedger(server.url, timeout_s=0.05) as ledger:
        await ledger.balance(ANNA, PLAN, now=NOW)
        server.pause()
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match="longer than"):
                await ledger.reserve(ANNA, PLAN, hold("r1"), now=NOW)
        server.resume()
        await _until_it_answers(ledger)
        # Each try may or may not have been held; the id makes it at most one.
        assert (await ledger.balance(ANNA, PLAN, now=NOW)).held_micro_usd in (0, 10)


async def _until_it_answers(ledger: Ledger) -> None:
    for _ in range(100):
        try:
            await ledger.balance(ANNA, PLAN, now=NOW)
        except StoreUnavailable:
            continue
        return


async def test_scripts_that_a_server_forgot_are_sent_again(client: Any, valkey_url: str) -> None:
    async with RedisLedger(valkey_url) as ledger:
        for number in range(3):
            await client.script_flush()
            await ledger.reserve(ANNA, PLAN, hold(f"r{number}"), now=NOW)
        assert (await ledger.balance(ANNA, PLAN, now=NOW)).held_micro_usd == 30


@pytest.mark.parametrize("garbage", ["text", "wrong type", "fraction", "lost part"])
async def test_garbage_in_redis_is_told(client: Any, valkey_url: str, garbage: str) -> None:
    async with RedisLedger(valkey_url) as ledger:
        await ledger.reserve(ANNA, PLAN, hold("r1"), now=NOW)
        (hold_key,) = [key async for key in client.scan_iter("{auren:ledger}:h:*")]
        budgets = [key async for key in client.scan_iter("{auren:ledger}:b:p-*")]
        for key in (*budgets, hold_key):
            match garbage:
                case "text":
                    await client.hset(key, "hm" if key in budgets else "m", "many")
                case "fraction":
                    await client.hset(key, "hm" if key in budgets else "m", "1.5")
                case "lost part":
                    await client.hdel(key, "ht" if key in budgets else "p")
                case _:
                    await client.delete(key)
                    await client.set(key, "text")
        for use in (
            lambda: ledger.settle("r1", Usage(1), now=NOW),
            lambda: ledger.balance(ANNA, PLAN, now=NOW),
            lambda: ledger.reserve(ANNA, PLAN, hold("r2"), now=NOW),
        ):
            with pytest.raises(StoreCorrupted):
                await use()


async def test_an_altered_audit_is_told_in_redis_and_sql(client: Any, valkey_url: str, tmp_path: Path) -> None:
    file = tmp_path / "auren.db"
    async with RedisLedger(valkey_url) as shared, SQLLedger(f"sqlite+aiosqlite:///{file}") as kept:
        for ledger in (shared, kept):
            await fill(ledger, ANNA, "one", 0)
            await fill(ledger, ANNA, "two", 0)
        await client.lset("{auren:ledger}:audit", 0, "[]")
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE auren_ledger_changes SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1")
        connection.close()
        for ledger in (shared, kept):
            with pytest.raises(StoreCorrupted):
                await ledger.limit_changes()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE auren_ledger_budgets SET held_micro_usd = 'many'",
        "UPDATE auren_ledger_holds SET stage = 99",
        "UPDATE auren_ledger_holds SET micro_usd = 'many'",
        "DELETE FROM auren_ledger_budgets",
    ],
)
async def test_garbage_in_sql_is_told(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "auren.db"
    async with SQLLedger(f"sqlite+aiosqlite:///{file}") as ledger:
        await ledger.reserve(ANNA, PLAN, hold("r1"), now=NOW)
    with sqlite3.connect(file) as connection:
        connection.execute(damage)
    connection.close()
    async with SQLLedger(f"sqlite+aiosqlite:///{file}") as ledger:
        with pytest.raises(StoreCorrupted):
            await ledger.settle("r1", Usage(1), now=NOW)


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "auren.db").write_bytes(b"no database at all " * 100)
    with pytest.raises(StoreCorrupted):
        await SQLLedger(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}").open()


async def test_nothing_in_redis_names_a_person_and_nothing_is_left_of_who_is_forgotten(server: ValkeyServer) -> None:
    driver = pytest.importorskip("redis.asyncio")
    client = driver.Redis.from_url(server.url)
    async with RedisLedger(server.url) as ledger:
        await fill(ledger, ANNA, "marker-of-anna")
        await fill(ledger, BEN, "marker-of-ben")
        mine = {key async for key in client.scan_iter("*") if redis._hashed(ANNA.subject.id).encode() in key}
        assert len(mine) == 5
        assert await ledger.forget(ANNA.subject) == 1 + 20 + 1 + 1
        keys = {key async for key in client.scan_iter("*")}
        assert not mine & keys
        for number in range(20):
            assert f"{{auren:ledger}}:h:{redis._hashed(f'marker-of-anna-{number}')}".encode() not in keys
        # The server's log of commands holds what was written until it is rewritten, but no id and no person's.
        await client.bgrewriteaof()
        while (await client.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.01)
    await client.aclose()
    kept = b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
    assert b"marker-of-ben" in kept
    assert b"marker-of-anna" not in kept
    assert b"anna-who-is-forgotten" not in kept


async def test_no_byte_of_who_is_forgotten_is_left_in_sqlite(tmp_path: Path) -> None:
    async with SQLLedger(f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}") as ledger:
        await fill(ledger, ANNA, "marker-of-anna")
        await fill(ledger, BEN, "marker-of-ben", 5)
        assert await ledger.forget(ANNA.subject) == 20 + 1 + 1 + 1
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"marker-of-ben" in kept
        assert b"marker-of-anna" not in kept
        assert b"anna-who-is-forgotten" not in kept


async def test_all_in_redis_ends_by_itself_but_limits_and_their_audit(client: Any, valkey_url: str) -> None:
    async with RedisLedger(valkey_url) as ledger:
        await fill(ledger, ANNA, "a")
        await ledger.balance(ANNA, PLAN, now=NOW + timedelta(minutes=6))
        lives = {key.decode().split(":")[2]: await client.pttl(key) / 1000 async for key in client.scan_iter("*")}
        assert {kind for kind, life in lives.items() if life < 0} == {"l", "a", "audit", "payloads"}
        window = (datetime(2024, 6, 1, 14, tzinfo=UTC) - NOW + REMEMBERED).total_seconds()
        assert window - 60 < lives["b"] <= window
        assert REMEMBERED.total_seconds() - 60 < lives["h"] <= REMEMBERED.total_seconds() + 360
        # A hold that lives past its window keeps the window.
        late = Reservation("late", 1, 1, NOW + timedelta(days=90))
        await ledger.reserve(ANNA, PLAN, late, now=NOW)
        for key in [key async for key in client.scan_iter("{auren:ledger}:b:*")]:
            assert await client.pttl(key) / 1000 > 91 * 86_400


async def test_prefixes_are_ledgers_of_their_own(valkey_url: str) -> None:
    async with RedisLedger(valkey_url, prefix="one") as one, RedisLedger(valkey_url, prefix="two") as two:
        await one.reserve(ANNA, PLAN, hold("r1"), now=NOW)
        assert await two.balance(ANNA, PLAN, now=NOW) == Balance(1000, None)
        with pytest.raises(StoreConflict):
            await two.settle("r1", Usage(1), now=NOW)


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_what_need_not_be_remembered_is_dropped(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "_CLEARED_EVERY", 1)
    ledger: Any = InMemoryLedger() if kind == "memory" else SQLLedger()
    async with ledger:
        for day in range(400):
            now = NOW + timedelta(days=day)
            await ledger.reserve(Account(Subject(f"p{day}")), PLAN, hold(f"r{day}", now=now), now=now)
            if day % 2:
                await ledger.sent(f"r{day}", now=now)
        if kind == "memory":
            sizes = [len(some) for some in (ledger._holds, ledger._budgets, ledger._expiring, ledger._leaving)]
        else:
            count = "SELECT (SELECT count(*) FROM auren_ledger_holds), (SELECT count(*) FROM auren_ledger_budgets)"
            sizes = list(await ledger._database.read(lambda connection: connection.exec_driver_sql(count).one()))
        assert max(sizes) < 50


async def test_two_processes_share_a_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"
    async with SQLLedger(url, timeout_s=30) as one, SQLLedger(url, timeout_s=30) as two:

        async def call(number: int) -> bool:
            try:
                await (one, two)[number % 2].reserve(ANNA, PLAN, hold(f"r{number}", 100), now=NOW)
            except BudgetExceeded:
                return False
            return True

        assert sum(await asyncio.gather(*(call(number) for number in range(16)))) == 10


async def test_the_hosts_engine_stays_open(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url, pool_size=2, max_overflow=0)
    for _ in range(2):
        async with SQLLedger(engine, timeout_s=30) as ledger:
            await asyncio.gather(*(ledger.reserve(ANNA, PLAN, hold(f"r{number}"), now=NOW) for number in range(16)))
            assert (await ledger.balance(ANNA, PLAN, now=NOW)).held_micro_usd == 160
    await engine.dispose()


def test_urls_that_cannot_be_used_are_refused_without_their_password() -> None:
    for url in ("http://host", "host:6379", "memory://"):
        with pytest.raises(UnknownScheme):
            RedisLedger(url)
    with pytest.raises(InvalidInput):
        RedisLedger("redis://host", prefix="{a}")


async def test_a_url_that_cannot_be_read_is_refused_without_its_password() -> None:
    with pytest.raises(InvalidInput) as caught:
        await RedisLedger("redis://user:secret@host:port/0").open()
    assert "secret" not in str(caught.value)


async def test_a_wrong_password_is_the_configurations_fault(server: ValkeyServer) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await RedisLedger(server.url.replace("redis://", "redis://somebody:secret@")).open()
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "redis.asyncio", None)
    with pytest.raises(MissingExtra, match=r"auren\[redis\]"):
        RedisLedger("redis://host")
