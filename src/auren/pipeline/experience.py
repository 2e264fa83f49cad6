"""What became of earlier advice changes the next: what did not help is not repeated, and what was hard is made smaller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from auren.conversation import Action, Advice, Claim, ClaimKind, Plan
from auren.pipeline.outcomes import SMALLER, Experience, digest_of
from auren.rendering import quantity

__all__ = ["with_experience"]

_NEVER_GIVEN_UP: Final = frozenset({"safety", "pain", "energy"})
WHAT_GOT_IN_THE_WAY: Final = "What got in the way the last time?"
TRY_SOMETHING_ELSE: Final = "What else would you like to try this time?"


def with_experience(advice: Sequence[Advice], plan: Plan, experiences: Iterable[Experience]) -> tuple[tuple[Advice, ...], Plan]:
    """Give advice and plan in which nothing is asked for again in a way that did not help or was not done.

    What a demand of safety, pain or energy stands behind is asked for again as it is.

    Args:
        advice: what the specialists say.
        plan: what the team wants done.
        experiences: what became of earlier advice.
    """
    known = {(one.on, one.text): one for one in experiences}
    kept = {limit.on for limit in plan.constraints if limit.cause in _NEVER_GIVEN_UP}
    given = tuple(advice)
    for action in plan.actions:
        before = known.get((action.on, digest_of(action)))
        if before is None or not action.on:
            continue
        if before.came == "helped" and before.followed == "yes":
            given = tuple(_recalled(one, action, before, drop=False) for one in given)
        elif action.on in kept:
            continue
        elif before.followed == "yes" and before.came == "did_not_help":
            given = tuple(_recalled(one, action, before, drop=True) for one in given)
            plan = replace(plan, actions=tuple(other for other in plan.actions if other != action))
        elif before.followed == "no" and _is_smaller(before, action):
            given = tuple(_dropped(one, action) for one in given)
            plan = replace(plan, actions=tuple(other for other in plan.actions if other != action))
        elif before.followed == "no":
            smaller = _smaller(action, plan)
            given = tuple(_changed(one, action, smaller) for one in given)
            plan = replace(plan, actions=tuple(smaller if other == action else other for other in plan.actions))
    return given, plan


def _is_smaller(before: Experience, action: Action) -> bool:
    """Tell whether a smaller step than this was asked for the last time, and not done either."""
    return action.change is not None and abs(1 - before.asked) < abs(1 - action.change)


def _dropped(advice: Advice, action: Action) -> Advice:
    if action not in advice.actions:
        return advice
    claims = [claim for claim in advice.claims if not _words(claim, action)]
    claims.append(Claim(WHAT_GOT_IN_THE_WAY, ClaimKind.QUESTION))
    actions = tuple(other for other in advice.actions if other != action)
    return replace(advice, claims=_one_question_last(claims), actions=actions)


def _smaller(action: Action, plan: Plan) -> Action:
    """Give the action half as far from the usual, where nothing forbids that."""
    half = None if action.change is None else round((1 + action.change) / 2, 3)
    ceiling = plan.ceiling(action.on)
    floor = max((limit.floor for limit in plan.constraints if limit.on == action.on and limit.floor is not None), default=None)
    allowed = half is None or ((ceiling is None or half <= ceiling) and (floor is None or half >= floor))
    text = f"{SMALLER}: {action.text[:1].lower()}{action.text[1:]}"
    return replace(action, text=text, change=half) if allowed else action


def _changed(advice: Advice, action: Action, smaller: Action) -> Advice:
    if action not in advice.actions or smaller == action:
        return advice
    claims = [
        replace(claim, text=f"{smaller.text.rstrip('.')}.") if _words(claim, action) else claim for claim in advice.claims
    ]
    claims.append(Claim(WHAT_GOT_IN_THE_WAY, ClaimKind.QUESTION))
    actions = tuple(smaller if other == action else other for other in advice.actions)
    return replace(advice, claims=_one_question_last(claims), actions=actions)


def _recalled(advice: Advice, action: Action, before: Experience, *, drop: bool) -> Advice:
    """Say what was seen after the same step before; where that did not help, in its place."""
    if action not in advice.actions:
        return advice
    seen = _seen(before)
    claims: list[Claim] = []
    for claim in advice.claims:
        if _words(claim, action):
            claims += [*([] if drop else [claim]), *seen]
        else:
            claims.append(claim)
    if not drop:
        return replace(advice, claims=tuple(claims))
    actions = tuple(other for other in advice.actions if other != action)
    if not actions:
        claims.append(Claim(TRY_SOMETHING_ELSE, ClaimKind.QUESTION))
    return replace(advice, claims=_one_question_last(claims), actions=actions)


def _seen(before: Experience) -> list[Claim]:
    figure = before.figure
    if figure is None:
        return []
    was, low, high = (quantity(part.value, part.unit, part.digits) for part in figure.related)
    now = quantity(figure.value, figure.unit, figure.digits)
    metric = figure.title.removesuffix(" in the days after")
    text = (
        f"In the days after you last did this, your {metric} was {now}, and before it {was}; your usual is {low} to {high}. "
        "That is what was seen, not why."
    )
    return [Claim(text, ClaimKind.OBSERVATION, (figure,))]


def _words(claim: Claim, action: Action) -> bool:
    return claim.kind is ClaimKind.ACTION and action.text.rstrip(".") in claim.text


def _one_question_last(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give claims whose only question is the latest one."""
    asked = [claim for claim in claims if claim.kind is ClaimKind.QUESTION]
    return (*(claim for claim in claims if claim.kind is not ClaimKind.QUESTION), *asked[-1:])
