"""One lock a person and purpose, so that one person's steps do not run into one another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from auren.people import Subject

__all__ = ["Locks"]


class Locks:
    """Locks that exist only while somebody holds or awaits them."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, purpose: str, subject: Subject, detail: str = "") -> AsyncIterator[None]:
        """Hold the lock of a person for a purpose while the block runs."""
        key = (f"{purpose}|{detail}", subject.id)
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[key]
            if users == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, users - 1)
