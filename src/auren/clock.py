"""The only place that reads the time: a clock is handed in, so that a host or a test decides what now is."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from auren.errors import InvalidInput

__all__ = ["Clock", "FrozenClock", "SimulatedClock", "SystemClock", "require_aware"]


def require_aware(instant: datetime, what: str = "A datetime") -> datetime:
    """Give the instant back if it has a zone.

    Raises:
        InvalidInput: the datetime is naive.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise InvalidInput(
            f"{what} without a zone was given; expected an aware datetime, so attach the zone it was written in."
        )
    return instant


@runtime_checkable
class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...

    async def sleep_until(self, instant: datetime) -> None:
        """Return once the clock has reached the instant."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        """Return once the clock has reached the instant."""
        await asyncio.sleep(max(0.0, (instant - self.now()).total_seconds()))


class FrozenClock:
    """A clock that always tells the same instant.

    Args:
        instant: aware datetime.
    """

    def __init__(self, instant: datetime) -> None:
        self._instant = require_aware(instant, "A clock's instant").astimezone(UTC)

    def now(self) -> datetime:
        """Give the frozen instant."""
        return self._instant

    async def sleep_until(self, instant: datetime) -> None:
        """Return at once for the past; wait until cancelled for the future, which never comes."""
        if instant > self._instant:
            await asyncio.Event().wait()


class SimulatedClock:
    """A clock that moves only when it is told to, and wakes whoever waits on it.

    Args:
        start: aware datetime.
    """

    def __init__(self, start: datetime) -> None:
        self._instant = require_aware(start, "A clock's start").astimezone(UTC)
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Give the simulated instant."""
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Move forward to an instant; going back is refused.

        Raises:
            InvalidInput: the instant is naive or earlier than now.
        """
        instant = require_aware(instant, "A clock's instant").astimezone(UTC)
        if instant < self._instant:
            raise InvalidInput("A simulated clock was asked to go back; it only moves forward, so build a new one.")
        self._instant = instant
        due = [future for when, future in self._waiting if when <= instant and not future.done()]
        self._waiting = [(when, future) for when, future in self._waiting if when > instant and not future.done()]
        for future in due:
            future.set_result(None)

    def move_by(self, step: timedelta) -> None:
        """Move forward by a step."""
        self.move_to(self._instant + step)

    async def sleep_until(self, instant: datetime) -> None:
        """Return once the clock has been moved to or past the instant."""
        if instant <= self._instant:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((instant, future))
        await future
