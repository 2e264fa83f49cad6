"""One worker of four: its endpoint has failed and rested, and it tries it until its breaker closes.

    python -m benchmarks._breaker_worker URL ENDPOINT WORKERS

How many workers try at once is counted by Redis itself. Prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta

import redis.asyncio

from auren.errors import CircuitOpen
from auren.gateway.breakers import Breaker, BreakerSettings, RedisProbes

PROBES = 2
GOOD_PROBES = 25


async def work(url: str, endpoint: str, workers: int) -> dict[str, int]:
    """Try until the breaker closes, and give how many probes that took, and the most that were under way anywhere."""
    now = datetime(2024, 5, 20, 12, tzinfo=UTC)
    counted = {"probes": 0, "refused": 0, "most_at_once": 0}
    # A bound that a busy machine does not miss: what is shown is how many, not how fast.
    async with RedisProbes(url, answer_s=10) as probes, redis.asyncio.Redis.from_url(url, socket_timeout=None) as client:
        breaker = Breaker(BreakerSettings(probes=PROBES, good_probes=GOOD_PROBES), name=endpoint, probes=probes)
        for _ in range(10):
            (await breaker.admit(now)).failed(now)
        now += timedelta(seconds=10)
        await client.incr(f"{endpoint}:here")
        while int(await client.get(f"{endpoint}:here") or 0) < workers:  # noqa: ASYNC110 - the others are other processes
            await asyncio.sleep(0.001)

        async def ask() -> None:
            while breaker.state(now) != "closed":
                try:
                    permit = await breaker.admit(now)
                except CircuitOpen:
                    counted["refused"] += 1
                    await asyncio.sleep(0.001)
                    continue
                if permit.is_probe:
                    counted["probes"] += 1
                    at_once = int(await client.incr(f"{endpoint}:at once"))
                    counted["most_at_once"] = max(counted["most_at_once"], at_once)
                    await asyncio.sleep(0.001)
                    await client.decr(f"{endpoint}:at once")
                permit.succeeded(now, 0.1)
                await breaker.give_back(now)

        await asyncio.gather(*(ask() for _ in range(5)))
    return counted


if __name__ == "__main__":
    print(json.dumps(asyncio.run(work(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
