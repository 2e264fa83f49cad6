"""Scores of strength and jumps: DOTS, the reactive strength index and peak power."""

from __future__ import annotations

from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Figure, direct
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import SEX, WEIGHT, PersonFacts, weight_window

__all__ = ["COMPUTATIONS", "dots", "peak_power_w", "reactive_strength_index"]

# Coefficients from the fourth power of body weight down, and the body weights they were fitted on.
_DOTS: Final = {
    "male": ((-1.0930e-6, 7.391293e-4, -0.1918759221, 24.0900756, -307.75076), (40.0, 210.0)),
    "female": ((-1.0706e-6, 5.158568e-4, -0.1126655495, 13.6175032, -57.96288), (40.0, 150.0)),
}
_DOTS_FACTOR: Final = 500
_TOTAL_KG: Final = (1.0, 2000.0)
_JUMP_M: Final = (0.01, 1.5)
_JUMP_CM: Final = (1.0, 150.0)
_CONTACT_S: Final = (0.05, 2.0)
_FAST_S: Final = 0.25
_SAYERS_HEIGHT, _SAYERS_MASS, _SAYERS_BASE = 60.7, 45.3, -2055
_BODY_KG: Final = (20.0, 400.0)


def dots(total_kg: float, body_weight_kg: float, sex: str) -> float:
    """Give 500 * total / polynomial of the fourth degree in body weight; T22: OpenPowerlifting.

    Args:
        total_kg: total of the three lifts in kg, 1 to 2000.
        body_weight_kg: in kg, 40 to 210 for men, 40 to 150 for women.
        sex: "female" or "male", for the coefficients.

    Raises:
        InvalidInput: a value is out of range.
    """
    if sex not in _DOTS:
        raise InvalidInput("A sex that has no coefficients was given; expected 'female' or 'male'.")
    coefficients, fitted = _DOTS[sex]
    within("A total", total_kg, "kg", *_TOTAL_KG)
    within("A body weight", body_weight_kg, "kg", *fitted)
    below = 0.0
    for coefficient in coefficients:
        below = below * body_weight_kg + coefficient
    return _DOTS_FACTOR * total_kg / below


def reactive_strength_index(jump_height_m: float, contact_s: float) -> float:
    """Give jump height / contact time in m/s; T23: Flanagan & Comyns 2008 SCJ 30:32.

    Args:
        jump_height_m: height of the rebound jump in m, 0.01 to 1.5.
        contact_s: ground contact in s, 0.05 to 2; below 0.25 the stretch-shortening cycle is a fast one.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A jump", jump_height_m, "m", *_JUMP_M)
    return jump_height_m / within("A ground contact", contact_s, "s", *_CONTACT_S)


def peak_power_w(jump_height_cm: float, body_weight_kg: float) -> float:
    """Give 60.7 * h + 45.3 * m - 2055 in W; T24: Sayers 1999 MSSE 31:572.

    Args:
        jump_height_cm: height of a squat jump in cm, 1 to 150.
        body_weight_kg: in kg, 20 to 400; with the height it must give a power above 0.

    Raises:
        InvalidInput: a value is out of range, or the two lie below where the equation holds.
    """
    within("A jump", jump_height_cm, "cm", *_JUMP_CM)
    within("A body weight", body_weight_kg, "kg", *_BODY_KG)
    power = _SAYERS_HEIGHT * jump_height_cm + _SAYERS_MASS * body_weight_kg + _SAYERS_BASE
    if power <= 0:
        raise InvalidInput("A jump and a body weight below the equation's range were given; expected a power above 0.")
    return power


def _dots(facts: PersonFacts, _: Arguments) -> Figure:
    total = facts.number("total", "the total of the three lifts")
    return Figure(dots(total, facts.weight(), facts.sex()), "A score that compares lifters of different body weight.")


def _reactive(facts: PersonFacts, _: Arguments) -> Figure:
    contact = facts.number("contact", "the ground contact time")
    value = reactive_strength_index(facts.number("jump_height", "the jump height"), contact)
    return Figure(value, f"A {'fast' if contact < _FAST_S else 'slow'} stretch-shortening cycle, by the time on the ground.")


def _peak_power(facts: PersonFacts, _: Arguments) -> Figure:
    value = peak_power_w(facts.number("jump_height", "the jump height"), facts.weight())
    return Figure(value, "An estimate from a squat jump; a jump with a countermovement gives another figure.")


COMPUTATIONS: Final = (
    direct(
        "T22",
        "strength.dots",
        title="your DOTS score",
        formula="500 * total / (a * bw^4 + b * bw^3 + c * bw^2 + d * bw + e), coefficients by sex",
        unit="score",
        digits=2,
        guard="body weight 40 to 210 kg for men, 40 to 150 kg for women",
        accepts=(QuantityParameter("total", "total of squat, bench press and deadlift", "kg", *_TOTAL_KG), WEIGHT, SEX),
        gives=_dots,
        looks_at=weight_window,
    ),
    direct(
        "T23",
        "strength.reactive_index",
        title="your reactive strength index",
        formula="jump height / ground contact time",
        unit="m/s",
        digits=2,
        guard="a rebound jump with its height and contact time; below 0.25 s of contact the cycle is a fast one",
        accepts=(
            QuantityParameter("jump_height", "height of the rebound jump", "m", *_JUMP_M),
            QuantityParameter("contact", "ground contact time", "s", *_CONTACT_S),
        ),
        gives=_reactive,
    ),
    direct(
        "T24",
        "strength.peak_power",
        title="your peak power in a squat jump",
        formula="60.7 * h (cm) + 45.3 * m (kg) - 2055",
        unit="W",
        digits=0,
        guard="squat jump; height and weight that give a power above 0",
        accepts=(QuantityParameter("jump_height", "height of the squat jump", "cm", *_JUMP_CM), WEIGHT),
        gives=_peak_power,
        looks_at=weight_window,
    ),
)
"""What the catalogue offers on scores of strength and jumps."""
