"""From findings to advice: one piece of advice for all that is new, recorded once with the findings it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from auren.conversation import Reply
from auren.errors import AurenError, SpecialistError
from auren.facts import MemoryRecord
from auren.findings import FindingStatus
from auren.pipeline.answer import Draft, answer
from auren.pipeline.delivery import planned
from auren.pipeline.events import PipelineEvent
from auren.pipeline.follow_up import FollowUps
from auren.pipeline.held import held_for
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
        """Make advice of a person's pending findings; None when there is nothing to advise.

        Raises:
            SpecialistError: no specialist could say anything; the findings stay pending and are tried again.
        """
        rooms = self._rooms
        async with rooms.locks.hold("advise", person.subject):
            async with rooms.locks.hold("data", person.subject):
                chosen = await self._choose(person) if rooms.lives(person) else []
            if not chosen or await self._waits(person, chosen):
                return None
            draft, turn = Draft(), rooms.holding.turn(person.subject)
            findings = tuple(record.finding for record in reversed(chosen))
            async for _ in answer(rooms, person, findings, draft, kind="advice"):
                pass
            reply = draft.reply
            if reply is None or (draft.failures and not reply.flags and not reply.claims):
                raise SpecialistError(f"No specialist could advise: {'; '.join(draft.failures)}.")
            # Wording took time without the lock: only if the findings are still the same does the advice count.
            async with rooms.locks.hold("data", person.subject):
                now = await self._now(person, chosen)
                if now is None or not rooms.lives(person) or (not reply.flags and rooms.holding.turn(person.subject) != turn):
                    return None
                if not reply.flags and not reply.claims:
                    await self._pass(person, list(now))
                    return None
                await self._record(person, reply, now)
                await self._remember(reply)
                await FollowUps(rooms).enter(person, reply)
        return reply

    async def _choose(self, person: Person) -> list[FindingRecord]:
        """Give the findings to advise on, and pass over the others for good.

        A red flag is advised alone, within the two weeks in which it was kept pending. Of the other rules each gets one
        finding, its latest.
        """
        rooms = self._rooms
        pending = [
            record
            for record in await rooms.journal.findings(person.subject, open_only=True)
            if record.disposition is Disposition.PENDING and record.finding.stands
        ]
        if not pending:
            return []
        flagged = [record for record in pending if record.finding.flag]
        if flagged:
            return flagged
        longest = max((rule.repeat_after_days for rule in rooms.rules.values()), default=0)
        since = person.today - timedelta(days=rooms.advise_within_days + longest)
        recent = await rooms.journal.findings(person.subject, since=since)
        chosen: dict[str, FindingRecord] = {}
        passed: list[FindingRecord] = []
        for record in pending:
            rule = rooms.rules.get(record.finding.rule)
            if rule is None or record.finding.day < person.today - timedelta(days=rooms.advise_within_days):
                passed.append(record)
            elif rule.acts_on == "confirmed" and record.finding.status is not FindingStatus.CONFIRMED:
                continue
            elif _advised_lately(record, recent, rule.repeat_after_days):
                passed.append(record)
            else:
                earlier = chosen.get(record.finding.rule)
                if earlier is not None:
                    passed.append(earlier)
                chosen[record.finding.rule] = record
        await self._pass(person, passed)
        return sorted(chosen.values(), key=lambda record: (record.finding.day, record.finding.rule))

    async def _waits(self, person: Person, chosen: Sequence[FindingRecord]) -> bool:
        """Tell whether advice waits, since a human's look was asked for and nothing is prescribed on that day."""
        return not any(record.finding.flag for record in chosen) and not (await held_for(self._rooms, person)).acts

    async def _pass(self, person: Person, records: Sequence[FindingRecord]) -> None:
        if records:
            passed = tuple(replace(record, disposition=Disposition.PASSED) for record in records)
            await self._rooms.journal.record(JournalEntry(person.subject, findings=passed))

    async def _now(self, person: Person, chosen: Sequence[FindingRecord]) -> tuple[FindingRecord, ...] | None:
        """Give the chosen records as they are now, or None when a finding has changed."""
        ids = [record.finding.id for record in chosen]
        now = {record.finding.id: record for record in await self._rooms.journal.findings(person.subject, ids=ids)}
        same = all(
            (held := now.get(record.finding.id)) is not None
            and held.finding.stands
            and held.finding.revision == record.finding.revision
            for record in chosen
        )
        return tuple(now[id] for id in ids) if same else None

    async def _record(self, person: Person, reply: Reply, chosen: Sequence[FindingRecord]) -> None:
        rooms, subject = self._rooms, person.subject
        advised = tuple(replace(record, disposition=Disposition.ADVISED, reply_id=reply.id) for record in chosen)
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


def _advised_lately(record: FindingRecord, records: Sequence[FindingRecord], days: int) -> bool:
    finding = record.finding
    return any(
        other.disposition is Disposition.ADVISED
        and other.finding.stands
        and other.finding.rule == finding.rule
        and abs((finding.day - other.finding.day).days) <= days
        for other in records
    )
