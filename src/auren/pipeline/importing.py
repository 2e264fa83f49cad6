"""The counterpart of an export: what one pipeline gave of a person, another takes in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from auren._codec import decode, jsonable
from auren.clock import require_aware
from auren.conversation import Delivery, DeliveryStatus, Feedback, Reply
from auren.errors import InvalidInput, StoreConflict, StoreCorrupted
from auren.facts import MemoryRecord, Statement
from auren.findings import Finding
from auren.holds import HoldChange, holds_of
from auren.people import Profile, Subject
from auren.pipeline.rooms import Rooms
from auren.ports import Disposition, FindingRecord, JournalEntry
from auren.privacy.consent import require
from auren.readings import MetricRegistry, Reading

__all__ = ["EXPORT_FORMAT", "ImportReport", "import_"]

EXPORT_FORMAT: Final = "auren-export-1"
_MEMORY_FORMAT: Final = "auren-memory-1"

_INSTANTS: Final = ("at", "asked_at", "said_at", "recorded_at", "not_before", "start", "end", "since", "until", "expires_at")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was taken in.

    Args:
        subject: whose it is.
        taken: how many things of each part of the document; what was there already counts, too.
        left: parts that were left out, with the reason.
    """

    subject: Subject
    taken: Mapping[str, int]
    left: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Document:
    """An export, read whole before anything of it is kept."""

    subject: Subject
    profile: Profile
    readings: tuple[Reading, ...]
    findings: tuple[FindingRecord, ...]
    replies: tuple[Reply, ...]
    deliveries: tuple[Delivery, ...]
    feedback: tuple[Feedback, ...]
    holds: tuple[HoldChange, ...]
    memory: tuple[MemoryRecord, ...]
    statements: tuple[Statement, ...]


async def import_(rooms: Rooms, document: Mapping[str, Any]) -> ImportReport:
    """Take an export in; again, or after a crash, it changes nothing that is there already."""
    given, early = _come(_read(document, rooms.history.metrics), rooms.clock.now())
    subject = given.subject
    life = rooms.erasures[subject]
    if rooms.consents is not None:
        await require(rooms.consents, subject, "collect")
    if given.statements and rooms.memory.facts is None:
        raise InvalidInput("The document holds statements and this pipeline's memory keeps none; give it a fact store.")
    if rooms.audit is not None:
        await rooms.audit.append("import", "host", subject=subject)
    # Always in this order, as everywhere else, so that nobody waits for one another.
    async with (
        rooms.locks.hold("advise", subject),
        rooms.locks.hold("delivery", subject),
        rooms.locks.hold("learn", subject),
        rooms.locks.hold("data", subject),
    ):
        if subject in rooms.half_erased:
            raise StoreConflict("A room has not yet forgotten this person; erase again, and then import.")
        if rooms.erasures[subject] != life:
            raise StoreConflict("This person was erased while an import waited; import again if they still want it.")
        # Waiting took time: whoever withdrew meanwhile is heard.
        if rooms.consents is not None:
            await require(rooms.consents, subject, "collect")
        await _keep(rooms, given)
    parts = ("readings", "findings", "replies", "deliveries", "feedback", "holds", "memory", "statements")
    left = {
        "consents": "given to whom the export came from; ask the person, or restore them with ConsentBook.record",
        "disclosures": "of whom the export came from",
    }
    if early:
        left["readings"] = f"{early} are of days that have not come yet; import again when they have"
    return ImportReport(subject, {part: len(getattr(given, part)) for part in parts}, left)


async def _keep(rooms: Rooms, given: _Document) -> None:
    subject = given.subject
    # Holds first: whatever is cut off afterwards, what is switched off for the person is off.
    await rooms.journal.record(JournalEntry(subject, holds=_seen_there(given.holds, await rooms.journal.holds(subject))))
    held = await rooms.directory.profile(subject)
    if held == Profile(consents=held.consents):
        await rooms.directory.put_profile(subject, replace(given.profile, consents=held.consents))
    rooms.engine.let_go(subject)
    if given.readings:
        await rooms.journal.outdate_snapshot(subject, min(reading.day for reading in given.readings))
        await rooms.history.append(given.readings)
    # After the history, as in taking readings in: what is recorded as seen is there.
    known = {record.finding.id for record in await rooms.journal.findings(subject)}
    fresh = tuple(record for record in given.findings if record.finding.id not in known)
    await rooms.journal.record(JournalEntry(subject, seen=given.readings, findings=fresh))
    for reply in given.replies:
        if await rooms.journal.reply(subject, id=reply.id) is None:
            await rooms.journal.record(JournalEntry(subject, reply=reply))
    sent = {delivery.id for delivery in await rooms.journal.deliveries(subject)}
    deliveries = tuple(_settled(delivery) for delivery in given.deliveries if delivery.id not in sent)
    await rooms.journal.record(JournalEntry(subject, deliveries=deliveries, feedback=given.feedback))
    await rooms.memory.import_(
        {
            "format": _MEMORY_FORMAT,
            "subject": subject.id,
            "records": [jsonable(record) for record in given.memory],
            "statements": [jsonable(said) for said in given.statements],
        }
    )


def _seen_there(given: Sequence[HoldChange], here: Sequence[HoldChange]) -> tuple[HoldChange, ...]:
    """Give the changes of holds, without clearings of a row that stands here for a cause that nobody saw there."""
    there = {change.id for change in given}
    standing = {hold.row: hold.since for hold in holds_of(here) if hold.cleared_at is None}
    unseen = {
        change.row
        for change in here
        if change.change == "set" and change.id not in there and change.row in standing and change.at >= standing[change.row]
    }
    return tuple(change for change in given if change.change == "set" or change.row not in unseen)


def _settled(delivery: Delivery) -> Delivery:
    """Give a delivery that is not sent here: whom the export came from may have sent it."""
    if delivery.status is DeliveryStatus.PENDING:
        return replace(delivery, status=DeliveryStatus.CANCELLED)
    return delivery


def _come(given: _Document, now: datetime) -> tuple[_Document, int]:
    """Give a document without readings of days that have not come, and how many those were."""
    # No zone is as much as a day ahead of UTC, and as in taking readings in, one more is allowed for.
    last = (now + timedelta(days=2)).date()
    come = tuple(reading for reading in given.readings if reading.day <= last)
    return replace(given, readings=come), len(given.readings) - len(come)


def _read(document: object, metrics: MetricRegistry) -> _Document:
    if not isinstance(document, Mapping) or document.get("format") != EXPORT_FORMAT:
        raise InvalidInput(f"A document that is not of the format {EXPORT_FORMAT!r} was given; expected what `export` gave.")
    try:
        given = _Document(
            Subject(document["subject"]),
            _value(Profile, document["profile"]),
            tuple(_checked(reading, metrics) for reading in _values(Reading, document["readings"])),
            tuple(_finding(row) for row in document["findings"]),
            _values(Reply, document["replies"]),
            _values(Delivery, document["deliveries"]),
            _values(Feedback, document["feedback"]),
            # Exports of earlier versions have none.
            _values(HoldChange, document.get("holds", ())),
            _values(MemoryRecord, document["memory"]),
            _values(Statement, document["statements"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, StoreCorrupted, InvalidInput, RecursionError, OverflowError):
        # Their messages may quote what is in it.
        raise InvalidInput(
            "An export that cannot be read was given; it was written by another version or over other metrics, or damaged."
        ) from None
    owned: list[Reading | Reply | Delivery | HoldChange | MemoryRecord | Statement | Finding] = [
        *given.readings,
        *given.replies,
        *given.deliveries,
        *given.holds,
        *given.memory,
        *given.statements,
        *(record.finding for record in given.findings),
    ]
    if any(one.subject != given.subject for one in owned):
        raise InvalidInput("An export of more than one person was given; each document holds one person's.")
    return given


def _value(kind: type[_T], row: object) -> _T:
    # What is not finite is no JSON, and no figure of anybody.
    return decode(kind, json.dumps(row, allow_nan=False))


def _checked(reading: Reading, metrics: MetricRegistry) -> Reading:
    """Give a reading as a source would have given it."""
    return Reading.of(
        reading.subject,
        reading.metric,
        reading.value,
        unit=metrics[reading.metric].unit,
        start=reading.start,
        end=reading.end,
        day=reading.day,
        zone=reading.zone or None,
        source=reading.source,
        id=reading.id,
        device=reading.device,
        revision=reading.revision,
        deleted=reading.deleted,
        kind=reading.kind,
        metrics=metrics,
    )


def _values(kind: type[_T], rows: Sequence[object]) -> tuple[_T, ...]:
    values = tuple(_value(kind, row) for row in rows)
    for value in values:
        for name in _INSTANTS:
            if isinstance(instant := getattr(value, name, None), datetime):
                require_aware(instant, "An instant of an import")
    return values


def _finding(row: Mapping[str, Any]) -> FindingRecord:
    return FindingRecord(_value(Finding, row["finding"]), Disposition(row["disposition"]), str(row["reply_id"]))
