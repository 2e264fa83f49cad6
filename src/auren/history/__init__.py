"""A person's readings, and the daily values formed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.history.in_memory import InMemoryHistory

if TYPE_CHECKING:
    from auren.history.postgres import PostgresHistory
    from auren.history.sql import SQLHistory

__all__ = ["InMemoryHistory", "PostgresHistory", "SQLHistory"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".postgres": ("PostgresHistory",),
        ".sql": ("SQLHistory",),
    },
)
