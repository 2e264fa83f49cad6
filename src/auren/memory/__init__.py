"""What is remembered of a person, in three tiers: immediate, structured and semantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.memory.memory import Memory, Recall
from auren.memory.stores import InMemoryStore

if TYPE_CHECKING:
    from auren.memory.stores import SQLStore

__all__ = ["InMemoryStore", "Memory", "Recall", "SQLStore"]


def __getattr__(name: str) -> object:
    if name == "SQLStore":
        from auren.memory.stores import SQLStore

        return SQLStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
