"""What the formulas on food and energy share: bounds, gates, and the fat-free mass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auren.readings import Window
from auren.science.direct import Lacking
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter
from auren.science.person import PersonFacts, weight_window

__all__ = [
    "ADULT_Y",
    "BODY_FAT",
    "ENERGY_KCAL_D",
    "FAT_FREE_KG",
    "FAT_FREE_MASS",
    "KIDNEY",
    "PREGNANT",
    "WEIGHT_KG",
    "below_age",
    "fat_free_mass",
    "fat_free_window",
    "tidy",
]

WEIGHT_KG: Final = (20.0, 400.0)
FAT_FREE_KG: Final = (10.0, 250.0)
ENERGY_KCAL_D: Final = (0.0, 20_000.0)
ADULT_Y: Final = 18.0

FAT_FREE_MASS: Final = QuantityParameter(
    "fat_free_mass", "fat-free mass", "kg", *FAT_FREE_KG, source="body weight and the body fat, where that is given"
)
BODY_FAT: Final = QuantityParameter("body_fat", "body fat as a share of body weight", "%", 2, 70)
PREGNANT: Final = FlagParameter("pregnant", "Whether the person is pregnant.")
KIDNEY: Final = FlagParameter("kidney_disease", "Whether the person has a kidney disease.")

# A limit that is just met must not be missed by the last bit of a quotient.
_LIMIT_DIGITS: Final = 9


def tidy(value: float) -> float:
    """Give a value without the last bits' noise, to be compared with a limit.

    Args:
        value: finite, in any unit.
    """
    return round(value, _LIMIT_DIGITS)


def below_age(age_y: float) -> Lacking | None:
    """Give the reason why a formula for adults gives nothing, or None for an adult.

    Args:
        age_y: age in years.
    """
    if age_y >= ADULT_Y:
        return None
    return Lacking("an adult's age; for anyone younger a doctor or dietitian plans this")


def fat_free_mass(facts: PersonFacts, asked: Arguments) -> float:
    """Give the fat-free mass in kg, as said or of weight and body fat; 0 while missing.

    Args:
        facts: finds the weight, and notes what is missing.
        asked: arguments of a computation that accepts `FAT_FREE_MASS`, `BODY_FAT` and `WEIGHT`.
    """
    body_fat = asked.maybe_number("body_fat")
    if body_fat is None or asked.maybe_number("fat_free_mass") is not None:
        return facts.number("fat_free_mass", "the fat-free mass, or the body fat")
    return facts.weight() * (1 - body_fat / 100)


def fat_free_window(asked: Arguments) -> Mapping[str, Window]:
    """Say which weights `fat_free_mass` looks at: none when it needs none.

    Args:
        asked: as in `fat_free_mass`.
    """
    needed = asked.maybe_number("fat_free_mass") is None and asked.maybe_number("body_fat") is not None
    return weight_window(asked) if needed else {}
