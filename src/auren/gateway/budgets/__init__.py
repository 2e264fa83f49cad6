"""Budgets: what each person and each plan may spend, held before a call and settled after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.gateway.budgets.in_memory import InMemoryLedger
    from auren.gateway.budgets.plans import Plans
    from auren.gateway.budgets.redis import RedisLedger
    from auren.gateway.budgets.sql import SQLLedger
    from auren.gateway.budgets.stand_in import LocalQuota, StandInLedger

__all__ = ["InMemoryLedger", "LocalQuota", "Plans", "RedisLedger", "SQLLedger", "StandInLedger"]

__getattr__, __dir__ = later(
    __name__,
    {
        ".in_memory": ("InMemoryLedger",),
        ".plans": ("Plans",),
        ".redis": ("RedisLedger",),
        ".sql": ("SQLLedger",),
        ".stand_in": ("LocalQuota", "StandInLedger"),
    },
)
