"""What a kilogram of weight change holds, and the energy that exercise leaves for the body."""

from __future__ import annotations

from typing import Final

from auren.science.bounds import within
from auren.science.direct import Beside, Figure, direct
from auren.science.nutrition.facts import (
    BODY_FAT,
    ENERGY_KCAL_D,
    FAT_FREE_KG,
    FAT_FREE_MASS,
    fat_free_mass,
    fat_free_window,
    tidy,
)
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import WEIGHT, PersonFacts

__all__ = ["COMPUTATIONS", "energy_availability", "fat_free_share", "tissue_energy"]

_FORBES_KG: Final = 10.4
_FAT_KCAL_KG: Final = 9440.0
_LEAN_KCAL_KG: Final = 1820.0
_FAT_KG: Final = (0.5, 300.0)
_AVAILABLE_ENOUGH: Final = 45.0
_AVAILABLE_LOW: Final = 30.0


def fat_free_share(fat_kg: float) -> float:
    """Give the fat-free share of a weight change, 10.4 / (10.4 + fat mass); C5: Forbes 2000.

    Args:
        fat_kg: fat mass in kg, 0.5 to 300.

    Raises:
        InvalidInput: the mass is out of range.
    """
    return _FORBES_KG / (_FORBES_KG + within("A fat mass", fat_kg, "kg", *_FAT_KG))


def tissue_energy(fat_kg: float) -> float:
    """Give the energy of a weight change in kcal/kg: 9440 * (1 - p) + 1820 * p; C5: Hall 2007 Br J Nutr 97:1059.

    Args:
        fat_kg: fat mass in kg, 0.5 to 300; it gives p as in `fat_free_share`.

    Raises:
        InvalidInput: the mass is out of range.
    """
    lean = fat_free_share(fat_kg)
    return _FAT_KCAL_KG * (1 - lean) + _LEAN_KCAL_KG * lean


def energy_availability(intake_kcal_d: float, exercise_kcal_d: float, fat_free_kg: float) -> float:
    """Give (intake - exercise) / fat-free mass in kcal/kg a day; C7: Loucks 2011 J Sports Sci 29:S7.

    Args:
        intake_kcal_d: energy eaten in kcal a day, 0 to 20000.
        exercise_kcal_d: energy spent in exercise in kcal a day, 0 to 20000.
        fat_free_kg: fat-free mass in kg, 10 to 250.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("An energy intake", intake_kcal_d, "kcal/d", *ENERGY_KCAL_D)
    within("An exercise energy", exercise_kcal_d, "kcal/d", *ENERGY_KCAL_D)
    return (intake_kcal_d - exercise_kcal_d) / within("A fat-free mass", fat_free_kg, "kg", *FAT_FREE_KG)


def _tissue(facts: PersonFacts, _: Arguments) -> Figure:
    fat = facts.number("fat_mass", "the fat mass")
    share = Beside("fat_free_share", "your fat-free share of a weight change", fat_free_share(fat), "ratio", 4)
    return Figure(tissue_energy(fat), "A model of a slow weight change; water comes and goes beside it.", (share,))


def _availability(facts: PersonFacts, asked: Arguments) -> Figure:
    intake = facts.number("intake", "the energy eaten a day")
    exercise = facts.number("exercise_energy", "the energy spent in exercise a day")
    value = energy_availability(intake, exercise, fat_free_mass(facts, asked))
    return Figure(value, _availability_note(tidy(value)))


def _availability_note(value: float) -> str:
    caveat = "Research cut-offs, not a diagnosis; intake is often under-reported, which makes the figure look lower than it is."
    if value >= _AVAILABLE_ENOUGH:
        return f"At or above the research cut-off for enough. {caveat}"
    if value >= _AVAILABLE_LOW:
        return f"Between the research cut-offs: reduced. {caveat}"
    return f"Below the lower research cut-off: low. {caveat} No deficit on top of this; see a sports doctor or dietitian."


COMPUTATIONS: Final = (
    direct(
        "C5",
        "energy.tissue",
        title="your energy in a kilogram of weight change",
        formula="9440 * (1 - p) + 1820 * p, p = 10.4 / (10.4 + fat mass)",
        unit="kcal/kg",
        digits=0,
        guard="a fat mass",
        accepts=(QuantityParameter("fat_mass", "fat mass", "kg", *_FAT_KG),),
        gives=_tissue,
    ),
    direct(
        "C7",
        "energy.availability",
        title="your energy availability",
        formula="(energy eaten - energy spent in exercise) / fat-free mass; research cut-offs at 45 and 30",
        unit="kcal/kg/d",
        digits=2,
        guard="energy eaten, energy spent in exercise, and the fat-free mass",
        accepts=(
            QuantityParameter("intake", "energy eaten a day", "kcal/d", *ENERGY_KCAL_D),
            QuantityParameter("exercise_energy", "energy spent in exercise a day", "kcal/d", *ENERGY_KCAL_D),
            FAT_FREE_MASS,
            BODY_FAT,
            WEIGHT,
        ),
        gives=_availability,
        looks_at=fat_free_window,
    ),
)
"""What the catalogue offers on the balance of energy."""
