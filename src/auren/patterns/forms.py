"""How the numbers of a calendar window become one: a table of forms, each with what it needs and its unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import median
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from auren.readings import Window
from auren.science.statistics import mean, sample_sd

__all__ = ["FORMS", "Form", "FormName", "Stretch"]

FormName: TypeAlias = Literal[
    "value", "mean", "sum", "median", "max", "spread", "cv", "ewma", "slope", "monotony", "strain", "weekend_gap",
    "days_below", "days_above",
]  # fmt: skip
"""The name of a form, as rules and their documents write it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers of a window.

    Args:
        days: those with a number, in order; missing dates are absent.
        numbers: one for each.
        window: the dates looked at.
        span: for a weighted mean, its span in days.
    """

    days: Sequence[date]
    numbers: Sequence[float]
    window: Window
    span: float


@dataclass(frozen=True, slots=True)
class Form:
    """One way to make one number of a window.

    Args:
        words: how it is called, with `{days}`, `{span}` and `{series}` in it.
        least: how many dates it takes at the very least.
        unit: the series' own; the same as a difference, which only temperature tells apart; or a unit of its own.
        is_level: whether the number can be held against a band of daily values.
        number: makes it; text says what is missing.
        totals: whether it takes a date without a value for 0, which only metrics that are added up allow.
    """

    words: str
    least: int
    unit: Literal["own", "difference", "%", "ratio", "count"]
    is_level: bool
    number: Callable[[Stretch], float | str]
    totals: bool = False


def _plain(of: Callable[[Sequence[float]], float]) -> Callable[[Stretch], float | str]:
    return lambda stretch: of(stretch.numbers)


def _average(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


def _cv(stretch: Stretch) -> float | str:
    numbers = stretch.numbers
    centre = mean(numbers)
    return 100 * sample_sd(numbers) / abs(centre) if centre else f"a mean other than 0 in {stretch.window}"


def _ewma(stretch: Stretch) -> float | str:
    # A date without a value carries no weight, and the others are as old as the calendar says.
    keep = 1 - 2 / (stretch.span + 1)
    weights = [keep ** (stretch.window.last - day).days for day in stretch.days]
    total = math.fsum(weights)
    if not total:
        return f"a value near {stretch.window.last}"
    return math.fsum(weight * number for weight, number in zip(weights, stretch.numbers, strict=True)) / total


def _slope(stretch: Stretch) -> float | str:
    dated = zip(stretch.days, stretch.numbers, strict=True)
    return median((late - early) / (to - begin).days for (begin, early), (to, late) in combinations(dated, 2))


def _monotony(stretch: Stretch) -> float | str:
    numbers = _with_rest(stretch)
    spread = sample_sd(numbers)
    return mean(numbers) / spread if spread else f"days that differ in {stretch.window}"


def _strain(stretch: Stretch) -> float | str:
    found = _monotony(stretch)
    return found if isinstance(found, str) else math.fsum(stretch.numbers) * found


def _with_rest(stretch: Stretch) -> list[float]:
    return [*stretch.numbers, *[0.0] * (stretch.window.days - len(stretch.days))]


def _weekend_gap(stretch: Stretch) -> float | str:
    free: list[float] = []
    work: list[float] = []
    for day, number in zip(stretch.days, stretch.numbers, strict=True):
        (free if day.weekday() >= 5 else work).append(number)
    if not free or not work:
        return f"both weekend and working days in {stretch.window}"
    return _average(free) - _average(work)


def _count(stretch: Stretch) -> float | str:
    return float(len(stretch.days))


FORMS: Final[Mapping[FormName, Form]] = MappingProxyType(
    {
        "value": Form("{series}", 1, "own", True, _plain(lambda numbers: numbers[-1])),
        "mean": Form("{days}-day mean of {series}", 1, "own", True, _plain(_average)),
        "sum": Form("{days}-day sum of {series}", 1, "own", False, _plain(math.fsum)),
        "median": Form("{days}-day median of {series}", 1, "own", True, _plain(median)),
        "max": Form("highest {series} of {days} days", 1, "own", False, _plain(max)),
        "spread": Form("{days}-day standard deviation of {series}", 2, "difference", False, _plain(sample_sd)),
        "cv": Form("{days}-day coefficient of variation of {series}", 2, "%", False, _cv),
        "ewma": Form("exponentially weighted mean (span {span:g} days, of {days}) of {series}", 1, "own", True, _ewma),
        "slope": Form("change a day, over {days} days, of {series}", 2, "difference", False, _slope),
        "monotony": Form("{days}-day monotony of {series}, days without one as 0", 1, "ratio", False, _monotony, True),
        "strain": Form("{days}-day strain of {series}, days without one as 0", 1, "own", False, _strain, True),
        "weekend_gap": Form("weekends above working days, over {days} days, in {series}", 2, "difference", False, _weekend_gap),
        "days_below": Form("days of the last {days} with {series} under the usual band", 1, "count", False, _count),
        "days_above": Form("days of the last {days} with {series} over the usual band", 1, "count", False, _count),
    }
)
"""Every form by its name; the two counts are taken of the dates outside a band."""
