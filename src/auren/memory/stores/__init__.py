"""Where memory is kept, one file a technology."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from auren.memory.stores.in_memory import InMemoryStore

if TYPE_CHECKING:
    from auren.memory.stores.chroma import ChromaStore
    from auren.memory.stores.pgvector import PgvectorStore
    from auren.memory.stores.redis import RedisStore
    from auren.memory.stores.sql import SQLStore

__all__ = ["ChromaStore", "InMemoryStore", "PgvectorStore", "RedisStore", "SQLStore"]

_HOMES: Final = {"ChromaStore": "chroma", "PgvectorStore": "pgvector", "RedisStore": "redis", "SQLStore": "sql"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
