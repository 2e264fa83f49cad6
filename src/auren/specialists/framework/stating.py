"""The way to decide that every topic has: the statement that answers the question best, its action, and one's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import sqrt
from types import MappingProxyType
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Insufficient
from auren.science import catalogue
from auren.science.claims import CitedStatement, worded
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.gaps import most_useful, reason
from auren.specialists.framework.plans import NOTHING_PLANNED, Plans, dosed, follow
from auren.specialists.framework.topic import Decide
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import titled
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["best", "define", "explain", "naming", "state", "stating", "to_the_point"]


def words(text: str) -> frozenset[str]:
    """Give the words of a text that are set apart by white space."""
    return frozenset(text.split())


_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_COMMON: Final = words(
    "the and for are was were with that this have has had what when why how should can could would does did get much many "
    "more less most than then them they you your about from into not but any all our out his her its will too very just "
    "need take good feel make want help know tell best better time day days week today tonight plan give please some still "
    "one per matter matters important work works mean means really anything something two "
    "often every there without past last next difference between different bring brings down back "
    "plain word words simple simply terms exactly"
)
_STEM: Final = 5
_SHORT: Final = 3
_WHEN_ASKED: Final = re.compile(r"\b(?:this (?:morning|evening|afternoon)|last night|right now|these days)\b", re.IGNORECASE)
"""Words for the time of asking, which are about nothing in particular."""
_AT_MOST_FIGURES: Final = 2
_AT_MOST_STATEMENTS: Final = 2

_GENERAL: Final = words(
    "stronger strong strength faster better hard harder bad sleep night hrv train workout session muscle eat food meal pain "
    "hurt body look build endurance help week run lift gym exercise heart rate cardio hate start feel tired sport move "
    "movement plan habit hour"
)
"""Words that half of a domain's questions hold: they name nothing in particular."""

# What makes a statement the answer; auren's convention. A word of the question that few statements have weighs most.
_SHARED: Final = 6.0
_OWN: Final = 1.5
_DOES: Final = 1.0
_FITS: Final = 0.5
_APART: Final = 4.0
_NAMES: Final = 0.35
"""How rare the rarest word must be that a question shares with a narrow statement: one that eight of a domain have. auren's
convention, as the next."""
_NEAR: Final = 0.5
"""How much it must share against the narrow statement that shares most."""
_APART_FROM_ALL: Final = frozenset({"dose", "define"})
_PARTICULAR: Final = re.compile(
    r"\b(?:back pain|ordinary sore back|cruciate|ankle|knee\w*|hip|shoulder|hamstring|tendon\w*|football|match|contest|race|"
    r"pregnan\w*|heat|short sessions|older adults|ten-point|creatine|caffeine|iron|magnesium|calcium)\b",
    re.IGNORECASE,
)
"""What a statement is about in particular; it answers no question about something else."""
_ALIKE: Final = MappingProxyType(
    {
        "carb": ("carbohydrate",),
        "carbs": ("carbohydrate",),
        "calories": ("energy", "estimate"),
        "calorie": ("energy",),
        "marathon": ("long", "endurance", "race"),
        "workout": ("session",),
        "sets": ("weekly",),
        "fasting": ("window",),
        "leaner": ("loss", "slow"),
        "faster": ("speed",),
        "jump": ("power",),
        "sunscreen": ("sun", "protection"),
        "spf": ("sun", "protection"),
        "calves": ("calf",),
        "coffee": ("caffeine",),
        "espresso": ("caffeine",),
    }
)
"""Words of a question and those that statements use for the same."""


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
    statements = best(view, await view.statements(topic, naming(view)), acting=True)[: 1 if measures else at_most]
    # What is asked for belongs to what is asked about: an action of another matter would be no answer.
    doing = next((one for one in statements if one.actions and (_stems(view.words) - _general()) & _of(one)), None)
    if view.wants_plan or doing is None or (view.asks_to_plan and dosed(plans)):
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


@cache
def _general() -> frozenset[str]:
    return frozenset(map(_stem, _GENERAL))


def naming(view: View) -> frozenset[str]:
    """Give the beginnings of words of which a narrow statement must hold one to be about what was asked.

    Args:
        view: the case.
    """
    asked = _stems(view.words) - _general()
    return asked | {_stem(word) for word, likes in _ALIKE.items() if any(_stem(like) in asked for like in likes)}


@lru_cache(maxsize=8192)
def _spread(domain: str, stem: str) -> int:
    """Give how many statements of a domain have a word that begins with a stem, and at least one."""
    return max(1, sum(f" {stem}" in text for text in _texts(domain)))


@cache
def _texts(domain: str) -> tuple[str, ...]:
    return tuple(f" {text.casefold()}" for text in worded(domain))


def _of(statement: CitedStatement) -> frozenset[str]:
    # The first words of an id name its topic, which every statement of the topic has in common.
    return _known(f"{statement.text} {statement.id.rpartition('-')[2]}")


@lru_cache(maxsize=4096)
def _known(text: str) -> frozenset[str]:
    """Give the stems of a statement's words, which are the same at every question."""
    return _stems(text)


async def to_the_point(view: View, draft: Draft, topic: str) -> bool:
    """Say what a narrow statement asks for that is about just what the question names, and tell whether there is one.

    Args:
        view: the case.
        draft: what it is added to.
        topic: the topic's id.
    """
    if view.case.query is None or draft.acts or view.asks_how_it_is or view.act == "what_is" or draft.answered:
        return False
    narrow = (one for one in best(view, await view.statements(topic, naming(view)), acting=True) if one.narrow and one.actions)
    found = next(narrow, None)
    if found is None:
        return False
    action = found.actions[0]
    draft.urge(action.text.rstrip("."), action.timing, cites=(found.source,), statement=found)
    draft.cite(found)
    return True


_ADVISED: Final = words("my good better best right ideal safe sensible healthy easiest quickest fastest enough normal")
"""Words by which "what is" asks for advice or for one's own state: "what is a good warm-up for squats?"."""
_TELLING: Final = frozenset({"what_is", "define"})
_DEFINES: Final = LazyPattern(
    r"(?:an? |the )?(?:[\w'’-]+,? ){1,4}?(?:is|are|means?|stands for|sums up|pairs|runs through)\b", re.IGNORECASE
)
"""How a statement begins that says what something is."""


async def define(view: View, draft: Draft, topics: Iterable[str]) -> bool:
    """Say what something is that the question asks about, and tell whether a statement does.

    Args:
        view: the case.
        draft: what it is added to.
        topics: ids of the topics whose statements may tell it.
    """
    if view.act != "what_is" or view.case.query is None or not _ADVISED.isdisjoint(words(view.words.casefold())):
        return False
    asked = _stems(view.words)
    told = {one.id: one for topic in topics for one in await view.statements(topic, asked | naming(view))}
    defining = [one for one in told.values() if not _TELLING.isdisjoint(one.questions) and not asked.isdisjoint(_subjects(one))]
    # What has a name of its own is not told by words that everything of its domain has in common.
    rare = asked - _general()
    fitting = [one for one in defining if not rare or rare & _of(one)]
    said = set(_WORD.findall(view.words.casefold()))

    def nearness(one: CitedStatement) -> tuple[int, int, bool]:
        same = len(said.intersection(_WORD.findall(one.text.casefold())) - _COMMON)
        return len(asked & _of(one)), same, _DEFINES.match(one.text) is not None

    by_id = sorted(fitting, key=lambda one: one.id)
    best_first = sorted(by_id, key=lambda one: (nearness(one), one.narrow == bool(rare)), reverse=True)
    for statement in best_first[: 1 if rare else _AT_MOST_STATEMENTS]:
        draft.cite(statement)
    return bool(fitting)


def _subjects(statement: CitedStatement) -> frozenset[str]:
    """Give the stems of what a statement may define: its first word that names something, and the last part of its id."""
    named = (word for word in _WORD.findall(statement.text.casefold()) if word not in _COMMON)
    return frozenset(map(_stem, (next(named, ""), statement.id.rpartition("-")[2]))) - {_stem("means")}


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
    statements = [one for one in best(view, await view.statements(topic, naming(view))) if not draft.words(one.id)]
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
    from auren.safety.numbers import states_any

    # How much is missing is a numeral without a measure: only words go out, and the advice carries the gap itself.
    if states_any(f"{gap.title} {gap.missing}"):
        return "I do not have enough figures of yours for this yet."
    # Two things at a time are enough to ask for.
    first = re.sub(r", (?!or )", " and ", gap.missing, count=1).split(", ")[0] if ", or " not in gap.missing else gap.missing
    return f"For {titled(gap.title)} I still need {first}{f'; {why}' if why else ''}."


def best(view: View, statements: Sequence[CitedStatement], *, acting: bool = False) -> list[CitedStatement]:
    """Give statements in the order in which they answer the question.

    The more of the question's rarer words a statement shares the better; then those that bear on the person's own state,
    those that answer the kind of question, and those that say what to do.

    Args:
        view: the case.
        statements: those that may be said.
        acting: whether one is wanted that says what to do.
    """
    # Amounts are for plans, which choose them by what the body allows, and definitions for who asks what something is.
    statements = [statement for statement in statements if _APART_FROM_ALL.isdisjoint(statement.questions)]
    asked = _stems(view.words)
    stems = {statement.id: _of(statement) for statement in statements}
    kind = {"plan": "plan", "why": "why", "what_is": "what_is"}.get(view.act, "plan" if acting else "")

    def shares(statement: CitedStatement, words: frozenset[str]) -> float:
        return sum(1 / sqrt(_spread(statement.domain, stem)) for stem in words & stems[statement.id])

    def rarest(statement: CitedStatement) -> float:
        named = (asked - general) & stems[statement.id]
        return max((1 / sqrt(_spread(statement.domain, stem)) for stem in named), default=0.0)

    def worth(statement: CitedStatement) -> float:
        shared = shares(statement, asked)
        does = acting and not view.asks_to_know and bool(statement.actions)
        fits = kind in statement.questions
        apart = any(_stems(match.split()[0]).isdisjoint(asked) for match in _PARTICULAR.findall(statement.text))
        return _SHARED * shared + _OWN * bool(statement.when) + _DOES * does + _FITS * fits - _APART * apart

    general = _general()
    named = {one.id: shares(one, asked - general) for one in statements if one.narrow and rarest(one) >= _NAMES}
    most = max(named.values(), default=0.0)

    def answers(statement: CitedStatement) -> bool:
        return not statement.narrow or named.get(statement.id, -1.0) >= _NEAR * most

    rank = {statement.id: place for place, statement in enumerate(statements)}
    return sorted(filter(answers, statements), key=lambda statement: (-worth(statement), rank[statement.id]))


def _stems(text: str) -> frozenset[str]:
    text = _WHEN_ASKED.sub(" ", text)
    found = [word for word in _WORD.findall(text.casefold()) if word not in _COMMON]
    return frozenset(_stem(like) for word in found for like in (word, *_ALIKE.get(word, ())))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """Give the beginning of a word without an ending of number or time: "running" and "runs" are "run"."""
    if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORT:
        word = word[:-1]
    if word.endswith("ing") and len(word) > _STEM:
        word = word[:-3]
        word = word[:-1] if word[-1] == word[-2] else word
    return word.removesuffix("e")[:_STEM]
