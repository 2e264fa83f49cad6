"""The durable record of what has been seen, found, advised and delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.journal.in_memory import InMemoryJournal

if TYPE_CHECKING:
    from auren.journal.sql import SQLJournal

__all__ = ["InMemoryJournal", "SQLJournal"]

__getattr__, __dir__ = later(__name__, {".sql": ("SQLJournal",)})
