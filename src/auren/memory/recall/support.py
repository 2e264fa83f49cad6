"""Facts as keys: a fact that fits a question points to the turns it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auren.facts import Fact
from auren.memory.recall.language import terms
from auren.memory.recall.question import Question

__all__ = ["supported_by"]


def supported_by(facts: Iterable[Fact], question: Question) -> dict[str, float]:
    """Give the ids of the turns that fitting facts rest on, each with how well the best of its facts fits, 0 to 1.

    Args:
        facts: of one person, those that hold no longer included: they lead to turns, and are never shown in their place.
        question: what is asked.
    """
    found: dict[str, float] = {}
    asked = set(question.weights)
    if not asked:
        return found
    for fact in facts:
        keys = set(terms(re.sub(r"[._]", " ", fact.attribute))) | set(terms(f"{fact.value} {fact.unit}"))
        fit = len(keys & asked) / len(asked)
        if fit > 0:
            for id in fact.evidence:
                found[id] = max(found.get(id, 0.0), fit)
    return found
