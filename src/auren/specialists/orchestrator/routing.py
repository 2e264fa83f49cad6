"""Whom a case concerns: told by the words of the question, else by what was found in the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from auren.conversation import Case
from auren.ports.specialist import Specialist
from auren.specialists.understanding import understand, words_of
from auren.specialists.understanding.looked_up import lookup_in
from auren.specialists.understanding.turns import goes_on

__all__ = ["barely", "chosen"]

_AT_MOST: Final = 3
_NEAR: Final = 0.5
"""How strong, against the most concerned, a colleague must be concerned by findings to be asked, too."""
_ASKED_NEAR: Final = 0.02
"""The same for a question."""
_SPEAKS: Final = 0.1
"""How strong, against the most concerned, a colleague must be concerned by a question to speak without a demand of their own.
auren's convention."""

_FIELDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "recovery": frozenset({"recovery", "hrv", "heart", "sleep", "stress", "wellness", "mind", "circadian"}),
        "nutrition": frozenset({"nutrition", "energy", "hydration", "weight"}),
        "training": frozenset({"training", "load", "exercise", "activity", "strength", "endurance"}),
        "rehabilitation": frozenset({"rehabilitation", "rehab", "injury", "pain"}),
        "physique": frozenset({"physique", "body"}),
    }
)
"""Domain -> the words by which a specialist of the host's own is found when a question is about it."""


def chosen(team: Sequence[Specialist], case: Case) -> tuple[Specialist, ...]:
    """Give one specialist at least and three at most, the most concerned first.

    A question decides by what it is understood to be about, and by words that only a specialist of the host's own knows.
    Where it says nothing that anyone knows, or where there is none, the metric families of the findings decide. Where
    those say nothing either, whoever has the broadest expertise is asked.

    Args:
        team: all who can be asked, by name.
        case: what started it.
    """
    for concern, least in ((_asked(team, case), _ASKED_NEAR), (_found(team, case), _NEAR)):
        most = max(concern.values(), default=0.0)
        ranked = sorted((name for name in concern if concern[name] > 0), key=lambda name: (-concern[name], name))
        if ranked:
            near = [name for name in ranked[:_AT_MOST] if concern[name] >= least * most]
            return tuple(next(specialist for specialist in team if specialist.name == name) for name in near)
    return (min(team, key=lambda specialist: (-len(specialist.expertise), specialist.name)),)


def barely(team: Sequence[Specialist], case: Case) -> frozenset[str]:
    """Give the names of those whom a question concerns so little that they only speak up where something must be limited.

    Args:
        team: all who can be asked.
        case: what started it.
    """
    concern = _asked(team, case)
    most = max(concern.values(), default=0.0)
    # Whoever asks what stands in their record wants the record, from one.
    looks_up = case.query is not None and lookup_in(case.query.text, case.today) is not None
    return frozenset(name for name in concern if concern[name] < (1.0 if looks_up else _SPEAKS) * most)


def _asked(team: Sequence[Specialist], case: Case) -> dict[str, float]:
    if case.query is None:
        return {}
    understood = understand(case.query.text, case.earlier)
    said = words_of(case.query.text)
    if understood.follows_up:
        said |= words_of(next((text for text in reversed(case.earlier) if not goes_on(text)), ""))
    named = said | {topic.split(".")[-1] for topic in understood.topics}
    near = frozenset[str]().union(*(_FIELDS[topic.split(".")[0]] for topic in understood.topics))
    concern: dict[str, float] = {}
    for specialist in team:
        own = understood.concern.get(specialist.name)
        # Of a specialist that auren does not know, its own words tell.
        theirs = float(bool(specialist.expertise & named)) or _NEAR * bool(specialist.expertise & near)
        concern[specialist.name] = theirs if own is None else own
    return concern


def _found(team: Sequence[Specialist], case: Case) -> dict[str, float]:
    fields = {item.metric.split(".")[0] for finding in case.findings if finding.stands for item in finding.evidence}
    return {specialist.name: float(len(specialist.expertise & fields)) for specialist in team}
