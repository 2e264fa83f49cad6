"""Every limiter passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import redis.asyncio

from auren.errors import StoreUnavailable
from auren.gateway.limits import InMemoryLimiter, LocalQuota, RedisLimiter
from auren.ports import Limiter
from auren.testing.contracts import LimiterContract


class TestInMemoryLimiter(LimiterContract):
    @pytest.fixture
    def limiter(self) -> Limiter:
        return InMemoryLimiter()


class TestRedisLimiter(LimiterContract):
    @pytest.fixture
    def limiter(self, valkey_url: str) -> Limiter:
        # The bound is a matter of the limits' own tests; a busy machine shall not fail these.
        return RedisLimiter(valkey_url, answer_s=10, timeout_s=10)


class TestRedisLimiterOnTheHostsClient(LimiterContract):
    @pytest.fixture(params=[False, True])
    async def limiter(self, request: pytest.FixtureRequest, valkey_url: str) -> AsyncIterator[Limiter]:
        client = redis.asyncio.Redis.from_url(valkey_url, decode_responses=request.param)
        yield RedisLimiter(client, answer_s=10, timeout_s=10)
        await client.aclose()


class TestRedisLimiterWithoutRedis(LimiterContract):
    """A quota of one worker alone is a limiter, too; a share of 1 is the whole rate."""

    @pytest.fixture
    def limiter(self, valkey_url: str) -> Limiter:
        limiter = RedisLimiter(valkey_url, fallback=LocalQuota(1.0), timeout_s=10)

        async def no_answer(*args: object, **kwargs: object) -> object:
            raise StoreUnavailable("Nobody answers.")

        limiter._redis.run = no_answer  # type: ignore[method-assign]
        return limiter
