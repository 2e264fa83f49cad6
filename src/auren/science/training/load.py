"""Training load from session ratings: a session, the week, and how much alike its days are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments
from auren.science.recovery.averages import WEEK
from auren.science.statistics import exact_sum, mean, sample_sd

__all__ = ["COMPUTATIONS", "monotony", "session_load", "strain"]

_LOAD: Final = "load.srpe"
_LOGGING_DAYS: Final = 28


def session_load(rpe: float, minutes: float) -> float:
    """Give a session's load in AU: rating times minutes; T1: Foster 2001 JSCR 15:109.

    Args:
        rpe: rating of perceived exertion, 0 to 10.
        minutes: length of the session in minutes, 0 to 1440.

    Raises:
        InvalidInput: the rating or the length is out of range.
    """
    if not 0 <= rpe <= 10:
        raise InvalidInput(f"A session rating of {rpe} was given; expected 0 to 10.")
    if not 0 <= minutes <= 1440:
        raise InvalidInput(f"A session of {minutes} min was given; expected 0 to 1440 min.")
    return rpe * minutes


def monotony(loads: Sequence[float]) -> float | None:
    """Give mean / sd (n - 1) of daily loads, or None when all days are alike; T2: Foster 1998 MSSE 30:1164.

    Args:
        loads: daily load in AU, rest days as 0, at least two.

    Raises:
        InvalidInput: there are fewer than two values, or one is not finite.
    """
    spread = sample_sd(loads)
    return mean(loads) / spread if spread else None


def strain(loads: Sequence[float]) -> float | None:
    """Give total load times monotony in AU, or None when all days are alike; T2: Foster 1998 MSSE 30:1164.

    Args:
        loads: daily load in AU, rest days as 0, at least two.

    Raises:
        InvalidInput: there are fewer than two values, or one is not finite.
    """
    alike = monotony(loads)
    return None if alike is None else exact_sum(loads) * alike


def _today_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_LOAD: Window(asked.today, asked.today)}


def _session_today(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = Window(asked.today, asked.today)
    daily = inputs.on(_LOAD, asked.today, unit="AU")
    if daily is None:
        return computation.insufficient("a rated session today", have=0, need=1, window=window)
    return computation.measure(daily.value, window, [daily], coverage=Coverage(1, 1))


def _logging_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_LOAD: Window.ending(asked.today, _LOGGING_DAYS)}


def _weekly(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    logged = inputs.days(_LOAD, Window.ending(asked.today, _LOGGING_DAYS), unit="AU")
    if not logged:
        return _none_logged(computation, asked)
    window, days = _this_week(logged, asked)
    value = exact_sum(daily.value for daily in days.values())
    return computation.measure(value, window, days.values(), coverage=Coverage(len(days), WEEK), note=_rest_note(len(days)))


def _monotony(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    logged = inputs.days(_LOAD, Window.ending(asked.today, _LOGGING_DAYS), unit="AU")
    if not logged:
        return _none_logged(computation, asked)
    window, days = _this_week(logged, asked)
    loads = [days[day].value if day in days else 0.0 for day in window.dates()]
    alike, strained = monotony(loads), strain(loads)
    if alike is None or strained is None:
        return computation.insufficient(
            "days of different load in the last week; monotony has no meaning when all are alike",
            have=len(set(loads)),
            need=2,
            window=window,
        )
    result = computation.measure(alike, window, days.values(), coverage=Coverage(len(days), WEEK), note=_rest_note(len(days)))
    beside = replace(
        result, name="load.strain", title="your 7-day training strain", value=strained, unit="AU", digits=0, inputs=()
    )
    return replace(result, related=(beside,))


def _this_week(logged: Mapping[date, DailyValue], asked: Arguments) -> tuple[Window, dict[date, DailyValue]]:
    window = Window.ending(asked.today, WEEK)
    return window, {day: daily for day, daily in logged.items() if day in window}


def _none_logged(computation: Computation, asked: Arguments) -> Insufficient:
    # Without any rating for weeks, zeros would be a guess: the person may train and not log.
    return computation.insufficient(
        "rated training sessions in the last weeks", have=0, need=1, window=Window.ending(asked.today, _LOGGING_DAYS)
    )


def _rest_note(logged: int) -> str:
    if logged == WEEK:
        return f"All {WEEK} days were logged."
    return f"{logged} of {WEEK} days were logged; the others count as rest."


COMPUTATIONS: Final = (
    Computation(
        name="load.session_today",
        title="your training load today",
        formula="sum over today's sessions of rating (0-10) * minutes",
        unit="AU",
        digits=0,
        guard="at least 1 rated session today",
        citation=CITATIONS["T1"],
        looks_at=_today_needs,
        formed_by=_session_today,
    ),
    Computation(
        name="load.weekly",
        title="your 7-day training load",
        formula="sum of the daily session loads over the 7 dates that end today, a date without one as 0",
        unit="AU",
        digits=0,
        guard="at least 1 rated session in the 28 dates that end today",
        citation=CITATIONS["T1"],
        looks_at=_logging_needs,
        formed_by=_weekly,
    ),
    Computation(
        name="load.monotony",
        title="your 7-day training monotony",
        formula="mean / sd of the 7 daily loads, sd with n - 1, a date without one as 0; beside it strain = sum * monotony",
        unit="ratio",
        digits=2,
        guard="at least 1 rated session in the 28 dates that end today, and the 7 daily loads are not all alike",
        citation=CITATIONS["T2"],
        looks_at=_logging_needs,
        formed_by=_monotony,
    ),
)
"""What the catalogue offers on training load."""
