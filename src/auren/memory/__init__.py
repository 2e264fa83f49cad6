"""What is remembered of a person, in three tiers: immediate, structured and semantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from auren.memory.memory import Memory, Recall
from auren.memory.stores import InMemoryStore

if TYPE_CHECKING:
    from auren.memory.stores import ChromaStore, PgvectorStore, RedisStore, SQLStore

__all__ = ["ChromaStore", "InMemoryStore", "Memory", "PgvectorStore", "Recall", "RedisStore", "SQLStore"]

_STORES: Final = frozenset({"ChromaStore", "PgvectorStore", "RedisStore", "SQLStore"})


def __getattr__(name: str) -> object:
    if name in _STORES:
        from auren.memory import stores

        return getattr(stores, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
