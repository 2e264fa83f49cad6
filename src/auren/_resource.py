"""The life of anything that holds a connection: opened, counted, bounded in time, closed by whoever opened it."""

from __future__ import annotations

import asyncio
import os
from abc import ABC
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, ClassVar, Self, final

from auren._withheld import withheld
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
    _unforeseen: ClassVar[type[AurenError] | None] = None
    """What an error becomes that is neither ours nor named above; a port names one, so that nothing else leaves it."""

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
        here = (_process.number, asyncio.get_running_loop())
        if self._holders:
            self._check_home(here)
        if self._opening is None or (self._holders == 0 and self._home != here):
            self._opening = asyncio.Lock()
            self._home = here
        async with self._opening:
            if self._holders == 0:
                with self._translating():
                    await self._open()
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
                with self._translating():
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

    def _working(self, what: str, *, timeout_s: float | None = None) -> _Work:
        """Check that it is open here, bound the time of the block, and translate the driver's errors."""
        return _Work(self, what, self._timeout_s if timeout_s is None else timeout_s)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Translate the driver's errors in the block, without a check and without a bound."""
        try:
            yield
        except AurenError:
            raise
        except Exception as error:
            translated = self._translated(error)
            if translated is None:
                raise
            raise translated from withheld(error)

    def _check_open(self) -> None:
        home = self._home
        if self._holders and home is not None and home[1] is asyncio.get_running_loop() and home[0] == _process.number:
            return
        name = type(self).__name__
        if self._holders == 0:
            state = "after it was closed" if self._was_open else "before it was opened"
            raise LifecycleError(f"{name} was used {state}; use it inside `async with {name}(...)`.")
        self._check_home((_process.number, asyncio.get_running_loop()))

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
        if self._unforeseen is None:
            return None
        return _build(
            self._unforeseen, f"{type(self).__name__} failed with {type(error).__name__}; the cause has the details. Mend it."
        )


class _Work:
    """One piece of work of a resource; a class, since a generator would cost every call of every port several times as much."""

    __slots__ = ("_bound", "_resource", "_scope", "_what")

    def __init__(self, resource: Resource, what: str, bound: float | None) -> None:
        self._resource = resource
        self._what = what
        self._bound = bound

    async def __aenter__(self) -> None:
        self._resource._check_open()  # noqa: SLF001 - the resource's own part
        # Work without a bound needs no timer, and opens no scope.
        if self._bound is None:
            self._scope = None
            return
        self._scope = asyncio.timeout(self._bound)
        await self._scope.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scope is not None:
            try:
                await self._scope.__aexit__(kind, error, trace)
            except TimeoutError as late:
                raise self._too_late() from withheld(late)
        if error is None or not isinstance(error, Exception) or isinstance(error, AurenError):
            return
        if isinstance(error, TimeoutError) and self._scope is not None and self._scope.expired():
            raise self._too_late() from withheld(error)
        translated = self._resource._translated(error)  # noqa: SLF001 - the resource's own part
        if translated is not None:
            raise translated from withheld(error)

    def _too_late(self) -> AurenError:
        resource = self._resource
        return _build(
            resource._timeout_error,  # noqa: SLF001 - the resource's own part
            f"{type(resource).__name__}.{self._what} took longer than {self._bound:g} s; "
            "raise timeout_s or look at the server.",
        )


class _Process:
    """Which process this is: asked in every call, where asking the system would cost more than all the rest of the check."""

    def __init__(self) -> None:
        self.number = os.getpid()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self.number = os.getpid()


_process = _Process()


def _build(kind: type[AurenError], message: str) -> AurenError:
    build: Any = kind
    built: AurenError = build(message)
    return built
