"""What time brings: findings settle, advice is made, deliveries fall due, memories expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auren._telemetry import SPAN_ADVANCE, traced
from auren.conversation import Delivery, Reply
from auren.errors import AurenError
from auren.findings import Finding
from auren.people import Subject
from auren.pipeline.advising import Advising
from auren.pipeline.delivery import Deliveries
from auren.pipeline.reading import Readings
from auren.pipeline.rooms import Rooms

__all__ = ["AdvanceReport", "Schedule"]


@dataclass(frozen=True, slots=True)
class AdvanceReport:
    """What a step in time brought.

    Args:
        findings: findings that settled.
        advice: advice that was made.
        deliveries: deliveries that were sent or tried.
        expired: memories that expired.
        failures: one line for each person whose step failed and will be tried again; no personal data.
    """

    findings: tuple[Finding, ...] = ()
    advice: tuple[Reply, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    expired: int = 0
    failures: tuple[str, ...] = ()


class Schedule:
    """Does what has fallen due; only people with open work cost anything.

    Args:
        rooms: the pipeline's rooms.
        readings: where findings settle.
    """

    def __init__(self, rooms: Rooms, readings: Readings) -> None:
        self._rooms = rooms
        self._readings = readings
        self._advising = Advising(rooms)
        self._deliveries = Deliveries(rooms)

    async def advance_to(self, now: datetime) -> AdvanceReport:
        """Do everything that is due at an instant; one person's failure does not stop the others."""
        findings: list[Finding] = []
        advice: list[Reply] = []
        deliveries: list[Delivery] = []
        failures: list[str] = []
        people = await self._rooms.journal.open_work()
        with traced(SPAN_ADVANCE, people=len(people)):
            for subject in people:
                try:
                    findings.extend(await self._readings.settle(subject, now))
                    person = await self._rooms.person(subject, now)
                    made = await self._advising.advise(person)
                    if made is not None:
                        advice.append(made)
                    deliveries.extend(await self._deliveries.send_due(person))
                except AurenError as error:
                    failures.append(f"{type(error).__name__}: {error}")
            try:
                expired = await self._rooms.memory.purge(now)
            except AurenError as error:
                expired = 0
                failures.append(f"memory: {type(error).__name__}")
        return AdvanceReport(tuple(findings), tuple(advice), tuple(deliveries), expired, tuple(failures))

    async def send_now(self, subject: Subject, now: datetime) -> tuple[Delivery, ...]:
        """Send what is due for one person."""
        return tuple(await self._deliveries.send_due(await self._rooms.person(subject, now)))
