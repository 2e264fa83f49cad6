"""A question after one's own records, such as "how far did I run this week?": which metric, which figure, which dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from auren.readings import Window
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["Lookup", "Wanted", "lookup_in"]

Wanted = Literal["sum", "mean", "max", "min", "latest", "change", "days"]
"""Which figure is wanted: over the dates, or for "latest" and "change" of the values that stand in them."""

_ASKS: Final = LazyPattern(
    r"\bhow (?:much|many|far|long|often|fast|high|low)\b[^?.]*?\b(?:(?:did|have|had) (?:i|my)"
    r"|do i (?:weigh|usually|normally|typically)|i['’]ve|(?:was|were|is|are|has) my)\b"
    r"|\bhow (?:has|have|did|is|are) (?:my|the)\b[^?.]*?\b(?:chang\w*|develop\w*|mov\w*|evolv\w*|trend\w*|gone)\b"
    r"|\bwhat(?:['’]s|s| is| was| were| are| has been)? (?:was |is )?my\b",
    re.IGNORECASE,
)
_ENOUGH: Final = LazyPattern(
    r"\bdid i (?:get|eat|drink|have|take|sleep|train)\b[^?.]*?\b(?:enough|too (?:much|little|many))\b", re.IGNORECASE
)
"""Whether what was had on some days was enough: the record tells how much it was."""
_HOW: Final = LazyPattern(r"how (?:has|have|did|is|are)\b", re.IGNORECASE)
_ADVISED: Final = LazyPattern(
    r"\b(?:should|shall|can|could|must|need|ought|would|to (?:eat|drink|sleep|run|train|lose|gain)|have to|best|right|ideal"
    r"|target|goal|plan|problem|mean|what to|zones?|needs?|requirements?|recommend\w*|enough"
    r"|too (?:much|many|little)|safe|allowed)\b",
    re.IGNORECASE,
)
_MORE: Final = LazyPattern(
    r"\b(?:longest|highest|most|biggest|heaviest|fastest|best|max(?:imum)?|farthest|furthest)\b", re.IGNORECASE
)
_LESS: Final = LazyPattern(r"\b(?:shortest|lowest|least|smallest|lightest|min(?:imum)?)\b", re.IGNORECASE)
_MEAN: Final = LazyPattern(
    r"\b(?:averages?|mean|on average|usual(?:ly)?|typical(?:ly)?|(?:a|per|each|every) (?:day|night))\b", re.IGNORECASE
)
_MOVED: Final = LazyPattern(
    r"\b(?:los[et]|losing|gain\w*|chang\w*|develop\w*|mov\w*|evolv\w*|trend\w*|gone|drop\w*|put on|grown?|shr[aiu]nk)\b",
    re.IGNORECASE,
)
_OFTEN: Final = LazyPattern(
    r"\bhow often\b|\bhow many (?:times|days|sessions|workouts|trainings|runs|rides|swims|walks|hikes)\b", re.IGNORECASE
)


_CLAUSE_ENDS: Final = LazyPattern(r"[?.!;,]|\band (?:how|what|should|can|do)\b", re.IGNORECASE)


class _Row(NamedTuple):
    """What may be looked up: by which words, how it is called, in which metrics it may stand, and which figure is meant."""

    words: str
    called: str
    metrics: tuple[str, ...]
    usual: Wanted


_ROWS: Final = (
    _Row(r"deep sleep", "your deep sleep", ("sleep.deep",), "mean"),
    _Row(r"rem(?: sleep)?", "your REM sleep", ("sleep.rem",), "mean"),
    _Row(r"naps?|napped", "your naps", ("sleep.nap",), "sum"),
    _Row(r"fall(?:ing)? asleep|sleep latency", "your time to fall asleep", ("sleep.latency",), "mean"),
    _Row(r"sleep(?:ing)?|slept|asleep", "your time asleep", ("sleep.duration", "wellness.sleep_duration"), "mean"),
    _Row(r"hrv|rmssd|heart[- ]rate variability", "your HRV", ("hrv.rmssd",), "mean"),
    _Row(r"resting (?:heart rate|pulse|hr)|rhr", "your resting heart rate", ("heart.resting",), "mean"),
    _Row(r"steps?", "your steps", ("activity.steps",), "sum"),
    _Row(r"floors|flights|stairs", "the floors you climbed", ("activity.floors",), "sum"),
    _Row(
        r"(?:calories|kcal|energy)\b.*\b(?:burn\w*|spen[dt]|use[d]?)|(?:burn\w*|spen[dt])\b.*\b(?:calories|kcal|energy)",
        "the energy you spent",
        ("energy.total", "energy.active", "exercise.energy"),
        "sum",
    ),
    _Row(r"protein", "the protein you ate", ("nutrition.protein",), "sum"),
    _Row(r"carb(?:s|ohydrates?)?", "the carbohydrate you ate", ("nutrition.carbohydrate",), "sum"),
    _Row(r"fib(?:re|er)", "the fibre you ate", ("nutrition.fiber",), "sum"),
    _Row(r"sugar", "the sugar you ate", ("nutrition.sugar",), "sum"),
    _Row(r"salt|sodium", "the sodium you ate", ("nutrition.sodium",), "sum"),
    _Row(r"caffeine|coffees?", "the caffeine you took", ("nutrition.caffeine",), "sum"),
    _Row(r"alcohol|beers?|wine", "the alcoholic drinks you had", ("nutrition.alcohol",), "sum"),
    _Row(r"water|fluids?|drink|drunk|drank", "what you drank", ("nutrition.water",), "sum"),
    _Row(r"calories|kcal|eat|eaten|ate", "the calories you ate", ("nutrition.energy",), "sum"),
    _Row(r"body[- ]?fat|fat percentage|fat", "your body fat", ("body.fat",), "latest"),
    _Row(r"waist|belly", "your waist", ("body.waist",), "latest"),
    _Row(r"muscle(?: mass)?|lean mass", "your muscle mass", ("body.muscle_mass", "body.lean_mass"), "latest"),
    _Row(r"weigh\w*|weight|kilos?|pounds|kg|lbs?", "your body weight", ("body.weight",), "latest"),
    _Row(r"vo2 ?max", "your estimated VO2max", ("fitness.vo2max",), "latest"),
    _Row(r"spo2|blood oxygen|oxygen saturation", "your oxygen saturation", ("vital.spo2",), "mean"),
    _Row(r"medita\w*|mindful\w*", "your time in mindfulness", ("mind.mindful",), "sum"),
    _Row(
        r"how far|km|kilomet\w+|miles?|distance|mileage",
        "the distance you covered",
        ("exercise.distance", "activity.distance"),
        "sum",
    ),
    _Row(
        r"train\w*|exercis\w*|work(?:ed)? ?outs?|sessions?|runs?|ran|running|rides?|rode|cycl\w+|swims?|swam|gym|lift\w*"
        r"|walk\w*",
        "your exercise time",
        ("exercise.duration",),
        "sum",
    ),
)
"""In the order in which they are tried."""
_ANSWERED: Final = frozenset({"sleep.duration", "hrv.rmssd", "heart.resting"})
"""What the specialists tell of the last night and week themselves, with what is usual."""
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_N: Final = LazyPattern(r"\b(?:last|past|previous) (\d{1,3}|two|three|four|five|six|few) (days?|nights?|weeks?|months?)\b")
_NUMBERS: Final = {"two": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6}
_DAYS: Final = {"d": 1, "n": 1, "w": 7, "m": 30}
_A_WEEK: Final = 7
_LONG: Final = 60
_MOST_DAYS: Final = 366


class Lookup(NamedTuple):
    """What of one's own records is asked for.

    Args:
        called: how it is called in a sentence.
        metrics: the metrics in which it may stand, the first that has values counts.
        wanted: which figure.
        window: the dates.
    """

    called: str
    metrics: tuple[str, ...]
    wanted: Wanted
    window: Window


def lookup_in(words: str, today: date) -> Lookup | None:
    """Give what of their own records a person asks for; None where they ask for something else, or for advice.

    Args:
        words: the person's own; untrusted.
        today: the date on their wall clock.
    """
    if not any(cue in words.casefold() for cue in ("how", "what", "did i")):
        return None
    enough = _ENOUGH.search(words)
    asks = enough or _ASKS.search(words)
    if asks is None:
        return None
    said = _CLAUSE_ENDS.split(words[asks.start() :], maxsplit=1)[0]
    if enough is None and _ADVISED.search(said):
        return None
    words, said = said, said.casefold()
    row = next((row for row in _ROWS if re.search(rf"\b(?:{row.words})\b", said)), None)
    if row is None:
        return None
    if row.usual != "latest" and _HOW.match(said):
        # How a figure of every day has moved is told beside what is usual, by whoever knows it.
        return None
    window = _window(said, today)
    if enough is not None and window is None:
        return None
    usual = _MEAN.search(said) is not None and window is None
    if row.metrics[0] in _ANSWERED and not usual and (window is None or (window.last == today and window.days in (1, _A_WEEK))):
        return None
    wanted = _wanted(words, row)
    if window is None:
        window = Window.ending(today, _LONG if wanted in ("latest", "change", "max", "min") else _A_WEEK)
    return Lookup(row.called, row.metrics, wanted, window)


def _wanted(words: str, row: _Row) -> Wanted:
    if row.usual == "latest":
        return "change" if _MOVED.search(words) else "mean" if _MEAN.search(words) else "latest"
    if _OFTEN.search(words) and row.usual == "sum":
        return "days"
    if _MEAN.search(words):
        return "mean"
    return "max" if _MORE.search(words) else "min" if _LESS.search(words) else row.usual


def _window(said: str, today: date) -> Window | None:
    """Give the dates that are named; None where none are."""
    monday = today - timedelta(days=today.weekday())
    first_of_month = today.replace(day=1)
    if found := _LAST_N.search(said):
        many = int(found[1]) if found[1].isdecimal() else _NUMBERS[found[1]]
        return Window.ending(today, min(max(1, many * _DAYS[found[2][0]]), _MOST_DAYS))
    if "day before yesterday" in said:
        return Window.ending(today - timedelta(days=2), 1)
    if "yesterday" in said:
        return Window.ending(today - timedelta(days=1), 1)
    if re.search(r"\b(?:today|tonight|last night|this morning)\b", said):
        return Window.ending(today, 1)
    if "last weekend" in said or "at the weekend" in said or "over the weekend" in said:
        return Window.ending(monday - timedelta(days=1), 2)
    if "last week" in said:
        return Window.ending(monday - timedelta(days=1), _A_WEEK)
    if re.search(r"\b(?:this|past) week\b", said):
        return Window.ending(today, _A_WEEK)
    if "last month" in said:
        end = first_of_month - timedelta(days=1)
        return Window(end.replace(day=1), end)
    if "this month" in said:
        return Window(first_of_month, today)
    if "past month" in said:
        return Window.ending(today, 30)
    if re.search(r"\b(?:this|past) year\b|\bever\b|\bso far\b", said):
        return Window.ending(today, _MOST_DAYS)
    for at, name in enumerate(_WEEKDAYS):
        if name in said:
            day = today - timedelta(days=(today.weekday() - at) % 7 or 7)
            return Window(day, today) if f"since {name}" in said else Window(day, day)
    return None
