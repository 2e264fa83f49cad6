"""What is known about a person: slots, and bi-temporal stores of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.memory.facts.in_memory import InMemoryFactStore
from auren.memory.facts.slots import SLOTS, Slot, Slots

if TYPE_CHECKING:
    from auren.memory.facts.sql import SQLFactStore

__all__ = ["SLOTS", "InMemoryFactStore", "SQLFactStore", "Slot", "Slots"]

__getattr__, __dir__ = later(__name__, {".sql": ("SQLFactStore",)})
