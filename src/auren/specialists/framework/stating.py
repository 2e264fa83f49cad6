"""The way to decide that every topic has: the statement that answers the question best, its action, and one's own figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Insufficient
from auren.safety.numbers import numerals
from auren.science.claims import CitedStatement
from auren.specialists.framework.draft import Draft, shown
from auren.specialists.framework.topic import Decide
from auren.specialists.framework.view import View

__all__ = ["state", "stating"]


def words(text: str) -> frozenset[str]:
    """Give the words of a text that are set apart by white space."""
    return frozenset(text.split())


_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_COMMON: Final = words(
    "the and for are was were with that this have has had what when why how should can could would does did get much many "
    "more less most than then them they you your about from into not but any all our out his her its will too very just"
)
_STEM: Final = 5
_AT_MOST_FIGURES: Final = 2
_AT_MOST_STATEMENTS: Final = 2


def stating(topic: str, *figures: str) -> Decide:
    """Give a way to decide on a topic by its cited statements and the person's own figures.

    Args:
        topic: the topic's id.
        *figures: computations to be told, the most telling first.
    """

    async def decide(view: View, draft: Draft) -> None:
        await state(view, draft, topic, figures)

    return decide


async def state(view: View, draft: Draft, topic: str, figures: Sequence[str] = ()) -> None:
    """Say the best action and statement on a topic, and the person's own figures.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
        figures: computations to be told, the most telling first.
    """
    statements = _best(view.words, await view.statements(topic))
    # What is asked for belongs to what is said: an action of another matter would be no answer.
    acting = next((statement for statement in statements[:_AT_MOST_STATEMENTS] if statement.actions), None)
    if acting is not None:
        action = acting.actions[0]
        draft.urge(action.text.rstrip("."), action.timing, cites=(acting.source,), statement=acting)
    told = [measure for name in figures if (measure := view.known(name)) is not None][:_AT_MOST_FIGURES]
    for measure in told:
        draft.say(ClaimKind.OBSERVATION, f"{draft.dated(measure)} was {shown(measure)}.", measure)
    for statement in statements[:_AT_MOST_STATEMENTS]:
        draft.cite(statement)
    gap = view.gap(*figures) if not told else None
    if gap is not None:
        draft.say(ClaimKind.MISSING, _missing(gap))


def _missing(gap: Insufficient) -> str:
    # How much is missing is a numeral without a measure: only words go out, and the advice carries the gap itself.
    if numerals(f"{gap.title} {gap.missing}"):
        return "I have too few figures of yours for this yet."
    return f"I cannot tell yet {gap.title}; it takes {gap.missing}."


def _best(words: str, statements: Sequence[CitedStatement]) -> list[CitedStatement]:
    """Give the statements in the order in which they answer the words; those that share none keep their rank."""
    asked = _stems(words)
    rank = {statement.id: place for place, statement in enumerate(statements)}
    return sorted(statements, key=lambda s: (-len(asked & _stems(f"{s.text} {s.id.replace('-', ' ')}")), rank[s.id]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _COMMON)
