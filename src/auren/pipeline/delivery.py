"""Delivery: when advice may go out, and that it goes out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal

from auren._telemetry import SPAN_DELIVER, traced
from auren.conversation import Delivery, DeliveryStatus, Message, Reply
from auren.errors import AurenError
from auren.people import zone_info
from auren.pipeline.events import PipelineEvent
from auren.pipeline.rooms import Person, Rooms
from auren.ports import Channel, JournalEntry

__all__ = ["Deliveries", "planned"]

_MOST_ATTEMPTS = 6
_FIRST_WAIT = timedelta(minutes=1)


def planned(
    rooms: Rooms,
    person: Person,
    reply: Reply,
    kind: Literal["answer", "advice", "correction"],
    others: Sequence[Delivery],
    *,
    channel: Channel | None = None,
) -> Delivery:
    """Plan a reply's delivery: after quiet hours, and on the next day when today's share is used up.

    Args:
        rooms: the pipeline's rooms.
        person: who it is for.
        reply: what is delivered.
        kind: an answer goes out at once; so does a red flag.
        others: the person's other deliveries, for the daily cap.
        channel: which channel; None takes the first.
    """
    through = (channel or rooms.channels[0]).name
    urgent = kind == "answer" or any(flag.level in ("E0", "E1") for flag in reply.flags)
    not_before = person.now if urgent else _allowed(rooms, person, kind, others)
    return Delivery(
        f"{reply.id}:{through}", person.subject, through, reply.id, kind, not_before, DeliveryStatus.PENDING, person.now
    )


def _allowed(rooms: Rooms, person: Person, kind: str, others: Sequence[Delivery]) -> datetime:
    if not person.zone:
        return person.now
    zone = zone_info(person.zone)
    local = person.now.astimezone(zone)
    counted = [
        delivery.not_before.astimezone(zone).date()
        for delivery in others
        if delivery.kind == "advice" and delivery.status in (DeliveryStatus.PENDING, DeliveryStatus.SENT)
    ]
    quiet = person.profile.quiet_hours
    morning = quiet.end if quiet else time(8)
    while kind == "advice" and counted.count(local.date()) >= rooms.daily_cap:
        local = datetime.combine(local.date() + timedelta(days=1), morning, zone)
    if quiet and quiet.contains(local.time()):
        tomorrow = local.time() >= quiet.end
        local = datetime.combine(local.date() + timedelta(days=1 if tomorrow else 0), quiet.end, zone)
    return local.astimezone(person.now.tzinfo)


class Deliveries:
    """Sends what is due.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def send_due(self, person: Person) -> list[Delivery]:
        """Send a person's due deliveries, and give those that entered another stage."""
        async with self._rooms.locks.hold("delivery", person.subject):
            deliveries = await self._rooms.journal.deliveries(person.subject)
            due = [d for d in deliveries if d.status is DeliveryStatus.PENDING and d.not_before <= person.now]
            return [await self._send(person, delivery) for delivery in due]

    async def _send(self, person: Person, delivery: Delivery) -> Delivery:
        rooms = self._rooms
        channel = next((channel for channel in rooms.channels if channel.name == delivery.channel), None)
        reply = await rooms.journal.reply(person.subject, id=delivery.reply_id)
        after = replace(delivery, at=person.now, attempts=delivery.attempts + 1)
        if channel is None or reply is None:
            after = replace(after, status=DeliveryStatus.FAILED)
        else:
            try:
                with traced(SPAN_DELIVER, channel=channel.name, kind=delivery.kind):
                    await channel.send(Message(delivery.id, person.subject, reply.text, reply.id))
                after = replace(after, status=DeliveryStatus.SENT)
            except AurenError as error:
                last = not error.retryable or after.attempts >= _MOST_ATTEMPTS
                wait = _FIRST_WAIT * 2**delivery.attempts
                after = replace(after, status=DeliveryStatus.FAILED if last else after.status, not_before=person.now + wait)
        await rooms.journal.record(JournalEntry(person.subject, deliveries=(after,)))
        rooms.events.post(PipelineEvent("delivery", person.subject, person.now, delivery=after))
        return after
