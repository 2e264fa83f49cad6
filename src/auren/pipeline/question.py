"""A question's journey: from a person's words to a reply that is recorded once and remembered."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date, datetime, timedelta

from auren._telemetry import SPAN_ASK, traced
from auren.conversation import Query, Reply, Sentence
from auren.errors import AurenError, InvalidInput, SpecialistError
from auren.facts import MemoryRecord
from auren.findings import Finding
from auren.people import Subject
from auren.pipeline.answer import Draft, answer
from auren.pipeline.events import PipelineEvent
from auren.pipeline.rooms import Person, Rooms
from auren.ports import JournalEntry

__all__ = ["Questions"]

_MOST_CHARACTERS = 8_000
_RECENT_DAYS = 14


class Questions:
    """Answers people.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def ask(self, subject: Subject, text: str, *, key: str, conversation: str, now: datetime) -> Reply:
        """Give the whole reply; arguments and errors as in `Pipeline.ask`."""
        draft = Draft()
        with traced(SPAN_ASK):
            async for _ in self.stream(subject, text, key=key, conversation=conversation, now=now, draft=draft):
                pass
        if draft.reply is None:
            raise SpecialistError("A question ended without a reply; this is a fault in auren, please report it.")
        return draft.reply

    async def stream(
        self, subject: Subject, text: str, *, key: str, conversation: str, now: datetime, draft: Draft
    ) -> AsyncGenerator[Sentence, None]:
        """Give the reply's sentences, and leave the whole reply in the draft."""
        words = text.strip()
        if not words:
            raise InvalidInput("An empty question was given; expected some words.")
        if len(words) > _MOST_CHARACTERS:
            raise InvalidInput(f"A question of {len(words)} characters was given; expected at most {_MOST_CHARACTERS}.")
        rooms = self._rooms
        if not key:
            async for sentence in self._fresh(subject, words, "", conversation, now, draft):
                yield sentence
            return
        async with rooms.locks.hold("ask", subject, key):
            draft.reply = await rooms.journal.reply(subject, key=key)
            if draft.reply is not None:
                for sentence in draft.reply.sentences:
                    yield sentence
                return
            async for sentence in self._fresh(subject, words, key, conversation, now, draft):
                yield sentence

    async def _fresh(
        self, subject: Subject, words: str, key: str, conversation: str, now: datetime, draft: Draft
    ) -> AsyncGenerator[Sentence, None]:
        rooms = self._rooms
        person = await rooms.person(subject, now)
        query = Query(rooms.new_id(), subject, words, now, conversation)
        findings = await self._standing(person)
        sentences = answer(rooms, person, findings, draft, kind="answer", query=query)
        try:
            async for sentence in sentences:
                yield sentence
        finally:
            await sentences.aclose()
        if draft.reply is None:
            return
        await rooms.journal.record(JournalEntry(subject, reply=draft.reply, key=key))
        rooms.events.post(PipelineEvent("reply", subject, now, reply=draft.reply))
        await self._remember(query, draft.reply)

    async def _standing(self, person: Person) -> tuple[Finding, ...]:
        since: date = person.today - timedelta(days=_RECENT_DAYS)
        records = await self._rooms.journal.findings(person.subject, since=since)
        standing = [record.finding for record in records if record.finding.stands and record.finding.day <= person.today]
        return tuple(reversed(standing))

    async def _remember(self, query: Query, reply: Reply) -> None:
        # The reply is recorded by now: a memory that does not answer must not turn it into a failure.
        subject, conversation = query.subject, query.conversation
        try:
            await self._rooms.memory.remember(
                MemoryRecord(query.id, subject, "question", query.text, query.asked_at, "person", conversation),
                MemoryRecord(reply.id, subject, "reply", reply.text, reply.at, "auren", conversation),
            )
        except AurenError:
            return
