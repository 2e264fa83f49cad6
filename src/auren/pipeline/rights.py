"""A person's rights: to get all that is kept about them, and to have it erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auren._codec import jsonable
from auren._telemetry import SPAN_ERASE, traced
from auren.errors import InvalidInput
from auren.people import Subject
from auren.pipeline.rooms import Rooms
from auren.ports import Erasable
from auren.privacy.consent import require
from auren.privacy.disclosure import Disclosure

__all__ = ["ErasureReport", "erase", "export", "share"]

_MOST_CHARACTERS: Final = 200


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
    """Give all that is kept about a person, as plain values ready for JSON; nothing, if it cannot be noted in the audit log."""
    given = await _kept(rooms, subject)
    await _audited(rooms, "export", subject)
    return given


async def share(rooms: Rooms, subject: Subject, recipient: str) -> dict[str, object]:
    """Give a person's export for somebody else, if the person allows it and it could be noted."""
    if not 0 < len(recipient) <= _MOST_CHARACTERS:
        raise InvalidInput(f"A recipient of {len(recipient)} characters was given; expected 1 to {_MOST_CHARACTERS}.")
    if rooms.consents is not None:
        await require(rooms.consents, subject, "share")
    given = await _kept(rooms, subject)
    # Reading took time: whoever withdrew meanwhile is heard.
    if rooms.consents is not None:
        await require(rooms.consents, subject, "share")
    if rooms.disclosures is not None:
        consent = "share" if rooms.consents is not None else ""
        await rooms.disclosures.note(Disclosure(subject, recipient, ("export",), rooms.clock.now(), consent))
    await _audited(rooms, "share", subject)
    return given


async def _kept(rooms: Rooms, subject: Subject) -> dict[str, object]:
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
        "holds": [jsonable(change) for change in await rooms.journal.holds(subject)],
        "memory": [jsonable(record) for record in await rooms.memory.export(subject)],
        "statements": [jsonable(said) for said in (await rooms.memory.facts.export(subject) if rooms.memory.facts else ())],
        "consents": [jsonable(record) for record in (await rooms.consents.export(subject) if rooms.consents else ())],
        "disclosures": [jsonable(one) for one in (await rooms.disclosures.disclosures(subject) if rooms.disclosures else ())],
    }


async def _audited(rooms: Rooms, action: str, subject: Subject) -> None:
    if rooms.audit is not None:
        await rooms.audit.append(action, "host", subject=subject)


async def erase(rooms: Rooms, subject: Subject) -> ErasureReport:
    """Make all that is kept about a person unreachable; every room is tried, and trying again is harmless.

    Consents go first, so that nothing leaves any more while the rest is forgotten. What stays as proof leads to nobody without
    a key: in the audit log that it was asked for and done, in the ledger to whom something went, and when.
    """
    keepers: dict[str, Erasable] = {} if rooms.consents is None else {"consents": rooms.consents}
    keepers |= {
        "memory": _AsOfNow(rooms),
        "history": rooms.history,
        "directory": rooms.directory,
        "journal": rooms.journal,
    }
    # A gateway or channel keeps something only if its adapter says so by being able to forget.
    others: list[tuple[str, object]] = [("gateway", rooms.gateway)]
    others += [(f"channel {channel.name}", channel) for channel in rooms.channels]
    keepers |= {name: part for name, part in others if isinstance(part, Erasable)}
    if rooms.disclosures is not None:
        keepers["disclosures"] = rooms.disclosures
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
            rooms.holding.forget(subject)
            await _noted(rooms, "erase", subject, failed)
            for name, keeper in keepers.items():
                try:
                    forgotten[name] = await keeper.forget(subject)
                except Exception as error:  # noqa: BLE001 - one room's trouble must not keep the others from forgetting
                    failed[name] = type(error).__name__
            if not failed:
                await _noted(rooms, "erased", subject, failed)
            if not failed:
                rooms.half_erased.discard(subject)
    return ErasureReport(forgotten, failed)


async def _noted(rooms: Rooms, action: str, subject: Subject, failed: dict[str, str]) -> None:
    """Note an erasure; a log that does not answer is named, and keeps nobody from being erased."""
    try:
        await _audited(rooms, action, subject)
    except Exception as error:  # noqa: BLE001 - as for a room
        failed["audit"] = type(error).__name__
