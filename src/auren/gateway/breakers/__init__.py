"""Circuit breakers: an endpoint that fails or slows down rests, and is asked again by a few probes."""

from __future__ import annotations

from auren.gateway.breakers.breaker import Breaker
from auren.gateway.breakers.circuit import Change
from auren.gateway.breakers.permit import Permit, is_failure
from auren.gateway.breakers.probes import InMemoryProbes, Probes
from auren.gateway.breakers.redis import RedisProbes
from auren.gateway.breakers.settings import BreakerSettings, State
from auren.gateway.breakers.times import RecentTimes

__all__ = [
    "Breaker",
    "BreakerSettings",
    "Change",
    "InMemoryProbes",
    "Permit",
    "Probes",
    "RecentTimes",
    "RedisProbes",
    "State",
    "is_failure",
]
