"""What a question takes for granted is looked up in the data; what they do not show is said kindly, and never repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from auren.conversation import ClaimKind
from auren.findings import Measure
from auren.rendering import quantity
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import shown
from auren.specialists.understanding.granted import premises_of
from auren.specialists.understanding.lazy import LazyPattern
from auren.specialists.understanding.stated import Stated, stated_in

__all__ = ["weigh_premises"]

_SESSIONS: Final = ("exercise.duration", "load.srpe", "exercise.distance")
_UP: Final = (
    r"up|high|higher|raised|rising|rose|risen|great|good|better|well|improv\w*|long|more|above|spik\w*|rising|creeping up"
)
_DOWN: Final = (
    r"down|low|lower|drop\w*|fell|fall\w*|crash\w*|bad|badly|poor\w*|worse|short"
    r"|less|below|lost|losing|terrible|coming off|melting"
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

    words: LazyPattern
    title: str
    now: str
    usual: str
    spread: float = 0.0


def _named(words: str) -> LazyPattern:
    return LazyPattern(rf"\b(?:{words})\b", re.IGNORECASE)


# Most questions take nothing for granted, so these wait until one does.
@cache
def _activities() -> tuple[tuple[LazyPattern, str], ...]:
    return (
        (_named(r"run|ran|runs|running|jog\w*|marathon|5k|10k|parkrun"), "run"),
        (_named(r"ride|rode|rides|cycl\w*|bike\w*|biking|spin"), "ride"),
        (_named(r"swim|swam|swims|swimming|laps"), "swim"),
        (_named(r"row|rowed|rowing|erg"), "row"),
        (_named(r"walk\w*|hike\w*|hiking"), "walk"),
        (_named(r"match|game|race|raced|tournament|competition|triathlon"), "race or match"),
        (
            _named(
                r"workout\w*|session\w*|train\w*|lift\w*|gym|squat\w*|deadlift\w*|bench\w*|class|yoga|crossfit|exercis\w*|"
                r"climb\w*|intervals?|sprint\w*|pr|pb|personal best|record"
            ),
            "session",
        ),
    )


@cache
def _kept() -> tuple[tuple[LazyPattern, str, str], ...]:
    """Give what is told of beside training, how it is called, and the metric that would hold it; none for most."""
    return (
        (_named(r"meditat\w*|mindful\w*|breathing"), "meditation", "mind.mindful"),
        (_named(r"naps?"), "nap", "sleep.nap"),
        (_named(r"(?:calorie|energy|kcal|food|eating)s? (?:goals?|targets?)|macros"), "food", "nutrition.energy"),
        (_named(r"protein (?:goals?|targets?)"), "protein", "nutrition.protein"),
        (_named(r"mobility|stretch\w*"), "mobility work", ""),
        (_named(r"sauna|ice bath|cold plunge|massage"), "session", ""),
    )


_UNSEEN: Final = LazyPattern(
    r"\b"
    r"(?P<what>scan|x-?rays?|mri|ct|ultrasound|blood (?:test|work|results?)|labs?|ecg|ekg|photos?|pics?|pictures?|video|film)\b"
    r"[^.?!]{0,20}?\byou(?:['’]ve| have)? (?:looked at|saw|seen|read|checked|analy[sz]ed|got)\b"
    r"|\byou(?:['’]ve| have) (?:already )?(?:looked at|seen|read|checked|analy[sz]ed|got) (?:my|the) (?:\w+ )?"
    r"(?P<that>scan|x-?rays?|mri|ct|ultrasound|blood (?:test|work|results?)|labs?|ecg|ekg|photos?|pics?|pictures?|video|film)\b"
    r"|\byou (?:saw|looked at|read|checked|noticed)\b[^.?!]{0,12}?\b(?:my|the) (?:\w+ )?"
    r"(?P<it>scan|x-?rays?|mri|ct|ultrasound|blood (?:test|work|results?)|labs?|ecg|ekg|photos?|pics?|pictures?|video|film)\b"
    r"|\b(?P<sent>scan|x-?rays?|mri|ct|labs?|blood results?|photos?|pics?|pictures?|selfies?|video)\b (?:that |which )?"
    r"i(?:['’]ve| have)? (?:just )?(?:sent|uploaded|posted|attached|shared|emailed|mailed)\b"
    r"|\byou can see (?:in|on|from) (?:my|the) (?P<seen>photos?|pics?|pictures?|selfies|video|scan|x-?rays?|mri)\b"
    r"|\byour (?P<yours>scan|x-?ray|measurements?|photo analysis|analysis) (?:showed|shows|said|says|found|told|tells)\b"
    r"|\bmy (?:\w+ )?(?P<those>photos?|pics?|pictures?|selfies|video)\b[^.?!]{0,12}?\b(?:shows?|proves?|says?|tells?)\b[^.?!]*"
    r"\b(?:don['’]t they|right|doesn['’]t it|isn['’]t it|aren['’]t they|see)\b",
    re.IGNORECASE,
)
"""Something that auren is said to have looked at."""
_SAID_BEFORE: Final = LazyPattern(
    r"\b(?:you|u)(?:['’]ve| have| had)? (?:told|said|promised|advised|recommended|suggested|asked|wrote)\b[^.?!]{0,40}?"
    r"\b(?:yesterday|before|earlier|last (?:week|month|time|night|year)|the other day|ago|on (?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)\b",
    re.IGNORECASE,
)


@cache
def _figures() -> tuple[_Figure, ...]:
    """Give what may be taken for granted of figures. The spreads are auren's convention."""
    return (
        _Figure(_named(r"hrv|rmssd|heart rate variability"), "your HRV", "hrv.weekly_mean", "hrv.band", 3.0),
        _Figure(
            _named(r"resting heart rate|rhr|pulse|resting"),
            "your resting heart rate",
            "heart.resting_weekly_mean",
            "heart.resting_usual",
            3.0,
        ),
        _Figure(_named(r"sle(?:ep|pt)\w*|night\w*"), "your night", "sleep.last_night", "sleep.weekly_mean", 30.0),
        _Figure(_named(r"weight|weigh\w*|kilos?|pounds?|kg|lbs?|scales?"), "your weight", "energy.weight_pace", "", 0.25),
    )


_WEEK: Final = LazyPattern(
    r"\b(?:last|this|the) (?:week|weekend)\b|\bfor (?:the (?:last|past) )?(?:two|three|four|2|3|4|some|several) weeks\b"
    r"|\bdays ago\b|\b(?:on|last|since) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_LONG_AGO: Final = LazyPattern(
    r"\b(?:weeks?|months?|years?) ago\b|\blast (?:month|year|spring|summer|autumn|winter|season)\b|\b(?:in|since|on) (?:the )?"
    r"(?:\d+(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
"""When something is said to have been, where not today or yesterday; of what is long ago the data need hold nothing."""
_LOST: Final = LazyPattern(r"\bi(?:['’]ve| have)?\s+(?:lost|gained)\b", re.IGNORECASE)
"""What is said of a weight, which has a trend however long it took."""
_FASTEST_MIN_KM: Final = 2.5
"""Minutes a kilometre than which nobody runs; what was shorter cannot have been that run. auren's convention."""
_NIGHT_MIN: Final = 60.0
_SHORT: Final = 0.2
"""How far a night, and which share of an amount, what is stated may lie off what was measured. auren's convention."""


async def weigh_premises(view: View, draft: Draft) -> None:
    """Say of each premise that the data do not show it, where they do not.

    Args:
        view: the case.
        draft: what it is added to.
    """
    granted, talk = premises_of(view.words), _of_talk(view.words)
    stood = stated_in(view.words, granted)
    if _LONG_AGO.search(view.words):
        # Of what was done long ago nothing need be kept; a weight has a trend.
        granted, stood = tuple(premise for premise in granted if _LOST.search(premise)), ()
    if not (granted or talk or stood):
        return
    contradicted: set[str] = set()
    for stated in stood:
        text, shows = await _beside(view, stated)
        if text and stated.metric not in contradicted:
            contradicted.add(stated.metric)
            draft.answer(ClaimKind.OBSERVATION, text, shows)
    said = {talk} if talk else set[str]()
    for text in said:
        draft.answer(ClaimKind.MISSING, text)
    # A session that was answered with the true figure needs no word on whether there was a session at all.
    for premise in granted if contradicted.isdisjoint(_SESSIONS) else ():
        text = await _objection(view, draft, premise)
        if text and text not in said:
            said.add(text)
            draft.answer(ClaimKind.MISSING, text)


def _of_talk(words: str) -> str:
    """Give what is said of something that auren is said to have seen or said; empty where nothing is."""
    if not any(cue in f" {words.casefold()} " for cue in ("you", " u ", "show", "prove", "tell", "say")):
        return ""
    seen = _UNSEEN.search(words)
    if seen is not None:
        what = next(filter(None, seen.groupdict().values()))
        return f"I have not seen any {what} of yours, so I cannot go by it."
    if _SAID_BEFORE.search(words):
        return "I cannot tell from here what was said then, so I go by what I see now."
    return ""


async def _beside(view: View, stated: Stated) -> tuple[str, Measure | None]:
    """Give what the data show where they clearly show something else, with the figure; nothing where they show nothing."""
    if stated.metric == "sleep.duration":
        if _WEEK.search(view.words):
            return "", None
        night = await view.figure("sleep.last_night")
        if night is None or night.window.last != view.today:
            return "I have no record of that night, so I cannot go by it.", None
        if abs(night.value - stated.amount) <= _NIGHT_MIN:
            return "", None
        return f"I have {shown(night)} asleep for last night, so I go by that.", night
    if stated.days > 1:
        return await _trained_for(view, stated)
    first, lately = _span(view)
    if not stated.amount and _WEEK.search(view.words):
        return "", None
    span = {"first_day": first, "last_day": view.today if stated.amount else first}
    most = await view.figure("days.summary", metric=stated.metric, statistic="max", **span)
    if most is None and stated.metric == "activity.steps":
        return "I have no record of your steps, so I take your word for them.", None
    if most is None:
        return await _too_short(view, stated, lately, **span)
    if not stated.amount:
        done = "I have training in your data for yesterday, so I do not count it as a rest day."
        return (done, most) if most.value > 0 else ("", None)
    if most.value <= 0 or most.value >= (1 - _SHORT) * stated.amount:
        return "", None
    much = (
        f"{round(most.value)} steps"
        if stated.metric == "activity.steps"
        else quantity(most.value, most.unit, int(most.unit == "km"))
    )
    return f"The most I have for a day {lately} is {much}, so I go by that.", most


async def _trained_for(view: View, stated: Stated) -> tuple[str, Measure | None]:
    """Give what was trained in days of which somebody says that they did nothing."""
    first = view.today - timedelta(days=stated.days - 1)
    done = await view.figure("days.summary", metric=stated.metric, statistic="sum", first_day=first, last_day=view.today)
    if done is None or done.value <= 0:
        return "", None
    return f"I have a record of {quantity(done.value, done.unit, 0)} of training for that week, so I go by that.", done


async def _too_short(view: View, stated: Stated, lately: str, **span: date) -> tuple[str, Measure | None]:
    """Give the longest session where a distance has no record, and nobody could have covered it in that time."""
    if stated.metric != "exercise.distance":
        return "", None
    longest = await view.figure("days.summary", metric="exercise.duration", statistic="max", **span)
    if longest is None or longest.value <= 0 or longest.value >= _FASTEST_MIN_KM * stated.amount:
        return "", None
    much = quantity(longest.value, longest.unit, 0)
    return f"I have no record of that distance: the most training for a day {lately} is {much}, so I go by that.", longest


def _span(view: View) -> tuple[date, str]:
    """Give the first day on which what is taken for granted may have been, and the words for the time since."""
    if _WEEK.search(view.words):
        return view.today - timedelta(days=8), "of the last week"
    return view.today - timedelta(days=1), "since yesterday"


async def _objection(view: View, draft: Draft, premise: str) -> str:
    for figure in _figures():
        if figure.words.search(premise):
            return await _against(view, draft, figure, premise)
    for words, name, metric in _kept():
        if words.search(premise):
            return "" if metric and await _noted(view, metric) else f"I have no record of that {name}, so I cannot go by it."
    for words, name in _activities():
        if words.search(premise):
            # Without a day's name: where there are no data, no day stands in them.
            return "" if await _trained(view) else f"I have no record of that {name}, so I cannot go by it."
    return ""


async def _trained(view: View) -> bool:
    return any([await _noted(view, metric) for metric in _SESSIONS])


async def _noted(view: View, metric: str) -> bool:
    first = _span(view)[0]
    done = await view.figure("days.summary", metric=metric, statistic="sum", first_day=first, last_day=view.today)
    return done is not None and done.value > 0


async def _against(view: View, draft: Draft, figure: _Figure, premise: str) -> str:
    now = await view.figure(figure.now)
    if now is None:
        return f"I see nothing on {figure.title} in your data, so I cannot go by it."
    usual = await view.figure(figure.usual) if figure.usual else None
    if figure.usual and usual is None:
        return ""
    side = _side(now, usual, figure.spread)
    claimed = (_named(_UP).search(premise) is not None) - (_named(_DOWN).search(premise) is not None)
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
