"""Patterns: rules over a person's signals, and the one kernel that finds them."""

from auren.patterns.backtest import Backtest, Event, backtest
from auren.patterns.conditions import Condition
from auren.patterns.engine import Engine, shard_of
from auren.patterns.kernel import Advance, Kernel
from auren.patterns.keyed import KeyedKernel
from auren.patterns.rule import Rule
from auren.patterns.runs import streak, time_since
from auren.patterns.sequences import Sequence, group, sequence, stage
from auren.patterns.shipped import shipped_rules
from auren.patterns.signals import Signal, daily
from auren.patterns.table import TableFindings, over_table

__all__ = [
    "Advance",
    "Backtest",
    "Condition",
    "Engine",
    "Event",
    "Kernel",
    "KeyedKernel",
    "Rule",
    "Sequence",
    "Signal",
    "TableFindings",
    "backtest",
    "daily",
    "group",
    "over_table",
    "sequence",
    "shard_of",
    "shipped_rules",
    "stage",
    "streak",
    "time_since",
]
