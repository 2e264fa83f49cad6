"""Patterns: rules over a person's signals, and the one kernel that finds them."""

from auren.patterns.conditions import Condition
from auren.patterns.engine import Engine, shard_of
from auren.patterns.kernel import Advance, Kernel
from auren.patterns.rule import Rule
from auren.patterns.runs import streak, time_since
from auren.patterns.sequences import Sequence, group, sequence, stage
from auren.patterns.shipped import shipped_rules
from auren.patterns.signals import Signal, daily

__all__ = [
    "Advance",
    "Condition",
    "Engine",
    "Kernel",
    "Rule",
    "Sequence",
    "Signal",
    "daily",
    "group",
    "sequence",
    "shard_of",
    "shipped_rules",
    "stage",
    "streak",
    "time_since",
]
