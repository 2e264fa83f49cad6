"""A test by shuffled weeks: would the habit of other weeks have gone with these outcomes as well as its own did?

Whole weeks change places (Edgington 1987; residuals as in Freedman & Lane 1983 J Bus Econ Stat 1:292), so that weekdays stay
weekdays and what one day hands on to the next stays within its week. Draws stop early where chance does as well anyway (Besag &
Clifford 1991 Biometrika 78:301). The statistic is studentised with a variance of its own for each day (HC1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from auren.memory.laws.days import Days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

__all__ = ["Effect", "chance", "effect_of", "halves_agree", "slope"]

_FIRST_DRAWS: Final = 200
_ENOUGH: Final = 20
_INTERVAL_DRAWS: Final = 2_000
_TIE: Final = 1e-9
_NOTHING: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Effect:
    """How much an outcome differs with a habit.

    Args:
        size: per day with the habit, or per unit of its dose, in the outcome's unit or as a logarithm.
        low, high: the 95 % interval.
    """

    size: float = field(repr=False)
    low: float = field(repr=False)
    high: float = field(repr=False)


def chance(days: Days, random: np.random.Generator, *, draws: int = 20_000) -> float:
    """Give p: how often shuffled weeks go together at least as well as the real ones, either way.

    Args:
        days: the pair's days.
        random: draws the shuffles.
        draws: how many at most; p is never under 1 / (draws + 1).
    """
    import numpy as np

    statistic = _together(days.habit, days.outcome)
    reached = drawn = 0
    while drawn < draws:
        batch = min(max(_FIRST_DRAWS, 9 * drawn), draws - drawn)
        hits = _shuffled(days.habit, days.outcome, days, batch, random) >= statistic * (1 - _TIE)
        if reached + int(hits.sum()) >= _ENOUGH:
            # The draw at which enough were reached ends the test; those after it are as good as not made.
            last = int(np.flatnonzero(hits)[_ENOUGH - reached - 1])
            return _ENOUGH / (drawn + last + 1)
        reached, drawn = reached + int(hits.sum()), drawn + batch
    return (reached + 1) / (drawn + 1)


def effect_of(days: Days, random: np.random.Generator, *, level: float = 0.95) -> Effect:
    """Give the effect and its interval, from how far shuffles of the residuals stray.

    Args:
        days: the pair's days.
        random: draws the shuffles.
        level: share of intervals that hold the effect, above 0 and below 1.
    """
    import numpy as np

    size = slope(days)
    rest = days.outcome - size * days.habit
    spread = float(np.quantile(_shuffled(days.habit, rest, days, _INTERVAL_DRAWS, random), level))
    half = spread * _error(days.habit, rest, days)
    return Effect(size, size - half, size + half)


def slope(days: Days) -> float:
    """Give the effect alone: per day with the habit, or per unit of its dose."""
    return float((days.habit * days.outcome).sum() / (days.habit**2).sum())


def halves_agree(days: Days) -> bool:
    """Tell whether the effect points the same way in the earlier and the later half of what the habit tells."""
    import numpy as np

    weight = np.cumsum((days.habit**2).sum(axis=1))
    cut = int(np.searchsorted(weight, weight[-1] / 2)) + 1
    early, late = (float((habit * outcome).sum()) for habit, outcome in (days.part(slice(cut)), days.part(slice(cut, None))))
    return early * late > 0


def _error(habit: Numbers, rest: Numbers, days: Days) -> float:
    scale = days.n / (days.n - days.nuisance - 1)
    return float((scale * ((habit * rest) ** 2).sum()) ** 0.5 / (habit**2).sum())


def _together(habit: Numbers, outcome: Numbers) -> float:
    """Give how well the two go together, 0 or more: the sum of products over its own spread."""
    return float(abs((habit * outcome).sum()) / max(((habit * outcome) ** 2).sum() ** 0.5, _NOTHING))


def _shuffled(habit: Numbers, outcome: Numbers, days: Days, draws: int, random: np.random.Generator) -> Numbers:
    """Give how well shuffled weeks of the habit go together with the outcome's weeks as they are."""
    import numpy as np

    # A week of the habit meets a week of the outcome in the same way in every shuffle: all meetings are worked out once.
    products, squares = habit @ outcome.T, habit**2 @ (outcome**2).T
    weeks = np.arange(len(habit))
    orders = random.permuted(np.tile(weeks, (draws, 1)), axis=1)
    # A shuffled habit holds drift again, which the real one had taken out.
    scale = (days.n - days.nuisance) / (days.n - 7)
    spread = np.sqrt(scale * squares[orders, weeks].sum(axis=1))
    together: Numbers = np.abs(products[orders, weeks].sum(axis=1)) / np.maximum(spread, _NOTHING)
    return together
