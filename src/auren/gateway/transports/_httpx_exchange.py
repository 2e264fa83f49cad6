"""One HTTP exchange, run so that cancelling it never costs the pool a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final, TypeVar

__all__ = ["Exchange"]

_Result = TypeVar("_Result")
_PATIENCE_S: Final = 0.1


class Exchange:
    """Takes the steps of one request, from sending it to closing its response, each in a task of its own.

    httpcore loses a connection for good when a request is cancelled between being given a connection and working with
    it, or while the response is being closed (https://github.com/encode/httpcore/issues/1093). So a step is cancelled
    only during work that the pool cleans up after; `trace`, which is given to the request, tells when that is.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[Any] | None = None
        self._leaving = False
        self._at_work = False

    async def trace(self, event: str, _: Mapping[str, Any]) -> None:
        """Take note of how far the exchange has come."""
        self._at_work = event.endswith(".started") and not event.endswith("response_closed.started")
        if self._at_work and self._leaving and self._task is not None:
            self._leaving = False
            self._task.cancel()

    async def run(self, step: Coroutine[Any, Any, _Result]) -> _Result:
        """Give the step's result; when cancelled, end the step cleanly first."""
        task = self._task = asyncio.create_task(step)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._leaving = True
            try:
                if not self._at_work:
                    await asyncio.wait([task], timeout=_PATIENCE_S)
            finally:
                if self._leaving:
                    self._leaving = False
                    task.cancel()
            await asyncio.wait([task])
            raise
