"""Training load over months: the acute to chronic ratio, and long-term and short-term load with their balance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.bounds import within
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments
from auren.science.statistics import mean

__all__ = ["COMPUTATIONS", "TrainingBalance", "acute_chronic_ratio", "ewma_load", "smoothed_load", "training_balance"]

_LOAD: Final = "load.srpe"
_DAY_MOST_AU: Final = 14_400.0
# A load of a year ago weighs less than 0.02 % even in the slowest of these means.
_HISTORY_DAYS: Final = 365
_LOGGING_DAYS: Final = 28
_ACUTE_DAYS: Final = 7
_CHRONIC_DAYS: Final = 28
_CTL_TAU_D: Final = 42
_ATL_TAU_D: Final = 7


@dataclass(frozen=True, slots=True)
class TrainingBalance:
    """Long-term load, short-term load and their balance on one day.

    Args:
        long_term: CTL in AU a day.
        short_term: ATL in AU a day.
        balance: TSB in AU a day, of the day before.
    """

    long_term: float
    short_term: float
    balance: float


def ewma_load(loads_au: Sequence[float], days: int) -> float:
    """Give E = l * L + (1 - l) * E of the day before, l = 2 / (days + 1), seeded with the first; T5: Williams 2017 BJSM 51:209.

    Args:
        loads_au: load of each date in order, in AU, 0 to 14400, rest days as 0; at least one.
        days: length of the mean in days, 1 or more.

    Raises:
        InvalidInput: there is no load, one is out of range, or the length is below 1.
    """
    if days < 1:
        raise InvalidInput(f"A mean over {days} days was asked for; expected at least 1.")
    first, *later = _checked(loads_au)
    weight = 2 / (days + 1)
    level = first
    for load in later:
        level = weight * load + (1 - weight) * level
    return level


def acute_chronic_ratio(loads_au: Sequence[float]) -> float | None:
    """Give the 7-day over the 28-day EWMA, or None when there is no load at all; T5: Williams 2017 BJSM 51:209.

    It describes and claims nothing about injury; against such claims: Lolli 2019 BJSM 53:921, Impellizzeri 2020 IJSPP
    15:907.

    Args:
        loads_au: load of each date in order, in AU, 0 to 14400, rest days as 0; at least 28.

    Raises:
        InvalidInput: there are fewer than 28 dates, or a load is out of range.
    """
    if len(loads_au) < _CHRONIC_DAYS:
        raise InvalidInput(f"Loads of {len(loads_au)} dates were given; expected at least {_CHRONIC_DAYS}.")
    chronic = ewma_load(loads_au, _CHRONIC_DAYS)
    return ewma_load(loads_au, _ACUTE_DAYS) / chronic if chronic else None


def smoothed_load(loads_au: Sequence[float], tau_d: float, *, divided: bool = False) -> float:
    """Give X after X += (L - X) * (1 - e^(-1/tau)) over all dates, from 0; T7: Clarke & Skiba 2013 Adv Physiol Educ 37:134.

    Args:
        loads_au: load of each date in order, in AU, 0 to 14400, rest days as 0; none gives 0.
        tau_d: time constant in days, 1 to 365.
        divided: True takes the step 1 / tau, which some programs use; the results differ in the third digit.

    Raises:
        InvalidInput: a load or the time constant is out of range.
    """
    within("A time constant", tau_d, "d", 1, 365)
    step = 1 / tau_d if divided else -math.expm1(-1 / tau_d)
    level = 0.0
    for load in _checked(loads_au) if loads_au else ():
        level += (load - level) * step
    return level


def training_balance(loads_au: Sequence[float]) -> TrainingBalance:
    """Give CTL (42 d), ATL (7 d) and TSB = CTL - ATL of the day before; T7: Banister 1975; Clarke & Skiba 2013.

    Args:
        loads_au: load of completed sessions of each date in order, in AU, 0 to 14400, rest days as 0; at least 42.

    Raises:
        InvalidInput: there are fewer than 42 dates, or a load is out of range.
    """
    if len(loads_au) < _CTL_TAU_D:
        raise InvalidInput(f"Loads of {len(loads_au)} dates were given; expected at least {_CTL_TAU_D}.")
    until_yesterday = loads_au[:-1]
    balance = smoothed_load(until_yesterday, _CTL_TAU_D) - smoothed_load(until_yesterday, _ATL_TAU_D)
    return TrainingBalance(smoothed_load(loads_au, _CTL_TAU_D), smoothed_load(loads_au, _ATL_TAU_D), balance)


def _checked(loads_au: Sequence[float]) -> Sequence[float]:
    if not loads_au:
        raise InvalidInput("No load was given; expected at least one date.")
    for load in loads_au:
        within("A daily load", load, "AU", 0, _DAY_MOST_AU)
    return loads_au


@dataclass(frozen=True, slots=True)
class _Log:
    """The daily loads since the first logged day, a date without a session as 0."""

    window: Window
    days: Mapping[date, DailyValue]

    @property
    def loads(self) -> list[float]:
        return [self.days[day].value if day in self.days else 0.0 for day in self.window.dates()]

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.days), self.window.days)

    @property
    def rest(self) -> str:
        return f"{len(self.days)} of {self.window.days} days were logged; a day without a session counts as rest."


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {_LOAD: Window.ending(asked.today, _HISTORY_DAYS)}


def _log(computation: Computation, inputs: Inputs, asked: Arguments, need: int) -> _Log | Insufficient:
    days = inputs.days(_LOAD, Window.ending(asked.today, _HISTORY_DAYS), unit="AU")
    # Without any rating for weeks, zeros would be a guess: the person may train and not log.
    lately = Window.ending(asked.today, _LOGGING_DAYS)
    if not any(day in lately for day in days):
        return computation.insufficient("rated training sessions in the last weeks", have=0, need=1, window=lately)
    window = Window(min(days), asked.today)
    if window.days < need:
        return computation.insufficient("a longer log of training sessions", have=window.days, need=need, window=window)
    return _Log(window, days)


def _ratio(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    log = _log(computation, inputs, asked, _CHRONIC_DAYS)
    if isinstance(log, Insufficient):
        return log
    loads = log.loads
    ratio = acute_chronic_ratio(loads)
    if ratio is None:
        return computation.insufficient("sessions with a load above nothing", have=0, need=1, window=log.window)
    beside = [
        _part(computation, log, "acute", "your short-term load (7-day EWMA)", ewma_load(loads, _ACUTE_DAYS)),
        _part(computation, log, "chronic", "your long-term load (28-day EWMA)", ewma_load(loads, _CHRONIC_DAYS)),
    ]
    month = mean(loads[-_CHRONIC_DAYS:])
    if month:
        rolling = mean(loads[-_ACUTE_DAYS:]) / month
        beside.append(_part(computation, log, "rolling", "the same ratio of plain 7-day and 28-day means", rolling, "ratio"))
    note = f"It describes how the last days compare with the weeks before; it says nothing about injury. {log.rest}"
    return computation.measure(ratio, log.window, log.days.values(), coverage=log.coverage, note=note, related=tuple(beside))


def _balance(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    log = _log(computation, inputs, asked, _CTL_TAU_D)
    if isinstance(log, Insufficient):
        return log
    found = training_balance(log.loads)
    beside = (
        _part(computation, log, "short_term", "your short-term training load (ATL)", found.short_term),
        _part(computation, log, "balance", "your training balance (TSB) of yesterday", found.balance),
    )
    note = f"Of completed sessions only; a planned one never enters. {log.rest}"
    return computation.measure(found.long_term, log.window, log.days.values(), coverage=log.coverage, note=note, related=beside)


def _part(computation: Computation, log: _Log, name: str, title: str, value: float, unit: str = "AU") -> Measure:
    return Measure(f"{computation.name}.{name}", title, value, unit, 2, log.window, log.coverage, computation.citation)


COMPUTATIONS: Final = (
    Computation(
        name="load.acute_chronic_ratio",
        title="your acute to chronic load ratio",
        formula="E7 / E28 of daily session loads, E = l * L + (1 - l) * E of the day before, l = 2 / (N + 1), seeded with the "
        "first logged day of the 365 dates that end today; a date without a session after it as 0",
        unit="ratio",
        digits=3,
        guard="the first logged day is at least 28 dates back, and at least 1 rated session in the 28 dates that end today; "
        "descriptive only, no claim about injury",
        citation=CITATIONS["T5"],
        looks_at=_needs,
        formed_by=_ratio,
    ),
    Computation(
        name="load.long_term",
        title="your long-term training load (CTL)",
        formula="X += (L - X) * (1 - e^(-1/tau)) over the dates since the first logged day of the 365 that end today, tau 42 d "
        "(CTL) and 7 d (ATL); TSB = CTL - ATL of yesterday; a date without a session as 0",
        unit="AU",
        digits=2,
        guard="the first logged day is at least 42 dates back, and at least 1 rated session in the 28 dates that end today; "
        "completed sessions only",
        citation=CITATIONS["T7"],
        looks_at=_needs,
        formed_by=_balance,
    ),
)
"""What the catalogue offers on training load over months."""
