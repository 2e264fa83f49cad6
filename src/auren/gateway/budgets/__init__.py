"""Budgets: what each person and each plan may spend, held before a call and settled after it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.gateway.budgets.in_memory import InMemoryLedger
    from auren.gateway.budgets.plans import Plans
    from auren.gateway.budgets.redis import RedisLedger
    from auren.gateway.budgets.sql import SQLLedger
    from auren.gateway.budgets.stand_in import LocalQuota, StandInLedger

__all__ = ["InMemoryLedger", "LocalQuota", "Plans", "RedisLedger", "SQLLedger", "StandInLedger"]

_HOMES: Final = {
    "InMemoryLedger": "in_memory",
    "LocalQuota": "stand_in",
    "Plans": "plans",
    "RedisLedger": "redis",
    "SQLLedger": "sql",
    "StandInLedger": "stand_in",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are {', '.join(__all__)}")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
