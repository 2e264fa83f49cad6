"""The amounts that a person states of what they did: distance, time, hours asleep, steps, or a day without training."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Stated", "stated_in"]

_MILE_KM: Final = 1.609344
_NAMED: Final = (
    (r"\bhalf[ -]?marathon\b", 21.0975),
    (r"(?<!half )(?<!half-)(?<!half)\bmarathon\b", 42.195),
    (r"\bparkrun\b", 5.0),
)
_DISTANCE: Final = r"\b(\d{1,3}(?:[.,]\d{1,2})?)\s*-?\s*(km|k|kilomet\w+|miles?|milers?)\b"
_LASTED: Final = r"\b(\d{1,3}(?:[.,]\d{1,2})?)\s*-?\s*(h|hrs?|hours?|min|mins|minutes?)\b"
_ASLEEP: Final = (
    r"\b(?:after|since|with|thanks to|despite|had|got|slept)\b[^.?!]{0,20}?\b(\d{1,2}(?:[.,]\d{1,2})?)\s*-?\s*"
    r"(?:h|hrs?|hours?)\b(?:\s+of)?(?:\s+(?:good|great|solid|deep|sound))?(?P<named>\s+sleep\b)?"
)
_SLEPT: Final = r"\b(?:sleep|slept|asleep|night|ago|later|rest)\b"
_STEPS: Final = (
    r"\b(?:after|since|with|did|walked|got|had|hit)\b[^.?!]{0,15}?"
    r"\b(\d{1,3}(?:[., ]?\d{3})|\d{1,3}(?=\s*k\b))(\s*k)?\s+steps\b"
)
_RESTED: Final = (
    r"\b(?:after|since|following|despite)\s+(?:my|the|a|yesterday'?s)?\s*(?:rest|recovery) day\b"
    r"|\byesterday was (?:a|my) (?:rest|recovery) day\b|\bi (?:rested|took (?:a|the) (?:rest )?day off) yesterday\b"
)
_IDLE: Final = (
    r"\b(?:did|done|doing|do) (?:absolutely |basically |literally )?nothing (?:but (?:sit|lie|rest|sleep)\w* )?"
    r"(?:around )?(?:all|the whole|this|last|for a) week\b"
    r"|\b(?:haven['’]?t|have not|didn['’]?t|did not) (?:train|exercise|move|work out|worked out|done any)\w*"
    r"(?: (?:training|exercise|sport|thing))?(?: at all| once)? (?:all|the whole|this|last|for a|in a) week\b"
    r"|\bno (?:training|exercise|sport|workouts?)(?: at all)? (?:all|the whole|this|last|for a) week\b"
    r"|\b(?:sat|lay|lazed|sitting|lying)(?: \w+){0,3} (?:all|the whole) week\b"
    r"|\b(?:lazy|idle|couch[- ]potato|do[- ]nothing) week\b(?!\w)|\bweek\b[^.?!]{0,25}\b(?:hardly|barely|scarcely) moved\b"
    r"|\b(?:hardly|barely|scarcely) (?:moved|trained|exercised)\b[^.?!]{0,15}\bweek\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person states of their data.

    Args:
        metric: the metric it would stand in.
        amount: in the metric's unit; 0 where nothing was done.
        days: over how many days.
    """

    metric: str
    amount: float
    days: int = 1


def stated_in(words: str, granted: tuple[str, ...] = ()) -> tuple[Stated, ...]:
    """Give the amounts that are said as if they were so.

    Args:
        words: the person's own; untrusted.
        granted: the parts of them that take something done for granted; distances and times are read in these alone, since
            they may also be asked for.
    """
    found: list[Stated] = []
    for part in granted:
        kilometres = [_kilometres(match[1], match[2]) for match in _found(_DISTANCE, part)]
        kilometres += [long for pattern, long in _NAMED if _found(pattern, part)]
        found += [Stated("exercise.distance", max(kilometres))] if kilometres else []
        lasted = [_number(match[1]) * (60 if match[2].lower().startswith("h") else 1) for match in _found(_LASTED, part)]
        found += [Stated("exercise.duration", max(lasted))] if lasted and not _found(_SLEPT, part) else []
    # An amount has a digit, and a day its name: most questions have neither, and no pattern is made for them.
    amounts = words if any(map(str.isdecimal, words)) else ""
    for match in _found(_ASLEEP, amounts):
        if match["named"] or "slept" in match[0].lower():
            found.append(Stated("sleep.duration", 60 * _number(match[1])))
    found += [Stated("activity.steps", _count(match[1]) * (1000 if match[2] else 1)) for match in _found(_STEPS, amounts)]
    if any(cue in words.lower() for cue in ("rest", "recovery", "yesterday")) and _found(_RESTED, words):
        found.append(Stated("exercise.duration", 0.0))
    if "week" in words.lower() and _found(_IDLE, words):
        found.append(Stated("exercise.duration", 0.0, 7))
    return tuple(dict.fromkeys(found))


def _found(pattern: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(pattern, text, re.IGNORECASE)) if text else []


def _kilometres(digits: str, unit: str) -> float:
    return _number(digits) * (_MILE_KM if unit.lower().startswith("mile") else 1)


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))


def _count(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))
