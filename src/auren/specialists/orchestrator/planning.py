"""One plan for one body: actions that break a constraint or contradict a safer one are set aside, and nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, Literal

from auren.conversation import Action, Advice, Claim, ClaimKind, Constraint, Plan
from auren.specialists.orchestrator.brevity import short

__all__ = ["agreed"]

_SAFER: Final = MappingProxyType[str, Literal["less", "more"]](
    {
        "training_load": "less",
        "intensity": "less",
        "impact": "less",
        "max_strength": "less",
        "energy_intake": "more",
        "sleep": "more",
        "caffeine": "less",
        "alcohol": "less",
        "heat": "less",
    }
)
"""Which of two opposite demands on a thing stays; of anything else the first one asked for."""

_ASKS_FOR_MORE: Final = {
    # Actions of one's own specialists may be text alone; such a one breaks a limit when it begins by asking for more.
    "training_load": re.compile(
        r"^(?:please\s+)?(?:do|add|increase|raise|push|try|go|plan|lift|run|ride|extend)\b[^,;.]*"
        r"\b(?:hard|harder|heavier|heavy|faster|longer|more|interval\w*|load|volume|distance|all[- ]out)\b",
        re.IGNORECASE,
    )
}


def agreed(given: Sequence[Advice], constraints: Sequence[Constraint]) -> tuple[tuple[Advice, ...], Plan]:
    """Give each specialist's advice without what must not be done or is said already, and the plan that is left.

    Args:
        given: the advice, the most important first.
        constraints: what holds for all, one for each thing that is limited.
    """
    aside: dict[Action, str] = {}
    kept: list[tuple[Advice, Action]] = []
    for advice in given:
        for action in advice.actions:
            breaks = next((constraint for constraint in constraints if _breaks(action, constraint)), None)
            if breaks is not None:
                aside[action] = f"{advice.specialist} asked for something that is set aside: {breaks.reason}"
            elif all(action.text != other.text for _, other in kept):
                kept.append((advice, action))
            else:
                aside[action] = ""
    for action in _contradicted([action for _, action in kept]):
        aside[action] = "Two opposite demands were made; the safer one stays"
    actions = tuple(action for _, action in kept if action not in aside)
    told = tuple(dict.fromkeys(reason for reason in aside.values() if reason))
    once = _Once(actions)
    return short([once.of(advice) for advice in given]), Plan(actions, tuple(constraints), told)


class _Once:
    """Lets each action and figure, and one question and one gap in all, be said by the first who says it."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._left = list(actions)
        self._said: set[ClaimKind] = set()
        self._told: set[str] = set()

    def of(self, advice: Advice) -> Advice:
        mine = tuple(action for action in advice.actions if action in self._left)
        for action in mine:
            self._left.remove(action)
        dropped = [action for action in advice.actions if action not in mine]
        claims = tuple(claim for claim in advice.claims if not _words_one_of(claim, dropped) and self._first(claim))
        # Whoever has nothing else to say may see the same as a colleague.
        claims = claims or tuple(c for c in advice.claims if c.kind is ClaimKind.OBSERVATION and not c.measures)[:1]
        self._told |= {text for claim in claims for text in _told_by(claim)}
        # Whoever demands something says why; a colleague who passes it on need not say it again.
        self._told |= {f"{demand.reason}." for demand in advice.constraints if demand.specialist == advice.specialist}
        return replace(advice, actions=mine, claims=claims)

    def _first(self, claim: Claim) -> bool:
        if claim.kind not in (ClaimKind.QUESTION, ClaimKind.MISSING):
            told = _told_by(claim)
            return not told or not told <= self._told
        fresh = claim.kind not in self._said
        self._said.add(claim.kind)
        return fresh


def _told_by(claim: Claim) -> set[str]:
    """Give what a claim tells: its figures where it has some to tell, else its words; nothing of actions and gaps."""
    if claim.kind is ClaimKind.OBSERVATION and claim.measures:
        return {f"{measure.name} {measure.window.first} {measure.window.last}" for measure in claim.measures}
    return {claim.text} if claim.kind in (ClaimKind.MEANING, ClaimKind.OBSERVATION) else set()


def _breaks(action: Action, constraint: Constraint) -> bool:
    if action.on and action.change is not None:
        over = constraint.ceiling is not None and action.change > constraint.ceiling
        under = constraint.floor is not None and action.change < constraint.floor
        return action.on == constraint.on and (over or under)
    pattern = _ASKS_FOR_MORE.get(constraint.on)
    limited = constraint.ceiling is not None and constraint.ceiling <= 1
    return limited and pattern is not None and pattern.search(action.text.strip()) is not None


def _contradicted(actions: Sequence[Action]) -> list[Action]:
    """Give the actions that another one of the same thing contradicts and that are the less safe of the two."""
    out: list[Action] = []
    for on in dict.fromkeys(action.on for action in actions if action.on and action.change is not None):
        about = [action for action in actions if action.on == on and action.change is not None]
        more = [action for action in about if (action.change or 0) > 1]
        less = [action for action in about if (action.change or 0) < 1]
        if more and less:
            safer = _SAFER.get(on) or ("more" if about[0] in more else "less")
            out += less if safer == "more" else more
    return out


def _words_one_of(claim: Claim, dropped: Sequence[Action]) -> bool:
    return claim.kind is ClaimKind.ACTION and any(action.text.rstrip(".") in claim.text for action in dropped)
