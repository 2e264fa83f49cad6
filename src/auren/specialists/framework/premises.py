"""What a question takes for granted is looked up in the data; what they do not show is said kindly, and never repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Measure
from auren.specialists.framework.asking import premises_of
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.view import View

__all__ = ["weigh_premises"]

_SESSIONS: Final = ("exercise.duration", "load.srpe", "exercise.distance")
_UP: Final = re.compile(
    r"\b(?:up|high|higher|raised|rising|rose|risen|great|good|better|well|improv\w*|long|more|above|spik\w*)\b", re.IGNORECASE
)
_DOWN: Final = re.compile(
    r"\b(?:down|low|lower|drop\w*|fell|fall\w*|crash\w*|bad|badly|poor\w*|worse|short|less|below|lost|losing|terrible)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """Something that a premise may say of the data.

    Args:
        words: what names it.
        title: how it is called in a sentence.
        now: the figure that tells it.
        usual: what it is held against; empty where its sign tells.
        spread: how far from the usual, in its unit, still counts as the usual.
    """

    words: re.Pattern[str]
    title: str
    now: str
    usual: str
    spread: float = 0.0


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_ACTIVITIES: Final = (
    (_named(r"run|ran|runs|running|jog\w*|marathon|5k|10k|parkrun"), "run"),
    (_named(r"ride|rode|rides|cycl\w*|bike\w*|biking|spin"), "ride"),
    (_named(r"swim|swam|swims|swimming|laps"), "swim"),
    (_named(r"row|rowed|rowing|erg"), "rowing"),
    (_named(r"walk\w*|hike\w*|hiking"), "walk"),
    (_named(r"match|game|race|raced|tournament|competition|triathlon"), "event"),
    (
        _named(
            r"workout\w*|session\w*|train\w*|lift\w*|gym|squat\w*|deadlift\w*|bench\w*|class|yoga|crossfit|exercis\w*|"
            r"climb\w*|intervals?|sprint\w*|pr|pb|personal best|record"
        ),
        "session",
    ),
)
_FIGURES: Final = (
    _Figure(_named(r"hrv|rmssd|heart rate variability"), "your HRV", "hrv.weekly_mean", "hrv.band", 3.0),
    _Figure(
        _named(r"resting heart rate|rhr|pulse|resting"),
        "your resting heart rate",
        "heart.resting_weekly_mean",
        "heart.resting_usual",
        3.0,
    ),
    _Figure(_named(r"sle(?:ep|pt)\w*|night\w*"), "your night", "sleep.last_night", "sleep.weekly_mean", 30.0),
    _Figure(_named(r"weight|weigh\w*|kilos?|pounds?|kg|lbs?"), "your weight", "energy.weight_pace", "", 0.25),
)
"""What may be taken for granted of figures. The spreads are auren's convention."""


async def weigh_premises(view: View, draft: Draft) -> None:
    """Say of each premise that the data do not show it, where they do not.

    Args:
        view: the case.
        draft: what it is added to.
    """
    said: set[str] = set()
    for premise in view.understood.premises or premises_of(view.words):
        text = await _objection(view, draft, premise)
        if text and text not in said:
            said.add(text)
            draft.say(ClaimKind.MISSING, text)


async def _objection(view: View, draft: Draft, premise: str) -> str:
    for figure in _FIGURES:
        if figure.words.search(premise):
            return await _against(view, draft, figure, premise)
    for words, name in _ACTIVITIES:
        if words.search(premise):
            return "" if await _trained(view) else f"I see no {name} in your data today, so I cannot go by it."
    return ""


async def _trained(view: View) -> bool:
    first = view.today - timedelta(days=1)
    for metric in _SESSIONS:
        done = await view.figure("days.summary", metric=metric, statistic="sum", first_day=first, last_day=view.today)
        if done is not None and done.value > 0:
            return True
    return False


async def _against(view: View, draft: Draft, figure: _Figure, premise: str) -> str:
    now = await view.figure(figure.now)
    if now is None:
        return f"I see nothing on {figure.title} in your data, so I cannot go by it."
    usual = await view.figure(figure.usual) if figure.usual else None
    if figure.usual and usual is None:
        return ""
    side = _side(now, usual, figure.spread)
    claimed = (_UP.search(premise) is not None) - (_DOWN.search(premise) is not None)
    if claimed == 0 or claimed == side:
        return ""
    draft.figure(now)
    draft.figure(usual)
    return f"I do not see that of {figure.title} in your data."


def _side(now: Measure, usual: Measure | None, spread: float) -> int:
    if usual is None:
        return (now.value > spread) - (now.value < -spread)
    ends = {part.name.rpartition(".")[2]: part.value for part in usual.related}
    low, high = ends.get("low", usual.value - spread), ends.get("high", usual.value + spread)
    return (now.value > high) - (now.value < low)
