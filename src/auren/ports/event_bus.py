"""The port to a stream of events between processes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, StoreError, StoreUnavailable

__all__ = ["BusEvent", "EventBus"]


@dataclass(frozen=True, slots=True)
class BusEvent:
    """One event on a bus.

    Args:
        topic: where it belongs.
        key: events of one key keep their order; a subject's id.
        payload: JSON text.
        headers: schema and trace identifiers.
    """

    topic: str
    key: str
    payload: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class EventBus(Resource, ABC):
    """Carries events from publishers to subscribers, at least once, in order for each key.

    Args:
        timeout_s: seconds that publishing one event may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 10.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def publish(self, event: BusEvent) -> None:
        """Hand an event to the bus; it is durable once this returns.

        Raises:
            StoreUnavailable: the bus does not answer.
            LifecycleError: the bus is not open.
        """
        async with self._working("publish"):
            await self._publish(event)

    @final
    async def subscribe(self, topic: str, group: str) -> AsyncGenerator[BusEvent, None]:
        """Give a topic's events to one of a group; an event counts as handled when the next one is asked for.

        Raises:
            StoreUnavailable: the bus does not answer.
            LifecycleError: the bus is not open.
        """
        self._check_open()
        events = self._subscribe(topic, group)
        try:
            while True:
                # Waiting for the next event may take any time.
                with self._translating():
                    event = await anext(events, None)
                if event is None:
                    return
                yield event
        finally:
            await events.aclose()

    @abstractmethod
    async def _publish(self, event: BusEvent) -> None: ...

    @abstractmethod
    def _subscribe(self, topic: str, group: str) -> AsyncGenerator[BusEvent, None]: ...
