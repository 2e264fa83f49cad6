"""Rate limits of people, plans and models: the generic cell rate algorithm, in memory and in Redis."""

from __future__ import annotations

from auren.gateway.limits.gcra import Cell, Decision, decide
from auren.gateway.limits.in_memory import InMemoryLimiter
from auren.gateway.limits.redis import LocalQuota, RedisLimiter

__all__ = ["Cell", "Decision", "InMemoryLimiter", "LocalQuota", "RedisLimiter", "decide"]
