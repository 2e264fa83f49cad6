"""A person's rights over their memory: to have it forgotten for good, kept no longer than agreed, and to take it along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.memory.erasure.erasure import Erasure
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.guarded import GuardedStore, Retention
from auren.memory.erasure.guarded_facts import GuardedFacts
from auren.memory.erasure.portability import export_memory, import_memory

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones

__all__ = ["Erasure", "Forgetting", "GuardedFacts", "GuardedStore", "Retention", "Tombstones", "export_memory", "import_memory"]


def __getattr__(name: str) -> object:
    # It needs SQLAlchemy, which a memory without a journal does not.
    if name == "Tombstones":
        from auren.memory.erasure.tombstones import Tombstones

        return Tombstones
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
