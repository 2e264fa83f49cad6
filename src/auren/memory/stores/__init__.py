"""Where memory is kept, one file a technology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.memory.stores.chroma import ChromaStore
    from auren.memory.stores.in_memory import InMemoryStore
    from auren.memory.stores.pgvector import PgvectorStore
    from auren.memory.stores.redis import RedisStore
    from auren.memory.stores.sql import SQLStore

__all__ = ["ChromaStore", "InMemoryStore", "PgvectorStore", "RedisStore", "SQLStore"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".chroma": ("ChromaStore",),
        ".in_memory": ("InMemoryStore",),
        ".pgvector": ("PgvectorStore",),
        ".redis": ("RedisStore",),
        ".sql": ("SQLStore",),
    },
)
