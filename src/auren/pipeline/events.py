"""What happens, as it happens: findings, advice and deliveries for whoever listens in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from auren.conversation import Delivery, Reply
from auren.errors import LifecycleError
from auren.findings import Finding
from auren.people import Subject
from auren.safety.taint import Suspicion

__all__ = ["EventBoard", "PipelineEvent"]


@dataclass(frozen=True, slots=True)
class PipelineEvent:
    """Something that happened; exactly one of finding, reply, delivery and suspicion is set.

    Args:
        kind: "finding" for each stage of a finding, "reply" for answers, advice and corrections, "delivery" for each
            stage of a delivery, "suspicion" for a text that reads like an order to a machine.
        subject: whose it is.
        at: when.
    """

    kind: Literal["finding", "reply", "delivery", "suspicion"]
    subject: Subject
    at: datetime
    finding: Finding | None = None
    reply: Reply | None = None
    delivery: Delivery | None = None
    suspicion: Suspicion | None = None


class EventBoard:
    """Hands each event to every listener; the journal, not this board, is the durable record.

    Args:
        most_waiting: events a listener may fall behind before it is told so.
    """

    def __init__(self, most_waiting: int = 10_000) -> None:
        self._most_waiting = most_waiting
        self._listeners: list[asyncio.Queue[PipelineEvent | None]] = []
        self._behind: set[int] = set()
        self._watches: list[list[PipelineEvent]] = []

    def post(self, event: PipelineEvent) -> None:
        """Hand an event to every listener; never waits."""
        for watch in self._watches:
            watch.append(event)
        for queue in self._listeners:
            if queue.qsize() >= self._most_waiting:
                self._behind.add(id(queue))
            else:
                queue.put_nowait(event)

    def close(self) -> None:
        """End every listener's stream once it has read what is waiting."""
        for queue in self._listeners:
            queue.put_nowait(None)

    @contextmanager
    def watching(self) -> Iterator[list[PipelineEvent]]:
        """Collect every event while the block runs."""
        watch: list[PipelineEvent] = []
        self._watches.append(watch)
        try:
            yield watch
        finally:
            self._watches.remove(watch)

    async def listen(self) -> AsyncGenerator[PipelineEvent, None]:
        """Give events from now on.

        Raises:
            LifecycleError: the listener fell too far behind; what it missed is in the journal.
        """
        queue: asyncio.Queue[PipelineEvent | None] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            while True:
                event = await queue.get()
                if event is None:
                    if id(queue) in self._behind:
                        raise _fell_behind(self._most_waiting)
                    return
                yield event
                if id(queue) in self._behind and queue.empty():
                    raise _fell_behind(self._most_waiting)
        finally:
            self._listeners.remove(queue)
            self._behind.discard(id(queue))


def _fell_behind(events: int) -> LifecycleError:
    return LifecycleError(
        f"A listener fell more than {events} events behind; read faster, and read what was missed from the journal."
    )
