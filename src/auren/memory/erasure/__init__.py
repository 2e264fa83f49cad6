"""A person's rights over their memory: to have it forgotten for good, kept no longer than agreed, and to take it along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.memory.erasure.erasure import Erasure
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.guarded import GuardedStore, Retention
from auren.memory.erasure.guarded_facts import GuardedFacts
from auren.memory.erasure.portability import export_memory, import_memory

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones

__all__ = ["Erasure", "Forgetting", "GuardedFacts", "GuardedStore", "Retention", "Tombstones", "export_memory", "import_memory"]

# It needs SQLAlchemy, which a memory without a journal does not.
__getattr__, __dir__ = later(__name__, {".tombstones": ("Tombstones",)})
