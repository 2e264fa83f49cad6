"""How many calls at a time may try an endpoint that has rested."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Protocol

__all__ = ["InMemoryProbes", "Probes"]


class Probes(Protocol):
    """Leases the right to try an endpoint; what nobody gives back is free again after a while."""

    async def take(self, endpoint: str, *, most: int, lease_s: float, now: datetime) -> str | None:
        """Take a lease, unless `most` are taken; give its id, or None. It never fails: without a server it counts alone."""
        ...

    async def give_back(self, endpoint: str, lease: str, *, now: datetime) -> None:
        """Free a lease; one that is not there any more is left. It never fails: the lease ends by itself."""
        ...


class InMemoryProbes:
    """Leases of this process alone."""

    def __init__(self) -> None:
        self._leases: dict[str, dict[str, datetime]] = {}
        self._numbers = count(1)

    async def take(self, endpoint: str, *, most: int, lease_s: float, now: datetime) -> str | None:
        """Take a lease, unless `most` are taken."""
        held = {lease: until for lease, until in self._leases.get(endpoint, {}).items() if until > now}
        self._leases[endpoint] = held
        if len(held) >= most:
            return None
        lease = f"here-{next(self._numbers)}"
        held[lease] = now + timedelta(seconds=lease_s)
        return lease

    async def give_back(self, endpoint: str, lease: str, *, now: datetime) -> None:  # noqa: ARG002 - the port's signature
        """Free a lease."""
        self._leases.get(endpoint, {}).pop(lease, None)
