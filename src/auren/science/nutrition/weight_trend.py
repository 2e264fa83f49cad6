"""The trend of body weight: a smoothed weight, and a slope that one odd day does not sway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.bounds import within
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.nutrition.facts import WEIGHT_KG
from auren.science.parameters import Arguments, NumberParameter, SeriesParameter
from auren.science.statistics import median

__all__ = ["COMPUTATIONS", "WEIGHTS", "WEIGHT_DAYS", "beside", "smoothed_weight", "theil_sen", "weighed"]

_WEIGHT: Final = "body.weight"
_WEEK_D: Final = 7
_ALPHA: Final = 0.1
_AT_LEAST: Final = 7
_MOST_DAYS: Final = 366

WEIGHTS: Final = SeriesParameter(
    "weights", "body weights; left out, the history's", "kg", *WEIGHT_KG, at_least=1, at_most=_MOST_DAYS
)
WEIGHT_DAYS: Final = SeriesParameter(
    "weight_days",
    "for each weight its day in the period, 1 for the first; left out, one weight a day up to the last",
    "d",
    1,
    _MOST_DAYS,
    at_least=1,
    at_most=_MOST_DAYS,
)
_DAYS: Final = NumberParameter("days", "Dates of the period; it ends today.", _AT_LEAST, _MOST_DAYS, 28)


def smoothed_weight(weights_kg: Sequence[float], alpha: float = _ALPHA) -> float:
    """Give the exponentially smoothed weight in kg, begun at the first one; C6: Walker 1991 (Hacker's Diet).

    Args:
        weights_kg: weights in order of day in kg, each 20 to 400, at least one; a day without one is skipped.
        alpha: share of the newest weight, above 0 to 1.

    Raises:
        InvalidInput: there is no weight, or a value is out of range.
    """
    if not weights_kg:
        raise InvalidInput("No weights were given; a trend needs at least one.")
    if not 0 < alpha <= 1:
        raise InvalidInput("A smoothing share out of range was given; expected above 0 to 1.")
    trend = within("A body weight", weights_kg[0], "kg", *WEIGHT_KG)
    for weight in weights_kg[1:]:
        trend += alpha * (within("A body weight", weight, "kg", *WEIGHT_KG) - trend)
    return trend


def theil_sen(weight_kg_by_day: Mapping[int, float]) -> float:
    """Give the median of the slopes between all pairs of weights, in kg a week; C6: Sen 1968.

    Args:
        weight_kg_by_day: weight in kg, 20 to 400, by number of day, at least two.

    Raises:
        InvalidInput: there are fewer than two weights, or one is out of range.
    """
    points = sorted(weight_kg_by_day.items())
    if len(points) < 2:
        raise InvalidInput(f"{len(points)} weights were given; a slope needs at least 2.")
    for _, weight in points:
        within("A body weight", weight, "kg", *WEIGHT_KG)
    slopes = [
        (later - earlier) / (day - before)
        for index, (before, earlier) in enumerate(points)
        for day, later in points[index + 1 :]
    ]
    return _WEEK_D * median(slopes)


def weighed(inputs: Inputs, asked: Arguments, window: Window) -> tuple[dict[int, float], tuple[DailyValue, ...]]:
    """Give weights in kg by number of day in a window, as said or from the history, and the daily values used.

    Args:
        inputs: the person's data.
        asked: arguments of a computation that accepts `WEIGHTS` and `WEIGHT_DAYS`.
        window: the period; its first date is day 1.

    Raises:
        InvalidInput: the weights that were said do not fit their days, or the period.
    """
    said, numbers = asked.series(WEIGHTS.name), asked.series(WEIGHT_DAYS.name)
    if said or numbers:
        return _said(said, numbers, window.days), ()
    days = inputs.days(_WEIGHT, window, unit="kg")
    first = window.first - timedelta(days=1)
    return {(day - first).days: daily.value for day, daily in days.items()}, tuple(days.values())


def _said(weights: Sequence[float], numbers: Sequence[float], days: int) -> dict[int, float]:
    if not numbers:
        numbers = [float(number) for number in range(days - len(weights) + 1, days + 1)]
    if len(numbers) != len(weights):
        raise InvalidInput(f"{len(weights)} weights and {len(numbers)} days were given; expected one day for each weight.")
    found: dict[int, float] = {}
    for number, weight in sorted(zip(numbers, weights, strict=True)):
        if number != int(number) or not 1 <= number <= days:
            raise InvalidInput(f"A weight's day out of the period was given; expected whole numbers from 1 to {days}.")
        if found.setdefault(int(number), weight) != weight:
            raise InvalidInput("Two different weights for one day were given; form one daily value first.")
    return found


def beside(result: Measure, name: str, title: str, value: float, unit: str, digits: int) -> Measure:
    """Give a figure that belongs beside a result.

    Args:
        result: the main figure, whose window and coverage it shares.
        name: appended to the result's name after a dot.
        title, value, unit, digits: as in `Measure`.
    """
    return replace(
        result,
        name=f"{result.name}.{name}",
        title=title,
        value=value,
        unit=unit,
        digits=digits,
        inputs=(),
        note="",
        related=(),
    )


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {} if asked.series(WEIGHTS.name) else {_WEIGHT: Window.ending(asked.today, asked.whole(_DAYS.name))}


def _trend(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, asked.whole(_DAYS.name))
    weights, used = weighed(inputs, asked, window)
    if len(weights) < _AT_LEAST:
        return computation.insufficient(
            "more days with a body weight in this period", have=len(weights), need=_AT_LEAST, window=window
        )
    value = smoothed_weight([weights[day] for day in sorted(weights)])
    result = computation.measure(value, window, used, coverage=Coverage(len(weights), window.days))
    slope = beside(result, "slope", "the weekly slope of your body weight", theil_sen(weights), "kg/wk", 2)
    return replace(result, related=(slope,))


COMPUTATIONS: Final = (
    Computation(
        name="energy.weight_trend",
        title="your body-weight trend",
        formula="each day trend + 0.1 * (weight - trend), from the first weight of the period, a date without one skipped; "
        "beside it the Theil-Sen slope, the median of the slopes between all pairs of days",
        unit="kg",
        digits=1,
        guard="at least 7 dates of the period have a weight",
        citation=CITATIONS["C6"],
        looks_at=_needs,
        formed_by=_trend,
        accepts=(_DAYS, WEIGHTS, WEIGHT_DAYS),
    ),
)
"""What the catalogue offers on the trend of body weight."""
