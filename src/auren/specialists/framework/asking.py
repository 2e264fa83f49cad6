"""A question's kind, its time and what it takes for granted, by plain words, where its understanding leaves them open."""

from __future__ import annotations

import re
from typing import Final

from auren.conversation import Timing
from auren.specialists.understanding.understand import Act

__all__ = ["act_of", "premises_of", "timing_of"]

_ACTS: Final[tuple[tuple[Act, re.Pattern[str]], ...]] = (
    ("why", re.compile(r"\bwhy\b|\bhow come\b", re.IGNORECASE)),
    ("what_is", re.compile(r"^\W*what(?:'s| is| are)\b(?!.*\bmy\b)|\bwhat does\b.*\bmean\b", re.IGNORECASE)),
    (
        "plan",
        re.compile(
            r"\bplan\b|\bwhat (?:should|can|do) i\b|\bhow (?:do|can|should) i\b|\bgive me\b|\bshould i\b", re.IGNORECASE
        ),
    ),
)
_TIMES: Final[tuple[tuple[Timing, re.Pattern[str]], ...]] = (
    ("tonight", re.compile(r"\btonight\b|\bthis evening\b", re.IGNORECASE)),
    ("this_week", re.compile(r"\bweek\b|\bdays ahead\b", re.IGNORECASE)),
    ("this_block", re.compile(r"\bblock\b|\bseason\b|\bmonths?\b|\bweeks\b|\blong term\b", re.IGNORECASE)),
    ("today", re.compile(r"\btoday\b|\bnow\b|\bthis morning\b", re.IGNORECASE)),
)
_DONE: Final = (
    r"run|runs|ran|jog|5k|10k|marathon|parkrun|ride|rode|bike|cycling|swim|swam|row|walk|hike|match|game|race|triathlon|workout|"
    r"session|lift|squats?|deadlifts?|bench|class|yoga|crossfit|climb|intervals?|sprints?|training|gym"
)
_SEEN: Final = r"hrv|heart rate variability|resting heart rate|rhr|pulse|sleep|night|weight"
_MOVED: Final = (
    r"up|high|higher|raised|rising|rose|risen|great|better|improv\w*|increas\w*|spik\w*|down|low|lower|dropp?\w*|fell|falling|"
    r"crash\w*|bad|terrible|poor|worse|lost|gained|normal|perfect"
)
_PRAISED: Final = r"great|nice|awesome|amazing|fantastic|super|brilliant|congrat\w*|proud"
_FINISHED: Final = r"finished|completed|crushed|smashed|nailed|did|had|won|ran|rode|swam|lifted|hit"
_OWN: Final = r"my|the|that|today's|yesterday's|this morning's|last night's"
_GRANTED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_PRAISED})\b[^.?!]{{0,40}}?\b(?:{_DONE})\b",
        rf"\b(?:just|i|i've|we)\s+(?:just\s+)?(?:{_FINISHED})\b[^.?!]{{0,40}}",
        rf"\b(?:after|since|following|despite|thanks to)\s+(?:{_OWN})\b[^.?!]{{0,40}}?\b(?:{_DONE})\b",
        rf"\b(?:{_OWN})\s+[\d.,]+\s*-?\s*\w+[^.?!]{{0,20}}?\b(?:{_DONE})\b",
        rf"\b(?:why|since|because|now that|given|glad)\b[^.?!]{{0,30}}?\b(?:{_SEEN})\b[^.?!]{{0,20}}?\b(?:{_MOVED})\b",
        r"\bi(?:'ve)?\s+(?:lost|gained)\b[^.?!]{0,20}\b(?:kg|kilos?|pounds?|lbs?|weight)\b",
    )
)
"""What is said as if it were so: something that was done, or a figure that moved."""


def premises_of(words: str) -> tuple[str, ...]:
    """Give what a question takes for granted, in the person's own words.

    Args:
        words: the person's own; untrusted.
    """
    return tuple(match[0].strip() for pattern in _GRANTED for match in pattern.finditer(words))


def act_of(words: str) -> Act:
    """Give the kind of a question.

    Args:
        words: the person's own; untrusted.
    """
    for act, pattern in _ACTS:
        if pattern.search(words):
            return act
    return "status"


def timing_of(words: str) -> Timing | None:
    """Give the time that a question asks about; None where it names none.

    Args:
        words: the person's own; untrusted.
    """
    return next((timing for timing, pattern in _TIMES if pattern.search(words)), None)
