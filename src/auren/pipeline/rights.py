"""A person's rights: to get all that is kept about them, and to have it erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auren._codec import jsonable
from auren._telemetry import SPAN_ERASE, traced
from auren.people import Subject
from auren.pipeline.rooms import Rooms
from auren.ports import Erasable

__all__ = ["ErasureReport", "erase", "export"]


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was erased, by room.

    Args:
        forgotten: how many things each room forgot.
        failed: rooms that could not, with the kind of error; erasing again finishes the work.
    """

    forgotten: Mapping[str, int]
    failed: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether every room forgot."""
        return not self.failed


class _AsOfNow:
    """Has memory forget as of the pipeline's time: what is said from then on is another beginning."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def forget(self, subject: Subject) -> int:
        return await self._rooms.memory.forget(subject, now=self._rooms.clock.now())


async def export(rooms: Rooms, subject: Subject) -> dict[str, object]:
    """Give all that is kept about a person, as plain values ready for JSON."""
    return {
        "format": "auren-export-1",
        "subject": subject.id,
        "profile": jsonable(await rooms.directory.profile(subject)),
        "readings": [jsonable(reading) for reading in await rooms.history.readings(subject, ())],
        "findings": [
            {"disposition": record.disposition.value, "reply_id": record.reply_id, "finding": jsonable(record.finding)}
            for record in await rooms.journal.findings(subject)
        ],
        "replies": [jsonable(reply) for reply in await rooms.journal.replies(subject)],
        "deliveries": [jsonable(delivery) for delivery in await rooms.journal.deliveries(subject)],
        "feedback": [jsonable(feedback) for feedback in await rooms.journal.feedback(subject)],
        "memory": [jsonable(record) for record in await rooms.memory.export(subject)],
        "statements": [jsonable(said) for said in (await rooms.memory.facts.export(subject) if rooms.memory.facts else ())],
    }


async def erase(rooms: Rooms, subject: Subject) -> ErasureReport:
    """Make all that is kept about a person unreachable; every room is tried, and trying again is harmless."""
    keepers: dict[str, Erasable] = {
        "memory": _AsOfNow(rooms),
        "history": rooms.history,
        "directory": rooms.directory,
        "journal": rooms.journal,
    }
    # A gateway or channel keeps something only if its adapter says so by being able to forget.
    others: list[tuple[str, object]] = [("gateway", rooms.gateway)]
    others += [(f"channel {channel.name}", channel) for channel in rooms.channels]
    keepers |= {name: part for name, part in others if isinstance(part, Erasable)}
    forgotten: dict[str, int] = {}
    failed: dict[str, str] = {}
    # Always in this order, as everywhere else, so that nobody waits for one another.
    async with (
        rooms.locks.hold("advise", subject),
        rooms.locks.hold("delivery", subject),
        rooms.locks.hold("learn", subject),
        rooms.locks.hold("data", subject),
    ):
        with traced(SPAN_ERASE, rooms=len(keepers)):
            rooms.erasures[subject] += 1
            rooms.half_erased.add(subject)
            rooms.engine.let_go(subject)
            rooms.agenda.forget(subject)
            for name, keeper in keepers.items():
                try:
                    forgotten[name] = await keeper.forget(subject)
                except Exception as error:  # noqa: BLE001 - one room's trouble must not keep the others from forgetting
                    failed[name] = type(error).__name__
            if not failed:
                rooms.half_erased.discard(subject)
    return ErasureReport(forgotten, failed)
