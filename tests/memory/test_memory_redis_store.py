"""The Redis store passes the contract on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from auren.memory.stores import redis
from auren.memory.stores.redis import RedisStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract


class TestRedisStore(MemoryStoreContract):
    @pytest.fixture
    def store(self, valkey_url: str) -> MemoryStore:
        pytest.importorskip("redis.asyncio")
        return RedisStore(valkey_url)


class TestRedisStoreByItsWords(MemoryStoreContract):
    """However few the records, only those that hold a word are read."""

    @pytest.fixture
    def store(self, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
        pytest.importorskip("redis.asyncio")
        monkeypatch.setattr(redis, "READ_WHOLE", -1)
        return RedisStore(valkey_url)


class TestRedisStoreOnAHostsClientThatDecodes(MemoryStoreContract):
    @pytest.fixture
    async def store(self, valkey_url: str) -> AsyncIterator[MemoryStore]:
        client = pytest.importorskip("redis.asyncio").Redis.from_url(valkey_url, decode_responses=True)
        yield RedisStore(client)
        await client.aclose()
