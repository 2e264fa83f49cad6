"""A shared ledger whose server is stopped and killed mid-run: decided at once by the policy, and all accounted for after."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auren.errors import BudgetExceeded, StoreConflict, StoreUnavailable
from auren.gateway.budgets import InMemoryLedger, LocalQuota, RedisLedger, StandInLedger
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports import Balance, Ledger, LimitChange
from auren.ports.ledger import Scope
from auren.testing.contracts import LedgerContract
from servers import ValkeyServer

PLAN = Plan("pioneer", limit_micro_usd=1000, pool_micro_usd=10_000)
ANNA = Account(Subject("anna-1"), zone="Europe/Oslo")
QUOTA = LocalQuota(person_micro_usd=100, person_tokens=None, micro_usd=250, tokens=None)

PATIENCE_S = 0.5
"""Long, so that a busy machine is not taken for a server that is down; the benchmark measures how soon it decides."""


def now() -> datetime:
    return datetime.now(UTC)


def hold(id: str, micro_usd: int = 10, *, for_s: float = 120) -> Reservation:
    return Reservation(id, micro_usd, 0, now() + timedelta(seconds=for_s))


def used(micro_usd: int) -> Usage:
    return Usage(cost_micro_usd=micro_usd)


async def call(ledger: Ledger, id: str, micro_usd: int = 10, account: Account = ANNA) -> None:
    await ledger.reserve(account, PLAN, hold(id, micro_usd), now=now())
    await ledger.sent(id, now=now())
    await ledger.settle(id, used(micro_usd), now=now())


class TestStandInLedger(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return StandInLedger(InMemoryLedger(), patience_s=30)


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    with tempfile.TemporaryDirectory() as folder:
        valkey = ValkeyServer(Path(folder), append_only=True)
        valkey.start()
        yield valkey
        valkey.kill()


def shared(server: ValkeyServer) -> RedisLedger:
    return RedisLedger(server.url, timeout_s=1.0)


async def spent(server: ValkeyServer) -> tuple[int, int, int]:
    async with RedisLedger(server.url) as ledger:
        balance = await ledger.balance(ANNA, PLAN, now=now())
        return (balance.held_micro_usd, balance.spent_micro_usd, balance.uncertain_micro_usd)


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_closed_refuses_at_once_while_the_server_is_down(server: ValkeyServer, killed: bool) -> None:
    async with StandInLedger(shared(server), patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        await call(ledger, "before")
        await ledger.reserve(ANNA, PLAN, hold("under way"), now=now())
        await ledger.sent("under way", now=now())
        await ledger.reserve(ANNA, PLAN, hold("not sent"), now=now())
        server.kill() if killed else server.pause()
        for number in range(20):
            with pytest.raises(StoreUnavailable):
                await ledger.reserve(ANNA, PLAN, hold(f"r{number}"), now=now())
        with pytest.raises(StoreUnavailable):
            await ledger.sent("not sent", now=now())
        for use in (ledger.balance(ANNA, PLAN, now=now()), ledger.limit_changes(), ledger.forget(Subject("nobody"))):
            with pytest.raises(StoreUnavailable):
                await use
        # What has become of a call is never lost.
        await ledger.settle("under way", used(7), now=now())
        await ledger.release("not sent", now=now())
        assert ledger.standing_in
        assert await ledger.unbooked() == 2
        server.start() if killed else server.resume()
        await ledger.booked()
        assert await ledger.unbooked() == 0
        await call(ledger, "after")
    held, sum_, uncertain = await spent(server)
    # Holds that were made in the moment the server stopped are not sent, and expire.
    assert (held % 10, sum_, uncertain) == (0, 27, 0)


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_a_local_quota_goes_on_and_books_all_of_it(server: ValkeyServer, killed: bool) -> None:
    async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        await call(ledger, "before")
        for id in ("under way", "not sent", "given up"):
            await ledger.reserve(ANNA, PLAN, hold(id), now=now())
        await ledger.sent("under way", now=now())
        server.kill() if killed else server.pause()
        await ledger.sent("not sent", now=now())
        for number in range(8):
            await call(ledger, f"local-{number}")
        await ledger.sent("given up", now=now())
        with pytest.raises(BudgetExceeded):
            await ledger.reserve(ANNA, PLAN, hold("too much"), now=now())
        assert (await ledger.balance(ANNA, PLAN, now=now())).limit_micro_usd == 100
        await ledger.settle("under way", used(5), now=now())
        await ledger.settle("not sent", used(6), now=now())
        await ledger.release("given up", now=now())
        for _ in range(2):
            await ledger.settle("local-0", used(10), now=now())
        assert await ledger.unbooked() == 11
        server.start() if killed else server.resume()
        await ledger.booked()
        held, sum_, uncertain = await spent(server)
        assert (held % 10, sum_, uncertain) == (0, 10 + 80 + 5 + 6, 0)
        # And the shared ledger decides again.
        assert (await ledger.balance(ANNA, PLAN, now=now())).limit_micro_usd == 1000
        await call(ledger, "after")
    assert (await spent(server))[1] == 111


class Silent(InMemoryLedger):
    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        raise StoreUnavailable("as after a fault")

    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance:
        raise StoreUnavailable("as after a fault")


async def test_the_quota_of_all_is_shared_by_all() -> None:
    async with StandInLedger(Silent(), when_down=QUOTA) as ledger:
        for number in range(25):
            await ledger.reserve(Account(Subject(f"person-{number}")), PLAN, hold(f"r{number}"), now=now())
        with pytest.raises(BudgetExceeded):
            await ledger.reserve(ANNA, PLAN, hold("r25"), now=now())


class Stubborn(InMemoryLedger):
    """One whose driver tidies up for long after it was cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.tidied = asyncio.Event()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        try:
            await asyncio.Event().wait()
        finally:
            await self.tidied.wait()
        raise AssertionError


async def test_nobody_waits_for_a_driver_that_tidies_up() -> None:
    shared = Stubborn()
    async with StandInLedger(shared, when_down=QUOTA) as ledger:
        # The driver is done only after the decision was made.
        await ledger.reserve(ANNA, PLAN, hold("r1"), now=now())
        await ledger.release("r1", now=now())
        shared.tidied.set()
        await ledger.booked()


async def test_a_call_that_is_cancelled_does_not_wait_either() -> None:
    shared = Stubborn()
    async with StandInLedger(shared, patience_s=30) as ledger:
        task = asyncio.create_task(ledger.reserve(ANNA, PLAN, hold("r1"), now=now()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not ledger.standing_in
        shared.tidied.set()


async def test_what_a_server_lost_is_booked_nevertheless(tmp_path: Path) -> None:
    server = ValkeyServer(tmp_path)
    server.start()
    try:
        async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
            await ledger.reserve(ANNA, PLAN, hold("under way"), now=now())
            await ledger.sent("under way", now=now())
            server.kill()
            await call(ledger, "local")
            await ledger.settle("under way", used(4), now=now())
            server.start()
            await ledger.booked()
        assert await spent(server) == (0, 14, 0)
    finally:
        server.kill()


async def test_what_was_spent_above_the_shared_limit_is_booked_as_it_is(server: ValkeyServer) -> None:
    async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        await call(ledger, "before", 990)
        server.pause()
        await call(ledger, "local", 50)
        server.resume()
        await ledger.booked()
        assert (await ledger.balance(ANNA, PLAN, now=now())).remaining_micro_usd == -40
        with pytest.raises(BudgetExceeded):
            await ledger.reserve(ANNA, PLAN, hold("more", 1), now=now())


async def test_a_journal_in_a_file_is_booked_by_the_next_process(server: ValkeyServer, tmp_path: Path) -> None:
    quota = LocalQuota(100, None, 100, None, journal=f"sqlite+aiosqlite:///{tmp_path / 'journal.db'}")
    server.kill()
    # It opens while the server is down, too.
    async with StandInLedger(shared(server), when_down=quota, patience_s=PATIENCE_S, probe_every_s=0.05) as first:
        assert first.standing_in
        await call(first, "settled", 30)
        await first.reserve(ANNA, PLAN, hold("cut off", 20, for_s=0.2), now=now())
        await first.sent("cut off", now=now())
        assert await first.unbooked() == 2
    server.start()
    async with StandInLedger(shared(server), when_down=quota, patience_s=PATIENCE_S, probe_every_s=0.05) as second:
        await second.booked()
    # Of the one that was cut off nobody knows what it used.
    assert await spent(server) == (0, 50, 20)


async def test_who_is_forgotten_while_the_server_is_down_is_nobody_in_what_is_booked(
    server: ValkeyServer, tmp_path: Path
) -> None:
    file = tmp_path / "journal.db"
    quota = LocalQuota(100, None, 100, None, journal=f"sqlite+aiosqlite:///{file}")
    async with StandInLedger(shared(server), when_down=quota, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        await call(ledger, "before")
        server.pause()
        await call(ledger, "local", 30)
        with pytest.raises(StoreUnavailable):
            await ledger.forget(ANNA.subject)
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"anna-1" not in kept
        server.resume()
        await ledger.booked()
        assert await ledger.forget(ANNA.subject) > 0
        assert (await ledger.balance(ANNA, PLAN, now=now())).spent_micro_usd == 0
        assert (await ledger.balance(ANNA, PLAN, now=now(), scope="pool")).spent_micro_usd == 40
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM auren_ledger_journal_calls").fetchone() == (0,)
    connection.close()


async def test_limits_wait_until_the_server_is_back(server: ValkeyServer) -> None:
    async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        server.pause()
        await ledger.balance(ANNA, PLAN, now=now())
        with pytest.raises(StoreUnavailable):
            await ledger.change_limit(ANNA, PLAN, LimitChange(1, 1, "operator-7", "why"), now=now())
        server.resume()
        await ledger.booked()
        await ledger.change_limit(ANNA, PLAN, LimitChange(1, 1, "operator-7", "why"), now=now())
        assert len(await ledger.limit_changes()) == 1


async def test_errors_that_are_no_outage_pass_through(server: ValkeyServer) -> None:
    async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S) as ledger:
        with pytest.raises(StoreConflict):
            await ledger.settle("never made", used(1), now=now())
        with pytest.raises(BudgetExceeded):
            await ledger.reserve(ANNA, PLAN, hold("r1", 1001), now=now())
        assert not ledger.standing_in


async def test_64_calls_race_while_the_server_comes_and_goes(server: ValkeyServer) -> None:
    plan_spent = 0

    async def some(number: int) -> None:
        nonlocal plan_spent
        try:
            await call(ledger, f"r{number}", 2)
        except (BudgetExceeded, StoreUnavailable):
            await ledger.release(f"r{number}", now=now())
        else:
            plan_spent += 2

    async with StandInLedger(shared(server), when_down=QUOTA, patience_s=PATIENCE_S, probe_every_s=0.05) as ledger:
        for turn in range(3):
            tasks = [asyncio.create_task(some(number)) for number in range(turn * 64, turn * 64 + 64)]
            await asyncio.sleep(0)
            server.pause()
            await asyncio.gather(*tasks)
            server.resume()
            await ledger.booked()
    assert await spent(server) == (0, plan_spent, 0)
