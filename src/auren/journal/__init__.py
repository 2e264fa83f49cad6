"""The durable record of what has been seen, found, advised and delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.journal.in_memory import InMemoryJournal

if TYPE_CHECKING:
    from auren.journal.sql import SQLJournal

__all__ = ["InMemoryJournal", "SQLJournal"]


def __getattr__(name: str) -> object:
    if name == "SQLJournal":
        from auren.journal.sql import SQLJournal

        return SQLJournal
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
