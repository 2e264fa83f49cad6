"""From findings to advice: one piece of advice for all that is new, recorded once with the findings it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from auren.conversation import Reply
from auren.errors import AurenError
from auren.facts import MemoryRecord
from auren.findings import FindingStatus
from auren.pipeline.answer import Draft, answer
from auren.pipeline.delivery import planned
from auren.pipeline.events import PipelineEvent
from auren.pipeline.rooms import Person, Rooms
from auren.ports import Disposition, FindingRecord, JournalEntry

__all__ = ["Advising"]


class Advising:
    """Advises people of what was found.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def advise(self, person: Person) -> Reply | None:
        """Make advice of a person's pending findings; None when there is nothing to advise."""
        rooms = self._rooms
        async with rooms.locks.hold("advise", person.subject):
            async with rooms.locks.hold("data", person.subject):
                chosen = await self._choose(person)
            if not chosen:
                return None
            draft = Draft()
            findings = tuple(record.finding for record in reversed(chosen))
            async for _ in answer(rooms, person, findings, draft, kind="advice"):
                pass
            if draft.reply is None:
                return None
            # Wording took time without the lock: only if the findings are still the same does the advice count.
            async with rooms.locks.hold("data", person.subject):
                if not await self._unchanged(person, chosen):
                    return None
                await self._record(person, draft.reply, chosen)
        await self._remember(draft.reply)
        return draft.reply

    async def _choose(self, person: Person) -> list[FindingRecord]:
        """Give the findings to advise on, one a rule, and pass over the others for good."""
        rooms = self._rooms
        records = await rooms.journal.findings(person.subject)
        pending = [record for record in records if record.disposition is Disposition.PENDING and record.finding.stands]
        chosen: dict[str, FindingRecord] = {}
        passed: list[FindingRecord] = []
        for record in pending:
            rule = rooms.rules.get(record.finding.rule)
            if rule is None or record.finding.day < person.today - timedelta(days=rooms.advise_within_days):
                passed.append(record)
            elif rule.acts_on == "confirmed" and record.finding.status is not FindingStatus.CONFIRMED:
                continue
            elif self._advised_lately(record, records, rule.repeat_after_days):
                passed.append(record)
            else:
                earlier = chosen.get(record.finding.rule)
                if earlier is not None:
                    passed.append(earlier)
                chosen[record.finding.rule] = record
        if passed:
            await rooms.journal.record(
                JournalEntry(person.subject, findings=tuple(replace(r, disposition=Disposition.PASSED) for r in passed))
            )
        return sorted(chosen.values(), key=lambda record: (record.finding.day, record.finding.rule))

    def _advised_lately(self, record: FindingRecord, records: Sequence[FindingRecord], days: int) -> bool:
        finding = record.finding
        return any(
            other.disposition is Disposition.ADVISED
            and other.finding.stands
            and other.finding.rule == finding.rule
            and abs((finding.day - other.finding.day).days) <= days
            for other in records
        )

    async def _unchanged(self, person: Person, chosen: Sequence[FindingRecord]) -> bool:
        now = {record.finding.id: record for record in await self._rooms.journal.findings(person.subject)}
        return all(
            (held := now.get(record.finding.id)) is not None
            and held.finding.stands
            and held.finding.revision == record.finding.revision
            for record in chosen
        )

    async def _record(self, person: Person, reply: Reply, chosen: Sequence[FindingRecord]) -> None:
        rooms, subject = self._rooms, person.subject
        now = {record.finding.id: record for record in await rooms.journal.findings(subject)}
        advised = tuple(
            replace(now[record.finding.id], disposition=Disposition.ADVISED, reply_id=reply.id) for record in chosen
        )
        others = await rooms.journal.deliveries(subject)
        deliveries = (planned(rooms, person, reply, "advice", others),) if rooms.channels else ()
        await rooms.journal.record(JournalEntry(subject, findings=advised, reply=reply, deliveries=deliveries))
        rooms.events.post(PipelineEvent("reply", subject, person.now, reply=reply))
        for delivery in deliveries:
            rooms.events.post(PipelineEvent("delivery", subject, person.now, delivery=delivery))

    async def _remember(self, reply: Reply) -> None:
        # The advice is recorded by now: a memory that does not answer must not undo it.
        try:
            await self._rooms.memory.remember(MemoryRecord(reply.id, reply.subject, "advice", reply.text, reply.at))
        except AurenError:
            return
