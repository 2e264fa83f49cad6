"""Which missing datum helps most, and why: one that may change what is asked for, then one that tells the most besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.findings import Insufficient
from auren.specialists.framework.wording import titled
from auren.specialists.understanding.plain import plain

__all__ = ["counts", "most_useful", "reason"]

_DECIDES: Final = frozenset(
    {
        "energy.availability",
        "energy.weight_pace",
        "heart.resting_usual",
        "heart.resting_weekly_mean",
        "hrv.band",
        "hrv.weekly_mean",
        "load.acute_chronic_ratio",
        "load.run_spike",
        "load.weekly",
        "sleep.debt",
    }
)
"""Computations by which training or food is limited."""
_NUMBERS: Final = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
        *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty"),
        *(
            "seventy",
            "eighty",
            "ninety",
            "hundred",
            "hundreds",
            "thousand",
            "thousands",
            "million",
            "dozen",
            "dozens",
            "couple",
        ),
        *("half", "halves", "halved", "quarter", "quarters", "third", "thirds", "fourth", "fifth", "first", "second", "once"),
        *("twice", "double", "triple"),
    )
)
"""Words of numbers; a text with none of them and without a digit is not read for numerals."""


def most_useful(gaps: Sequence[Insufficient], names: Sequence[str], *, by_title: bool = False) -> Insufficient | None:
    """Give the gap that is worth filling first among some; None where none of them is a gap.

    One by which training or food may be limited comes first, then the one whose datum fills most gaps, then the one that is
    named first.

    Args:
        gaps: all that could not be computed.
        names: computations of the catalogue, the most telling first.
        by_title: whether it is said by its title, so that one whose words hold a numeral comes last.
    """
    missing = {gap.name: gap for gap in gaps}
    wanted = [missing[name] for name in names if name in missing]
    return min(
        wanted, key=lambda gap: (by_title and counts(gap), gap.name not in _DECIDES, -len(_same(gap, gaps))), default=None
    )


def counts(gap: Insufficient) -> bool:
    """Tell whether the words of a gap state a number.

    Args:
        gap: of a computation.
    """
    text = f"{gap.title} {gap.missing}"
    if text.isascii() and not any(map(str.isdigit, text)) and _NUMBERS.isdisjoint(plain(text).split()):
        return False
    from auren.safety.numbers import states_any

    return states_any(text)


def reason(gap: Insufficient, gaps: Sequence[Insufficient]) -> str:
    """Give in a few words why the datum is worth having; empty where it tells one thing only.

    Args:
        gap: the one that is named.
        gaps: all that could not be computed.
    """
    if gap.name in _DECIDES:
        return "it can change what I ask of you"
    others = (titled(other.title) for other in _same(gap, gaps))
    # A numeral in a title would be one without a measure.
    also = next((title for title in others if title != titled(gap.title) and not any(map(str.isdigit, title))), "")
    return f"it would also tell me {also}" if also else ""


def _same(gap: Insufficient, gaps: Sequence[Insufficient]) -> list[Insufficient]:
    """Give the other gaps that the same datum fills."""
    return [other for other in gaps if other.missing == gap.missing and other.name != gap.name]
