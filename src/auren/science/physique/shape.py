"""The body's build from a tape and a scale: fat-free mass, waist, indices of shape, muscle, and shoulders over waist."""

from __future__ import annotations

import math
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, by_hand, check, is_male, number
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter
from auren.science.person import AGE, HEIGHT, SEX, WEIGHT, PersonFacts, weight_window

__all__ = [
    "ADULT_AGE_Y",
    "BODY_FAT",
    "BODY_MASS_INDEX_LOW",
    "COMPUTATIONS",
    "HEIGHT_BUILT",
    "WAIST",
    "body_mass_index",
    "body_roundness",
    "body_shape",
    "fat_free_mass_index",
    "normalised_fat_free_mass_index",
    "shoulder_to_waist",
    "skeletal_muscle_kg",
    "waist_to_height",
]

ADULT_AGE_Y: Final = 18
"""Age from which equations for adults hold."""

BODY_MASS_INDEX_LOW: Final = 18.5
"""Body mass index under which no weight loss is planned."""

BODY_FAT: Final = QuantityParameter("body_fat", "body fat", "%", 2, 70)
WAIST: Final = QuantityParameter("waist", "waist circumference", "cm", 40, 250)
HEIGHT_BUILT: Final = QuantityParameter("height", "height", "m", 1.2, 2.6)
"""The heights that equations for adults take."""

_SHOULDERS = QuantityParameter("shoulders", "shoulder circumference", "cm", 60, 250)
_BODY_MASS_INDEX_HIGH = 35.0
_MUSCLE_BODY_MASS_INDEX = 30.0
_WAIST_BANDS: Final = (
    (0.4, "Below the bands that are given for adults."),
    (0.5, "In the lowest band that is given for adults."),
    (0.6, "In the middle band, above half the height: worth mentioning at your next visit to a doctor."),
    (math.inf, "In the highest band: worth seeing a doctor about."),
)
_NORMALISED_HEIGHT_M, _NORMALISED_FACTOR = 1.80, 6.3
_GROUP_TERMS: Final = {"asian": -1.2, "african american": 1.4, "white or hispanic": 0.0}
_GROUP = ChoiceParameter(
    "group", "group of the people the equation was fitted in", tuple(_GROUP_TERMS), source="no term for a group is added"
)


def fat_free_mass_index(weight_kg: float, body_fat_pct: float, height_m: float) -> float:
    """Give fat-free mass / height² in kg/m²; A1: Kouri 1995 Clin J Sport Med 5:223.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        body_fat_pct: body fat in percent, 2 to 70.
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(WEIGHT, weight_kg)
    check(BODY_FAT, body_fat_pct)
    check(HEIGHT_BUILT, height_m)
    return weight_kg * (1 - body_fat_pct / 100) / (height_m * height_m)


def normalised_fat_free_mass_index(index: float, height_m: float) -> float:
    """Give the index for a height of 1.80 m, index + 6.3 * (1.80 - height); A1: Kouri 1995 Clin J Sport Med 5:223.

    Args:
        index: fat-free mass index in kg/m².
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: the height is out of range, or the index is not a finite number.
    """
    check(HEIGHT_BUILT, height_m)
    if not math.isfinite(index):
        raise InvalidInput("A fat-free mass index that is not a finite number was given; expected kg/m2.")
    return index + _NORMALISED_FACTOR * (_NORMALISED_HEIGHT_M - height_m)


def body_mass_index(weight_kg: float, height_m: float) -> float:
    """Give weight / height² in kg/m²; A6: Krakauer 2012 PLoS One 7:e39504.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(WEIGHT, weight_kg)
    check(HEIGHT_BUILT, height_m)
    return weight_kg / (height_m * height_m)


def body_shape(waist_cm: float, weight_kg: float, height_m: float) -> float:
    """Give ABSI, waist / (BMI^(2/3) * √height) with lengths in metres; A6: Krakauer 2012 PLoS One 7:e39504.

    Args:
        waist_cm: waist in cm, 40 to 250.
        weight_kg: body weight in kg, 20 to 400.
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(WAIST, waist_cm)
    return waist_cm / 100 / (math.pow(body_mass_index(weight_kg, height_m), 2 / 3) * math.sqrt(height_m))


def body_roundness(waist_cm: float, height_m: float) -> float:
    """Give BRI, 364.2 - 365.5 * √(1 - (waist/2π)² / (height/2)²); A6: Thomas 2013 Obesity 21:2264.

    Args:
        waist_cm: waist in cm, 40 to 250, and no more than π times the height.
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: a value is out of range, or the waist does not fit the height.
    """
    check(WAIST, waist_cm)
    check(HEIGHT_BUILT, height_m)
    share = (waist_cm / 100 / (math.pi * height_m)) ** 2
    if share > 1:
        raise InvalidInput("A waist above π times the height was given; check the units.")
    return 364.2 - 365.5 * math.sqrt(1 - share)


def waist_to_height(waist_cm: float, height_m: float) -> float:
    """Give waist / height; A5: Ashwell 2012 Obes Rev 13:275.

    Args:
        waist_cm: waist in cm, 40 to 250.
        height_m: height in metres, 1.2 to 2.6.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(WAIST, waist_cm)
    check(HEIGHT_BUILT, height_m)
    return waist_cm / 100 / height_m


def skeletal_muscle_kg(weight_kg: float, height_m: float, age_y: float, sex: str, group_kg: float = 0.0) -> float:
    """Give 0.244 weight + 7.80 height + 6.6 (men) - 0.098 age + group - 3.3 in kg; A7: Lee 2000 AJCN 72:796.

    Args:
        weight_kg: body weight in kg, 20 to 400, with a body mass index under 30.
        height_m: height in metres, 1.2 to 2.6.
        age_y: age in years, 18 to 120.
        sex: "female" or "male".
        group_kg: the equation's term for the group it was fitted in, -1.2 to 1.4 kg.

    Raises:
        InvalidInput: a value is out of range, or the equation gives no mass above 0.
    """
    check(QuantityParameter("age", AGE.meaning, "y", ADULT_AGE_Y, AGE.high), age_y)
    check(QuantityParameter("group", _GROUP.meaning, "kg", min(_GROUP_TERMS.values()), max(_GROUP_TERMS.values())), group_kg)
    if body_mass_index(weight_kg, height_m) >= _MUSCLE_BODY_MASS_INDEX:
        raise InvalidInput("A body mass index of 30 or more was given; the equation was fitted below it.")
    mass = 0.244 * weight_kg + 7.80 * height_m + (6.6 if is_male(sex) else 0.0) - 0.098 * age_y + group_kg - 3.3
    if mass <= 0:
        raise InvalidInput("Values for which the equation gives no muscle were given; check their units.")
    return mass


def shoulder_to_waist(shoulders_cm: float, waist_cm: float) -> float:
    """Give shoulders / waist; A8: a convention, and no target of health.

    Args:
        shoulders_cm: circumference in cm, 60 to 250.
        waist_cm: circumference in cm, 40 to 250.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_SHOULDERS, shoulders_cm)
    check(WAIST, waist_cm)
    return shoulders_cm / waist_cm


def _index(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    weight, fat, height, sex = facts.weight(), number(facts, BODY_FAT), facts.height(), facts.sex()
    if facts.missing:
        return NOTHING
    index = fat_free_mass_index(weight, fat, height)
    note = "It describes build; training, height and inheritance all raise it, and nothing else is to be read from it."
    if not is_male(sex):
        return Figure(index, f"{note} The correction for height was made for men and is left out.")
    normalised = normalised_fat_free_mass_index(index, height)
    return Figure(index, note, (Beside("normalised", "that index for a height of 1.80 m", normalised, "kg/m2", 3),))


def _waist(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    waist, height, weight = number(facts, WAIST), facts.height(), facts.weight()
    if facts.missing:
        return NOTHING
    if body_mass_index(weight, height) >= _BODY_MASS_INDEX_HIGH:
        return Lacking("a body mass index in the range the bands were made for; a doctor can say more")
    value = waist_to_height(waist, height)
    return Figure(value, next(said for limit, said in _WAIST_BANDS if by_hand(value) < limit))


def _shape(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    weight, height, waist = facts.weight(), facts.height(), number(facts, WAIST)
    if facts.missing:
        return NOTHING
    index = body_mass_index(weight, height)
    note = "These describe shape and judge nothing."
    if index < BODY_MASS_INDEX_LOW:
        note += " Before any loss of weight, see a doctor."
    return Figure(
        index,
        note,
        (
            Beside("shape", "your body shape index", body_shape(waist, weight, height), "ratio", 5),
            Beside("roundness", "your body roundness index", body_roundness(waist, height), "score", 3),
        ),
    )


def _muscle(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    weight, height, age, sex = facts.weight(), facts.height(), facts.age(), facts.sex()
    if facts.missing:
        return NOTHING
    if age < ADULT_AGE_Y or body_mass_index(weight, height) >= _MUSCLE_BODY_MASS_INDEX:
        return Lacking("an age and a body mass index in the range the equation was fitted for")
    group = asked.maybe_word(_GROUP.name)
    if group is not None:
        return Figure(skeletal_muscle_kg(weight, height, age, sex, _GROUP_TERMS[group]), "An estimate of an equation.")
    low, high = min(_GROUP_TERMS.values()), max(_GROUP_TERMS.values())
    return Figure(
        skeletal_muscle_kg(weight, height, age, sex),
        f"An estimate of an equation; its term for the group it was fitted in, {low:g} to {high:g} kg, was left out.",
    )


def _shoulders(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    return Figure(
        shoulder_to_waist(number(facts, _SHOULDERS), number(facts, WAIST)),
        "A description only: the well-known 1.618 is a convention of taste, neither a target nor a measure of health.",
    )


COMPUTATIONS: Final = (
    direct(
        "A1",
        "physique.fat_free_mass_index",
        title="your fat-free mass index",
        formula="weight * (1 - body fat) / height^2; beside it, for men, + 6.3 * (1.80 - height)",
        unit="kg/m2",
        digits=3,
        guard="body fat, weight and height are known; the correction for height is for men only",
        accepts=(BODY_FAT, WEIGHT, HEIGHT, SEX),
        gives=_index,
        looks_at=weight_window,
    ),
    direct(
        "A5",
        "physique.waist_to_height",
        title="your waist-to-height ratio",
        formula="waist / height; 0.4 to under 0.5, 0.5 to under 0.6, 0.6 and more",
        unit="ratio",
        digits=3,
        guard="a body mass index under 35",
        accepts=(WAIST, HEIGHT, WEIGHT),
        gives=_waist,
        looks_at=weight_window,
    ),
    direct(
        "A6",
        "physique.body_shape",
        title="your body mass index",
        formula="weight / height^2; beside it ABSI = waist / (BMI^(2/3) * height^(1/2)) and BRI = 364.2 - 365.5 * "
        "(1 - (waist / (2 * pi))^2 / (0.5 * height)^2)^(1/2), lengths in m",
        unit="kg/m2",
        digits=2,
        guard="weight, height and waist are known",
        accepts=(WAIST, WEIGHT, HEIGHT),
        gives=_shape,
        looks_at=weight_window,
    ),
    direct(
        "A7",
        "physique.skeletal_muscle",
        title="your estimated skeletal muscle mass",
        formula="0.244 * weight + 7.80 * height + 6.6 (men) - 0.098 * age + group - 3.3",
        unit="kg",
        digits=2,
        guard="an adult with a body mass index under 30",
        accepts=(WEIGHT, HEIGHT, AGE, SEX, _GROUP),
        gives=_muscle,
        looks_at=weight_window,
    ),
    direct(
        "A8",
        "physique.shoulder_to_waist",
        title="your shoulder-to-waist ratio",
        formula="shoulders / waist",
        unit="ratio",
        digits=3,
        guard="both circumferences are known; describes only",
        accepts=(_SHOULDERS, WAIST),
        gives=_shoulders,
    ),
)
"""What the catalogue offers on the body's build."""
