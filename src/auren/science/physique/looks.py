"""What a photo or the sun shows: time to reddening, skin tone, the angle of the neck, and whether two photos compare at all."""

from __future__ import annotations

import math
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, check, flag, number
from auren.science.direct import Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, FlagParameter, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "craniovertebral_angle", "minutes_to_reddening", "skin_tone", "skin_tone_angle"]

_WATTS_PER_UV_INDEX: Final = 0.025
_PROTECT_FROM: Final = 3.0
_DOSES_J_M2: Final = {"I": 200.0, "II": 250.0, "III": 300.0, "IV": 450.0, "V": 600.0, "VI": 1000.0}
_TONES: Final = ((55.0, "very light"), (41.0, "light"), (28.0, "intermediate"), (10.0, "tan"), (-30.0, "brown"))
_DARKEST: Final = "dark"

_UV_INDEX = QuantityParameter("uv_index", "UV index", "score", 0.1, 30)
_SKIN = ChoiceParameter("skin_type", "skin type", tuple(_DOSES_J_M2))
_DOSE = QuantityParameter("reddening_dose", "smallest dose that reddens the skin", "J/m2", 200, 1000, source="by skin type")
_LIGHTNESS = QuantityParameter("lightness", "lightness L* of the skin", "score", 0, 100)
_YELLOWNESS = QuantityParameter("yellowness", "yellowness b* of the skin", "score", 0.1, 100)
_CALIBRATED = FlagParameter("calibrated", "whether the photo was colour-calibrated")
_ACROSS = QuantityParameter(
    "across", "horizontal distance from the lowest vertebra of the neck to the ear's tragus", "cm", 0, 100
)
_UP = QuantityParameter("up", "vertical distance from the lowest vertebra of the neck to the ear's tragus", "cm", 0, 100)
_SAME: Final = {
    name: FlagParameter(f"same_{name}", f"whether both photos have the same {said}")
    for name, said in (("pose", "pose"), ("distance", "distance"), ("light", "light"), ("time_of_day", "time of day"))
}


def minutes_to_reddening(dose_j_m2: float, uv_index: float) -> float:
    """Give dose / (UV index * 0.025 W/m²) in minutes; A13: WHO 2002, Fioletov 2010.

    Args:
        dose_j_m2: smallest dose that reddens the skin in J/m², 200 to 1000.
        uv_index: UV index, 0.1 to 30.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_DOSE, dose_j_m2)
    check(_UV_INDEX, uv_index)
    return dose_j_m2 / (uv_index * _WATTS_PER_UV_INDEX) / 60


def skin_tone_angle(lightness: float, yellowness: float) -> float:
    """Give ITA, atan((L* - 50) / b*) in degrees; A14: Chardon 1991.

    Args:
        lightness: L* of the skin, 0 to 100.
        yellowness: b* of the skin, 0.1 to 100.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_LIGHTNESS, lightness)
    check(_YELLOWNESS, yellowness)
    return math.degrees(math.atan((lightness - 50) / yellowness))


def skin_tone(angle_deg: float) -> str:
    """Give the group of an angle, from "very light" to "dark"; A14: Del Bino 2006.

    Args:
        angle_deg: individual typology angle in degrees, -90 to 90.

    Raises:
        InvalidInput: the angle is out of range.
    """
    if not -90 <= angle_deg <= 90:
        raise InvalidInput(f"An angle of {angle_deg:g} degrees was given; expected -90 to 90.")
    return next((tone for limit, tone in _TONES if angle_deg > limit), _DARKEST)


def craniovertebral_angle(across_cm: float, up_cm: float) -> float:
    """Give atan2(up, across) in degrees, from the seventh neck vertebra to the ear; A15: Yip 2008 Man Ther 13:148.

    Args:
        across_cm: horizontal distance in cm, 0 to 100.
        up_cm: vertical distance in cm, 0 to 100; not both 0.

    Raises:
        InvalidInput: a distance is out of range, or both are 0.
    """
    check(_ACROSS, across_cm)
    check(_UP, up_cm)
    if across_cm == up_cm == 0:
        raise InvalidInput("Two distances of 0 were given; an angle needs one above 0.")
    return math.degrees(math.atan2(up_cm, across_cm))


def _reddening(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    index, said, kind = number(facts, _UV_INDEX), asked.maybe_number(_DOSE.name), asked.maybe_word(_SKIN.name)
    dose = said if said is not None else _DOSES_J_M2.get(kind or "")
    if dose is None:
        facts.missing.append(_SKIN.meaning)
        return NOTHING
    note = "A model's time to the first reddening of bare skin, and no time to stay out for."
    if index >= _PROTECT_FROM:
        note += " Shade, clothes and sunscreen are advised from a UV index of 3 on."
    return Figure(minutes_to_reddening(dose, index), note)


def _tone(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    lightness, yellowness = number(facts, _LIGHTNESS), number(facts, _YELLOWNESS)
    calibrated = flag(facts, asked, _CALIBRATED)
    if facts.missing:
        return NOTHING
    if not calibrated:
        return Lacking("a colour-calibrated photo")
    value = skin_tone_angle(lightness, yellowness)
    return Figure(value, f"The tone called {skin_tone(value)}; it says nothing about the skin's health.")


def _neck(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    value = craniovertebral_angle(number(facts, _ACROSS), number(facts, _UP))
    return Figure(value, "From a photo, give or take 3 degrees; posture is not pain, and no fault is to be read from it.")


def _comparable(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    same = {parameter.name: flag(facts, asked, parameter) for parameter in _SAME.values()}
    if facts.missing:
        return NOTHING
    if not all(same.values()):
        differs = ", ".join(name.removeprefix("same_").replace("_", " ") for name, alike in same.items() if not alike)
        return Lacking(f"photos that can be compared; these differ in {differs}", sum(same.values()), len(same))
    return Figure(len(same), "Pose, distance, light and time of day are the same, so the photos may be looked at together.")


COMPUTATIONS: Final = (
    direct(
        "A13",
        "physique.time_to_reddening",
        title="your skin's time to reddening",
        formula="dose / (UV index * 0.025 W/m2); dose by skin type from 200 to 1000 J/m2",
        unit="min",
        digits=1,
        guard="UV index, and skin type or dose, are known",
        accepts=(_UV_INDEX, _SKIN, _DOSE),
        gives=_reddening,
    ),
    direct(
        "A14",
        "physique.skin_tone",
        title="your skin tone angle",
        formula="atan((L* - 50) / b*) in degrees",
        unit="deg",
        digits=1,
        guard="a colour-calibrated photo",
        accepts=(_LIGHTNESS, _YELLOWNESS, _CALIBRATED),
        gives=_tone,
    ),
    direct(
        "A15",
        "physique.neck_angle",
        title="your craniovertebral angle",
        formula="atan2(up, across) of the line from C7 to the tragus, in degrees",
        unit="deg",
        digits=1,
        guard="both distances are known; describes only",
        accepts=(_ACROSS, _UP),
        gives=_neck,
    ),
    direct(
        "A16",
        "physique.comparable_photos",
        title="your photos' matching conditions",
        formula="number of conditions that are the same: pose, distance, light, time of day",
        unit="count",
        digits=0,
        guard="all four are the same, or the photos are not compared; describes only",
        accepts=tuple(_SAME.values()),
        gives=_comparable,
    ),
)
"""What the catalogue offers on photos and the sun."""
