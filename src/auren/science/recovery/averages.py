"""The mean of a metric's daily values over calendar dates, as several rooms of the catalogue need it."""

from __future__ import annotations

from auren.findings import Coverage, Insufficient, Measure
from auren.readings import Window
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, NumberParameter
from auren.science.statistics import mean

__all__ = ["BASELINE", "WEEK", "baseline_window", "weekly_mean"]

WEEK = 7
"""Dates of a week, today among them."""

BASELINE = NumberParameter("baseline_days", "Dates of the baseline; they end the day before the week.", 28, 60, 60)
"""The argument that says how far back a baseline reaches."""


def baseline_window(asked: Arguments) -> Window:
    """Give the dates of the baseline, which end the day before the week that is compared with it.

    Args:
        asked: checked arguments of a computation that accepts `BASELINE`.
    """
    return Window.ending(asked.today, WEEK).before(asked.whole(BASELINE.name))


def weekly_mean(
    computation: Computation, inputs: Inputs, asked: Arguments, *, metric: str, at_least: int, missing: str
) -> Measure | Insufficient:
    """Give the arithmetic mean over the seven dates that end today.

    Args:
        computation: whose result it is; its unit is the metric's.
        inputs: the person's data.
        asked: checked arguments.
        metric: name of the metric.
        at_least: how many of the dates must have a value.
        missing: what to say when fewer have.

    Raises:
        UnitMismatch: a value is in another unit.
    """
    window = Window.ending(asked.today, WEEK)
    days = inputs.days(metric, window, unit=computation.unit)
    if len(days) < at_least:
        return computation.insufficient(missing, have=len(days), need=at_least, window=window)
    value = mean(daily.value for daily in days.values())
    return computation.measure(value, window, days.values(), coverage=Coverage(len(days), WEEK))
