"""The Redis store passes the contract on a real server."""

from __future__ import annotations

import pytest

from auren.memory.stores.redis import RedisStore
from auren.ports import MemoryStore
from auren.testing.contracts import MemoryStoreContract


class TestRedisStore(MemoryStoreContract):
    @pytest.fixture
    def store(self, valkey_url: str) -> MemoryStore:
        pytest.importorskip("redis.asyncio")
        return RedisStore(valkey_url)
