"""From a case to a reply: red flags, the team, the words; shared by questions and findings."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from auren._telemetry import SPAN_ADVISE, traced
from auren.conversation import Advice, Case, Claim, ClaimKind, Plan, Query, RedFlag, Reply, Sentence
from auren.errors import StoreError
from auren.facts import MemoryQuery, Recollection
from auren.findings import Finding
from auren.inference import Usage
from auren.pipeline.context import BoundContext, Meter
from auren.pipeline.experience import with_experience
from auren.pipeline.follow_up import experiences
from auren.pipeline.held import facts_of, held_by, held_for
from auren.pipeline.passing import passed, unborne, violations_of
from auren.pipeline.rooms import Person, Rooms
from auren.pipeline.suspicions import told_of
from auren.pipeline.turns import Talk
from auren.pipeline.wording import Worded, word
from auren.ports import Specialist, SpecialistContext
from auren.rendering import summary
from auren.safety import Ground, MedicalSafetyFilter
from auren.safety.holds import Held, plan_after
from auren.safety.taint import Untrusted
from auren.specialists import Consultations
from auren.specialists.understanding.tongues import ENGLISH_FOR_NOW, tongue_of

__all__ = ["Draft", "answer", "checked", "flags_of", "one_question"]

_URGENCY = ("E0", "E1", "E2", "R", "G")
_MOST_SUMMARIES = 3
_FROM_AGE = {"R17": 65}
_NOTHING = "I have nothing to add today."
# A specialist's own code chooses its names and directions; a model's do not go beyond them.
_OWN_WORDS = frozenset({"direction", "fact", "unsure"})


@dataclass(slots=True)
class Draft:
    """A reply in the making; `reply` is set when the last sentence has been given, `talk` and `usage` before the first one."""

    reply: Reply | None = None
    failures: list[str] = field(default_factory=list)
    talk: Talk = field(default_factory=Talk)
    usage: Usage = field(default_factory=Usage)


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
    flags = flags_of(rooms, person, findings, query)
    await _hold(rooms, person, flags, findings, query, draft)
    said: list[Sentence] = [Sentence(flag.text, "fixed") for flag in flags]
    for sentence in said:
        yield sentence
    told = await _told(rooms, person, flags) if kind == "answer" else False
    if flags and not told:
        # A red flag ends the matter: its fixed text is all that is said, and no model or specialist is asked.
        draft.reply = replace(
            blank,
            sentences=tuple(said),
            flags=flags,
            failures=tuple(draft.failures),
            asks_action=True,
            plan=plan_after(person.subject, flags, person.now, blank.id),
        )
        return
    await rooms.holding.write(person.subject)
    turn = rooms.holding.turn(person.subject)
    facts = await facts_of(rooms, person)
    held = await held_by(rooms, person, facts)
    if held.unknown:
        draft.failures.append("facts: what is known of the person could not be read")
    if held.alone or (kind == "advice" and not held.acts):
        draft.reply = replace(_only_fixed(blank, held, person), failures=tuple(draft.failures))
        for sentence in draft.reply.sentences:
            yield sentence
        return
    findings = tuple(filter(held.finding, findings))
    recalled = tuple(filter(held.recollection, await _recalled(rooms, person, query, draft)))
    case = Case(person.today, findings, person.profile, query, recalled, draft.talk.earlier, held.holds)
    noticed = await told_of(rooms, person, _texts(case))
    meter = Meter()
    consultations = Consultations(specialist.name for specialist in rooms.orchestrator.specialists)
    team = {specialist.name: specialist for specialist in rooms.orchestrator.specialists}

    def context_for(specialist: Specialist) -> SpecialistContext:
        consultation = consultations.begin(specialist.name)
        return BoundContext(rooms, person, case, specialist, team, consultation, meter, held, facts or ())

    with traced(SPAN_ADVISE, findings=len(findings), asked=query is not None):
        team_said = await rooms.orchestrator.advise(case, context_for)
    draft.failures.extend(team_said.failures)
    given, plan = with_experience(team_said.advice, team_said.plan, await experiences(rooms, person.subject, person.now))
    allowed, plan = tuple(held.kept(advice) for advice in given), held.planned(plan, person.today)
    touched = held.touches(query.text) if query else False
    opening = held.says(person.profile.locale, touched=touched or allowed != given) if kind == "answer" and not flags else ""
    if opening:
        said.append(Sentence(opening, "fixed"))
        yield said[-1]
    # After a flag nothing is prescribed: what was seen may be said, what to do is for a human.
    theirs = "\n".join((*case.earlier, query.text)) if query else ""
    kept = tuple(
        checked(advice, findings, person.today, draft.failures, rooms.safety, act=not flags, words=theirs) for advice in allowed
    )
    kept = one_question(kept, draft.talk.replies)
    blank = replace(blank, flags=flags, advice=tuple(advice for advice in kept if advice.claims))
    tongue = _in_english(query, blank.claims, draft.talk.replies)
    if tongue:
        said.append(Sentence(tongue, "fixed"))
        yield said[-1]
    worded = Worded()
    words = word(
        blank.claims,
        findings=findings,
        model=rooms.gateway,
        safety=rooms.safety,
        worded=worded,
        today=person.today,
        words=query.text if query else "",
        account=person.account,
        conversation=f"{person.subject.id}/{query.conversation if query else 'advice'}",
        timeout_s=rooms.model_timeout_s,
    )
    try:
        async for sentence in words:
            if rooms.holding.turn(person.subject) != turn:
                break
            said.append(_within(held, sentence, blank.claims, rooms.safety))
            yield said[-1]
    finally:
        await words.aclose()
    if rooms.holding.turn(person.subject) != turn:
        # Somebody raised a flag while this was worded: no more of it is said.
        draft.failures.append("holds: one was set while this was worded")
        blank = replace(blank, advice=(), findings=())
        said.append(Sentence((await held_for(rooms, person)).says(person.profile.locale, touched=True) or _NOTHING, "fixed"))
        yield said[-1]
        plan = Plan()
    draft.failures.extend(worded.failures)
    if not said:
        said = _fallback(findings, rooms.safety, failed=bool(draft.failures))
        for sentence in said:
            yield sentence
    draft.reply = replace(
        blank,
        sentences=tuple(said),
        usage=draft.usage + meter.usage + worded.usage,
        route=worded.route or ("plain: no model was configured" if rooms.gateway is None else "plain: no model finished",),
        # What was noticed or refused stopped nothing that was asked for: the reply is as good as without it.
        failures=(*draft.failures, *noticed, *meter.refusals),
        degraded=bool(draft.failures),
        asks_action=any(claim.kind is ClaimKind.ACTION for claim in blank.claims),
        plan=_kept(plan, kept),
    )


def _in_english(query: Query | None, claims: Sequence[Claim], replies: Sequence[str]) -> str:
    """Give the sentence that says once a conversation, in the language of the question, that advice is in English for now."""
    if query is None or not claims:
        return ""
    asked = tongue_of(query.text)
    said = ENGLISH_FOR_NOW.get(asked, "")
    # A specialist of the host's own may answer in the person's language.
    answered = tongue_of(" ".join(claim.text for claim in claims)) == asked
    return "" if answered or any(said in reply for reply in replies) else said


def one_question(advice: tuple[Advice, ...], replies: Sequence[str] = ()) -> tuple[Advice, ...]:
    """Give advice in which at most one question is asked over all, none that was asked before, and one gap named.

    Args:
        advice: what the specialists say, the most confident first.
        replies: what was said to the person before in this conversation.
    """
    said: set[ClaimKind] = set()

    def stays(claim: Claim) -> bool:
        kind = ClaimKind.QUESTION if claim.text.rstrip().endswith("?") else claim.kind
        if kind not in (ClaimKind.QUESTION, ClaimKind.MISSING):
            return True
        if kind in said or (kind is ClaimKind.QUESTION and any(claim.text in reply for reply in replies)):
            return False
        said.add(kind)
        return True

    asked = tuple(replace(given, claims=tuple(filter(stays, given.claims))) for given in advice)
    # A reply that would say nothing without its question asks it again.
    return asked if any(given.claims for given in asked) else one_question(advice) if replies else asked


def flags_of(rooms: Rooms, person: Person, findings: tuple[Finding, ...], query: Query | None) -> tuple[RedFlag, ...]:
    """Give the red flags of a person's words and of what was found in their data, the most urgent first.

    A row for people from some age on counts only for those who are known to be of that age.
    """
    locale, born = person.profile.locale, person.profile.birth_year
    # The younger of the two ages that a birth year leaves open.
    age = person.today.year - born - 1 if born else 0
    counted = [finding for finding in findings if age >= _FROM_AGE.get(finding.flag, 0)]
    from_data = rooms.red_flags.in_findings(counted, locale=locale)
    from_text = rooms.red_flags.in_text(query.text, locale=locale) if query else ()
    seen: dict[str, RedFlag] = {}
    for flag in (*from_text, *from_data):
        seen.setdefault(flag.id, flag)
    return tuple(sorted(seen.values(), key=lambda flag: _URGENCY.index(flag.level)))


async def _hold(
    rooms: Rooms,
    person: Person,
    flags: tuple[RedFlag, ...],
    findings: tuple[Finding, ...],
    query: Query | None,
    draft: Draft,
) -> None:
    """Set what flags switch off before their texts leave; what one finding raised is set once, even if it was cleared since."""
    for flag in flags:
        causes = [query.id] if flag.origin == "text" and query else [one.id for one in findings if one.flag == flag.id]
        for cause in causes:
            failed = await rooms.holding.set(person.subject, (flag,), person.now, cause, life=person.life)
            if failed:
                draft.failures.append(f"holds: {failed}")


def _only_fixed(blank: Reply, held: Held, person: Person) -> Reply:
    """Give a reply that says nothing but the sentence of a hold; none at all for advice, which can wait."""
    text = held.says(person.profile.locale, touched=True) if blank.kind == "answer" else ""
    sentences = (Sentence(text, "fixed"),) if text else ()
    return replace(blank, sentences=sentences, findings=(), route=("fixed",))


def _within(held: Held, sentence: Sentence, claims: tuple[Claim, ...], safety: MedicalSafetyFilter) -> Sentence:
    """Give a sentence, or its claim in plain words where a model brought up what is off."""
    if sentence.claim is None or sentence.origin != "model" or not held.touches(sentence.text, acting=False):
        return sentence
    return Sentence(passed(claims[sentence.claim].text, safety), "plain", sentence.claim, "held")


def _texts(case: Case) -> list[Untrusted]:
    """Give what others wrote that bears on a case."""
    asked = [] if case.query is None else [Untrusted(case.query.text, "person")]
    earlier = [Untrusted(text, "person") for text in case.earlier]
    recalled = [Untrusted(one.record.text, "device" if one.record.origin == "device" else "memory") for one in case.recalled]
    return [*asked, *earlier, *recalled]


async def _told(rooms: Rooms, person: Person, flags: tuple[RedFlag, ...]) -> bool:
    """Tell whether all flags come from data and the person was told of each before."""
    if any(flag.origin == "text" for flag in flags):
        return False
    if not flags:
        return True
    try:
        before = {flag.id for reply in await rooms.journal.replies(person.subject) for flag in reply.flags}
    except Exception:  # noqa: BLE001 - help that was told already is better told again than followed by an error
        return False
    return all(flag.id in before for flag in flags)


def checked(
    advice: Advice,
    findings: tuple[Finding, ...],
    today: date,
    failures: list[str],
    safety: MedicalSafetyFilter,
    *,
    act: bool = True,
    words: str = "",
) -> Advice:
    """Give advice without the claims and actions that must not be said, whoever wrote them.

    Args:
        advice: what a specialist said.
        findings: what its claims may refer to.
        today: the date on the person's wall clock.
        failures: one line is added for each claim or action left out.
        safety: what every text must pass.
        act: whether actions may be said.
        words: the person's own; an action may name the days and amounts that they named themselves.
    """
    by_id = {finding.id: finding for finding in findings}
    kept: list[Claim] = []
    for claim in advice.claims:
        if claim.kind is ClaimKind.ACTION and not act:
            continue
        # The claim's own words do not count as evidence for themselves.
        theirs = words if claim.kind is ClaimKind.ACTION else ""
        found = [by_id[id] for id in claim.findings if id in by_id]
        ground = Ground.of([replace(claim, text="")], found, theirs, today)
        numbers = [violation for violation in ground.check(claim.text) if violation.kind not in _OWN_WORDS]
        violations = (*numbers, *violations_of(claim.text, safety), *unborne(claim))
        if violations:
            failures.append(f"{advice.specialist}: a claim was left out ({violations[0].kind})")
        else:
            kept.append(claim)
    confidence = advice.confidence if 0 <= advice.confidence <= 1 else 0.0
    actions = [action for action in advice.actions if act and not violations_of(action.text, safety)]
    if act and len(actions) < len(advice.actions):
        failures.append(f"{advice.specialist}: an action was left out")
    return replace(advice, claims=tuple(kept), confidence=confidence, actions=tuple(actions))


def _kept(plan: Plan, advice: tuple[Advice, ...]) -> Plan:
    """Give the plan with only those actions that may be said."""
    left = [action for given in advice for action in given.actions]
    return replace(plan, actions=tuple(action for action in plan.actions if action in left))


def _fallback(findings: tuple[Finding, ...], safety: MedicalSafetyFilter, *, failed: bool) -> list[Sentence]:
    """Give what can be said when no specialist said anything: what was found, as it was computed."""
    seen = [Sentence(passed(summary(finding), safety), "plain") for finding in findings[:_MOST_SUMMARIES]]
    if failed:
        return [*seen, Sentence("I cannot say more right now; please ask again later.", "plain")]
    return seen or [Sentence(_NOTHING, "plain")]


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
