"""When the breaker opens, how few try an endpoint that has rested, and what a limiter does while Redis is stopped.

    python -m benchmarks.breaker

The calls are simulated and so is their time: a usual first token after 0.2 s, a slow one ten times as long. The probes
are those of four real processes over a real Valkey, which is also the server that is stopped. Other breakers are asked for
the same where they are installed: `pip install pybreaker purgatory`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count, cycle

import redis.asyncio

from auren.errors import CircuitOpen, RateLimited, StoreUnavailable
from auren.gateway.breakers import Breaker
from auren.gateway.limits import InMemoryLimiter, LocalQuota, RedisLimiter
from auren.gateway.retries import RetryBudget
from auren.inference import Rate
from auren.ports import RateLimit
from benchmarks._breaker_peers import PEERS, Refused
from benchmarks._breaker_worker import PROBES
from benchmarks._report import Mark, at_most, report
from benchmarks._servers import valkey

START = datetime(2024, 5, 20, 12, tzinfo=UTC)
USUAL_S = 0.2
MOST_CALLS = 100
PATTERNS = {"errors": ("failed",), "half_failing": ("failed", "good"), "brown_out": ("slow",)}


def main() -> None:
    """Measure, and print."""
    marks = [
        at_most(f"breaker.{name}.bad_calls", asyncio.run(_until_refused(_auren(), pattern)), "calls", 20)
        for name, pattern in PATTERNS.items()
    ]
    marks.append(at_most("breaker.hanging.bad_calls", asyncio.run(_hanging()), "calls", 20))
    marks.append(at_most("breaker.flapping.openings", asyncio.run(_openings_in_an_hour()), "in an hour", 40))
    marks.append(at_most("retries.total_failure.share", _retried(), "of requests", 0.2 + 10 / 500))
    marks.append(at_most("limits.in_memory.take", asyncio.run(_take_us()), "us", 50))
    with valkey() as url:
        marks += _with_server(url)
    report("breaker", marks, peers={name: asyncio.run(_peer(name)) for name in PEERS})


def _auren() -> Callable[[str], Awaitable[None]]:
    """Give a breaker that has seen fifty good calls, as a call that goes as told."""
    breaker, seconds = Breaker(name="endpoint", draw=lambda: 0.5), count(step=3)

    async def call(how: str) -> None:
        now = START + timedelta(seconds=next(seconds))
        try:
            permit = await breaker.admit(now)
        except CircuitOpen as error:
            raise Refused from error
        if how == "failed":
            permit.failed(now)
            return
        first_s = USUAL_S * (10 if how == "slow" else 1)
        permit.first_token(first_s)
        permit.succeeded(now + timedelta(seconds=first_s), first_s)

    return call


async def _until_refused(call: Callable[[str], Awaitable[None]], pattern: tuple[str, ...]) -> int:
    """Give after how many bad calls the next one is refused; MOST_CALLS when none is."""
    for _ in range(50):
        await call("good")
    bad = 0
    for how in cycle(pattern):
        # Whether it is open shows only in a call that is refused, which a rest of 4.5 s at least leaves no time to miss.
        try:
            await call(how)
        except Refused:
            return bad
        bad += how != "good"
        if bad >= MOST_CALLS:
            return bad
    raise AssertionError("a pattern has calls")


async def _hanging() -> int:
    """Give how many calls that never say a word an endpoint gets, ten a second, before it rests."""
    breaker, now = Breaker(name="endpoint", draw=lambda: 0.5), START
    for _ in range(50):
        permit = await breaker.admit(now)
        permit.first_token(USUAL_S)
        permit.succeeded(now, 1.0)
        now += timedelta(seconds=1)
    for sent in range(MOST_CALLS):
        try:
            await breaker.admit(now)
        except CircuitOpen:
            # Those of the last moments cannot yet be told from calls that are just under way.
            return sent - round(4 * USUAL_S * 10)
        now += timedelta(seconds=0.1)
    return MOST_CALLS


async def _openings_in_an_hour() -> int:
    """Give how often an endpoint opens that answers every probe and fails as soon as it has its load again."""
    openings = 0
    breaker, now = Breaker(name="endpoint", draw=lambda: 0.5), START
    while now < START + timedelta(hours=1):
        with suppress(CircuitOpen):
            permit = await breaker.admit(now)
            if permit.is_probe:
                permit.succeeded(now, USUAL_S)
            else:
                permit.failed(now)
                openings += breaker.state(now) == "open"
        now += timedelta(seconds=0.1)
    return openings


def _retried() -> float:
    """Give the share of 500 requests in a window, all of which fail, that is tried once more."""
    budget = RetryBudget()
    taken = 0
    for _ in range(500):
        budget.request(START)
        taken += sum(budget.take(START) for _ in range(3))
    return taken / 500


async def _take_us() -> float:
    """Give the microseconds that a take from three limits in memory needs."""
    limits = [RateLimit(scope, "x", Rate(10**6, 1)) for scope in ("person", "plan", "model")]
    async with InMemoryLimiter() as limiter:
        began = time.perf_counter()
        for number in range(20_000):
            await limiter.acquire(limits, now=START + timedelta(milliseconds=number))
        return (time.perf_counter() - began) / 20_000 * 1e6


def _with_server(url: str | None) -> list[Mark]:
    """Measure what needs a server."""
    probes = closed = quota = None
    if url is not None:
        probes = _most_probes(url)
        closed = asyncio.run(_slowest_decision_ms(url, None))
        quota = asyncio.run(_slowest_decision_ms(url, LocalQuota(0.5)))
    return [
        at_most("breaker.probes.at_once", probes, "over 4 processes", PROBES),
        at_most("limits.redis_stopped.closed", closed, "ms", 50),
        at_most("limits.redis_stopped.quota", quota, "ms", 50),
    ]


def _most_probes(url: str) -> int:
    """Give the most probes that four processes had under way at once."""
    command = [sys.executable, "-m", "benchmarks._breaker_worker", url, "endpoint", "4"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [json.loads(worker.communicate(timeout=300)[0]) for worker in workers]
    return max(int(answer["most_at_once"]) for answer in answers)


async def _slowest_decision_ms(url: str, fallback: LocalQuota | None) -> float:
    """Give the milliseconds of the slowest of 64 decisions at once, and 64 after them, while the server is stopped."""
    limit = RateLimit("person", f"someone {fallback}", Rate(1000, 3600))
    async with RedisLimiter(url, fallback=fallback) as limiter, redis.asyncio.Redis.from_url(url) as client:
        process: int = (await client.info("server"))["process_id"]

        async def decide() -> float:
            began = time.perf_counter()
            with suppress(StoreUnavailable, RateLimited):
                await limiter.acquire([limit], now=START + timedelta(seconds=began))
            return (time.perf_counter() - began) * 1000

        # It answers, and its connections are there, as in a host at work.
        for _ in range(5):
            await asyncio.gather(*(decide() for _ in range(64)))
        with _stopped(process):
            slowest = max(await asyncio.gather(*(decide() for _ in range(64))))
            return max(slowest, *[await decide() for _ in range(64)])


@contextmanager
def _stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


async def _peer(name: str) -> dict[str, float]:
    """Give the same of another breaker; 100 means that it never opened."""
    answers: dict[str, float] = {}
    for pattern, calls in PATTERNS.items():
        answers[f"breaker.{pattern}.bad_calls"] = await _until_refused(PEERS[name](), calls)
    return answers


if __name__ == "__main__":
    main()
