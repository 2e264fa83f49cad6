"""Resting heart rate: the latest value, the week's mean, and what is usual for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments
from auren.science.recovery.averages import BASELINE, WEEK, baseline_window, weekly_mean
from auren.science.statistics import baseline

__all__ = ["COMPUTATIONS"]

_RESTING: Final = "heart.resting"
_WEEK_AT_LEAST: Final = 4
_BASELINE_AT_LEAST: Final = 14


def _week_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_RESTING: Window.ending(asked.today, WEEK)}


def _latest(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    week = Window.ending(asked.today, WEEK)
    days = inputs.days(_RESTING, week, unit="bpm")
    if not days:
        return computation.insufficient("a resting heart rate in the last week", have=0, need=1, window=week)
    last = max(days)
    return computation.measure(days[last].value, Window(last, last), [days[last]], coverage=Coverage(1, 1))


def _weekly_mean(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    return weekly_mean(
        computation,
        inputs,
        asked,
        metric=_RESTING,
        at_least=_WEEK_AT_LEAST,
        missing="more days with a resting heart rate in the last week",
    )


def _usual_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_RESTING: baseline_window(asked)}


def _usual(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = baseline_window(asked)
    days = inputs.days(_RESTING, window, unit="bpm")
    if len(days) < _BASELINE_AT_LEAST:
        return computation.insufficient(
            "more days with a resting heart rate before this week", have=len(days), need=_BASELINE_AT_LEAST, window=window
        )
    centre, spread = baseline(daily.value for daily in days.values())
    result = computation.measure(centre, window, days.values(), coverage=Coverage(len(days), window.days))
    sd = replace(
        result, name=f"{result.name}.sd", title="its usual swing from day to day (standard deviation)", value=spread, inputs=()
    )
    return replace(result, related=(sd,))


COMPUTATIONS: Final = (
    Computation(
        name="heart.resting_latest",
        title="your latest resting heart rate",
        formula="the daily value of the latest of the 7 dates that end today",
        unit="bpm",
        digits=0,
        guard="at least 1 of the 7 dates has a value",
        citation=CITATIONS["X2"],
        looks_at=_week_needs,
        formed_by=_latest,
    ),
    Computation(
        name="heart.resting_weekly_mean",
        title="your 7-day resting heart rate",
        formula="mean of the daily values over the 7 dates that end today",
        unit="bpm",
        digits=1,
        guard="at least 4 of the 7 dates have a value",
        citation=CITATIONS["X2"],
        looks_at=_week_needs,
        formed_by=_weekly_mean,
    ),
    Computation(
        name="heart.resting_usual",
        title="your usual resting heart rate",
        formula="mean of the daily values over a baseline that ends the day before the last 7 dates; beside it sd with n - 1",
        unit="bpm",
        digits=1,
        guard="at least 14 dates of the baseline have a value",
        citation=CITATIONS["X2"],
        looks_at=_usual_needs,
        formed_by=_usual,
        accepts=(BASELINE,),
    ),
)
"""What the catalogue offers on resting heart rate."""
