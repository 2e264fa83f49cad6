"""Rules that tell safety of figures a human should look at; each carries the row of the red-flag table that it raises."""

from __future__ import annotations

from functools import reduce
from operator import or_

from auren.patterns.conditions import Condition
from auren.patterns.rule import Rule
from auren.patterns.shipped.citing import cite
from auren.patterns.signals import daily

__all__ = [
    "glucose_far_off",
    "low_energy_for_lean_mass",
    "very_high_blood_pressure",
    "very_low_mass_for_height",
    "weight_fell_in_months",
]

_LEAN_KG = (40, 50, 60, 70)
_EXERCISE_KCAL = (400, 800)
_KCAL_PER_KG = 30


def very_high_blood_pressure() -> Rule:
    """Give the rule that tells safety of a day's blood pressure of 180/120 mmHg or more (R6); either of the two is enough.

    A day's value is the mean of its readings, so that one high reading among calm ones does not raise it.
    """
    return Rule(
        name="very_high_blood_pressure",
        version=1,
        title="The blood pressure recorded on this day is far above the usual range",
        when=daily("vital.systolic").above(179.5, "mmHg") | daily("vital.diastolic").above(119.5, "mmHg"),
        settle_h=24.0,
        repeat_after_days=3,
        flag="R6",
        domain="recovery",
        citations=cite("R6", own=False),
    )


def glucose_far_off() -> Rule:
    """Give the rule that tells safety of a day's glucose under 70 or over 250 mg/dL (R19)."""
    glucose = daily("vital.glucose")
    return Rule(
        name="glucose_far_off",
        version=1,
        title="The glucose recorded on this day is far from the usual range",
        when=glucose.below(70, "mg/dL") | glucose.above(250, "mg/dL"),
        settle_h=24.0,
        repeat_after_days=3,
        flag="R19",
        domain="nutrition",
        citations=cite("R19", own=False),
    )


def low_energy_for_lean_mass() -> Rule:
    """Give the rule that tells safety of under 30 kcal eaten per kg lean mass, beside exercise, on five days in a row (R12).

    A rule cannot divide, so that it goes by steps: whoever has more than 50 kg lean mass, spent more than 400 kcal in
    exercise and ate less than 50 times 30 plus 400 kcal was under 30. What lies between two steps is not seen.
    """
    lean, eaten, spent = daily("body.lean_mass").mean(30, at_least=1), daily("nutrition.energy"), daily("exercise.energy")
    steps: list[Condition] = []
    for kg in _LEAN_KG:
        days = [
            # A day without exercise has no value of it.
            eaten.below(kg * _KCAL_PER_KG, "kcal"),
            *(eaten.below(kg * _KCAL_PER_KG + kcal, "kcal") & spent.above(kcal, "kcal") for kcal in _EXERCISE_KCAL),
        ]
        steps.append(lean.above(kg, "kg") & reduce(or_, days).for_days(5))
    return Rule(
        name="low_energy_for_lean_mass",
        version=1,
        title="On five days in a row little was logged as eaten for the lean mass and the exercise recorded",
        when=reduce(or_, steps),
        acts_on="confirmed",
        repeat_after_days=28,
        flag="R12",
        domain="nutrition",
        citations=cite("R12"),
    )


def weight_fell_in_months() -> Rule:
    """Give the rule that tells safety of a weight 5 % under that of the months before (R17), which counts from 65 years on.

    The table speaks of six months; a rule looks back 120 days at most, so that a fall over a longer time is not seen.
    """
    weight = daily("body.weight")
    return Rule(
        name="weight_fell_in_months",
        version=1,
        title="Body weight is well below that of the months before",
        when=weight.mean(14, at_least=3).against(weight.usual(100, at_least=8, sd=1), to="percent").below(-5, "%"),
        acts_on="confirmed",
        repeat_after_days=28,
        flag="R17",
        domain="physique",
        citations=cite("R17"),
    )


def very_low_mass_for_height() -> Rule:
    """Give the rule that tells safety of a body mass index under 17.5 on two days of the last two weeks (R10)."""
    return Rule(
        name="very_low_mass_for_height",
        version=1,
        title="Two measurements of the last two weeks should be looked at by a human",
        when=daily("body.bmi").below(17.5, "kg/m2").on_days(2, of=14),
        acts_on="confirmed",
        repeat_after_days=28,
        flag="R10",
        domain="physique",
        citations=cite("R10", own=False),
    )
