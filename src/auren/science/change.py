"""What counts as change: typical error, the smallest worthwhile and detectable change, and a person's own effects (X1, X5)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from auren.errors import InvalidInput
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, NumberParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import mean, sample_sd

__all__ = [
    "COMPUTATIONS",
    "Effect",
    "minimal_detectable_change",
    "n_of_1_effect",
    "smallest_worthwhile_change",
    "typical_error",
]

_Z95: Final = 1.96
_SWC_SHARE: Final = 0.2
_PERMUTATIONS: Final = 10_000
_LEAST_REPEATS: Final = 5
_LEAST_DAYS: Final = 6
_BLOCK: Final = 3


def typical_error(differences: Sequence[float]) -> float:
    """Give the typical error of a measurement, sd of test-retest differences over √2; X1: Hopkins 2000.

    Args:
        differences: second minus first of repeated measurements, in one unit, at least two.

    Raises:
        InvalidInput: there are fewer than two, or one is not finite.
    """
    return sample_sd(differences) / math.sqrt(2)


def minimal_detectable_change(error: float) -> float:
    """Give the change that a typical error does not explain with 95 % confidence, 1.96 √2 TE; X1: Hopkins 2000.

    Args:
        error: typical error, 0 or more.

    Raises:
        InvalidInput: the error is negative or not finite.
    """
    if not math.isfinite(error) or error < 0:
        raise InvalidInput("A typical error out of range was given; expected 0 or more.")
    return _Z95 * math.sqrt(2) * error


def smallest_worthwhile_change(values: Sequence[float]) -> float:
    """Give the smallest change worth while, 0.2 of the sd between people; X1: Hopkins 2000.

    Args:
        values: one value a person, in one unit, at least two.

    Raises:
        InvalidInput: there are fewer than two, or one is not finite.
    """
    return _SWC_SHARE * sample_sd(values)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a habit does to one person.

    Args:
        difference: mean with it minus mean without it.
        low, high: 95 % interval of the difference, by block bootstrap.
        p: share of shuffles whose difference is at least as large, either way.
    """

    difference: float
    low: float
    high: float
    p: float


def n_of_1_effect(with_it: Sequence[float], without: Sequence[float], *, seed: int = 0) -> Effect:
    """Give one person's effect of a habit; X5: Edgington 1987, Kravitz 2014 AHRQ.

    The same seed gives the same numbers.

    Args:
        with_it: outcomes of the days with the habit, in order of date, at least 6.
        without: outcomes of the days without it, in order of date, at least 6.
        seed: of the shuffles.

    Raises:
        InvalidInput: a side has fewer than 6 days, or a value is not finite.
    """
    if min(len(with_it), len(without)) < _LEAST_DAYS:
        raise InvalidInput(f"Too few days were given; expected at least {_LEAST_DAYS} with and {_LEAST_DAYS} without.")
    difference = mean(with_it) - mean(without)
    # Loaded here, since nothing else that a pipeline imports needs it.
    import numpy as np

    random = np.random.default_rng(seed)
    left, right = np.asarray(with_it, float), np.asarray(without, float)
    pooled = np.concatenate([left, right])
    shuffled = random.permuted(np.tile(pooled, (_PERMUTATIONS, 1)), axis=1)
    gaps = shuffled[:, : len(left)].mean(axis=1) - shuffled[:, len(left) :].mean(axis=1)
    extreme = int(np.count_nonzero(np.abs(gaps) >= abs(difference) - 1e-12))

    def resampled(side: np.ndarray) -> np.ndarray:
        # Blocks of neighbouring days keep what one day hands on to the next.
        blocks = -(-len(side) // _BLOCK)
        starts = random.integers(0, len(side), (_PERMUTATIONS, blocks))
        picked = (starts[:, :, None] + np.arange(_BLOCK)) % len(side)
        means: np.ndarray = side[picked.reshape(_PERMUTATIONS, -1)[:, : len(side)]].mean(axis=1)
        return means

    low, high = np.quantile(resampled(left) - resampled(right), [0.025, 0.975])
    return Effect(difference, float(low), float(high), (extreme + 1) / (_PERMUTATIONS + 1))


_DIFFERENCES = SeriesParameter("differences", "second minus first of repeated measurements", "score", -1e6, 1e6, 0)
_WITH = SeriesParameter("with_it", "outcomes of the days with the habit, by date", "score", -1e6, 1e6, 0)
_WITHOUT = SeriesParameter("without", "outcomes of the days without it, by date", "score", -1e6, 1e6, 0)
_SEED = NumberParameter("seed", "seed of the shuffles", 0, 2**31 - 1, 0)


def _error(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    differences = asked.series("differences")
    if len(differences) < _LEAST_REPEATS:
        return Lacking("repeated measurements", len(differences), _LEAST_REPEATS)
    error = typical_error(differences)
    change = Beside("mdc", "the smallest change that can be told from error", minimal_detectable_change(error), "score", 3)
    return Figure(error, beside=(change,))


def _effect(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    sides = asked.series("with_it"), asked.series("without")
    fewest = min(map(len, sides))
    if fewest < _LEAST_DAYS:
        return Lacking("days with and without the habit", fewest, _LEAST_DAYS)
    effect = n_of_1_effect(*sides, seed=asked.whole("seed"))
    beside = (
        Beside("low", "the lower end of its interval", effect.low, "score", 3),
        Beside("high", "the upper end of its interval", effect.high, "score", 3),
        Beside("p", "the share of shuffles with as large a difference", effect.p, "ratio", 4),
    )
    return Figure(effect.difference, "One person's own days; it says nothing about others, and not why.", beside)


COMPUTATIONS: Final = (
    direct(
        "X1",
        "change.typical_error",
        title="the typical error of your measurement",
        formula="TE = sd(differences) / √2; beside it MDC95 = 1.96 √2 TE",
        unit="score",
        digits=3,
        guard="at least 5 repeated measurements",
        accepts=(_DIFFERENCES,),
        gives=_error,
    ),
    direct(
        "X5",
        "change.n_of_1",
        title="what the habit does to you",
        formula="mean with minus mean without, 10,000 shuffles for p, block bootstrap of 3 days for the 95 % interval",
        unit="score",
        digits=3,
        guard="at least 6 days with and 6 without",
        accepts=(_WITH, _WITHOUT, _SEED),
        gives=_effect,
    ),
)
"""What the catalogue offers on change."""
