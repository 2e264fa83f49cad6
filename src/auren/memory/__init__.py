"""What is remembered of a person, in three tiers: immediate, structured and semantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.memory.memory import Memory, Recall

if TYPE_CHECKING:
    from auren.memory.stores import ChromaStore, InMemoryStore, PgvectorStore, RedisStore, SQLStore

__all__ = ["ChromaStore", "InMemoryStore", "Memory", "PgvectorStore", "Recall", "RedisStore", "SQLStore"]

__getattr__, __dir__ = later(__name__, {".stores": ("ChromaStore", "InMemoryStore", "PgvectorStore", "RedisStore", "SQLStore")})
