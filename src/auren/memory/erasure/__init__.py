"""A person's rights over their memory: to have it forgotten for good, kept no longer than agreed, and to take it along."""

from auren.memory.erasure.erasure import Erasure
from auren.memory.erasure.forgetting import Forgetting
from auren.memory.erasure.guarded import GuardedStore, Retention
from auren.memory.erasure.portability import export_memory, import_memory
from auren.memory.erasure.tombstones import Tombstones

__all__ = ["Erasure", "Forgetting", "GuardedStore", "Retention", "Tombstones", "export_memory", "import_memory"]
