"""Energy spent as the person's own records show it: what was eaten, less what the body put by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import Window
from auren.science.bounds import within
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.nutrition.facts import ENERGY_KCAL_D, WEIGHT_KG
from auren.science.nutrition.weight_trend import WEIGHT_DAYS, WEIGHTS, beside, weighed
from auren.science.parameters import Arguments, NumberParameter, QuantityParameter, SeriesParameter
from auren.science.statistics import exact_sum, mean, sample_sd

__all__ = ["COMPUTATIONS", "Expenditure", "adaptive_expenditure", "weight_slope"]

_TISSUE_KCAL_KG: Final = 7700.0
_TISSUE_RANGE: Final = (1820.0, 9440.0)
_DAYS_AT_LEAST: Final = 14
_WEIGHTS_AT_LEAST: Final = 10
_LOGGED_PERCENT: Final = 80
_MOST_DAYS: Final = 90
_WEEK_D: Final = 7
# No person lives at less or more for weeks; outside, the records and not the body are odd.
_POSSIBLE_KCAL_D: Final = (500.0, 12_000.0)


class Expenditure(NamedTuple):
    """Expenditure and its standard error in kcal a day, mean intake in kcal a day, and the trend of weight in kg a day."""

    expenditure: float
    standard_error: float
    intake: float
    trend: float


def weight_slope(weight_kg_by_day: Mapping[int, float]) -> tuple[float, float]:
    """Give the least-squares slope of weight and its standard error, both in kg a day; C4: Hall 2008 IJO 32:573.

    Args:
        weight_kg_by_day: weight in kg, 20 to 400, by number of day, at least three.

    Raises:
        InvalidInput: there are fewer than three weights, or one is out of range.
    """
    days, weights = list(weight_kg_by_day), list(weight_kg_by_day.values())
    if len(days) < 3:
        raise InvalidInput(f"{len(days)} weights were given; a slope with its standard error needs at least 3.")
    for weight in weights:
        within("A body weight", weight, "kg", *WEIGHT_KG)
    middle, centre = mean(days), mean(weights)
    spread = exact_sum((day - middle) ** 2 for day in days)
    pairs = list(zip(days, weights, strict=True))
    slope = exact_sum((day - middle) * (weight - centre) for day, weight in pairs) / spread
    left = exact_sum((weight - centre - slope * (day - middle)) ** 2 for day, weight in pairs)
    return slope, math.sqrt(left / (len(days) - 2) / spread)


def adaptive_expenditure(
    intakes_kcal_d: Sequence[float], weight_kg_by_day: Mapping[int, float], tissue_kcal_kg: float = _TISSUE_KCAL_KG
) -> Expenditure:
    """Give mean intake - energy density * trend of weight; C4: Hall 2008 IJO 32:573; Sanghvi 2015 AJCN 102:353.

    The standard error joins the scatter of the daily intakes and that of the weights about their trend.

    Args:
        intakes_kcal_d: energy eaten on each logged day in kcal, 0 to 20000, at least two.
        weight_kg_by_day: as in `weight_slope`.
        tissue_kcal_kg: energy of a kilogram of weight change in kcal, 1820 to 9440.

    Raises:
        InvalidInput: there are too few days, or a value is out of range.
    """
    for intake in intakes_kcal_d:
        within("An energy intake", intake, "kcal/d", *ENERGY_KCAL_D)
    within("An energy of weight change", tissue_kcal_kg, "kcal/kg", *_TISSUE_RANGE)
    slope, slope_error = weight_slope(weight_kg_by_day)
    eaten = mean(intakes_kcal_d)
    eaten_error = sample_sd(intakes_kcal_d) / math.sqrt(len(intakes_kcal_d))
    error = math.hypot(eaten_error, tissue_kcal_kg * slope_error)
    return Expenditure(eaten - tissue_kcal_kg * slope, error, eaten, slope)


def _period(asked: Arguments) -> Window:
    # Today's meals and weight are not all in yet.
    return Window(asked.today, asked.today).before(asked.whole("days"))


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {} if asked.series(WEIGHTS.name) else {"body.weight": _period(asked)}


def _adaptive(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = _period(asked)
    days = window.days
    intakes = asked.series("intake")
    if len(intakes) > days:
        raise InvalidInput(f"{len(intakes)} days of intake were given for a period of {days}; expected at most one a day.")
    weights, used = weighed(inputs, asked, window)
    logged_at_least = -(-_LOGGED_PERCENT * days // 100)
    for missing, have, need in (
        ("a longer period of whole days", days, _DAYS_AT_LEAST),
        ("more days with all that was eaten logged", len(intakes), logged_at_least),
        ("more days with a body weight in this period", len(weights), _WEIGHTS_AT_LEAST),
    ):
        if have < need:
            return computation.insufficient(missing, have=have, need=need, window=window)
    found = adaptive_expenditure(intakes, weights, asked.number("tissue_energy"))
    if not _POSSIBLE_KCAL_D[0] <= found.expenditure <= _POSSIBLE_KCAL_D[1]:
        return computation.insufficient(
            "intakes and weights that fit each other; together these give an expenditure that no body has",
            have=0,
            need=1,
            window=window,
        )
    note = (
        f"Of {len(intakes)} logged days of intake. What was eaten and not logged makes it too low. "
        "Water shifts move the weights, so the true uncertainty may be larger than the standard error."
    )
    result = computation.measure(found.expenditure, window, used, coverage=Coverage(len(weights), days), note=note)
    related = (
        beside(result, "standard_error", "its standard error", found.standard_error, "kcal/d", 0),
        beside(result, "intake", "your mean energy intake", found.intake, "kcal/d", 0),
        beside(result, "trend", "the weekly trend of your body weight", _WEEK_D * found.trend, "kg/wk", 2),
    )
    return replace(result, related=related)


COMPUTATIONS: Final = (
    Computation(
        name="energy.adaptive",
        title="your daily energy expenditure as intake and weight show it",
        formula="mean energy intake - energy per kg (7700 kcal) * least-squares slope of weight, over whole days before today; "
        "beside it the standard error of both together",
        unit="kcal/d",
        digits=0,
        guard="at least 14 days, 80 % of them with intake logged, and 10 weights; today is left out",
        citation=CITATIONS["C4"],
        looks_at=_needs,
        accepts=(
            SeriesParameter(
                "intake", "energy eaten on each completely logged day", "kcal/d", *ENERGY_KCAL_D, at_least=1, at_most=_MOST_DAYS
            ),
            NumberParameter("days", "Whole days of the period; it ends yesterday.", _WEEK_D, _MOST_DAYS, _DAYS_AT_LEAST),
            WEIGHTS,
            WEIGHT_DAYS,
            QuantityParameter(
                "tissue_energy", "energy of a kilogram of weight change", "kcal/kg", *_TISSUE_RANGE, default=_TISSUE_KCAL_KG
            ),
        ),
        formed_by=_adaptive,
    ),
)
"""What the catalogue offers on energy spent as the records show it."""
