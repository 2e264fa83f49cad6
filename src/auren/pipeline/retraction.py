"""What follows when a finding that advice rests on is withdrawn or revised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from auren.conversation import Delivery, DeliveryStatus, Reply, Sentence
from auren.findings import Finding
from auren.pipeline.delivery import planned
from auren.pipeline.passing import passed
from auren.pipeline.rooms import Person, Rooms
from auren.ports import Disposition, FindingRecord
from auren.rendering import day as written_day

__all__ = ["Retraction", "retract"]

_CORRECT_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Retraction:
    """What has to be recorded beside the findings themselves.

    Args:
        cancelled: deliveries that must not go out any more.
        reopened: standing findings of cancelled advice, by id, for which advice is made anew.
        corrections: the one correction that delivered advice gets, with its delivery where there is a channel.
    """

    cancelled: tuple[Delivery, ...] = ()
    reopened: Mapping[str, FindingRecord] = field(default_factory=dict)
    corrections: tuple[tuple[Reply, Delivery | None], ...] = ()


async def retract(
    rooms: Rooms, person: Person, changed: Mapping[str, FindingRecord], held: Mapping[str, FindingRecord]
) -> Retraction:
    """Work out what becomes of advice when findings change.

    Advice not yet delivered is cancelled, and made anew of what still stands. Delivered advice gets at most one
    correction, and only if a finding was withdrawn and it asked for action in the last 48 hours.

    Args:
        rooms: the pipeline's rooms.
        person: whose findings changed.
        changed: the records as they will be, by finding id.
        held: the records as they were, by finding id.
    """
    shaken = dict.fromkeys(
        record.reply_id
        for id, record in changed.items()
        if record.reply_id and id in held and _shakes(held[id].finding, record.finding)
    )
    if not shaken:
        return Retraction()
    everything = {record.finding.id: record for record in await rooms.journal.findings(person.subject)} | dict(changed)
    deliveries = await rooms.journal.deliveries(person.subject)
    cancelled: list[Delivery] = []
    reopened: dict[str, FindingRecord] = {}
    corrections: list[tuple[Reply, Delivery | None]] = []
    for reply_id in shaken:
        own = [delivery for delivery in deliveries if delivery.reply_id == reply_id]
        original = await rooms.journal.reply(person.subject, id=reply_id)
        gone_out = _gone_out(own, original)
        pending = [delivery for delivery in own if delivery.status is DeliveryStatus.PENDING]
        resting = {id: record for id, record in everything.items() if record.reply_id == reply_id}
        gone = [record.finding for record in resting.values() if not record.finding.stands]
        if gone or gone_out is None:
            cancelled.extend(replace(delivery, status=DeliveryStatus.CANCELLED, at=person.now) for delivery in pending)
        if gone_out is None:
            reopened.update(
                (id, FindingRecord(record.finding, Disposition.PENDING if record.finding.stands else Disposition.PASSED))
                for id, record in resting.items()
            )
            continue
        if gone and original is not None and await _may_correct(rooms, person, original, gone_out):
            corrections.append(_correction(rooms, person, original, gone))
    return Retraction(tuple(cancelled), reopened, tuple(corrections))


def _shakes(before: Finding, after: Finding) -> bool:
    return before.stands and (not after.stands or before.revision != after.revision)


def _gone_out(own: list[Delivery], original: Reply | None) -> datetime | None:
    """Give when advice may first have reached the person, or None when it cannot have.

    A delivery that was tried counts: the channel may have passed it on and failed afterwards. Advice without any
    delivery was handed to the host as an event, which is as good as told.
    """
    if not own:
        return original.at if original else None
    return min((delivery.at for delivery in own if delivery.attempts > 0), default=None)


async def _may_correct(rooms: Rooms, person: Person, original: Reply, gone_out: datetime) -> bool:
    if not original.asks_action or person.now - gone_out > _CORRECT_WITHIN:
        return False
    replies = await rooms.journal.replies(person.subject)
    return not any(reply.kind == "correction" and reply.query_id == original.id for reply in replies)


def _correction(rooms: Rooms, person: Person, original: Reply, gone: list[Finding]) -> tuple[Reply, Delivery | None]:
    what = " and ".join(f"“{finding.title}” of {written_day(finding.day)}" for finding in gone)
    sentences = (
        Sentence(passed(f"A correction: later data took back {what}.", rooms.safety), "plain"),
        Sentence("What was suggested because of it no longer applies, so please leave it aside.", "plain"),
    )
    reply = Reply(
        rooms.new_id(), person.subject, "correction", sentences, person.now, findings=tuple(gone), query_id=original.id
    )
    if not rooms.channels:
        return reply, None
    return reply, planned(rooms, person, reply, "correction", ())
