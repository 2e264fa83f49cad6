"""The way to decide that every topic has: the statement that answers the question best, its action, and one's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Insufficient
from auren.science import catalogue
from auren.science.claims import CitedStatement
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.gaps import counts, most_useful, reason
from auren.specialists.framework.plans import NOTHING_PLANNED, Plans, dosed, follow
from auren.specialists.framework.topic import Decide
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import titled
from auren.specialists.understanding.plain import plain
from auren.specialists.understanding.stems import stem, stems

__all__ = ["answer_by", "best", "define", "explain", "missing", "state", "stating", "to_the_point"]


_TO_THE_POINT: Final = 0.33
"""How far a narrow statement must be asked for to take the place of what is usual on its topic."""
_AT_MOST_FIGURES: Final = 2
_AT_MOST_STATEMENTS: Final = 2

# What makes a statement the answer; auren's convention.
_ASKED: Final = 12.0
_OWN: Final = 1.5
_DOES: Final = 1.0
_FITS: Final = 0.5
_APART_FROM_ALL: Final = frozenset({"dose", "define"})


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
    at_most = _AT_MOST_STATEMENTS if draft.empty else 1
    named = _named(view, figures)
    measures = [measure for name in named if (measure := view.known(name)) is not None][:_AT_MOST_FIGURES]
    statements = best(view, await view.statements(topic), acting=True)[: 1 if measures else at_most]
    # What is asked for belongs to what is asked about: an action of another matter would be no answer.
    doing = next((one for one in statements if one.actions and view.asks_for(one)), None)
    surely = doing is not None and view.asks_surely_for(doing)
    if doing is None or (not surely and (view.wants_plan or (view.asks_to_plan and dosed(plans)))):
        await follow(view, draft, plans, usually="today")
    doing = doing or next((one for one in statements if one.actions), None)
    if not draft.acts and doing is not None:
        action = doing.actions[0]
        draft.urge(action.text.rstrip("."), action.timing, cites=(doing.source,), statement=doing)
    for measure in measures:
        draft.figure(measure)
    # Who is asked to do something particular hears why.
    why = [doing, *(one for one in statements if one is not doing)] if doing is not None and doing.narrow else statements
    for statement in why[:at_most]:
        if not draft.says(statement.text) and (statement is doing or not draft.words(statement.id)):
            draft.cite(statement)
    gap = most_useful(view.gaps, named, by_title=True) if not measures else None
    if gap is not None:
        draft.say(ClaimKind.MISSING, missing(gap, reason(gap, view.gaps)))


def _named(view: View, figures: Sequence[str]) -> list[str]:
    """Give the figures that the question names best; all of them where it names none."""
    asked = _stems(view.words)
    shared = {name: len(asked & _stems(catalogue()[name].title)) for name in figures}
    most = max(shared.values(), default=0)
    return [name for name in figures if shared[name] == most]


async def to_the_point(view: View, draft: Draft, topic: str, *, surely: bool = False) -> bool:
    """Say what a narrow statement asks for that is about just what the question names, and tell whether there is one.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
        surely: whether it must be just that which is asked for.
    """
    if view.case.query is None or draft.acts or view.asks_how_it_is or view.act == "what_is" or draft.answered:
        return False
    narrow = (one for one in best(view, await view.statements(topic), acting=True) if one.narrow and one.actions)
    found = next(narrow, None)
    if found is None or view.asks_for(found) < _TO_THE_POINT or (surely and not view.asks_surely_for(found)):
        return False
    _answer(draft, found)
    return True


async def answer_by(view: View, draft: Draft, id: str, *, on: str = "") -> bool:
    """Say just one cited statement and what it asks for, and tell whether it may be said and nothing was asked for before.

    Args:
        view: the case.
        draft: what it is added to.
        id: of a statement that asks for something.
        on: what its action acts on, for example "training_load".
    """
    statement = None if draft.acts else await view.statement(id)
    if statement is None or not statement.actions:
        return False
    _answer(draft, statement, on)
    return True


def _answer(draft: Draft, statement: CitedStatement, on: str = "") -> None:
    action = statement.actions[0]
    draft.urge(action.text.rstrip("."), action.timing, on=on, cites=(statement.source,), statement=statement)
    draft.cite(statement)


_ADVISED: Final = frozenset(
    {"my", "good", "better", "best", "right", "ideal", "safe", "sensible", "healthy", "easiest", "quickest", "enough", "normal"}
)
"""Words by which "what is" asks for advice or for one's own state: "what is a good warm-up for squats?"."""
_TELLING: Final = frozenset({"what_is", "define"})


async def define(view: View, draft: Draft, topics: Iterable[str]) -> bool:
    """Say what something is that the question asks about, and tell whether a statement does.

    Args:
        view: the case.
        draft: what it is added to.
        topics: ids of the topics whose statements may tell it.
    """
    if view.act != "what_is" or view.case.query is None or not _ADVISED.isdisjoint(view.words.casefold().split()):
        return False
    told = {one.id: one for topic in topics for one in await view.statements(topic)}
    defining = [one for one in told.values() if not _TELLING.isdisjoint(one.questions) and view.asks_for(one)]
    said = _stems(view.words)
    fitting = [one for one in defining if not said.isdisjoint(_subjects(one))]
    for statement in sorted(fitting, key=lambda one: ("define" not in one.questions, -view.asks_for(one), one.id))[:1]:
        draft.cite(statement)
    return bool(fitting)


def _subjects(statement: CitedStatement) -> frozenset[str]:
    """Give the stems of what a statement may define: its first word that names something, and the last part of its id."""
    return frozenset((*stems(plain(statement.text))[:1], *stems(statement.id.rpartition("-")[2]))) - {stem("means")}


async def explain(view: View, draft: Draft, topic: str, *, plans: Plans = NOTHING_PLANNED, prefer: str = "") -> None:
    """Say the cited statement on a topic that answers the question best, after what is planned for it.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
        plans: what is asked for today, this week and this block; nothing where something is asked for already.
        prefer: id of the statement that is said where it may be; empty for the one that answers best.
    """
    if not draft.acts:
        await follow(view, draft, plans, usually="today")
    statements = [one for one in best(view, await view.statements(topic)) if not draft.words(one.id)]
    # What is about just the matter that was named comes before what is said where one is known.
    preferred = [one for one in statements if one.id == prefer and not statements[0].narrow]
    for statement in (preferred or statements)[:1]:
        draft.cite(statement)


def missing(gap: Insufficient, why: str = "") -> str:
    """Give in plain words what could not be told, what it takes, and why that is worth having.

    Args:
        gap: of a computation.
        why: a few words; empty for none.
    """
    # How much is missing is a numeral without a measure: only words go out, and the advice carries the gap itself.
    if counts(gap):
        return "I do not have enough figures of yours for this yet."
    # Two things at a time are enough to ask for.
    first = re.sub(r", (?!or )", " and ", gap.missing, count=1).split(", ")[0] if ", or " not in gap.missing else gap.missing
    return f"For {titled(gap.title)} I still need {first}{f'; {why}' if why else ''}."


def best(view: View, statements: Sequence[CitedStatement], *, acting: bool = False) -> list[CitedStatement]:
    """Give statements in the order in which they answer the question.

    The more a statement is asked for the better; then those that bear on the person's own state, those that answer the kind
    of question, and those that say what to do. Narrow ones that are not asked for are left out.

    Args:
        view: the case.
        statements: those that may be said.
        acting: whether one is wanted that says what to do.
    """
    kind = {"plan": "plan", "why": "why", "what_is": "what_is"}.get(view.act, "plan" if acting else "")

    def worth(statement: CitedStatement) -> float:
        asked = view.asked.get(statement.id, 0.0)
        does = acting and not view.asks_to_know and bool(statement.actions)
        fits = kind in statement.questions
        return _ASKED * asked + _OWN * bool(statement.when) + _DOES * does + _FITS * fits

    # Amounts are for plans, which choose them by what the body allows, and definitions for who asks what something is.
    answers = [
        one for one in statements if _APART_FROM_ALL.isdisjoint(one.questions) and (not one.narrow or view.asks_for(one))
    ]
    # What is worth the same stays in the order of the evidence.
    return sorted(answers, key=worth, reverse=True)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(plain(text)))
