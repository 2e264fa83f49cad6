"""Energy spent at rest and, as a first estimate, over a whole day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auren.errors import InvalidInput
from auren.readings import Window
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import (
    BODY_FAT,
    FAT_FREE_KG,
    FAT_FREE_MASS,
    PREGNANT,
    WEIGHT_KG,
    fat_free_mass,
    fat_free_window,
)
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import AGE, HEIGHT, SEX, WEIGHT, PersonFacts, weight_window

__all__ = [
    "COMPUTATIONS",
    "RESTING_RATE",
    "cunningham_1980",
    "cunningham_1991",
    "daily_expenditure",
    "mifflin",
    "resting_rate",
    "resting_window",
    "ten_haaf",
]

_HEIGHT_M: Final = (1.2, 2.6)
_FITTED_Y: Final = (18.0, 78.0)
_SEX_TERM: Final = {"male": 5.0, "female": -161.0}
_RESTING_KCAL_D: Final = (300.0, 8000.0)
_PAL: Final = (1.40, 2.40)

RESTING_RATE: Final = QuantityParameter(
    "resting_rate", "resting metabolic rate", "kcal/d", *_RESTING_KCAL_D, source="the Mifflin-St Jeor equation"
)


def mifflin(weight_kg: float, height_m: float, age_y: float, sex: str) -> float:
    """Give the resting metabolic rate in kcal a day; C1: Mifflin 1990 AJCN 51:241.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        height_m: height in m, 1.2 to 2.6.
        age_y: age in years, 18 to 78.
        sex: "female" or "male", which the equation was fitted for.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A body weight", weight_kg, "kg", *WEIGHT_KG)
    within("A height", height_m, "m", *_HEIGHT_M)
    within("An age", age_y, "y", *_FITTED_Y)
    if sex not in _SEX_TERM:
        raise InvalidInput("A sex that the equation was not fitted for was given; expected 'female' or 'male'.")
    return 10 * weight_kg + 6.25 * (100 * height_m) - 5 * age_y + _SEX_TERM[sex]


def cunningham_1980(fat_free_kg: float) -> float:
    """Give the resting metabolic rate in kcal a day, 500 + 22 * FFM; C2: Cunningham 1980 AJCN 33:2372.

    Args:
        fat_free_kg: fat-free mass in kg, 10 to 250.

    Raises:
        InvalidInput: the mass is out of range.
    """
    return 500 + 22 * within("A fat-free mass", fat_free_kg, "kg", *FAT_FREE_KG)


def cunningham_1991(fat_free_kg: float) -> float:
    """Give the resting metabolic rate in kcal a day, 370 + 21.6 * FFM; C2: Cunningham 1991 AJCN 54:963.

    Args:
        fat_free_kg: fat-free mass in kg, 10 to 250.

    Raises:
        InvalidInput: the mass is out of range.
    """
    return 370 + 21.6 * within("A fat-free mass", fat_free_kg, "kg", *FAT_FREE_KG)


def ten_haaf(fat_free_kg: float) -> float:
    """Give the resting metabolic rate in kcal a day, 22.771 * FFM + 484.264; C2: ten Haaf & Weijs 2014 PLoS One 9:e108460.

    Args:
        fat_free_kg: fat-free mass in kg, 10 to 250.

    Raises:
        InvalidInput: the mass is out of range.
    """
    return 22.771 * within("A fat-free mass", fat_free_kg, "kg", *FAT_FREE_KG) + 484.264


def daily_expenditure(resting_kcal_d: float, activity_level: float) -> float:
    """Give resting metabolic rate * physical activity level in kcal a day; C3: FAO/WHO/UNU 2004.

    Args:
        resting_kcal_d: resting metabolic rate in kcal a day, 300 to 8000.
        activity_level: physical activity level, 1.40 to 2.40.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A resting metabolic rate", resting_kcal_d, "kcal/d", *_RESTING_KCAL_D)
    return resting_kcal_d * within("A physical activity level", activity_level, "", *_PAL)


def resting_rate(facts: PersonFacts, asked: Arguments) -> float | Lacking:
    """Give the resting metabolic rate in kcal a day, as said or by Mifflin-St Jeor, or why there is none.

    Args:
        facts: finds weight, height, age and sex, and notes what is missing.
        asked: arguments of a computation that accepts `RESTING_RATE`, `PREGNANT` and the four facts.
    """
    if asked.flag("pregnant"):
        return Lacking("an estimate that holds in pregnancy; a midwife, doctor or dietitian can give one")
    said = asked.maybe_number("resting_rate")
    if said is not None:
        return said
    weight, height, age, sex = facts.weight(), facts.height(), facts.age(), facts.sex()
    if facts.missing:
        return Lacking("")
    if not _FITTED_Y[0] <= age <= _FITTED_Y[1]:
        return Lacking("an age that the equation was fitted for, from adulthood to the late seventies")
    return mifflin(weight, height, age, sex)


def resting_window(asked: Arguments) -> Mapping[str, Window]:
    """Say which weights `resting_rate` looks at: none when the rate was said.

    Args:
        asked: as in `resting_rate`.
    """
    return {} if asked.maybe_number("resting_rate") is not None else weight_window(asked)


def _rmr_mifflin(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    rate = resting_rate(facts, asked)
    return rate if isinstance(rate, Lacking) else Figure(rate, "An estimate from weight, height, age and sex; not measured.")


def _rmr_fat_free(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("pregnant"):
        return Lacking("an estimate that holds in pregnancy; a midwife, doctor or dietitian can give one")
    mass = fat_free_mass(facts, asked)
    return Figure(
        cunningham_1980(mass),
        "The Cunningham equation of 1980; beside it two others, since they differ by more than their decimals.",
        (
            Beside("cunningham_1991", "your resting metabolic rate (Cunningham 1991)", cunningham_1991(mass), "kcal/d"),
            Beside("ten_haaf", "your resting metabolic rate (ten Haaf 2014)", ten_haaf(mass), "kcal/d"),
        ),
    )


def _daily(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    level = facts.number("activity_level", "the physical activity level")
    rate = resting_rate(facts, asked)
    if isinstance(rate, Lacking):
        return rate
    return Figure(
        daily_expenditure(rate, level),
        "A first estimate only; weeks of recorded intake and weight give a better one.",
        (Beside("resting", "your resting metabolic rate", rate, "kcal/d"),),
    )


COMPUTATIONS: Final = (
    direct(
        "C1",
        "energy.resting",
        title="your resting metabolic rate",
        formula="10 * kg + 6.25 * cm - 5 * y, + 5 for men, - 161 for women (Mifflin-St Jeor)",
        unit="kcal/d",
        digits=0,
        guard="age from 18 to 78; not in pregnancy",
        accepts=(WEIGHT, HEIGHT, AGE, SEX, PREGNANT),
        gives=_rmr_mifflin,
        looks_at=weight_window,
    ),
    direct(
        "C2",
        "energy.resting_fat_free",
        title="your resting metabolic rate from fat-free mass (Cunningham 1980)",
        formula="500 + 22 * FFM; beside it 370 + 21.6 * FFM (Cunningham 1991) and 22.771 * FFM + 484.264 (ten Haaf 2014)",
        unit="kcal/d",
        digits=0,
        guard="a fat-free mass, or weight and body fat; not in pregnancy",
        accepts=(FAT_FREE_MASS, BODY_FAT, WEIGHT, PREGNANT),
        gives=_rmr_fat_free,
        looks_at=fat_free_window,
    ),
    direct(
        "C3",
        "energy.daily",
        title="your estimated daily energy expenditure",
        formula="resting metabolic rate * physical activity level",
        unit="kcal/d",
        digits=0,
        guard="a physical activity level from 1.40 to 2.40; not in pregnancy",
        accepts=(
            RESTING_RATE,
            QuantityParameter("activity_level", "physical activity level over whole days", "ratio", *_PAL),
            WEIGHT,
            HEIGHT,
            AGE,
            SEX,
            PREGNANT,
        ),
        gives=_daily,
        looks_at=resting_window,
    ),
)
"""What the catalogue offers on energy spent."""
