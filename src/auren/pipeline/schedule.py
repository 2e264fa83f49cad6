"""What time brings: findings settle, advice is made, deliveries fall due, memories expire, and something is learned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from auren._telemetry import SPAN_ADVANCE, traced
from auren.conversation import Delivery, Reply
from auren.errors import AurenError
from auren.findings import Finding
from auren.people import Subject
from auren.pipeline.advising import Advising
from auren.pipeline.delivery import Deliveries
from auren.pipeline.learning import Learned, Learning
from auren.pipeline.reading import Readings
from auren.pipeline.rooms import Rooms
from auren.ports import Channel

__all__ = ["AdvanceReport", "Schedule"]


@dataclass(frozen=True, slots=True)
class AdvanceReport:
    """What a step in time brought.

    Args:
        findings: findings that settled.
        advice: advice that was made.
        deliveries: deliveries that were sent or tried.
        expired: memories that expired.
        learned: what was learned of people, from their talk and of their days.
        failures: one line for each person whose step failed and will be tried again; no personal data.
    """

    findings: tuple[Finding, ...] = ()
    advice: tuple[Reply, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    expired: int = 0
    learned: Learned = field(default_factory=Learned)
    failures: tuple[str, ...] = ()


class Schedule:
    """Does what has fallen due; only people with open work cost anything.

    Args:
        rooms: the pipeline's rooms.
        readings: where findings settle.
        learning: what is learned over time.
    """

    def __init__(self, rooms: Rooms, readings: Readings, learning: Learning) -> None:
        self._rooms = rooms
        self._readings = readings
        self._learning = learning
        self._advising = Advising(rooms)
        self._deliveries = Deliveries(rooms)

    async def advance_to(self, now: datetime) -> AdvanceReport:
        """Do everything that is due at an instant; one person's failure does not stop the others."""
        done = _Done()
        people = await self._rooms.journal.open_work()
        with traced(SPAN_ADVANCE, people=len(people)):
            for subject in people:
                for step in (self._settle, self._advise, self._send):
                    try:
                        await step(subject, now, done)
                    except AurenError as error:
                        done.failures.append(f"{type(error).__name__}: {error}")
                    except Exception as error:  # noqa: BLE001 - one person's trouble must not keep the others waiting
                        done.failures.append(type(error).__name__)
            try:
                expired = await self._rooms.memory.purge(now)
            except AurenError as error:
                expired = 0
                done.failures.append(f"memory: {type(error).__name__}")
            # Last, since it is in no hurry.
            learned = await self._learning.learn(now, done.failures)
        return AdvanceReport(
            tuple(done.findings), tuple(done.advice), tuple(done.deliveries), expired, learned, tuple(done.failures)
        )

    async def answer(self, subject: Subject, reply: Reply, channel: Channel, now: datetime) -> None:
        """Send an answer on the channel the question came from, once."""
        person = await self._rooms.person(subject, now)
        await self._deliveries.answer(person, reply, channel)
        await self._deliveries.send_due(person)

    async def _settle(self, subject: Subject, now: datetime, done: _Done) -> None:
        done.findings.extend(await self._readings.settle(subject, now))

    async def _advise(self, subject: Subject, now: datetime, done: _Done) -> None:
        made = await self._advising.advise(await self._rooms.person(subject, now))
        if made is not None:
            done.advice.append(made)

    async def _send(self, subject: Subject, now: datetime, done: _Done) -> None:
        done.deliveries.extend(await self._deliveries.send_due(await self._rooms.person(subject, now)))


@dataclass(slots=True)
class _Done:
    findings: list[Finding] = field(default_factory=list)
    advice: list[Reply] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
