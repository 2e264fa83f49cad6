"""Looking after advice: once its days are over, whether it was done and where the figures went is told and remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from auren.conversation import Action, Advice, Claim, ClaimKind, Feedback, Outcome, Reply, Sentence
from auren.errors import AurenError, StoreCorrupted
from auren.facts import Fact, Statement
from auren.people import Subject, zone_info
from auren.pipeline.agenda import Task
from auren.pipeline.delivery import planned
from auren.pipeline.events import PipelineEvent
from auren.pipeline.held import held_for
from auren.pipeline.outcomes import (
    BAND_DAYS,
    SLOTS,
    USUAL_DAYS,
    Came,
    Experience,
    Followed,
    came_of,
    digest_of,
    followed_of,
    slot_of,
)
from auren.pipeline.passing import violations_of
from auren.pipeline.rooms import Person, Rooms
from auren.pipeline.targets import TARGETS, Span
from auren.ports import FactStore, JournalEntry
from auren.readings import Window

__all__ = ["ASKED_SLOT", "FollowUps", "experiences", "said_whether"]

ASKED_SLOT: Final = "follow_up.asked"
"""The slot that holds what a person was asked of, for as long as a yes or no answers it."""
ANSWERED_WITHIN: Final = timedelta(hours=36)
"""So long a bare yes or no is taken for the answer to what was asked; auren's own convention."""
ASKED_WITHIN: Final = timedelta(days=7)
"""A person is asked of nothing that is over for longer; auren's own convention."""
LOOKED_BACK: Final = timedelta(days=60)
"""Advice older than this is not looked after any more; auren's own convention."""
THANKS: Final = "Thank you, I have noted it."
_MORNING: Final = time(9)
"""Late readings of a night have come in by then."""

_YES: Final = frozenset(["yes", "yeah", "yep", "yup", "sure", "ja", "jo", "oui", "sí", "si", "sim", "did"])
_NO: Final = frozenset(["no", "nope", "not", "nein", "non", "não", "didn't", "didnt", "nay"])
_SAY_NO_MORE: Final = (
    "i it that a bit little did do have haven't yet so really mostly partly sometimes always all every most of the day days "
    "time sorry thanks thank you please unfortunately indeed absolutely definitely exactly of course quite completely almost "
    "ich habe hab es das nicht nie leider danke meistens immer teilweise schon gemacht fast ganz "
    "je ne l'ai pas fait merci toujours presque un peu malheureusement "
    "lo hice casi siempre gracias un poco claro no fiz quase sempre obrigado obrigada pouco"
)
_BESIDE: Final = frozenset(_SAY_NO_MORE.split())
"""What may stand beside a yes or no without saying anything else."""
_MOSTLY: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_BARE_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """One action of a reply whose days are over or will be.

    Args:
        reply: what asked for it.
        action: what was asked for.
        day: the date on which it was.
        span: its days.
    """

    reply: Reply
    action: Action
    day: date
    span: Span

    def due(self, person: Person) -> datetime:
        """Give when it can be told what became of it."""
        zone = zone_info(person.zone) if person.zone else UTC
        return datetime.combine(self.span.over + timedelta(days=1), _MORNING, zone).astimezone(UTC)


class FollowUps:
    """Looks after what people were asked to do.

    What became of an action follows from the journal, the history and the instant at which it is told, under names that are
    the same each time: what is cut off is done again, and changes nothing twice. Without a fact store nothing is remembered.

    Args:
        rooms: the pipeline's rooms.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def enter(self, person: Person, reply: Reply) -> None:
        """Note that a reply is to be looked after; one that asks for nothing measurable costs nothing.

        Args:
            person: whom it was given to.
            reply: as recorded.
        """
        if self._rooms.memory.facts is None:
            return
        due = [asked.due(person) for asked in _asked_for(person, [reply])]
        if due:
            await self._rooms.agenda.enter_at(person.subject, Task.FOLLOW_UP, min(due))

    async def look(self, person: Person) -> tuple[int, datetime | None]:
        """Tell what became of all that is over, and give how much that was and when to look again; None for not.

        Raises:
            StoreError: a room could not do its work; looking again goes on with what is left.
        """
        rooms, facts = self._rooms, self._rooms.memory.facts
        if facts is None:
            return 0, None
        replies = [reply for reply in await rooms.journal.replies(person.subject) if reply.at > person.now - LOOKED_BACK]
        known = {key for fact in await facts.facts(person.subject, attribute=SLOTS) for key in _keys(fact)}
        asked = [one for one in _asked_for(person, replies) if (one.reply.id, one.action.on) not in known]
        told = 0
        for one in asked:
            if one.due(person) <= person.now and await self._stands(person, one.reply):
                told += await self._tell(person, facts, one)
        later = [one.due(person) for one in asked if one.due(person) > person.now]
        return told, min(later, default=None)

    async def answered(self, person: Person, text: str, *, spoken: datetime | None = None) -> str:
        """Take a bare yes or no as the answer to what the person was asked last; give what is said back, or nothing.

        Args:
            person: who says it.
            text: the words; untrusted.
            spoken: when auren last answered in this conversation; a yes to that is none to what was asked before.

        Raises:
            StoreError: a room could not do its work.
        """
        facts, followed = self._rooms.memory.facts, said_whether(text)
        if facts is None or followed is None:
            return ""
        open_ = await facts.facts(person.subject, attribute=ASKED_SLOT, valid_at=person.now)
        if not open_ or (spoken is not None and spoken > (open_[-1].valid_from or person.now)):
            return ""
        if not open_[-1].evidence:
            return ""
        on, reply_id = open_[-1].value, open_[-1].evidence[0]
        held = [fact for fact in await facts.facts(person.subject, attribute=slot_of(on)) if reply_id in fact.evidence]
        # Nothing is asked of the person twice: the question is answered, whatever becomes of the answer.
        done = [Statement(person.subject, ASKED_SLOT, "ended", on, person.now, person.now)]
        for fact in held[-1:]:
            became = replace(Experience.of(fact), followed=followed)
            since = fact.valid_from or person.now
            last = (fact.valid_to or person.now).date()
            said = became.statement(person.subject, since, person.now, reply_id, last)
            done.append(replace(said, until=fact.valid_to, source="stated"))
            await self._feed_back(person, reply_id, on, "followed" if followed == "yes" else "not_followed", person.now)
        await facts.hear(done)
        return THANKS

    async def _stands(self, person: Person, reply: Reply) -> bool:
        """Tell whether what the advice rested on was not withdrawn since: such advice is not looked after."""
        ids = [finding.id for finding in reply.findings]
        now = await self._rooms.journal.findings(person.subject, ids=ids) if ids and reply.kind == "advice" else []
        return not now or any(record.finding.stands for record in now)

    async def _tell(self, person: Person, facts: FactStore, one: _Asked) -> int:
        became = await self._became(person, one)
        due = one.due(person)
        for outcome in _outcomes(became.followed, became.came):
            await self._feed_back(person, one.reply.id, one.action.on, outcome, due)
        said = [became.statement(person.subject, one.reply.at, person.now, one.reply.id, one.span.over)]
        if became.followed == "unknown" and person.now - due <= ASKED_WITHIN and await self._ask(person, one):
            until = person.now + ANSWERED_WITHIN
            said.append(
                Statement(
                    person.subject,
                    ASKED_SLOT,
                    "holds",
                    one.action.on,
                    person.now,
                    person.now,
                    since=person.now,
                    until=until,
                    source="computed",
                    evidence=(one.reply.id,),
                )
            )
        await facts.hear(said)
        return 1

    async def _became(self, person: Person, one: _Asked) -> Experience:
        target, span, asked = TARGETS[one.action.on], one.span, one.action.change or 0.0
        followed: Followed = "unknown"
        share: float | None = None
        if target.done_by:
            doing = await self._rooms.history.window(person.subject, target.done_by, span.doing)
            usual = Window.ending(one.day - timedelta(days=1), USUAL_DAYS)
            normally = await self._rooms.history.window(person.subject, target.done_by, usual)
            earlier = await self._rooms.history.window(person.subject, target.done_by, usual.before(BAND_DAYS))
            # Before the first day of somebody new nothing was left out: nothing is known of it.
            known = USUAL_DAYS if earlier or not normally else (usual.last - normally[0].day).days + 1
            followed, share = followed_of(asked, target, doing, normally, span.doing.days, known)
        came: Came = "unknown"
        figure = None
        for name in dict.fromkeys((*_found_in(one.reply), *target.looked_at)):
            if name not in self._rooms.history.metrics:
                continue
            metric = self._rooms.history.metrics[name]
            values = [
                await self._rooms.history.window(person.subject, name, window)
                for window in (span.before, span.after, span.before.before(BAND_DAYS))
            ]
            came, figure = came_of(metric, values[0], values[1], values[2], span)
            if figure is not None:
                break
        return Experience(one.action.on, asked, digest_of(one.action), followed, share, came, figure)

    async def _ask(self, person: Person, one: _Asked) -> bool:
        """Ask the person one short question, once, in their time and within their day's share; tell whether it was asked."""
        rooms = self._rooms
        text = TARGETS[one.action.on].asks
        held = await held_for(rooms, person)
        if not held.acts or not held.action(one.action) or held.touches(text):
            # What must not be asked for any more is not asked after, either.
            return False
        if violations_of(text, rooms.safety) or not rooms.channels:
            return False
        claim = Claim(text, ClaimKind.QUESTION)
        speaker = next((a.specialist for a in one.reply.advice if one.action in a.actions), one.reply.advice[0].specialist)
        id = f"f_{hashlib.blake2b(f'{one.reply.id}|{one.action.on}'.encode(), digest_size=12).hexdigest()}"
        advice = Advice(f"{id}_a", speaker, (claim,))
        reply = Reply(id, person.subject, "advice", (Sentence(text, "plain", 0),), person.now, (advice,))
        async with rooms.locks.hold("data", person.subject):
            if not rooms.lives(person):
                return False
            if await rooms.journal.reply(person.subject, id=id) is None:
                others = await rooms.journal.deliveries(person.subject)
                delivery = planned(rooms, person, reply, "advice", others)
                await rooms.journal.record(JournalEntry(person.subject, reply=reply, deliveries=(delivery,)))
                rooms.events.post(PipelineEvent("reply", person.subject, person.now, reply=reply))
        return True

    async def _feed_back(self, person: Person, reply_id: str, on: str, outcome: Outcome, at: datetime) -> None:
        reply = await self._rooms.journal.reply(person.subject, id=reply_id)
        if reply is None:
            return
        ids = [advice.id for advice in reply.advice if any(action.on == on for action in advice.actions)]
        feedback = tuple(Feedback(id, outcome, at) for id in ids)
        await self._rooms.journal.record(JournalEntry(person.subject, feedback=feedback))


def said_whether(text: str) -> Literal["yes", "no"] | None:
    """Give what a bare yes or no says, or None for any other words.

    Args:
        text: the person's words; untrusted.
    """
    words = [word.casefold().replace("\u2019", "'") for word in _MOSTLY.findall(text[:200])]
    if not words or len(words) > _BARE_WORDS or "?" in text:
        return None
    if not (_YES | _NO | _BESIDE).issuperset(words):
        # "No, my knee hurts" says more than no.
        return None
    if words[0] in _NO or "not" in words[:3] or "didn't" in words[:3]:
        return "no"
    return "yes" if words[0] in _YES or words[:2] == ["i", "did"] else None


async def experiences(rooms: Rooms, subject: Subject, now: datetime) -> tuple[Experience, ...]:
    """Give what became of advice that bears on the next; nothing where memory does not answer.

    Args:
        rooms: the pipeline's rooms.
        subject: whose.
        now: aware.
    """
    facts = rooms.memory.facts
    if facts is None:
        return ()
    try:
        held = await facts.facts(subject, attribute=SLOTS, valid_at=now)
    except AurenError:
        return ()
    return tuple(_readable(held))


def _readable(facts: Iterable[Fact]) -> Iterator[Experience]:
    for fact in facts:
        try:
            yield Experience.of(fact)
        except StoreCorrupted:
            continue


def _keys(fact: Fact) -> Iterator[tuple[str, str]]:
    for id in fact.evidence:
        yield id, fact.attribute.removeprefix("advice.")


def _asked_for(person: Person, replies: Iterable[Reply]) -> Iterator[_Asked]:
    """Give what replies asked for and can be looked after, each thing once a day."""
    zone = zone_info(person.zone) if person.zone else UTC
    seen: set[tuple[date, str]] = set()
    for reply in replies:
        day = reply.at.astimezone(zone).date()
        for action in reply.plan.actions:
            measurable = action.on in TARGETS and action.change is not None and action.change != 1
            if measurable and (day, action.on) not in seen and reply.kind != "correction" and not reply.flags:
                seen.add((day, action.on))
                yield _Asked(reply, action, day, Span.of(action.timing, day))


def _found_in(reply: Reply) -> Iterator[str]:
    if reply.kind == "advice":
        yield from (item.metric for finding in reply.findings for item in finding.evidence)


def _outcomes(followed: Followed, came: Came) -> Iterator[Outcome]:
    if followed != "unknown":
        yield "followed" if followed == "yes" else "not_followed"
    if came != "unknown":
        yield came
