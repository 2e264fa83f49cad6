"""A look at one person's past: days, findings, replies and deliveries."""

from __future__ import annotations

from auren.conversation import Delivery, Feedback, Reply
from auren.findings import Finding
from auren.people import Subject
from auren.pipeline.rooms import Rooms
from auren.readings import DailyValue, Window

__all__ = ["PersonHistory"]


class PersonHistory:
    """One person's past, bound to that person.

    Args:
        rooms: the pipeline's rooms.
        subject: whose past.
    """

    def __init__(self, rooms: Rooms, subject: Subject) -> None:
        self._rooms = rooms
        self.subject = subject

    async def days(self, metric: str, window: Window) -> list[DailyValue]:
        """Give the daily values of a metric, by date; a missing day is absent.

        Raises:
            InvalidInput: the metric is not registered.
        """
        return await self._rooms.history.window(self.subject, metric, window)

    async def findings(self, *, withdrawn: bool = False) -> list[Finding]:
        """Give the findings in their latest stage, by anchor day; withdrawn ones only when asked for."""
        records = await self._rooms.journal.findings(self.subject)
        return [record.finding for record in records if withdrawn or record.finding.stands]

    async def replies(self) -> list[Reply]:
        """Give every answer, piece of advice and correction, oldest first."""
        return await self._rooms.journal.replies(self.subject)

    async def deliveries(self) -> list[Delivery]:
        """Give every delivery, by earliest instant."""
        return await self._rooms.journal.deliveries(self.subject)

    async def feedback(self) -> list[Feedback]:
        """Give what was said about advice, oldest first."""
        return await self._rooms.journal.feedback(self.subject)

    async def unknown(self) -> dict[str, tuple[str, ...]]:
        """Give, for each rule that cannot tell on the latest day, what is missing; empty before the first reading."""
        rooms, kernel = self._rooms, self._rooms.engine.kernel
        last = await rooms.history.last_day(self.subject, kernel.reads)
        if last is None:
            return {}
        window = Window.ending(last, kernel.reach_days + 1)
        state, _ = kernel.restore(self.subject, await rooms.history.readings(self.subject, kernel.reads, window), ())
        return kernel.unknown(state, last)
