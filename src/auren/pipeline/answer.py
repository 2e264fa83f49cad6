"""From a case to a reply: red flags, the team, the words; shared by questions and findings."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from typing import Literal

from auren._telemetry import SPAN_ADVISE, traced
from auren.conversation import Case, ClaimKind, Query, RedFlag, Reply, Sentence
from auren.errors import StoreError
from auren.facts import MemoryQuery, Recollection
from auren.findings import Finding
from auren.pipeline.context import BoundContext, Meter
from auren.pipeline.rooms import Person, Rooms
from auren.pipeline.wording import Worded, word
from auren.ports import Specialist, SpecialistContext
from auren.specialists import Consultations

__all__ = ["Draft", "answer"]


@dataclass(slots=True)
class Draft:
    """A reply in the making; `reply` is set when the last sentence has been given."""

    reply: Reply | None = None
    failures: list[str] = field(default_factory=list)


async def answer(
    rooms: Rooms,
    person: Person,
    findings: tuple[Finding, ...],
    draft: Draft,
    *,
    kind: Literal["answer", "advice"],
    query: Query | None = None,
) -> AsyncGenerator[Sentence, None]:
    """Give a reply's sentences in order, each once it may be said, and leave the whole reply in the draft.

    Args:
        rooms: the pipeline's rooms.
        person: whose case it is.
        findings: what the rules found and what still stands, newest first.
        draft: filled with the reply.
        kind: whether it answers a question or advises from findings.
        query: the question; None for advice.
    """
    blank = Reply(rooms.new_id(), person.subject, kind, (), person.now, findings=findings, query_id=query.id if query else "")
    flags = _flags(rooms, person, findings, query)
    if flags:
        # A red flag ends the matter: its fixed text is all that is said, and no model or specialist is asked.
        sentences = tuple(Sentence(flag.text, "fixed") for flag in flags)
        for sentence in sentences:
            yield sentence
        draft.reply = replace(blank, sentences=sentences, flags=flags, failures=tuple(draft.failures))
        return
    case = Case(person.today, findings, person.profile, query, await _recalled(rooms, person, query, draft))
    meter = Meter()
    consultations = Consultations(specialist.name for specialist in rooms.orchestrator.specialists)
    team = {specialist.name: specialist for specialist in rooms.orchestrator.specialists}

    def context_for(specialist: Specialist) -> SpecialistContext:
        return BoundContext(rooms, person, case, specialist, team, consultations.begin(specialist.name), meter)

    with traced(SPAN_ADVISE, findings=len(findings), asked=query is not None):
        said = await rooms.orchestrator.advise(case, context_for)
    draft.failures.extend(said.failures)
    blank = replace(blank, advice=said.advice)
    worded = Worded()
    sentences_said: list[Sentence] = []
    words = word(
        blank.claims,
        findings=findings,
        model=rooms.gateway,
        worded=worded,
        today=person.today,
        words=query.text if query else "",
        timeout_s=rooms.model_timeout_s,
    )
    try:
        async for sentence in words:
            sentences_said.append(sentence)
            yield sentence
    finally:
        await words.aclose()
    draft.failures.extend(worded.failures)
    draft.reply = replace(
        blank,
        sentences=tuple(sentences_said),
        usage=meter.usage + worded.usage,
        route=worded.route or ("plain: no model was configured" if rooms.gateway is None else "plain: no model answered",),
        failures=tuple(draft.failures),
        degraded=bool(draft.failures),
        asks_action=any(claim.kind is ClaimKind.ACTION for claim in blank.claims),
    )


def _flags(rooms: Rooms, person: Person, findings: tuple[Finding, ...], query: Query | None) -> tuple[RedFlag, ...]:
    locale = person.profile.locale
    from_data = rooms.red_flags.in_findings(findings, locale=locale)
    from_text = rooms.red_flags.in_text(query.text, locale=locale) if query else ()
    seen: dict[str, RedFlag] = {}
    for flag in (*from_text, *from_data):
        seen.setdefault(flag.id, flag)
    return tuple(sorted(seen.values(), key=lambda flag: ("E0", "E1", "E2", "R", "G").index(flag.level)))


async def _recalled(rooms: Rooms, person: Person, query: Query | None, draft: Draft) -> tuple[Recollection, ...]:
    if query is None:
        return ()
    try:
        recall = await rooms.memory.recall(person.subject, MemoryQuery(text=query.text, limit=5), person.now)
    except StoreError as error:
        draft.failures.append(f"memory: {type(error).__name__}")
        return ()
    draft.failures.extend(recall.failures)
    return recall.items
