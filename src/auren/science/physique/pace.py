"""The pace of losing weight, beside what speaks for slowing down: energy availability, a lost cycle, heart, sleep and mood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science._said import check, flag, number
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter
from auren.science.person import AGE, SEX, PersonFacts
from auren.science.physique.shape import ADULT_AGE_Y
from auren.science.recovery.averages import WEEK
from auren.science.statistics import mean

__all__ = ["COMPUTATIONS", "too_fast"]

_FASTEST: Final = 1.0
_LEAST_ENERGY: Final = 30.0
_BASELINE: Final = 28
_WEEK_AT_LEAST, _BASELINE_AT_LEAST = 4, 14
_TRENDS: Final = (
    ("heart.resting", "bpm", "bpm", 1, "resting_heart_rate", "the change of your resting heart rate against your last weeks"),
    ("sleep.duration", "min", "min", 0, "sleep", "the change of your sleep against your last weeks"),
    ("wellness.mood", "1-5", "score", 1, "mood", "the change of your reported mood against your last weeks"),
)

_PACE = QuantityParameter("pace", "share of the weight lost in a week", "%/wk", 0, 10)
_ENERGY = QuantityParameter("energy_availability", "energy availability", "kcal/kg/d", -50, 150)
_CYCLE = FlagParameter("cycle_lost", "whether the menstrual cycle has stopped")


def too_fast(pace_pct_per_wk: float) -> bool:
    """Tell whether weight is lost faster than 1 % a week; A12: Escalante 2021 BMC SSMR 13:68.

    Args:
        pace_pct_per_wk: share of the weight lost in a week in percent, 0 to 10.

    Raises:
        InvalidInput: the pace is out of range.
    """
    check(_PACE, pace_pct_per_wk)
    return pace_pct_per_wk > _FASTEST


def _needs(asked: Arguments) -> Mapping[str, Window]:
    window = Window.ending(asked.today, WEEK + _BASELINE)
    return {metric: window for metric, *_ in _TRENDS}


def _pace(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, WEEK + _BASELINE)
    facts = PersonFacts(inputs, asked, profile)
    pace, age, sex = number(facts, _PACE), facts.age(), facts.sex()
    number(facts, _ENERGY)
    said = asked.maybe_number(_ENERGY.name)
    # What forbids a plan is said even while other things are missing.
    if (said is not None and said < _LEAST_ENERGY) or asked.flag(_CYCLE.name):
        return computation.insufficient(
            "a doctor's word first: with energy this short, or a cycle that stopped, no loss of weight is paced here",
            have=0,
            need=1,
            window=window,
        )
    if sex == "female":
        flag(facts, asked, _CYCLE)
    if facts.missing:
        return computation.insufficient(", ".join(facts.missing), have=0, need=len(facts.missing), window=window)
    if age < ADULT_AGE_Y:
        return computation.insufficient(
            "an adult's age; ask a doctor or registered dietitian before any loss of weight", have=0, need=1, window=window
        )
    note = (
        f"Faster than {_FASTEST:g} % a week: slow down, and ask a registered dietitian or doctor if it goes on."
        if too_fast(pace)
        else f"No faster than {_FASTEST:g} % a week."
    )
    related, used = _changes(computation, inputs, window)
    return computation.measure(pace, window, used, coverage=Coverage(1, 1), note=note, related=related)


def _changes(computation: Computation, inputs: Inputs, window: Window) -> tuple[tuple[Measure, ...], list[DailyValue]]:
    """Give how the last week differs from the four weeks before, for each metric that has enough days of both."""
    week = Window.ending(window.last, WEEK)
    related: list[Measure] = []
    used: list[DailyValue] = []
    for metric, unit, shown, digits, name, title in _TRENDS:
        days = inputs.days(metric, window, unit=unit).values()
        now = [daily for daily in days if daily.day in week]
        before = [daily for daily in days if daily.day not in week]
        if len(now) < _WEEK_AT_LEAST or len(before) < _BASELINE_AT_LEAST:
            continue
        change = mean(daily.value for daily in now) - mean(daily.value for daily in before)
        coverage = Coverage(len(now) + len(before), window.days)
        related.append(
            Measure(f"{computation.name}.{name}", title, change, shown, digits, window, coverage, computation.citation)
        )
        used += days
    return tuple(related), used


COMPUTATIONS: Final = (
    Computation(
        name="physique.loss_pace",
        title="your pace of losing weight",
        formula="share of the weight lost in a week against 1 %; beside it the change of resting heart rate, sleep and mood, "
        "mean of 7 dates less mean of the 28 dates before",
        unit="%/wk",
        digits=1,
        guard="an adult, energy availability of at least 30 kcal/kg/d and no lost cycle; a trend needs 4 of 7 and 14 of 28 "
        "dates",
        citation=CITATIONS["A12"],
        looks_at=_needs,
        formed_by=_pace,
        accepts=(_PACE, _ENERGY, _CYCLE, AGE, SEX),
    ),
)
"""What the catalogue offers on the pace of losing weight."""
