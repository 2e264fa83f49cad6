"""Both histories pass the contract on a real PostgreSQL."""

from __future__ import annotations

import pytest

from auren.errors import UnknownScheme
from auren.history import PostgresHistory, SQLHistory
from auren.ports import History
from auren.testing.contracts import HistoryContract


class TestPostgresHistory(HistoryContract):
    @pytest.fixture
    def history(self, postgres_url: str) -> History:
        return PostgresHistory(postgres_url)


class TestSQLHistoryOnPostgres(HistoryContract):
    @pytest.fixture
    def history(self, postgres_url: str) -> History:
        return SQLHistory(postgres_url)


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(UnknownScheme, match="SQLHistory"):
        PostgresHistory("sqlite+aiosqlite://")
