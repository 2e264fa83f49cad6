"""Body fat from a tape or a caliper: the US Navy equations, skinfolds, and relative fat mass."""

from __future__ import annotations

import math
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, check, is_male, number, word
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter
from auren.science.person import AGE, HEIGHT, SEX, PersonFacts
from auren.science.physique.shape import ADULT_AGE_Y, HEIGHT_BUILT, WAIST

__all__ = [
    "COMPUTATIONS",
    "body_density",
    "brozek_body_fat",
    "navy_body_fat",
    "relative_fat_mass",
    "siri_body_fat",
]

_NECK = QuantityParameter("neck", "neck circumference", "cm", 20, 80)
_HIP = QuantityParameter("hip", "hip circumference", "cm", 50, 250)
# Beyond these sums the fitted curves turn, and more fat would give a denser body.
_FOLDS_MM: Final = {"three": (10.0, 150.0), "seven": (20.0, 300.0)}
_FOLDS = QuantityParameter("folds", "sum of the skinfolds", "mm", 10, 300)
_SITES = ChoiceParameter("sites", "how many skinfolds were summed", tuple(_FOLDS_MM))
_FITTED_AGE_Y: Final = {"male": (18.0, 61.0), "female": (18.0, 55.0)}
_DENSITY: Final = QuantityParameter("density", "body density", "g/cm3", 0.9, 1.105)


def navy_body_fat(sex: str, waist_cm: float, neck_cm: float, height_m: float, hip_cm: float | None = None) -> float:
    """Give body fat in percent, ± 3 to 4; A2: Hodgdon & Beckett 1984 NHRC 84-11/84-29.

    Args:
        sex: "female" or "male".
        waist_cm: waist in cm, 40 to 250.
        neck_cm: neck in cm, 20 to 80; smaller than the waist, for women than waist and hip together.
        height_m: height in metres, 1.2 to 2.6.
        hip_cm: hip in cm, 50 to 250; for women.

    Raises:
        InvalidInput: a value is out of range, the hip of a woman is missing, or the equation gives no share of fat.
    """
    check(WAIST, waist_cm)
    check(_NECK, neck_cm)
    check(HEIGHT_BUILT, height_m)
    male = is_male(sex)
    if not male and hip_cm is None:
        raise InvalidInput("No hip circumference was given; the equation for women needs it.")
    if hip_cm is not None:
        check(_HIP, hip_cm)
    girth = waist_cm - neck_cm if male else waist_cm + (hip_cm or 0.0) - neck_cm
    if waist_cm <= neck_cm or girth <= 0:
        raise InvalidInput("A neck as wide as the waist was given; check the units.")
    girth_log, height_log = math.log10(girth), math.log10(100 * height_m)
    density = (
        1.0324 - 0.19077 * girth_log + 0.15456 * height_log if male else 1.29579 - 0.35004 * girth_log + 0.22100 * height_log
    )
    return _share(495 / density - 450) if density > 0 else _share(math.inf)


def body_density(folds_mm: float, age_y: float, sex: str, *, sites: str) -> float:
    """Give body density in g/cm³; A3: Jackson & Pollock 1978 Br J Nutr 40:497, Jackson 1980 MSSE 12:175.

    Args:
        folds_mm: sum of the skinfolds in mm, 10 to 150 of three sites, 20 to 300 of seven.
        age_y: age in years, 18 to 61 for men, 18 to 55 for women.
        sex: "female" or "male"; the equation of seven sites is for men.
        sites: "three" or "seven".

    Raises:
        InvalidInput: a value is out of range, or there is no equation for it.
    """
    male = is_male(sex)
    if sites not in _FOLDS_MM or (sites == "seven" and not male):
        raise InvalidInput(f"sites: {sites!r} was given; expected three, or, for men, seven.")
    check(QuantityParameter("folds", _FOLDS.meaning, "mm", *_FOLDS_MM[sites]), folds_mm)
    check(QuantityParameter("age", AGE.meaning, "y", *_FITTED_AGE_Y[sex]), age_y)
    if sites == "seven":
        return 1.112 - 0.00043499 * folds_mm + 0.00000055 * folds_mm**2 - 0.00028826 * age_y
    if male:
        return 1.10938 - 0.0008267 * folds_mm + 0.0000016 * folds_mm**2 - 0.0002574 * age_y
    return 1.0994921 - 0.0009929 * folds_mm + 0.0000023 * folds_mm**2 - 0.0001392 * age_y


def siri_body_fat(density_g_cm3: float) -> float:
    """Give body fat in percent, 495 / density - 450; A3: Siri 1961.

    Args:
        density_g_cm3: body density in g/cm³, 0.9 to 1.105.

    Raises:
        InvalidInput: the density is out of range, or no share of fat comes of it.
    """
    check(_DENSITY, density_g_cm3)
    return _share(495 / density_g_cm3 - 450)


def brozek_body_fat(density_g_cm3: float) -> float:
    """Give body fat in percent, 457 / density - 414.2; A3: Brožek 1963.

    Args:
        density_g_cm3: body density in g/cm³, 0.9 to 1.105.

    Raises:
        InvalidInput: the density is out of range, or no share of fat comes of it.
    """
    check(_DENSITY, density_g_cm3)
    return _share(457 / density_g_cm3 - 414.2)


def relative_fat_mass(waist_cm: float, height_m: float, sex: str) -> float:
    """Give body fat in percent, 64 - 20 * height / waist, + 12 for women; A4: Woolcott & Bergman 2018 Sci Rep 8:10980.

    Args:
        waist_cm: waist in cm, 40 to 250.
        height_m: height in metres, 1.2 to 2.6.
        sex: "female" or "male"; adults only.

    Raises:
        InvalidInput: a value is out of range, or the equation gives no share of fat.
    """
    check(WAIST, waist_cm)
    check(HEIGHT_BUILT, height_m)
    return _share(64 - 20 * 100 * height_m / waist_cm + (0.0 if is_male(sex) else 12.0))


def _share(percent: float) -> float:
    if not 0 < percent < 100:
        raise InvalidInput("Measures for which the equation gives no share of fat were given; check their units.")
    return percent


def _navy(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    sex, waist, neck, height = facts.sex(), number(facts, WAIST), number(facts, _NECK), facts.height()
    hip = number(facts, _HIP) if sex == "female" else None
    if facts.missing:
        return NOTHING
    value = navy_body_fat(sex, waist, neck, height, hip)
    return Figure(value, "From a tape; the true share may be 3 to 4 points higher or lower.")


def _skinfolds(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    folds, sites, age, sex = number(facts, _FOLDS), word(facts, _SITES), facts.age(), facts.sex()
    if facts.missing:
        return NOTHING
    low, high = _FITTED_AGE_Y[sex]
    if not low <= age <= high:
        return Lacking("an age in the range the equation was fitted for")
    if sites == "seven" and not is_male(sex):
        return Lacking("the sum of the three skinfolds for women; the equation of seven was fitted for men")
    density = body_density(folds, age, sex, sites=sites)
    return Figure(
        siri_body_fat(density),
        "From skinfolds by one and the same hand; another hand or another equation gives another number.",
        (
            Beside("brozek", "the same by Brožek's equation", brozek_body_fat(density), "%", 2),
            Beside("density", "your estimated body density", density, "g/cm3", 5),
        ),
    )


def _relative(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    waist, height, sex, age = number(facts, WAIST), facts.height(), facts.sex(), facts.age()
    if facts.missing:
        return NOTHING
    if age < ADULT_AGE_Y:
        return Lacking("an adult's age, which the equation was fitted for")
    return Figure(relative_fat_mass(waist, height, sex), "An estimate from height and waist alone.")


COMPUTATIONS: Final = (
    direct(
        "A2",
        "physique.navy_body_fat",
        title="your body fat by tape",
        formula="men 495 / (1.0324 - 0.19077 * log(waist - neck) + 0.15456 * log(height)) - 450; women 495 / (1.29579 - "
        "0.35004 * log(waist + hip - neck) + 0.22100 * log(height)) - 450, lengths in cm",
        unit="%",
        digits=2,
        guard="the waist is wider than the neck; for women the hip is known, too",
        accepts=(WAIST, _NECK, _HIP, HEIGHT, SEX),
        gives=_navy,
    ),
    direct(
        "A3",
        "physique.skinfold_body_fat",
        title="your body fat by skinfolds",
        formula="495 / D - 450 of Jackson and Pollock's density D from the sum of 3 (men, women) or 7 (men) skinfolds and age; "
        "beside it 457 / D - 414.2",
        unit="%",
        digits=2,
        guard="18 to 61 years for men, 18 to 55 for women",
        accepts=(_FOLDS, _SITES, AGE, SEX),
        gives=_skinfolds,
    ),
    direct(
        "A4",
        "physique.relative_fat_mass",
        title="your relative fat mass",
        formula="64 - 20 * height / waist, + 12 for women",
        unit="%",
        digits=2,
        guard="18 years or older",
        accepts=(WAIST, HEIGHT, SEX, AGE),
        gives=_relative,
    ),
)
"""What the catalogue offers on body fat."""
