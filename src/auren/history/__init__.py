"""A person's readings, and the daily values formed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.history.in_memory import InMemoryHistory

if TYPE_CHECKING:
    from auren.history.postgres import PostgresHistory
    from auren.history.sql import SQLHistory

__all__ = ["InMemoryHistory", "PostgresHistory", "SQLHistory"]


def __getattr__(name: str) -> object:
    if name == "SQLHistory":
        from auren.history.sql import SQLHistory

        return SQLHistory
    if name == "PostgresHistory":
        from auren.history.postgres import PostgresHistory

        return PostgresHistory
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
