"""One absolute instant, told by a clock, that ends whatever work is under way when it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from auren.clock import Clock, require_aware
from auren.errors import DeadlineExceeded

__all__ = ["Deadline"]

T = TypeVar("T")


class Deadline:
    """Bounds every step taken inside it by the same instant.

    Args:
        clock: tells when the instant has come.
        instant: aware datetime; None for no deadline.

    Raises:
        InvalidInput: the instant has no zone.
    """

    def __init__(self, clock: Clock, instant: datetime | None) -> None:
        self._clock = clock
        self._instant = None if instant is None else require_aware(instant, "A request's deadline")
        self._come = False
        self._scopes: set[asyncio.Timeout] = set()
        self._watcher: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        if self._instant is not None:
            self._come = self._clock.now() >= self._instant
            if not self._come:
                self._watcher = asyncio.create_task(self._watch(self._instant))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._watcher is not None:
            self._watcher.cancel()

    def step(self) -> AbstractAsyncContextManager[object]:
        """Do one piece of work, unless the instant has come or until it does; several may be under way at once.

        Raises:
            DeadlineExceeded: the instant has come.
        """
        return _UNBOUNDED if self._instant is None else self._bounded(self._instant)

    def bounding(self, work: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
        """Give work to be awaited instead, that is a `step`; without a deadline the work itself, which costs nothing.

        Raises:
            DeadlineExceeded: when awaited; the instant has come.
        """
        return work if self._instant is None else self._in_a_step(work)

    async def _in_a_step(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            async with self.step():
                return await work
        finally:
            # Where the instant had come before, it was never begun.
            work.close()

    @asynccontextmanager
    async def _bounded(self, instant: datetime) -> AsyncIterator[None]:
        if self._come or self._clock.now() >= instant:
            raise DeadlineExceeded(_MESSAGE)
        scope = asyncio.timeout(None)
        try:
            async with scope:
                self._scopes.add(scope)
                try:
                    yield
                finally:
                    self._scopes.discard(scope)
        except TimeoutError as error:
            if not scope.expired():
                raise
            raise DeadlineExceeded(_MESSAGE) from error

    async def _watch(self, instant: datetime) -> None:
        await self._clock.sleep_until(instant)
        self._come = True
        for scope in self._scopes:
            scope.reschedule(asyncio.get_running_loop().time())


_UNBOUNDED: Final = nullcontext()
_MESSAGE: Final = "The request's deadline came before a model had answered; give it more time, or put a faster model first."
