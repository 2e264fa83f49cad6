"""Probes: few at a time, over all workers, and never lost with a worker."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio

from auren.errors import LifecycleError
from auren.gateway.breakers import InMemoryProbes, Probes, RedisProbes
from servers import ValkeyServer

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)


async def take(probes: Probes, endpoint: str = "small", *, most: int = 2, now: datetime = NOW) -> str | None:
    return await probes.take(endpoint, most=most, lease_s=60, now=now)


@pytest.fixture(params=["in memory", "redis", "redis that does not answer"])
async def probes(request: pytest.FixtureRequest) -> AsyncIterator[Probes]:
    if request.param == "in memory":
        yield InMemoryProbes()
        return
    url = request.getfixturevalue("valkey_url") if request.param == "redis" else "redis://127.0.0.1:1"
    async with RedisProbes(url, answer_s=10) as shared:
        yield shared


class TestProbes:
    async def test_no_more_than_the_most_are_taken(self, probes: Probes) -> None:
        leases = [await take(probes) for _ in range(5)]
        assert leases[2:] == [None, None, None]
        assert len(set(leases[:2])) == 2

    async def test_what_is_given_back_is_free(self, probes: Probes) -> None:
        first, second = await take(probes), await take(probes)
        assert first
        await probes.give_back("small", first, now=NOW)
        assert await take(probes)
        assert await take(probes) is None
        assert second

    async def test_giving_back_twice_or_what_was_never_taken_frees_nothing(self, probes: Probes) -> None:
        first = await take(probes)
        await take(probes)
        assert first
        for lease in (first, first, "never taken"):
            await probes.give_back("small", lease, now=NOW)
        assert await take(probes)
        assert await take(probes) is None

    async def test_endpoints_are_told_apart(self, probes: Probes) -> None:
        assert await take(probes, most=1)
        assert await take(probes, "large", most=1)


async def test_a_lease_of_this_process_ends_by_itself() -> None:
    probes = InMemoryProbes()
    assert await take(probes, most=1)
    assert await take(probes, most=1, now=NOW + timedelta(seconds=59.9)) is None
    assert await take(probes, most=1, now=NOW + timedelta(seconds=60))


async def test_a_lease_in_redis_ends_by_the_servers_clock(valkey_url: str) -> None:
    client: Any = redis.asyncio.Redis.from_url(valkey_url, decode_responses=True, socket_timeout=None)
    async with RedisProbes(valkey_url, answer_s=10) as probes:
        lease = await take(probes, most=1, now=NOW + timedelta(days=1000))
        assert lease
        ((held, until_ms),) = await client.zrange("auren:probes:small", 0, -1, withscores=True)
        seconds, microseconds = await client.time()
        left_s = until_ms / 1000 - (seconds + microseconds / 1e6)
        assert held == lease
        assert 30 < left_s <= 60
        assert 30_000 < await client.pttl("auren:probes:small") <= 60_000
        assert await take(probes, most=1, now=NOW + timedelta(days=2000)) is None
        # Its worker has died, and its time is over.
        await client.zadd("auren:probes:small", {lease: seconds * 1000 - 1})
        assert await take(probes, most=1)
        assert await client.zcard("auren:probes:small") == 1
    await client.aclose()


@pytest.fixture
def stoppable(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey that a test may stop."""
    server = ValkeyServer(tmp_path)
    server.start()
    yield server
    server.kill()


async def test_a_worker_counts_alone_while_redis_is_stopped(stoppable: ValkeyServer) -> None:
    async with RedisProbes(stoppable.url, answer_s=0.02) as probes:
        stoppable.pause()
        leases = [await take(probes) for _ in range(4)]
        assert [lease is not None for lease in leases] == [True, True, False, False]
        assert leases[0]
        await probes.give_back("small", leases[0], now=NOW)
        assert await take(probes)
        stoppable.resume()
    with pytest.raises(LifecycleError):
        await take(probes)


@pytest.mark.parametrize("lost", [OSError("the answer was lost"), asyncio.CancelledError()], ids=["lost", "cancelled"])
async def test_a_lease_that_nobody_heard_of_is_freed_by_the_next_take(valkey_url: str, lost: BaseException) -> None:
    async with RedisProbes(valkey_url, answer_s=10, rest_s=1) as probes:
        answers = probes._redis._script

        async def takes_and_says_nothing(**arguments: object) -> None:
            await answers(**arguments)
            raise lost

        probes._redis._script = takes_and_says_nothing
        with suppress(asyncio.CancelledError):
            # Nobody heard, so this worker counts alone.
            assert await take(probes, most=1)
        probes._redis._script = answers
        later = NOW + timedelta(seconds=1)
        assert await take(probes, most=1, now=later)
        assert await take(probes, most=1, now=later) is None


def test_four_processes_try_an_endpoint_with_two_calls_at_a_time(valkey_url: str) -> None:
    command = [sys.executable, "-m", "benchmarks._breaker_worker", valkey_url, "small", "4"]
    workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [json.loads(worker.communicate(timeout=120)[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    # Each closes after 25 good probes of its own, and what was under way then ends well, too.
    assert all(25 <= answer["probes"] <= 26 for answer in answers)
    assert max(answer["most_at_once"] for answer in answers) == 2
    assert sum(answer["refused"] for answer in answers) > 0
