"""Delivery: when advice may go out, and that it goes out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from auren._telemetry import SPAN_DELIVER, traced
from auren.conversation import Delivery, DeliveryStatus, Message, Reply
from auren.errors import AurenError, ChannelError, ConsentError, StoreUnavailable
from auren.people import zone_info
from auren.pipeline.events import PipelineEvent
from auren.pipeline.held import held_for
from auren.pipeline.rooms import Person, Rooms
from auren.ports import Channel, JournalEntry

__all__ = ["Deliveries", "planned"]

_MOST_ATTEMPTS = 6
_FIRST_WAIT = timedelta(minutes=1)
_STALE = timedelta(hours=36)
_MORNING = time(8)


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
    urgent = kind == "answer" or _is_urgent(reply)
    not_before = person.now if urgent else _allowed(rooms, person, kind, others)
    return Delivery(
        f"{reply.id}:{through}", person.subject, through, reply.id, kind, not_before, DeliveryStatus.PENDING, person.now
    )


def _is_urgent(reply: Reply) -> bool:
    return any(flag.level in ("E0", "E1") for flag in reply.flags)


def _help_in(reply: Reply) -> str:
    """Give the fixed texts of a reply that name help now or on the same day, for what the person wrote themselves."""
    return " ".join(flag.text for flag in reply.flags if flag.origin == "text" and flag.level in ("E0", "E1"))


def _allowed(rooms: Rooms, person: Person, kind: str, others: Sequence[Delivery]) -> datetime:
    """Give the first instant from now on that is neither in quiet hours nor on a day whose share is used up."""
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
    while True:
        if quiet and quiet.contains(local.time()):
            past_midnight = local.time() < quiet.end
            local = datetime.combine(local.date() + timedelta(days=0 if past_midnight else 1), quiet.end, zone)
        if kind != "advice" or counted.count(local.date()) < rooms.daily_cap:
            return local.astimezone(UTC)
        local = datetime.combine(local.date() + timedelta(days=1), quiet.end if quiet else _MORNING, zone)


class Deliveries:
    """Sends what is due.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def send_due(self, person: Person) -> list[Delivery]:
        """Send a person's due deliveries, and give those that entered another stage."""
        done: list[Delivery] = []
        async with self._rooms.locks.hold("delivery", person.subject):
            for delivery in await self._rooms.journal.deliveries(person.subject):
                if delivery.status is DeliveryStatus.PENDING and delivery.not_before <= person.now:
                    after = await self._send(person, delivery.id)
                    if after is not None:
                        done.append(after)
        return done

    async def answer(self, person: Person, reply: Reply, channel: Channel) -> None:
        """Plan an answer's delivery on the channel the question came from, unless it is planned already."""
        delivery = planned(self._rooms, person, reply, "answer", (), channel=channel)
        async with self._rooms.locks.hold("delivery", person.subject), self._rooms.locks.hold("data", person.subject):
            known = await self._rooms.journal.deliveries(person.subject)
            if self._rooms.lives(person) and all(other.id != delivery.id for other in known):
                await self._rooms.journal.record(JournalEntry(person.subject, deliveries=(delivery,)))

    async def _send(self, person: Person, id: str) -> Delivery | None:
        begun = await self._begin(person, id)
        if begun is None or begun.status is not DeliveryStatus.PENDING or begun.not_before > person.now:
            return begun
        failed = await self._try(person, begun)
        async with self._rooms.locks.hold("data", person.subject):
            if not self._rooms.lives(person):
                return None
            held = await self._held(person, id)
            if failed is None:
                # What went out went out, even if it was cancelled meanwhile: that is what the correction is for.
                after = replace(begun, status=DeliveryStatus.SENT, at=person.now)
            elif held is None or held.status is not DeliveryStatus.PENDING:
                return held
            else:
                last = not failed.retryable or begun.attempts >= _MOST_ATTEMPTS
                wait = _FIRST_WAIT * 2 ** (begun.attempts - 1)
                after = replace(begun, status=DeliveryStatus.FAILED) if last else replace(begun, not_before=person.now + wait)
            await self._record(person, after)
        return after

    async def _begin(self, person: Person, id: str) -> Delivery | None:
        """Note that a delivery is tried before it is, so that nobody takes it for untold; or put it off, or drop it."""
        async with self._rooms.locks.hold("data", person.subject):
            delivery = await self._held(person, id)
            if delivery is None or delivery.status is not DeliveryStatus.PENDING or not self._rooms.lives(person):
                return None
            if delivery.kind == "advice" and (person.now - delivery.at > _STALE or await self._off(person, delivery)):
                return await self._record(person, replace(delivery, status=DeliveryStatus.CANCELLED, at=person.now))
            allowed = person.now if await self._urgent(person, delivery) else _allowed(self._rooms, person, "", ())
            if allowed > person.now:
                return await self._record(person, replace(delivery, not_before=allowed))
            at = delivery.at if delivery.attempts else person.now
            begun = replace(delivery, at=at, attempts=delivery.attempts + 1)
            await self._rooms.journal.record(JournalEntry(person.subject, deliveries=(begun,)))
            return begun

    async def _try(self, person: Person, delivery: Delivery) -> AurenError | None:
        channel = next((channel for channel in self._rooms.channels if channel.name == delivery.channel), None)
        reply = await self._rooms.journal.reply(person.subject, id=delivery.reply_id)
        if channel is None or reply is None:
            return ChannelError("The channel or the reply of a delivery is gone.")
        try:
            with traced(SPAN_DELIVER, channel=channel.name, kind=delivery.kind):
                try:
                    await channel.send(Message(delivery.id, person.subject, reply.text, reply.id))
                except ConsentError:
                    text = _help_in(reply) if delivery.kind == "answer" else ""
                    if not text:
                        raise
                    await channel.send(Message(delivery.id, person.subject, text, reply.id, helps=True))
        except AurenError as error:
            return error
        return None

    async def _off(self, person: Person, delivery: Delivery) -> bool:
        """Tell whether advice that waited speaks of what was switched off since."""
        reply = await self._rooms.journal.reply(person.subject, id=delivery.reply_id)
        if reply is None or reply.flags:
            return False
        held = await held_for(self._rooms, person)
        if held.unknown:
            raise StoreUnavailable("What is known of the person could not be read; their advice waits.")
        return not held.acts or any(not held.claim(claim) for claim in reply.claims)

    async def _urgent(self, person: Person, delivery: Delivery) -> bool:
        if delivery.kind == "answer":
            return True
        reply = await self._rooms.journal.reply(person.subject, id=delivery.reply_id)
        return reply is not None and _is_urgent(reply)

    async def _held(self, person: Person, id: str) -> Delivery | None:
        found = await self._rooms.journal.deliveries(person.subject)
        return next((delivery for delivery in found if delivery.id == id), None)

    async def _record(self, person: Person, delivery: Delivery) -> Delivery:
        await self._rooms.journal.record(JournalEntry(person.subject, deliveries=(delivery,)))
        self._rooms.events.post(PipelineEvent("delivery", person.subject, person.now, delivery=delivery))
        return delivery
