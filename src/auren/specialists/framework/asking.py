"""The kind of a question and the time it asks about by plain words, where its understanding leaves them open."""

from __future__ import annotations

import re
from typing import Final

from auren.conversation import Timing
from auren.specialists.understanding.understand import Act

__all__ = ["act_of", "timing_of"]

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


def act_of(words: str) -> Act:
    """Give the kind of a question.

    Args:
        words: the person's own; untrusted.
    """
    return next((act for act, pattern in _ACTS if pattern.search(words)), "status")


def timing_of(words: str) -> Timing | None:
    """Give the time that a question asks about; None where it names none.

    Args:
        words: the person's own; untrusted.
    """
    return next((timing for timing, pattern in _TIMES if pattern.search(words)), None)
