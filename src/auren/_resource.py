"""The life of anything that holds a connection: opened, counted, bounded in time, closed by whoever opened it."""

from __future__ import annotations

import asyncio
import os
from abc import ABC
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, ClassVar, Self, final

from auren.errors import AurenError, LifecycleError

__all__ = ["Resource"]


class Resource(ABC):  # noqa: B024 - the ports add the abstract hooks
    """Base of every port that owns a connection.

    `open` may be called by several holders; the resource closes when the last of them has closed it. Adapters fill
    `_open` and `_close`, name their driver's errors in `_driver_errors`, and wrap each piece of work in `_working`.

    Args:
        timeout_s: seconds that one operation may take; None for no bound.
    """

    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {}
    """Driver error -> ours; the most specific class wins."""
    _timeout_error: ClassVar[type[AurenError]] = AurenError

    def __init__(self, *, timeout_s: float | None = None) -> None:
        self._timeout_s = timeout_s
        self._holders = 0
        self._was_open = False
        self._home: tuple[int, asyncio.AbstractEventLoop] | None = None
        self._opening: asyncio.Lock | None = None

    async def _open(self) -> None:  # noqa: B027 - optional: not every adapter connects
        """Connect; an adapter that needs nothing leaves it."""

    async def _close(self) -> None:  # noqa: B027 - optional, as above
        """Disconnect what `_open` connected."""

    @final
    async def open(self) -> Self:
        """Open, or count one more holder if it is open.

        Raises:
            LifecycleError: it is open in another process or event loop.
        """
        here = (os.getpid(), asyncio.get_running_loop())
        if self._holders:
            self._check_home(here)
        if self._opening is None or (self._holders == 0 and self._home != here):
            self._opening = asyncio.Lock()
            self._home = here
        async with self._opening:
            if self._holders == 0:
                try:
                    await self._open()
                except AurenError:
                    raise
                except Exception as error:
                    translated = self._translated(error)
                    if translated is None:
                        raise
                    raise translated from error
                self._was_open = True
            self._holders += 1
        return self

    @final
    async def close(self) -> None:
        """Count one holder less, and close with the last; closing what is closed does nothing."""
        if self._holders == 0:
            return
        self._holders -= 1
        if self._holders == 0:
            try:
                await self._close()
            finally:
                self._opening = None

    @final
    async def __aenter__(self) -> Self:
        return await self.open()

    @final
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def is_open(self) -> bool:
        """Whether somebody holds it open."""
        return self._holders > 0

    @asynccontextmanager
    async def _working(self, what: str, *, timeout_s: float | None = None) -> AsyncIterator[None]:
        """Check that it is open here, bound the time of the block, and translate the driver's errors."""
        self._check_open()
        bound = self._timeout_s if timeout_s is None else timeout_s
        scope = asyncio.timeout(bound)
        try:
            async with scope:
                yield
        except AurenError:
            raise
        except TimeoutError as error:
            if not scope.expired():
                translated = self._translated(error)
                if translated is None:
                    raise
                raise translated from error
            raise self._timeout_error(
                f"{type(self).__name__}.{what} took longer than {bound:g} s; raise timeout_s or look at the server."
            ) from error
        except Exception as error:
            translated = self._translated(error)
            if translated is None:
                raise
            raise translated from error

    def _check_open(self) -> None:
        name = type(self).__name__
        if self._holders == 0:
            state = "after it was closed" if self._was_open else "before it was opened"
            raise LifecycleError(f"{name} was used {state}; use it inside `async with {name}(...)`.")
        self._check_home((os.getpid(), asyncio.get_running_loop()))

    def _check_home(self, here: tuple[int, asyncio.AbstractEventLoop]) -> None:
        if self._home is None or self._home == here:
            return
        crossed = "a fork" if self._home[0] != here[0] else "another event loop"
        raise LifecycleError(f"{type(self).__name__} was used across {crossed}; build and open one in each.")

    def _translated(self, error: Exception) -> AurenError | None:
        for kind in type(error).__mro__:
            ours = self._driver_errors.get(kind)
            if ours is not None:
                # Only the class is named: a driver's message can quote addresses, statements and values.
                return _build(ours, f"{type(self).__name__}: {kind.__name__} from the driver; the cause has the details.")
        return None


def _build(kind: type[AurenError], message: str) -> AurenError:
    build: Any = kind
    built: AurenError = build(message)
    return built
