"""The front door: every public name of auren, loaded when it is first used, so that importing auren costs next to nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren import errors
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

_HOMES: Final = {
    "auren.clock": ("Clock", "FrozenClock", "SimulatedClock", "SystemClock"),
    "auren.conversation": ("Advice", "Claim", "Query", "Reply"),
    "auren.findings": ("Finding", "Insufficient", "Measure"),
    "auren.gateway": ("Gateway",),
    "auren.memory": ("Memory",),
    "auren.patterns": ("shipped_rules",),
    "auren.people": ("Profile", "QuietHours", "Subject"),
    "auren.pipeline": ("Pipeline",),
    "auren.ports.channel": ("Channel",),
    "auren.ports.directory": ("Directory",),
    "auren.ports.embedder": ("Embedder",),
    "auren.ports.erasable": ("Erasable",),
    "auren.ports.event_bus": ("EventBus",),
    "auren.ports.history": ("History",),
    "auren.ports.journal": ("Journal",),
    "auren.ports.ledger": ("Ledger",),
    "auren.ports.memory_store": ("MemoryStore",),
    "auren.ports.model": ("Model",),
    "auren.ports.pattern_rule": ("PatternRule",),
    "auren.ports.specialist": ("Specialist", "SpecialistContext"),
    "auren.readings": ("STANDARD_METRICS", "Metric", "MetricRegistry", "Reading", "Window"),
    "auren.specialists": ("Neuroscientist",),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name == "errors":
        return import_module("auren.errors")
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'auren' has no attribute {name!r}; its public names are in auren.__all__")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
