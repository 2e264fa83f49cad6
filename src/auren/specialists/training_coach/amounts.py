"""Amounts of training: how long, how much and at which heart rate, from what a person usually does and may do now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from auren.findings import Measure
from auren.specialists.framework import View
from auren.specialists.training_coach.state import AS_USUAL
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["EASY_INTENSITY", "HARD_INTENSITY", "planned"]

EASY_INTENSITY: Final = 60.0
"""Share of the heart-rate reserve, in per cent, under which training counts as easy. auren's convention."""
HARD_INTENSITY: Final = 80.0
"""Share of the heart-rate reserve, in per cent, that hard parts reach. auren's convention."""

_BLOCKER: Final = LazyPattern(r"blocker|\w+olol\b", re.IGNORECASE)
_DAYS: Final = 28
_WEEKS: Final = 4
_SHORTEST_MIN: Final = 5.0


async def planned(view: View, share: float) -> None:
    """Work out the amounts that a plan names, and keep them by names that begin with "plan.".

    Args:
        view: the case.
        share: how much of the usual is asked for, 0 to 1.
    """
    first = view.today - timedelta(days=_DAYS)
    last = view.today - timedelta(days=1)
    long = await _usual_length(view, first, last)
    most = (await view.circumstances()).minutes
    if long is not None and long.value * share >= _SHORTEST_MIN:
        usual = _share_of(long, share, "plan.minutes", "the length of your session", to=5.0)
        view.note("plan.minutes", usual if most is None or usual.value <= most else replace(usual, value=most))
    load = await view.figure("days.summary", metric="load.srpe", statistic="sum", first_day=first, last_day=last)
    if load is not None and load.value > 0.0 and share:
        view.note("plan.week_load", _share_of(load, share / _WEEKS, "plan.week_load", "your load for the week", to=10.0))
    resting = await view.figure("heart.resting_weekly_mean")
    if resting is not None:
        for name, intensity in (("easy", EASY_INTENSITY), ("hard", HARD_INTENSITY)):
            rate = await view.figure(
                "endurance.target_heart_rate",
                resting_heart_rate=resting.value,
                intensity=intensity,
                beta_blocker=await _slowed(view),
            )
            if rate is not None and (share >= AS_USUAL or name == "easy"):
                view.note(f"plan.{name}_heart_rate", rate)


async def _usual_length(view: View, first: date, last: date) -> Measure | None:
    """Give how long a session usually is: load over effort where sessions are rated, else as the device recorded it."""

    async def usual(metric: str) -> Measure | None:
        return await view.figure("sessions.summary", metric=metric, statistic="median", first_day=first, last_day=last)

    load, effort = await usual("load.srpe"), await usual("load.rpe")
    if load is not None and effort is not None and effort.value > 0:
        return replace(load, value=load.value / effort.value, unit="min", digits=0)
    return await usual("exercise.duration")


def _share_of(measure: Measure, share: float, name: str, title: str, *, to: float) -> Measure:
    # What a plan asks for is the usual times the share that the body allows, in round numbers and never more than that.
    return replace(measure, name=name, title=title, value=float(measure.value * share // to * to), digits=0)


async def _slowed(view: View) -> bool:
    # A medicine that slows the heart makes every zone wrong; what the person takes is told by their own words.
    return any(_BLOCKER.search(fact.value) for fact in await view.facts("medication"))
