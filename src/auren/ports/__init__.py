"""The ports: what an adapter must fill, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.ports.channel import Channel
    from auren.ports.directory import Directory
    from auren.ports.embedder import Embedder
    from auren.ports.erasable import Erasable
    from auren.ports.event_bus import BusEvent, EventBus
    from auren.ports.fact_store import FactStore, Revision
    from auren.ports.history import History
    from auren.ports.journal import Disposition, FindingRecord, Journal, JournalEntry, Snapshot
    from auren.ports.ledger import Balance, Ledger, LimitChange, LimitRecord, Scope
    from auren.ports.limiter import Limiter, RateLimit
    from auren.ports.memory_store import Ability, MemoryStore
    from auren.ports.model import Model
    from auren.ports.pattern_rule import DailyTable, PatternRule, Program, Verdict
    from auren.ports.specialist import Specialist, SpecialistContext

__all__ = [
    "Ability",
    "Balance",
    "BusEvent",
    "Channel",
    "DailyTable",
    "Directory",
    "Disposition",
    "Embedder",
    "Erasable",
    "EventBus",
    "FactStore",
    "FindingRecord",
    "History",
    "Journal",
    "JournalEntry",
    "Ledger",
    "LimitChange",
    "LimitRecord",
    "Limiter",
    "MemoryStore",
    "Model",
    "PatternRule",
    "Program",
    "RateLimit",
    "Revision",
    "Scope",
    "Snapshot",
    "Specialist",
    "SpecialistContext",
    "Verdict",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".channel": ("Channel",),
        ".directory": ("Directory",),
        ".embedder": ("Embedder",),
        ".erasable": ("Erasable",),
        ".event_bus": ("BusEvent", "EventBus"),
        ".fact_store": ("FactStore", "Revision"),
        ".history": ("History",),
        ".journal": ("Disposition", "FindingRecord", "Journal", "JournalEntry", "Snapshot"),
        ".ledger": ("Balance", "Ledger", "LimitChange", "LimitRecord", "Scope"),
        ".limiter": ("Limiter", "RateLimit"),
        ".memory_store": ("Ability", "MemoryStore"),
        ".model": ("Model",),
        ".pattern_rule": ("DailyTable", "PatternRule", "Program", "Verdict"),
        ".specialist": ("Specialist", "SpecialistContext"),
    },
)
