"""A question's journey: from a person's words to a reply that is recorded once and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from auren._telemetry import METRIC_REPLIES, SPAN_ASK, counted, traced
from auren.conversation import Query, RedFlag, Reply, Sentence
from auren.errors import AurenError, InvalidInput, SpecialistError, StoreConflict, StoreError
from auren.facts import MemoryRecord
from auren.findings import Finding
from auren.people import Profile, Subject
from auren.pipeline.agenda import Task
from auren.pipeline.answer import Draft, answer
from auren.pipeline.events import PipelineEvent
from auren.pipeline.follow_up import FollowUps, said_whether
from auren.pipeline.rooms import Person, Rooms
from auren.pipeline.turns import TURN, Talk, talk_before
from auren.pipeline.voting import voted
from auren.ports import JournalEntry
from auren.safety.holds import plan_after
from auren.specialists.understanding.courtesies import courtesy_of, elsewhere

__all__ = ["Questions"]

_MOST_CHARACTERS = 8_000
_RECENT_DAYS = 14
_DEEPEST = 10


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
        # Before anything is waited for: of somebody who is erased meanwhile nothing is kept.
        life = self._rooms.erasures[subject]
        query = Query(_query_id(key, words) if key else self._rooms.new_id(), subject, words, now, conversation)
        # Before anything that may fail: whoever is in danger gets help, whatever the length and whatever is down.
        flags = self._rooms.red_flags.in_text(words, locale=await self._locale(subject))
        if not flags and len(words) > _MOST_CHARACTERS:
            raise InvalidInput(f"A question of {len(words)} characters was given; expected at most {_MOST_CHARACTERS}.")
        async with self._rooms.locks.hold("ask", subject, key or query.id):
            sentences = self._flagged(query, flags, key, draft, life) if flags else self._asked(query, key, draft, life)
            try:
                async for sentence in sentences:
                    yield sentence
            finally:
                await sentences.aclose()

    async def _flagged(
        self, query: Query, flags: tuple[RedFlag, ...], key: str, draft: Draft, life: int
    ) -> AsyncGenerator[Sentence, None]:
        """Say the fixed texts once what they switch off is held, and record that they were said if that is possible."""
        rooms = self._rooms
        unheld = await rooms.holding.set(query.subject, flags, query.asked_at, query.id, life=life)
        if unheld:
            draft.failures.append(f"holds: {unheld}")
        sentences = tuple(Sentence(flag.text, "fixed") for flag in flags)
        reply = Reply(
            rooms.new_id(),
            query.subject,
            "answer",
            sentences,
            query.asked_at,
            flags=flags,
            query_id=query.id,
            usage=draft.usage,
            failures=tuple(draft.failures),
            degraded=bool(draft.failures),
            asks_action=True,
            plan=plan_after(query.subject, flags, query.asked_at, query.id),
        )
        draft.reply = reply
        for sentence in sentences:
            yield sentence
        try:
            known = await rooms.journal.reply(query.subject, key=key) if key else None
            if known is not None and known.query_id == query.id:
                draft.reply = known
                return
            # A key that stands for another question does not keep this one from being recorded.
            await self._record(
                replace(await rooms.person(query.subject, query.asked_at), life=life),
                query,
                reply,
                "" if known else key,
                await self._talk(query, draft),
            )
        except Exception as error:  # noqa: BLE001 - who was told where help is gets no error after it
            draft.reply = replace(reply, failures=(*reply.failures, f"journal: {type(error).__name__}"), degraded=True)

    async def _asked(self, query: Query, key: str, draft: Draft, life: int) -> AsyncGenerator[Sentence, None]:
        """Give the reply that stands under the key, or a fresh one."""
        rooms = self._rooms
        if key:
            draft.reply = await rooms.journal.reply(query.subject, key=key)
            if draft.reply is not None:
                if draft.reply.query_id != query.id:
                    raise StoreConflict("An idempotency key was used for two questions; use a fresh key for each question.")
                for sentence in draft.reply.sentences:
                    yield sentence
                return
        person = replace(await rooms.person(query.subject, query.asked_at), life=life)
        draft.talk = await self._talk(query, draft)
        spread = rooms.red_flags.in_turns(draft.talk.earlier, query.text, locale=person.profile.locale)
        if not spread and rooms.votes:
            spread, used, fault = await voted(rooms, person, query)
            draft.usage += used
            draft.failures.extend([fault] if fault else [])
        if spread:
            flagged = self._flagged(query, spread, key, draft, life)
            try:
                async for sentence in flagged:
                    yield sentence
            finally:
                await flagged.aclose()
            return
        standing = await self._standing(person)
        fixed = await self._answered(person, query, draft.talk) or self._courtesy(query, standing, draft.talk)
        if fixed:
            sentence = Sentence(fixed, "fixed")
            yield sentence
            draft.reply = Reply(
                rooms.new_id(), person.subject, "answer", (sentence,), query.asked_at, query_id=query.id, route=("fixed",)
            )
            await self._record(person, query, draft.reply, key, draft.talk)
            return
        sentences = answer(rooms, person, standing, draft, kind="answer", query=query)
        try:
            async for sentence in sentences:
                yield sentence
        finally:
            await sentences.aclose()
        if draft.reply is not None:
            await self._record(person, query, draft.reply, key, draft.talk)
            consulted = any(advice.consulted for advice in draft.reply.advice)
            counted(METRIC_REPLIES, depth=min(draft.talk.depth, _DEEPEST), consulted=consulted)

    async def _answered(self, person: Person, query: Query, talk: Talk) -> str:
        """Give what is said back to the answer to a question that looked after advice; empty for any other words."""
        if said_whether(query.text) is None:
            return ""
        try:
            async with self._rooms.locks.hold("data", person.subject):
                if not self._rooms.lives(person):
                    return ""
                return await FollowUps(self._rooms).answered(person, query.text, spoken=talk.spoken)
        except AurenError:
            return ""

    def _courtesy(self, query: Query, standing: Sequence[Finding], talk: Talk) -> str:
        """Give what is said back to words that ask nobody for anything; empty for others, and where a greeting finds news."""
        orchestrator = self._rooms.orchestrator
        team = [specialist.name for specialist in orchestrator.specialists]
        found = courtesy_of(query.text, team)
        if found is None and not orchestrator.helps(query.text, talk.earlier):
            found = elsewhere(query.text, team)
        return "" if found is None or (found.kind == "greeting" and standing) else found.answer

    async def _talk(self, query: Query, draft: Draft) -> Talk:
        """Give what went before in this conversation; a memory that does not answer begins it anew."""
        turn = MemoryRecord(query.id, query.subject, "question", query.text, query.asked_at, "person", query.conversation)
        try:
            return await talk_before(self._rooms.memory.immediate, turn)
        except StoreError as error:
            draft.failures.append(f"memory: {type(error).__name__}")
            return Talk()

    async def _record(self, person: Person, query: Query, reply: Reply, key: str, talk: Talk) -> None:
        rooms = self._rooms
        async with rooms.locks.hold("data", person.subject):
            # Somebody erased while the answer was made gets the answer, and nothing of it is kept.
            if not rooms.lives(person):
                return
            await rooms.journal.record(JournalEntry(person.subject, reply=reply, key=key))
            rooms.events.post(PipelineEvent("reply", person.subject, person.now, reply=reply))
            await self._remember(query, reply, talk)
            await FollowUps(rooms).enter(person, reply)

    async def _locale(self, subject: Subject) -> str:
        try:
            return (await self._rooms.directory.profile(subject)).locale
        except Exception:  # noqa: BLE001 - a directory of the host that fails keeps nobody from help
            return Profile().locale

    async def _standing(self, person: Person) -> tuple[Finding, ...]:
        since: date = person.today - timedelta(days=_RECENT_DAYS)
        records = await self._rooms.journal.findings(person.subject, since=since)
        standing = [record.finding for record in records if record.finding.stands and record.finding.day <= person.today]
        return tuple(reversed(standing))

    async def _remember(self, query: Query, reply: Reply, talk: Talk) -> None:
        # The reply is recorded by now: a memory that does not answer must not turn it into a failure.
        subject, conversation = query.subject, query.conversation
        try:
            await self._rooms.memory.remember(
                MemoryRecord(
                    query.id,
                    subject,
                    "question",
                    query.text,
                    query.asked_at,
                    "person",
                    conversation,
                    data=((TURN, str(talk.depth)),),
                ),
                MemoryRecord(reply.id, subject, "reply", reply.text, reply.at, "auren", conversation),
            )
            await self._rooms.agenda.enter(subject, Task.TALK, reply.at)
        except AurenError:
            return


def _query_id(key: str, words: str) -> str:
    return f"q_{hashlib.blake2b(f'{key}|{words}'.encode(errors='replace'), digest_size=12).hexdigest()}"
