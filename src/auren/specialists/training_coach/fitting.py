"""Plans made to fit how a person lives: the time they have, training without equipment, and sports that they do not want."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Dose, Plans
from auren.specialists.training_coach.plans import BARE, SHORT
from auren.specialists.understanding.circumstances import Circumstances
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["LIFTS", "MOVES", "fitted"]

LIFTS: Final = LazyPattern(r"\b(?:strength|lift\w*|weights|gym|barbell|dumbbells?)\b", re.IGNORECASE)
MOVES: Final = LazyPattern(r"\b(?:run\w*|rid(?:e|ing)|cycl\w*|swim\w*|row\w*|cardio|endurance)\b", re.IGNORECASE)
"""A week of lifting alone has a plan of its own; one that mixes is shaped as a whole."""
_LIFTING: Final = frozenset({"training.strength", "training.power"})
_WEEK: Final = "training.programming"
_ENDURANCE: Final = "training.endurance"
_INSTEAD: Final = (("rid", "cycl", "ride"), ("swim", "swim"), ("row", "row"), ("run", "jog", "run"))
"""Kinds of endurance: the beginnings of words by which somebody does not want it, then how it is asked for."""
_WITHOUT_GEAR: Final = MappingProxyType(
    {
        "Do a squat, a push, a pull and a hinge today": "Do squats, push-ups, rows under a table and hip bridges today",
        "squat, push, pull and hinge": "squats, push-ups, rows under a table and hip bridges",
        "a squat, a push, a pull and a hinge": "squats, push-ups, rows under a table and hip bridges",
        "with a load that leaves 2 in reserve": "so slowly that 2 are left in reserve",
        "add weight only when": "make them slower or one-legged only when",
    }
)


_SOME_DAYS: Final = re.compile(
    r"(?P<on>on )?(?P<days>one day|\d days|a couple of days)(?: of)? this week(?:,? with (?:a |free )*days? between)?"
    r"|\bthis week\b"
)
_DAYS_RULE: Final = "programming-days-dose"
_OFTEN: Final = MappingProxyType(
    {
        1: "Plan one session this week: easy for the most part, with a few faster minutes towards the end",
        2: "Plan 2 days this week with free days between: one longer and easy, one harder",
        3: "Plan 3 days this week with a free day between: one longer and easy, one harder, one easy",
        4: "Plan 4 days this week: one longer and easy, one harder, the others easy, and no hard days in a row",
        5: "Plan 5 days this week: one longer, one harder, the others easy, and the rest of the week free",
        6: "Plan 6 days this week: one longer, one harder, the others easy, and one day free",
        7: "Keep one day of this week free or to a walk; plan one longer day, one harder, and the others easy",
    }
)
"""A week by the days that somebody has for it."""
_LIFTED: Final = MappingProxyType(
    {
        1: "Lift on one day this week: a squat, a push, a pull and a hinge, a few hard sets of each",
        2: "Lift on 2 days this week with free days between: squat, push, pull and hinge each time, a few hard sets of each",
        3: "Lift on 3 days this week with a free day between: squat, push, pull and hinge each time, a few hard sets of each",
        4: "Lift on 4 days this week, legs and upper body in turn, a few hard sets of each movement",
    }
)


_MIXED: Final = MappingProxyType(
    {
        2: "Plan 2 days this week: strength for the whole body on one, a longer easy session of endurance on the other",
        3: "Plan 3 days this week with a free day between: strength for the whole body on one, a longer easy session of "
        "endurance on another, and a short harder one before a second round of strength on the last",
        4: "Plan 4 days this week: strength for the whole body on half of them, endurance on the others, one of those harder",
        5: "Plan 5 days this week: strength for the whole body on 2, the others for endurance, one of those harder, one longer",
        6: "Plan 6 days this week: strength on 2, endurance on the others, one of those harder, one longer, the others easy",
    }
)
"""The same where both strength and endurance are asked for."""


def fitted(plans: Plans, topic: str, lives: Circumstances, *, mixed: bool = False) -> Plans:
    """Give plans that fit how a person lives.

    Args:
        plans: those of the topic.
        topic: its id.
        lives: how they live.
        mixed: whether both strength and endurance are asked for.
    """
    if lives.weekdays:
        return _told(fitted(plans, topic, lives._replace(weekdays=()), mixed=mixed), lambda text: _on(text, lives.weekdays))
    if lives.minutes is not None and topic != _ENDURANCE:
        return {**plans, **SHORT}
    if lives.days is not None and topic in (_WEEK, "training.strength"):
        often = _MIXED if mixed else _LIFTED if topic == "training.strength" else _OFTEN
        week = often.get(lives.days)
        plans = {**plans, "this_week": (Dose(week, _DAYS_RULE), *plans["this_week"])} if week else plans
    if lives.bare and topic not in (_ENDURANCE, *_LIFTING):
        return {**plans, **BARE}
    if lives.bare:
        plans = _told(plans, _without_gear)
    return _told(plans, lambda text: _otherwise(text, lives.shuns)) if lives.shuns and topic == _ENDURANCE else plans


def _told(plans: Plans, how: Callable[[str], str]) -> Plans:
    return {
        timing: tuple(replace(text, text=how(text.text)) if isinstance(text, Dose) else how(text) for text in texts)
        for timing, texts in plans.items()
    }


def _on(text: str, weekdays: Sequence[str]) -> str:
    """Give a plan with the days that somebody named, in the place of how many there are."""
    named = weekdays[0] if len(weekdays) == 1 else f"{', '.join(weekdays[:-1])} and {weekdays[-1]}"
    return _SOME_DAYS.sub(lambda found: named if found["days"] and not found["on"] else f"on {named}", text, count=1)


def _without_gear(text: str) -> str:
    for gear, bare in _WITHOUT_GEAR.items():
        text = text.replace(gear, bare)
    return text


def _otherwise(text: str, shuns: frozenset[str]) -> str:
    left = [how for *named, how in _INSTEAD if shuns.isdisjoint(named)][:3] or ["walk briskly"]
    ways = left[0] if len(left) == 1 else f"{', '.join(left[:-1])} or {left[-1]}"
    return f"{ways[0].upper()}{ways[1:]}{text[2:]}" if text.startswith("Go ") else f"{text}: {ways}, as you like"
