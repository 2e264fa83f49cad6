"""Every ledger passes the contract, on the real server it is made for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from auren.gateway.budgets import InMemoryLedger, RedisLedger, SQLLedger
from auren.ports import Ledger
from auren.testing.contracts import LedgerContract


class TestInMemoryLedger(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return InMemoryLedger()


class TestSQLLedgerInMemory(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return SQLLedger()


class TestSQLLedgerOnPostgres(LedgerContract):
    @pytest.fixture
    def ledger(self, postgres_url: str) -> Ledger:
        return SQLLedger(postgres_url, timeout_s=30)


class TestRedisLedger(LedgerContract):
    @pytest.fixture
    def ledger(self, valkey_url: str) -> Ledger:
        return RedisLedger(valkey_url, timeout_s=30)


class TestRedisLedgerOnTheHostsClient(LedgerContract):
    @pytest.fixture
    async def ledger(self, valkey_url: str) -> AsyncIterator[Ledger]:
        redis = pytest.importorskip("redis.asyncio")
        client: Any = redis.Redis.from_url(valkey_url, decode_responses=True)
        yield RedisLedger(client, prefix="another", timeout_s=30)
        await client.aclose()
