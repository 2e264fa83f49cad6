"""Where memory is kept, one file a technology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.memory.stores.in_memory import InMemoryStore

if TYPE_CHECKING:
    from auren.memory.stores.sql import SQLStore

__all__ = ["InMemoryStore", "SQLStore"]


def __getattr__(name: str) -> object:
    if name == "SQLStore":
        from auren.memory.stores.sql import SQLStore

        return SQLStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
