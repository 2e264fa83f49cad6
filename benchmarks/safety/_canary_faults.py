"""Faults at every port, each with a person's data in what it raises or gives back."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from auren._resource import Resource

__all__ = ["KINDS", "Faults"]

KINDS: Final = ("driver", "statement", "system", "unknown", "late", "garbage", "cancel")
"""What goes wrong: an error of the driver, of a statement with its values, of the system, one that nobody declared, an answer
that does not come, one that makes no sense, and a caller that gives up."""


_SQL: Final = frozenset({"journal", "memory", "facts"})
"""Rooms of auren's own, which declare SQLAlchemy's errors; the others are a host's and may raise anything."""


class Faults:
    """Breaks one port at a time, while it is told to."""

    def __init__(self) -> None:
        self._port, self._kind, self._words = "", "", ""
        self.struck = 0

    def within(self, port: str, part: Resource, *kinds: type) -> None:
        """Put the faults into a part.

        Args:
            port: how it is called.
            part: its hooks are exchanged.
            kinds: the port's classes, whose coroutine hooks are meant.
        """
        for kind in kinds:
            for name in dir(kind):
                hook = getattr(kind, name)
                own = name.startswith("_") and not name.startswith("__") and name not in ("_open", "_close")
                if own and inspect.iscoroutinefunction(hook):
                    setattr(part, name, self._broken(port, part, getattr(part, name)))

    @contextmanager
    def at(self, port: str, kind: str, words: str) -> Iterator[None]:
        """Break a port in the block.

        Args:
            port: which.
            kind: one of `KINDS`.
            words: what the fault quotes.
        """
        self._port, self._kind, self._words = port, kind, words
        try:
            yield
        finally:
            self._port = ""

    async def strike(self, port: str) -> object:
        """Raise, wait, give garbage, or do nothing where another port is meant."""
        if port != self._port:
            return None
        self.struck += 1
        words = self._words
        if self._kind == "driver":
            raise sqlite3.OperationalError(f"cannot write {words}")
        if self._kind == "statement":
            cause = sqlite3.IntegrityError(f"Key (text)=({words}) already exists.")
            raise sa.exc.IntegrityError("INSERT INTO t VALUES (:text)", {"text": words}, cause)
        if self._kind == "system":
            raise OSError(5, f"could not send {words}", words)
        if self._kind == "unknown":
            kind = sa.exc.SQLAlchemyError if port in _SQL else KeyError
            raise kind(words) from ValueError(f"no number: {words}")
        if self._kind == "cancel":
            task = asyncio.current_task()
            if task is not None:
                task.cancel()
            await asyncio.sleep(0)
        return words

    def _broken(self, port: str, part: Resource, hook: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def broken(*given: Any, **named: Any) -> object:
            if port == self._port and self._kind == "late":
                self.struck += 1
                if part._timeout_s is None:  # noqa: SLF001 - one without a bound of its own reports what its server did
                    raise TimeoutError(f"no answer to {self._words}")
                await asyncio.sleep(3600)
            return await self.strike(port) or await hook(*given, **named)

        return broken
