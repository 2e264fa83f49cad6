"""How much chance is allowed, over all pairs and over all the times they are looked at.

One share of chance, 5 %, covers the person's whole life with auren. It is spent over a schedule of looks that is laid down
in weeks of record (alpha spending: Lan & DeMets 1983 Biometrika 70:659), and each look's part is shared among all pairs
tested then (Holm 1979 Scand J Stat 6:65). Both hold whatever the pairs and looks have to do with one another. Holm rather than
Benjamini-Hochberg: a person hears of single laws, so that what counts is that there is any false one, not their share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["ALPHA", "allowed", "looks_due", "passing"]

ALPHA: Final = 0.05
"""The chance that a person about whom nothing is true ever gets a law."""
_FIRST_LOOK_WEEKS: Final = 10
_GROWTH: Final = 11 / 8
_EVENNESS: Final = 3


def looks_due(weeks: int) -> int:
    """Give how many looks a record of so many whole weeks has come to: at 10, 13, 18, 25, 35 weeks, and on by three eighths."""
    looks = 0
    while int(_FIRST_LOOK_WEEKS * _GROWTH**looks) <= weeks:
        looks += 1
    return looks


def allowed(taken: int, due: int) -> float:
    """Give the chance to be spent on one look that stands for all from the first not taken to the one due.

    Up to the k-th look k / (k + 4) of the whole is spent, so that much is left for when there are more days.
    """
    return ALPHA * (due / (due + _EVENNESS + 1) - taken / (taken + _EVENNESS + 1))


def passing(p: Mapping[str, float], alpha: float) -> dict[str, float]:
    """Give those that pass, each with the level it passed, by Holm's steps.

    Args:
        p: by name, of all that were tested together.
        alpha: the chance that one passes wrongly.
    """
    passed: dict[str, float] = {}
    for rank, name in enumerate(sorted(p, key=lambda name: (p[name], name))):
        level = alpha / (len(p) - rank)
        if p[name] > level:
            break
        passed[name] = level
    return passed
