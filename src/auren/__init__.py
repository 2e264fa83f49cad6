"""The front door: every public name of auren, loaded when it is first used, so that importing auren costs next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren import errors
from auren._lazy import later

if TYPE_CHECKING:
    from auren.clock import Clock, FrozenClock, SimulatedClock, SystemClock
    from auren.conversation import Advice, Claim, Query, Reply
    from auren.findings import Finding, Insufficient, Measure
    from auren.gateway import Gateway
    from auren.memory import Memory
    from auren.patterns import shipped_rules
    from auren.people import Profile, QuietHours, Subject
    from auren.pipeline import Pipeline
    from auren.ports import (
        Channel,
        Directory,
        Embedder,
        Erasable,
        EventBus,
        History,
        Journal,
        Ledger,
        MemoryStore,
        Model,
        PatternRule,
        Specialist,
        SpecialistContext,
    )
    from auren.readings import STANDARD_METRICS, Metric, MetricRegistry, Reading, Window
    from auren.specialists import Neuroscientist

__version__ = "0.1.0"

__all__ = [
    "STANDARD_METRICS",
    "Advice",
    "Channel",
    "Claim",
    "Clock",
    "Directory",
    "Embedder",
    "Erasable",
    "EventBus",
    "Finding",
    "FrozenClock",
    "Gateway",
    "History",
    "Insufficient",
    "Journal",
    "Ledger",
    "Measure",
    "Memory",
    "MemoryStore",
    "Metric",
    "MetricRegistry",
    "Model",
    "Neuroscientist",
    "PatternRule",
    "Pipeline",
    "Profile",
    "Query",
    "QuietHours",
    "Reading",
    "Reply",
    "SimulatedClock",
    "Specialist",
    "SpecialistContext",
    "Subject",
    "SystemClock",
    "Window",
    "errors",
    "shipped_rules",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".clock": ("Clock", "FrozenClock", "SimulatedClock", "SystemClock"),
        ".conversation": ("Advice", "Claim", "Query", "Reply"),
        ".findings": ("Finding", "Insufficient", "Measure"),
        ".gateway": ("Gateway",),
        ".memory": ("Memory",),
        ".patterns": ("shipped_rules",),
        ".people": ("Profile", "QuietHours", "Subject"),
        ".pipeline": ("Pipeline",),
        ".ports.channel": ("Channel",),
        ".ports.directory": ("Directory",),
        ".ports.embedder": ("Embedder",),
        ".ports.erasable": ("Erasable",),
        ".ports.event_bus": ("EventBus",),
        ".ports.history": ("History",),
        ".ports.journal": ("Journal",),
        ".ports.ledger": ("Ledger",),
        ".ports.memory_store": ("MemoryStore",),
        ".ports.model": ("Model",),
        ".ports.pattern_rule": ("PatternRule",),
        ".ports.specialist": ("Specialist", "SpecialistContext"),
        ".readings": ("Metric", "MetricRegistry", "Reading", "STANDARD_METRICS", "Window"),
        ".specialists": ("Neuroscientist",),
    },
)
