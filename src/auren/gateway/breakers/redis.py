"""Probes that all workers share through Redis (or Valkey): leases in a sorted set, which end by the server's own clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import uuid4

from auren._resource import Resource
from auren.errors import StoreUnavailable
from auren.gateway.breakers.probes import InMemoryProbes
from auren.gateway.limits.connection import RedisConnection

__all__ = ["RedisProbes"]

_MOST_UNHEARD: Final = 100

_SCRIPT: Final = """
-- KEYS[1] a sorted set of leases by their end; ARGV: what to do, the lease, how many at most, how long in milliseconds, and
-- leases that were asked for and never heard of.
if ARGV[1] == 'give back' then return redis.call('ZREM', KEYS[1], ARGV[2]) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
for i = 5, #ARGV do redis.call('ZREM', KEYS[1], ARGV[i]) end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[4])), ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return 1
"""


class RedisProbes(Resource):
    """Leases over all workers.

    While Redis does not answer, each worker counts by itself, so that an endpoint is still tried.

    Args:
        url_or_client: for example "redis://localhost:6379/0"; or the host's own `redis.asyncio.Redis`, which stays open.
        prefix: what the keys begin with.
        answer_s: seconds within which Redis has to answer.
        rest_s: seconds between two tries while it does not.

    Raises:
        MissingExtra: redis is not installed.
        UnknownScheme: the URL is none of Redis.
    """

    def __init__(
        self, url_or_client: object, *, prefix: str = "auren:probes", answer_s: float = 0.03, rest_s: float = 1.0
    ) -> None:
        super().__init__(timeout_s=None)
        self._redis = RedisConnection(
            url_or_client, script=_SCRIPT, feature=type(self).__name__, answer_s=answer_s, rest_s=rest_s
        )
        self._alone = InMemoryProbes()
        self._unheard: dict[str, list[str]] = {}
        self._prefix = prefix

    async def _open(self) -> None:
        await self._redis.open()

    async def _close(self) -> None:
        await self._redis.close()

    async def take(self, endpoint: str, *, most: int, lease_s: float, now: datetime) -> str | None:
        """Take a lease, unless `most` are taken by all workers together."""
        async with self._working("take"):
            lease, unheard = uuid4().hex, self._unheard.pop(endpoint, [])
            arguments: list[str | int] = ["take", lease, most, max(1, round(lease_s * 1000)), *unheard]
            try:
                taken = await self._redis.run([self._key(endpoint)], arguments, now=now)
            except BaseException as error:
                # It may have been taken all the same.
                self._unheard[endpoint] = [*unheard, lease][-_MOST_UNHEARD:]
                if isinstance(error, StoreUnavailable):
                    return await self._alone.take(endpoint, most=most, lease_s=lease_s, now=now)
                raise
            return lease if taken else None

    async def give_back(self, endpoint: str, lease: str, *, now: datetime) -> None:
        """Free a lease."""
        async with self._working("give_back"):
            await self._alone.give_back(endpoint, lease, now=now)
            with suppress(StoreUnavailable):
                await self._redis.run([self._key(endpoint)], ["give back", lease], now=now)

    def _key(self, endpoint: str) -> str:
        return f"{self._prefix}:{endpoint}"
