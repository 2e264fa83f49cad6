"""How much protein and carbohydrate suits a body, a day and a session."""

from __future__ import annotations

from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import (
    BODY_FAT,
    FAT_FREE_KG,
    FAT_FREE_MASS,
    KIDNEY,
    WEIGHT_KG,
    fat_free_mass,
    fat_free_window,
)
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter
from auren.science.person import WEIGHT, PersonFacts, weight_window

__all__ = [
    "COMPUTATIONS",
    "carbohydrate_in_exercise",
    "carbohydrate_range",
    "protein_in_a_cut",
    "protein_per_meal",
    "protein_plateau",
    "protein_range",
    "recovery_carbohydrate",
]

_PROTEIN_G_KG: Final = (1.4, 2.0)
_PLATEAU_G_KG: Final = (1.03, 1.62, 2.20)
_CUT_G_KG: Final = (2.3, 3.1)
_MEAL_G_KG: Final = (0.25, 0.40)
_MEAL_G: Final = (20.0, 40.0)
_CARBOHYDRATE_G_KG: Final = {
    "light": (3.0, 5.0),
    "moderate": (5.0, 7.0),
    "high": (6.0, 10.0),
    "very high": (8.0, 12.0),
}
_RECOVERY_G_KG_H: Final = (1.0, 1.2)
_NONE_BELOW_MIN: Final = 45.0
_NAMED_FROM_MIN: Final = 60.0
_LONG_ABOVE_MIN: Final = 150.0
_DAY_MIN: Final = 1440.0
_IN_EXERCISE_G_H: Final = (30.0, 60.0)
_LONG_AT_MOST_G_H: Final = 90.0

_KIDNEY_GATE: Final = Lacking("a plan by a kidney doctor or dietitian; protein needs are theirs to set in a kidney disease")


def protein_range(weight_kg: float) -> tuple[float, float]:
    """Give 1.4 to 2.0 g/kg as g of protein a day, for people who exercise; C8: Jäger 2017 JISSN 14:20.

    Args:
        weight_kg: body weight in kg, 20 to 400.

    Raises:
        InvalidInput: the weight is out of range.
    """
    return _by_weight(weight_kg, _PROTEIN_G_KG)


def protein_plateau(weight_kg: float) -> tuple[float, float, float]:
    """Give where more protein a day adds no more muscle, in g: low end, estimate, high end; C8: Morton 2018 BJSM 52:376.

    Args:
        weight_kg: body weight in kg, 20 to 400.

    Raises:
        InvalidInput: the weight is out of range.
    """
    within("A body weight", weight_kg, "kg", *WEIGHT_KG)
    low, estimate, high = _PLATEAU_G_KG
    return low * weight_kg, estimate * weight_kg, high * weight_kg


def protein_in_a_cut(fat_free_kg: float) -> tuple[float, float]:
    """Give 2.3 to 3.1 g per kg of fat-free mass as g of protein a day, in a deficit; C8: Helms 2014 IJSNEM 24:127.

    Args:
        fat_free_kg: fat-free mass in kg, 10 to 250.

    Raises:
        InvalidInput: the mass is out of range.
    """
    within("A fat-free mass", fat_free_kg, "kg", *FAT_FREE_KG)
    return _CUT_G_KG[0] * fat_free_kg, _CUT_G_KG[1] * fat_free_kg


def protein_per_meal(weight_kg: float) -> tuple[float, float]:
    """Give 0.25 to 0.40 g/kg as g of protein a meal, held within 20 to 40 g; C9: Schoenfeld & Aragon 2018 JISSN 15:10.

    Args:
        weight_kg: body weight in kg, 20 to 400.

    Raises:
        InvalidInput: the weight is out of range.
    """
    low, high = _by_weight(weight_kg, _MEAL_G_KG)
    least, most = _MEAL_G
    return min(max(low, least), most), min(max(high, least), most)


def carbohydrate_range(weight_kg: float, load: str) -> tuple[float, float]:
    """Give the range of carbohydrate for a day's training in g; C10: Thomas 2016 MSSE 48:543.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        load: "light" (3-5 g/kg), "moderate" (5-7), "high" (6-10) or "very high" (8-12).

    Raises:
        InvalidInput: the weight is out of range, or the load is unknown.
    """
    if load not in _CARBOHYDRATE_G_KG:
        raise InvalidInput(f"An unknown training load was given; expected one of {', '.join(_CARBOHYDRATE_G_KG)}.")
    return _by_weight(weight_kg, _CARBOHYDRATE_G_KG[load])


def carbohydrate_in_exercise(minutes: float) -> tuple[float, float] | None:
    """Give the range of carbohydrate in exercise in g an hour, or None where the guideline names none; C11: Thomas 2016.

    Below 45 min 0, from 1 to 2.5 h 30 to 60, above that up to 90 (Jeukendrup 2014 Sports Med 44:S25).

    Args:
        minutes: length of the session in minutes, 0 to 1440.

    Raises:
        InvalidInput: the length is out of range.
    """
    within("A session", minutes, "min", 0, _DAY_MIN)
    if minutes < _NONE_BELOW_MIN:
        return 0.0, 0.0
    if minutes < _NAMED_FROM_MIN:
        return None
    low, high = _IN_EXERCISE_G_H
    return low, high if minutes <= _LONG_ABOVE_MIN else _LONG_AT_MOST_G_H


def recovery_carbohydrate(weight_kg: float) -> tuple[float, float]:
    """Give 1.0 to 1.2 g/kg as g of carbohydrate an hour, for 4 h after exercise; C11: Thomas 2016.

    Args:
        weight_kg: body weight in kg, 20 to 400.

    Raises:
        InvalidInput: the weight is out of range.
    """
    return _by_weight(weight_kg, _RECOVERY_G_KG_H)


def _by_weight(weight_kg: float, shares: tuple[float, float]) -> tuple[float, float]:
    within("A body weight", weight_kg, "kg", *WEIGHT_KG)
    return shares[0] * weight_kg, shares[1] * weight_kg


def _protein(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("kidney_disease"):
        return _KIDNEY_GATE
    weight = facts.weight()
    low, high = protein_range(weight)
    floor, plateau, ceiling = protein_plateau(weight)
    return Figure(
        low,
        "The low end of the range for people who exercise. Not for anyone with a kidney disease.",
        (
            Beside("high", "your daily protein at the high end", high, "g/d"),
            Beside("plateau", "the plateau beyond which more protein adds no more muscle", plateau, "g/d", 1),
            Beside("plateau_low", "the low end of that plateau's uncertainty", floor, "g/d", 1),
            Beside("plateau_high", "the high end of that plateau's uncertainty", ceiling, "g/d", 1),
        ),
    )


def _cut(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("kidney_disease"):
        return _KIDNEY_GATE
    low, high = protein_in_a_cut(fat_free_mass(facts, asked))
    note = "For lean, strength-training people in an energy deficit. Not for anyone with a kidney disease."
    return Figure(low, note, (Beside("high", "your daily protein in a deficit, at the high end", high, "g/d"),))


def _meal(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("kidney_disease"):
        return _KIDNEY_GATE
    low, high = protein_per_meal(facts.weight())
    note = "At four meals a day or more, held within 20 to 40 g. Not for anyone with a kidney disease."
    return Figure(low, note, (Beside("high", "your protein a meal at the high end", high, "g"),))


def _carbohydrate(facts: PersonFacts, _: Arguments) -> Figure:
    load = facts.word("load", "the day's training load")
    low, high = carbohydrate_range(facts.weight(), load)
    return Figure(
        low, f"For a day of {load} training.", (Beside("high", "your carbohydrate for the day at the high end", high, "g/d"),)
    )


def _in_exercise(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    minutes = facts.number("duration", "the length of the session")
    found = carbohydrate_in_exercise(minutes)
    if found is None:
        return Lacking(
            "an amount for a session between three quarters of an hour and one hour: the guideline names none, "
            "only small sips or a mouth rinse"
        )
    low, high = found
    if high == 0:
        note = "A session this short needs none."
    elif high == _LONG_AT_MOST_G_H:
        note = "Up to the high end only with mixed sugars, and after the gut was trained for it."
    else:
        note = "The low end of the range."
    return Figure(low, note, (Beside("high", "your carbohydrate in exercise at the high end", high, "g/h"),))


def _recovery(facts: PersonFacts, _: Arguments) -> Figure:
    low, high = recovery_carbohydrate(facts.weight())
    note = "For the 4 hours after exercise, when the next session is near."
    return Figure(low, note, (Beside("high", "your carbohydrate for recovery at the high end", high, "g/h"),))


COMPUTATIONS: Final = (
    direct(
        "C8",
        "nutrition.protein",
        title="your daily protein at the low end",
        formula="1.4 to 2.0 g/kg; beside it the plateau for muscle, 1.62 g/kg (1.03 to 2.20)",
        unit="g/d",
        digits=0,
        guard="a body weight; not with a kidney disease",
        accepts=(WEIGHT, KIDNEY),
        gives=_protein,
        looks_at=weight_window,
    ),
    direct(
        "C8",
        "nutrition.protein_deficit",
        title="your daily protein in an energy deficit, at the low end",
        formula="2.3 to 3.1 g per kg of fat-free mass",
        unit="g/d",
        digits=0,
        guard="a fat-free mass, or weight and body fat; not with a kidney disease",
        accepts=(FAT_FREE_MASS, BODY_FAT, WEIGHT, KIDNEY),
        gives=_cut,
        looks_at=fat_free_window,
    ),
    direct(
        "C9",
        "nutrition.protein_meal",
        title="your protein a meal at the low end",
        formula="0.25 to 0.40 g/kg, held within 20 to 40 g",
        unit="g",
        digits=0,
        guard="a body weight; not with a kidney disease",
        accepts=(WEIGHT, KIDNEY),
        gives=_meal,
        looks_at=weight_window,
    ),
    direct(
        "C10",
        "nutrition.carbohydrate",
        title="your carbohydrate for the day at the low end",
        formula="light 3-5, moderate 5-7, high 6-10, very high 8-12 g/kg",
        unit="g/d",
        digits=0,
        guard="a body weight and the day's training load",
        accepts=(ChoiceParameter("load", "the day's training load", tuple(_CARBOHYDRATE_G_KG)), WEIGHT),
        gives=_carbohydrate,
        looks_at=weight_window,
    ),
    direct(
        "C11",
        "nutrition.carbohydrate_exercise",
        title="your carbohydrate in exercise at the low end",
        formula="below 45 min 0, 1 to 2.5 h 30-60, above 2.5 h up to 90 g/h",
        unit="g/h",
        digits=0,
        guard="a length of the session that the guideline names an amount for: not from 45 to below 60 min",
        accepts=(QuantityParameter("duration", "length of the session", "min", 0, _DAY_MIN),),
        gives=_in_exercise,
    ),
    direct(
        "C11",
        "nutrition.carbohydrate_recovery",
        title="your carbohydrate for recovery at the low end",
        formula="1.0 to 1.2 g/kg an hour for 4 h",
        unit="g/h",
        digits=0,
        guard="a body weight",
        accepts=(WEIGHT,),
        gives=_recovery,
        looks_at=weight_window,
    ),
)
"""What the catalogue offers on protein and carbohydrate."""
