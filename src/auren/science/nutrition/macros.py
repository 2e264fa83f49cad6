"""What a day's energy is made of: carbohydrate as the rest, fibre to go with it, and the alcohol of a drink."""

from __future__ import annotations

from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.energy import RESTING_RATE, resting_rate, resting_window
from auren.science.nutrition.facts import PREGNANT, tidy
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import AGE, HEIGHT, SEX, WEIGHT, PersonFacts

__all__ = ["COMPUTATIONS", "alcohol_grams", "carbohydrate_left", "fat_share", "fibre"]

_PROTEIN_KCAL_G: Final = 4.0
_CARBOHYDRATE_KCAL_G: Final = 4.0
_FAT_KCAL_G: Final = 9.0
_ALCOHOL_KCAL_G: Final = 7.0
_MACRO_G_D: Final = (0.0, 2000.0)
_TARGET_KCAL_D: Final = (500.0, 20_000.0)
_FAT_AT_LEAST_PERCENT: Final = 20.0
_FIBRE_G_1000_KCAL: Final = 14.0
_ETHANOL_G_ML: Final = 0.789
_DRINK_ML: Final = (0.0, 10_000.0)


def carbohydrate_left(energy_kcal_d: float, protein_g_d: float, fat_g_d: float, alcohol_g_d: float = 0.0) -> float:
    """Give the carbohydrate that fills a day's energy, in g: (kcal - 4 P - 9 F - 7 alcohol) / 4; C20: Atwater.

    Args:
        energy_kcal_d: energy of the day in kcal, 500 to 20000.
        protein_g_d, fat_g_d, alcohol_g_d: grams a day, 0 to 2000, together not above the day's energy.

    Raises:
        InvalidInput: a value is out of range, or the grams hold more than the day's energy.
    """
    within("An energy target", energy_kcal_d, "kcal/d", *_TARGET_KCAL_D)
    for grams in (protein_g_d, fat_g_d, alcohol_g_d):
        within("An amount of protein, fat or alcohol", grams, "g/d", *_MACRO_G_D)
    left = energy_kcal_d - _PROTEIN_KCAL_G * protein_g_d - _FAT_KCAL_G * fat_g_d - _ALCOHOL_KCAL_G * alcohol_g_d
    if left < 0:
        raise InvalidInput("Protein, fat and alcohol that hold more than the day's energy were given; lower them or raise it.")
    return left / _CARBOHYDRATE_KCAL_G


def fat_share(fat_g_d: float, energy_kcal_d: float) -> float:
    """Give the share of a day's energy that is fat, in %; C20: Kerksick 2018 JISSN 15:38.

    Args:
        fat_g_d: fat in g a day, 0 to 2000.
        energy_kcal_d: energy of the day in kcal, 500 to 20000.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("An energy target", energy_kcal_d, "kcal/d", *_TARGET_KCAL_D)
    return 100 * _FAT_KCAL_G * within("An amount of fat", fat_g_d, "g/d", *_MACRO_G_D) / energy_kcal_d


def fibre(energy_kcal_d: float) -> float:
    """Give 14 g of fibre per 1000 kcal, in g a day; C15: IOM 2005.

    Args:
        energy_kcal_d: energy of the day in kcal, 500 to 20000.

    Raises:
        InvalidInput: the energy is out of range.
    """
    return _FIBRE_G_1000_KCAL * within("An energy", energy_kcal_d, "kcal/d", *_TARGET_KCAL_D) / 1000


def alcohol_grams(volume_ml: float, alcohol_percent: float) -> float:
    """Give the grams of alcohol in a drink: mL * share by volume * 0.789; C24: WHO.

    Args:
        volume_ml: volume of the drink in mL, 0 to 10000.
        alcohol_percent: alcohol by volume in %, 0 to 100.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A volume", volume_ml, "mL", *_DRINK_ML)
    return volume_ml * within("An alcohol share", alcohol_percent, "%", 0, 100) / 100 * _ETHANOL_G_ML


def _carbohydrate(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    energy = facts.number("energy", "the day's energy")
    protein = facts.number("protein", "the day's protein")
    fat = facts.number("fat", "the day's fat")
    alcohol = asked.number("alcohol")
    resting = resting_rate(facts, asked)
    if isinstance(resting, Lacking):
        return resting
    if facts.missing:
        return Lacking("")
    if tidy(energy - resting) < 0:
        return Lacking("an energy target not below the resting metabolic rate; a lower one is planned with a clinician only")
    if tidy(fat_share(fat, energy)) < _FAT_AT_LEAST_PERCENT:
        return Lacking("more fat in the plan, at least a fifth of its energy")
    value = carbohydrate_left(energy, protein, fat, alcohol)
    return Figure(
        value,
        "What is left of the energy after protein, fat and alcohol.",
        (
            Beside("protein_share", "the share of protein in your energy", 100 * _PROTEIN_KCAL_G * protein / energy, "%"),
            Beside("fat_share", "the share of fat in your energy", fat_share(fat, energy), "%"),
            Beside("share", "the share of carbohydrate in your energy", 100 * _CARBOHYDRATE_KCAL_G * value / energy, "%"),
        ),
    )


def _fibre(facts: PersonFacts, _: Arguments) -> Figure:
    value = fibre(facts.number("energy", "the day's energy"))
    return Figure(value, "Raise it by at most 5 g a week, and drink with it.")


def _alcohol(facts: PersonFacts, _: Arguments) -> Figure:
    volume = facts.number("volume", "the volume of the drink")
    return Figure(
        alcohol_grams(volume, facts.number("alcohol", "the alcohol by volume")), "Grams of pure alcohol; no amount is advised."
    )


COMPUTATIONS: Final = (
    direct(
        "C20",
        "nutrition.carbohydrate_left",
        title="your carbohydrate left in the day's energy",
        formula="(kcal - 4 * protein - 9 * fat - 7 * alcohol) / 4",
        unit="g/d",
        digits=1,
        guard="fat at least 20 % of the energy, energy not below the resting metabolic rate; not in pregnancy",
        accepts=(
            QuantityParameter("energy", "energy of the day", "kcal/d", *_TARGET_KCAL_D),
            QuantityParameter("protein", "protein of the day", "g/d", *_MACRO_G_D),
            QuantityParameter("fat", "fat of the day", "g/d", *_MACRO_G_D),
            QuantityParameter("alcohol", "alcohol of the day", "g/d", *_MACRO_G_D, default=0.0),
            RESTING_RATE,
            WEIGHT,
            HEIGHT,
            AGE,
            SEX,
            PREGNANT,
        ),
        gives=_carbohydrate,
        looks_at=resting_window,
    ),
    direct(
        "C15",
        "nutrition.fibre",
        title="your adequate daily fibre",
        formula="14 g per 1000 kcal",
        unit="g/d",
        digits=0,
        guard="the day's energy",
        accepts=(QuantityParameter("energy", "energy of the day", "kcal/d", *_TARGET_KCAL_D),),
        gives=_fibre,
    ),
    direct(
        "C24",
        "nutrition.alcohol",
        title="your drink's alcohol",
        formula="mL * alcohol by volume * 0.789 g/mL",
        unit="g",
        digits=1,
        guard="the volume and its alcohol by volume",
        accepts=(
            QuantityParameter("volume", "volume of the drink", "mL", *_DRINK_ML),
            QuantityParameter("alcohol", "alcohol by volume", "%", 0, 100),
        ),
        gives=_alcohol,
    ),
)
"""What the catalogue offers on the parts of a day's energy."""
