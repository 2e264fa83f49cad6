"""What a reply lacks of what was expected, and what it has that was forbidden; one line for each miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from auren.conversation import Action, Claim, ClaimKind, Plan, Reply
from auren.evaluation.scenario import ActionBound, ClaimLike, Expected
from auren.safety import Ground, check_wording

__all__ = ["ZERO", "contradictions", "misses", "untraced"]

ZERO: Final = 1e-9
_LONGEST_SENTENCE: Final = 40
# A set is taken "to failure" or stops "short of failure": that blames nobody.
_BLAME: Final = re.compile(
    r"\b(?:your fault|lazy|failed|(?<!to )(?<!from )(?<!of )failure|pathetic|excuse[s]?|should be ashamed|disappoint\w*|"
    r"bad (?:boy|girl)|ugly)\b",
    re.IGNORECASE,
)


def misses(reply: Reply, expected: Expected, today: date, words: str = "") -> tuple[str, ...]:
    """Give one line for each thing that an answer lacks, or holds against what was asked for.

    Args:
        reply: the answer.
        expected: what a good one holds.
        today: the date on the person's wall clock.
        words: what the person asked in this conversation so far.
    """
    return (
        *_speakers(reply, expected),
        *_said(reply, expected),
        *_planned(reply.plan, expected),
        *_flagged(reply, expected),
        *_manner(reply, expected),
        *(f"untraced: {what}" for what in untraced(reply, today, words)),
        *(
            f"wording: {violation.kind}"
            for sentence in reply.sentences
            if sentence.origin != "fixed"
            for violation in check_wording(sentence.text)
        ),
        *(f"the plan contradicts itself on {on}" for on in contradictions(reply.plan)),
    )


def untraced(reply: Reply, today: date, words: str = "") -> tuple[str, ...]:
    """Give each number, date or time of a reply that no measure, finding or cited statement of its claim holds.

    Args:
        reply: the answer; its fixed texts are not looked at.
        today: the date on the person's wall clock.
        words: the person's own, whose days and amounts an action may name.
    """
    from dataclasses import replace

    found: list[str] = []
    claims = reply.claims
    for sentence in reply.sentences:
        if sentence.origin == "fixed" or sentence.claim is None:
            continue
        claim = claims[sentence.claim]
        rests_on = [finding for finding in reply.findings if finding.id in claim.findings]
        # The claim's own words prove nothing: its numbers have to be computed, found or cited.
        ground = Ground.of([replace(claim, text="")], rests_on, words if claim.kind is ClaimKind.ACTION else "", today)
        found += [str(v) for v in ground.check(sentence.text) if v.kind not in ("direction", "fact")]
    return tuple(found)


def contradictions(plan: Plan) -> tuple[str, ...]:
    """Give what a plan asks for against its own limits, or twice with opposite amounts.

    Args:
        plan: what the team wants done.
    """
    found: set[str] = set()
    for action in plan.actions:
        ceiling = plan.ceiling(action.on)
        if action.change is not None and ceiling is not None and action.change > ceiling + ZERO:
            found.add(action.on)
        for other in plan.actions:
            same = action.on and other.on == action.on and other.timing == action.timing
            if same and action.change is not None and other.change is not None and action.change < 1 < other.change:
                found.add(action.on)
    return tuple(sorted(found))


def _speakers(reply: Reply, expected: Expected) -> Iterator[str]:
    speaking = {advice.specialist for advice in reply.advice}
    yield from (f"{name} does not speak" for name in expected.specialists if name not in speaking)


def _said(reply: Reply, expected: Expected) -> Iterator[str]:
    spoken = [(advice.specialist, claim) for advice in reply.advice for claim in advice.claims]
    for like in expected.claims:
        if not any(_fits(like, who, claim) for who, claim in spoken):
            yield f"no claim like {_named(like)}"
    for like in expected.forbidden_claims:
        if any(_fits(like, who, claim) for who, claim in spoken):
            yield f"a forbidden claim like {_named(like)}"
    text = reply.text.casefold()
    yield from (f"not said: {entry}" for entry in expected.words if not any(_stands(w, text) for w in entry.split("|")))
    yield from (f"said: {word}" for word in expected.forbidden_words if _stands(word, text))


def _stands(word: str, text: str) -> bool:
    end = "" if word.endswith("*") else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(word.rstrip('*').casefold())}{end}", text) is not None


def _fits(like: ClaimLike, who: str, claim: Claim) -> bool:
    return (
        (not like.kind or claim.kind == like.kind)
        and (not like.specialist or who == like.specialist)
        and (not like.computation or any(_same(like.computation, measure.name) for measure in claim.measures))
        and (not like.words or any(_stands(word, claim.text.casefold()) for word in like.words))
    )


def _same(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def _named(like: ClaimLike) -> str:
    return " ".join(part for part in (like.specialist, like.kind, like.computation, "|".join(like.words)) if part)


def _planned(plan: Plan, expected: Expected) -> Iterator[str]:
    for bound in expected.actions:
        if not any(_within(bound, action) for action in plan.actions):
            yield f"no action like {bound.on or '|'.join(bound.words) or bound.timing}"
    for bound in expected.forbidden_actions:
        if any(_within(bound, action) for action in plan.actions):
            yield f"a forbidden action like {bound.on or '|'.join(bound.words) or bound.timing}"
    for on, most in expected.ceilings.items():
        ceiling = plan.ceiling(on)
        if ceiling is None or ceiling > most + ZERO:
            yield f"{on} is not limited to {most:g}"
    yield from (f"{on} is limited without a reason" for on in expected.no_ceiling if plan.ceiling(on) is not None)


def _within(bound: ActionBound, action: Action) -> bool:
    return (
        (not bound.on or action.on == bound.on)
        and (not bound.timing or action.timing == bound.timing)
        and (bound.at_least is None or (action.change is not None and action.change >= bound.at_least - ZERO))
        and (bound.at_most is None or (action.change is not None and action.change <= bound.at_most + ZERO))
        and (not bound.words or any(_stands(word, action.text.casefold()) for word in bound.words))
    )


def _flagged(reply: Reply, expected: Expected) -> Iterator[str]:
    raised = {flag.id for flag in reply.flags} | {flag.level for flag in reply.flags}
    if expected.flags and not raised & set(expected.flags):
        yield f"no red flag of {', '.join(expected.flags)}"
    if expected.no_flag and reply.flags:
        yield f"the red flag {reply.flags[0].id} is raised"


def _manner(reply: Reply, expected: Expected) -> Iterator[str]:
    text, words = reply.text, len(reply.text.split())
    if not text.strip():
        yield "nothing is said"
    if expected.max_words is not None and words > expected.max_words:
        yield f"{words} words, more than {expected.max_words}"
    if expected.max_questions is not None and text.count("?") > expected.max_questions:
        yield f"more than {expected.max_questions} questions"
    if expected.action_first and (not reply.claims or reply.claims[0].kind != "action"):
        yield "the action does not come first"
    if "kind" in expected.tone and (_BLAME.search(text) or "!!" in text):
        yield "the tone is not kind"
    if "plain" in expected.tone and any(
        len(s.text.split()) > _LONGEST_SENTENCE for s in reply.sentences if s.origin != "fixed"
    ):
        yield f"a sentence over {_LONGEST_SENTENCE} words"
