"""The way to decide that every topic has: the statement that answers the question best, its action, and one's own figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Insufficient, Measure
from auren.safety.numbers import numerals
from auren.science.claims import CitedStatement
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.plans import NOTHING_PLANNED, Plans, follow
from auren.specialists.framework.topic import Decide
from auren.specialists.framework.view import View

__all__ = ["explain", "state", "stating"]


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

# What makes a statement the answer; auren's convention. A word of the question that few statements have weighs most.
_SHARED: Final = 6.0
_OWN: Final = 1.5
_DOES: Final = 1.0
_FITS: Final = 0.5


def stating(topic: str, *figures: str, plans: Plans = NOTHING_PLANNED) -> Decide:
    """Give a way to decide on a topic by its cited statements and the person's own figures.

    Args:
        topic: the topic's id.
        *figures: computations to be told, the most telling first.
        plans: what is asked for today, this week and this block where a plan is asked for or no statement asks for anything.
    """

    async def decide(view: View, draft: Draft) -> None:
        await state(view, draft, topic, figures, plans)

    return decide


async def state(view: View, draft: Draft, topic: str, figures: Sequence[str] = (), plans: Plans = NOTHING_PLANNED) -> None:
    """Say the best action and statement on a topic, and the person's own figures.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
        figures: computations to be told, the most telling first.
        plans: what is asked for today, this week and this block.
    """
    planned = (view.asks_to_plan or view.timing in ("this_week", "this_block")) and follow(view, draft, plans)
    measures = [measure for name in figures if (measure := view.known(name)) is not None][:_AT_MOST_FIGURES]
    await explain(view, draft, topic, *measures, acting=not planned, at_most=1 if measures else 2)
    if not planned and not draft.acts:
        follow(view, draft, plans, usually="today")
    gap = view.gap(*figures) if not measures else None
    if gap is not None:
        draft.say(ClaimKind.MISSING, _missing(gap))


async def explain(view: View, draft: Draft, topic: str, *measures: Measure, acting: bool = False, at_most: int = 1) -> None:
    """Say the cited statements on a topic that answer the question best.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
        *measures: the person's own figures, told before the statements.
        acting: whether to ask for what the statements ask for, too.
        at_most: how many statements.
    """
    statements = best(view, await view.statements(topic), acting=acting)[:at_most]
    # What is asked for belongs to what is said: an action of another matter would be no answer.
    doing = next((statement for statement in statements if statement.actions), None) if acting else None
    if doing is not None:
        action = doing.actions[0]
        draft.urge(action.text.rstrip("."), action.timing, cites=(doing.source,), statement=doing)
    for measure in measures:
        draft.figure(measure)
    for statement in statements:
        draft.cite(statement)


def _missing(gap: Insufficient) -> str:
    # How much is missing is a numeral without a measure: only words go out, and the advice carries the gap itself.
    if numerals(f"{gap.title} {gap.missing}"):
        return "I have too few figures of yours for this yet."
    return f"I cannot tell yet {gap.title}; it takes {gap.missing}."


def best(view: View, statements: Sequence[CitedStatement], *, acting: bool = False) -> list[CitedStatement]:
    """Give statements in the order in which they answer the question.

    The more of the question's rarer words a statement shares the better; then those that bear on the person's own state,
    those that answer the kind of question, and those that say what to do.

    Args:
        view: the case.
        statements: those that may be said.
        acting: whether one is wanted that says what to do.
    """
    asked = _stems(view.words)
    stems = {statement.id: _stems(f"{statement.text} {statement.id.replace('-', ' ')}") for statement in statements}
    spread = Counter(stem for mine in stems.values() for stem in mine)
    kind = {"plan": "plan", "why": "why", "what_is": "what_is"}.get(view.understood.act, "plan" if acting else "")

    def worth(statement: CitedStatement) -> float:
        shared = sum(1 / spread[stem] for stem in asked & stems[statement.id])
        does = acting and not view.asks_to_know and bool(statement.actions)
        fits = kind in statement.questions
        return _SHARED * shared + _OWN * bool(statement.when) + _DOES * does + _FITS * fits

    rank = {statement.id: place for place, statement in enumerate(statements)}
    return sorted(statements, key=lambda statement: (-worth(statement), rank[statement.id]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _COMMON)
