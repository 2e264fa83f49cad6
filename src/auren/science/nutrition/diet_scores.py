"""Scores of a diet: how Mediterranean it is, and how far it leans towards inflammation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import exact_sum

__all__ = ["COMPUTATIONS", "inflammatory_index", "inflammatory_term", "mediterranean_score"]

_MEDAS_ITEMS: Final = 14
_MEDAS_HIGH: Final = 9
_DII_ITEMS: Final = 45
_DII_AT_LEAST: Final = 18
_Z: Final = (-10.0, 10.0)
_EFFECT: Final = (-1.0, 1.0)


def mediterranean_score(items: Sequence[float]) -> int:
    """Give the number of MEDAS items that are met, 0 to 14; C18: Schröder 2011 J Nutr 141:1140.

    Args:
        items: 14 answers, 1 for met and 0 for not.

    Raises:
        InvalidInput: there are not 14 answers, or one is neither 0 nor 1.
    """
    if len(items) != _MEDAS_ITEMS:
        raise InvalidInput(f"{len(items)} answers were given; expected {_MEDAS_ITEMS}.")
    if any(item not in (0, 1) for item in items):
        raise InvalidInput("An answer that is neither 0 nor 1 was given; expected 1 for met and 0 for not.")
    return sum(int(item) for item in items)


def inflammatory_term(z: float, effect: float) -> float:
    """Give one food parameter's term, (2 * Phi(z) - 1) * effect; C19: Shivappa 2014 Public Health Nutr 17:1689.

    Args:
        z: intake against the world mean in world standard deviations, -10 to 10.
        effect: the parameter's inflammatory effect score, -1 to 1.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A z score", z, "", *_Z)
    # 2 * Phi(z) - 1 is erf(z / sqrt 2).
    return math.erf(z / math.sqrt(2)) * within("An effect score", effect, "", *_EFFECT)


def inflammatory_index(z: Sequence[float], effects: Sequence[float]) -> float:
    """Give the sum of the terms of the available food parameters; C19: Shivappa 2014 Public Health Nutr 17:1689.

    Args:
        z, effects: as in `inflammatory_term`, one of each per parameter, 1 to 45.

    Raises:
        InvalidInput: there are none or too many, not as many of one as of the other, or a value is out of range.
    """
    if len(z) != len(effects) or not 1 <= len(z) <= _DII_ITEMS:
        raise InvalidInput(
            f"{len(z)} z scores and {len(effects)} effect scores were given; expected as many of each, 1 to {_DII_ITEMS}."
        )
    return exact_sum(inflammatory_term(one, effect) for one, effect in zip(z, effects, strict=True))


def _medas(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    items = asked.series("items")
    if len(items) < _MEDAS_ITEMS:
        return Lacking("an answer to every item of the screener", have=len(items), need=_MEDAS_ITEMS)
    score = mediterranean_score(items)
    high = score >= _MEDAS_HIGH
    return Figure(
        float(score), "High adherence to a Mediterranean diet." if high else "Below high adherence, which begins at 9."
    )


def _dii(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    z, effects = asked.series("z_scores"), asked.series("effect_scores")
    if len(z) != len(effects):
        raise InvalidInput(f"{len(z)} z scores and {len(effects)} effect scores were given; expected as many of each.")
    if len(z) < _DII_AT_LEAST:
        return Lacking("more food parameters of the index", have=len(z), need=_DII_AT_LEAST)
    value = inflammatory_index(z, effects)
    lean = "towards inflammation" if value > 0 else "away from inflammation" if value < 0 else "neither way"
    return Figure(
        value,
        f"The diet leans {lean}; comparable only with an index of the same parameters, and no blood test.",
        (Beside("parameters", "the food parameters it was made of", float(len(z)), "count"),),
    )


COMPUTATIONS: Final = (
    direct(
        "C18",
        "nutrition.mediterranean",
        title="your Mediterranean diet score (MEDAS)",
        formula="sum of 14 items, each 0 or 1; from 9 on high",
        unit="score",
        digits=0,
        guard="all 14 items are answered",
        accepts=(
            SeriesParameter("items", "the 14 answers in order, 1 for met and 0 for not", "score", 0, 1, at_most=_MEDAS_ITEMS),
        ),
        gives=_medas,
    ),
    direct(
        "C19",
        "nutrition.inflammatory_index",
        title="your dietary inflammatory index",
        formula="sum over the available food parameters of (2 * Phi(z) - 1) * effect score",
        unit="score",
        digits=2,
        guard="at least 18 of the 45 food parameters",
        accepts=(
            SeriesParameter(
                "z_scores", "each parameter's intake as a z score of the world's", "score", *_Z, at_most=_DII_ITEMS
            ),
            SeriesParameter(
                "effect_scores", "each parameter's effect score, in the same order", "score", *_EFFECT, at_most=_DII_ITEMS
            ),
        ),
        gives=_dii,
    ),
)
"""What the catalogue offers on scores of a diet."""
