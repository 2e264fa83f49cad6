"""Whether the body really changed, and how fast it may: measuring error, symmetry, a target weight and the weeks to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, by_hand, check, check_each, flag, number, series
from auren.science.change import minimal_detectable_change
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter, SeriesParameter
from auren.science.person import AGE, HEIGHT, SEX, WEIGHT, PersonFacts, weight_window
from auren.science.physique.shape import ADULT_AGE_Y, BODY_FAT, BODY_MASS_INDEX_LOW, body_mass_index
from auren.science.statistics import exact_sum

__all__ = [
    "COMPUTATIONS",
    "asymmetry",
    "detectable_change_cm",
    "target_weight_kg",
    "technical_error",
    "weeks_to_target",
]

_REPEATS: Final = 5
_LEAST_FAT: Final = {"male": 5.0, "female": 12.0}
_FASTEST: Final = 1.0
_SEE: Final = "ask a doctor or registered dietitian before any loss of weight"

_DIFFERENCES = SeriesParameter(
    "differences", "differences between two measurements of the same thing on the same day", "cm", -20, 20, at_most=1000
)
_LEFT = QuantityParameter("left", "circumference of the left side", "cm", 5, 250)
_RIGHT = QuantityParameter("right", "circumference of the right side", "cm", 5, 250)
_SAME_STATE = FlagParameter("same_state", "whether both sides were measured in the same state, flexed or relaxed")
_LEAN = QuantityParameter("lean", "fat-free mass", "kg", 10, 200)
_TARGET_FAT = QuantityParameter("target_body_fat", "body fat aimed at", "%", 2, 60)
_TARGET = QuantityParameter("target_weight", "weight aimed at", "kg", 20, 400)
_PACE = QuantityParameter("pace", "share of the weight to be lost in a week", "%/wk", 0.05, 5)


def technical_error(differences_cm: Sequence[float]) -> float:
    """Give the typical error √(Σd² / 2n) of a measurement in cm; A10: Perini 2005 Rev Bras Med Esporte 11:81.

    Args:
        differences_cm: differences of repeated measurements in cm, -20 to 20, at least one.

    Raises:
        InvalidInput: there is none, or one is out of range.
    """
    check_each(_DIFFERENCES, differences_cm)
    return math.sqrt(exact_sum(item * item for item in differences_cm) / (2 * len(differences_cm)))


def detectable_change_cm(differences_cm: Sequence[float]) -> float:
    """Give 1.96 * √2 * typical error in cm; A10: Hopkins 2000 Sports Med 30:1.

    Args:
        differences_cm: differences of repeated measurements in cm, -20 to 20, at least one.

    Raises:
        InvalidInput: there is none, or one is out of range.
    """
    return minimal_detectable_change(technical_error(differences_cm))


def asymmetry(left_cm: float, right_cm: float) -> float:
    """Give 100 * |left - right| / mean in percent; A9: to be shown only above the minimal detectable change.

    Args:
        left_cm, right_cm: circumference of each side in cm, 5 to 250.

    Raises:
        InvalidInput: a circumference is out of range.
    """
    check(_LEFT, left_cm)
    check(_RIGHT, right_cm)
    return 100 * abs(left_cm - right_cm) / ((left_cm + right_cm) / 2)


def target_weight_kg(lean_kg: float, body_fat_pct: float) -> float:
    """Give fat-free mass / (1 - body fat) in kg; A11: Helms 2014.

    Args:
        lean_kg: fat-free mass in kg, 10 to 200; taken to stay.
        body_fat_pct: body fat aimed at in percent, 2 to 60.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_LEAN, lean_kg)
    check(_TARGET_FAT, body_fat_pct)
    return lean_kg / (1 - body_fat_pct / 100)


def weeks_to_target(weight_kg: float, target_kg: float, pace_pct_per_wk: float) -> float:
    """Give ln(target / weight) / ln(1 - pace) in weeks; A11: Helms 2014.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        target_kg: weight aimed at in kg, 20 to 400, no more than the weight.
        pace_pct_per_wk: share of the weight lost in a week in percent, 0.05 to 5.

    Raises:
        InvalidInput: a value is out of range, or the target lies above the weight.
    """
    check(WEIGHT, weight_kg)
    check(_TARGET, target_kg)
    check(_PACE, pace_pct_per_wk)
    if target_kg > weight_kg:
        raise InvalidInput("A target above the weight was given; the formula is for losing weight.")
    return math.log(weight_kg / target_kg) / -math.log(1 - pace_pct_per_wk / 100)


def _error(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    differences = series(facts, asked, _DIFFERENCES)
    if len(differences) < _REPEATS:
        return Lacking("more repeated measurements", len(differences), _REPEATS)
    beside = Beside(
        "detectable_change", "the smallest change that can be told from it", detectable_change_cm(differences), "cm", 2
    )
    return Figure(
        technical_error(differences), "A change smaller than the second figure is no progress and no loss.", (beside,)
    )


def _symmetry(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    left, right = number(facts, _LEFT), number(facts, _RIGHT)
    same, differences = flag(facts, asked, _SAME_STATE), series(facts, asked, _DIFFERENCES)
    if facts.missing:
        return NOTHING
    if not same:
        return Lacking("two sides measured in the same state")
    if len(differences) < _REPEATS:
        return Lacking("more repeated measurements", len(differences), _REPEATS)
    if abs(left - right) <= detectable_change_cm(differences):
        return Lacking("a difference between the sides that is larger than the error of measuring")
    return Figure(asymmetry(left, right), "A description only: bodies are not symmetric, and nothing is recommended for it.")


def _barred(age_y: float, height_m: float, sex: str, *, target_kg: float, target_fat: float) -> Lacking | None:
    """Give why no loss of weight is planned, or None."""
    if age_y < ADULT_AGE_Y:
        return Lacking(f"an adult's age; {_SEE}")
    if by_hand(body_mass_index(target_kg, height_m)) < BODY_MASS_INDEX_LOW:
        return Lacking(f"a target weight that is not too low for the height; {_SEE}")
    if by_hand(target_fat) < _LEAST_FAT[sex]:
        return Lacking(f"a target with enough body fat; {_SEE}")
    return None


def _target(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    weight, fat, aimed = facts.weight(), number(facts, BODY_FAT), number(facts, _TARGET_FAT)
    gate = (facts.age(), facts.height(), facts.sex())
    if facts.missing:
        return NOTHING
    lean = weight * (1 - fat / 100)
    target = target_weight_kg(lean, aimed)
    barred = _barred(*gate, target_kg=target, target_fat=aimed)
    return barred or Figure(
        target, "Taken that all fat-free mass is kept.", (Beside("lean", "your fat-free mass", lean, "kg", 1),)
    )


def _weeks(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    weight, fat = facts.weight(), number(facts, BODY_FAT)
    target, pace = number(facts, _TARGET), number(facts, _PACE)
    gate = (facts.age(), facts.height(), facts.sex())
    if facts.missing:
        return NOTHING
    weeks = weeks_to_target(weight, target, pace)
    aimed = 100 * (1 - weight * (1 - fat / 100) / target)
    if pace > _FASTEST:
        return Lacking(f"a slower pace; for one this fast {_SEE}")
    barred = _barred(*gate, target_kg=target, target_fat=aimed)
    return barred or Figure(weeks, "At a steady pace and with all fat-free mass kept; real weeks vary.")


_PERSON = (WEIGHT, BODY_FAT, HEIGHT, AGE, SEX)

COMPUTATIONS: Final = (
    direct(
        "A9",
        "physique.asymmetry",
        title="your difference between the sides",
        formula="100 * |left - right| / mean, shown only above 1.96 * sqrt(2) * typical error",
        unit="%",
        digits=2,
        guard="both sides in the same state, at least 5 repeats, and a difference above the minimal detectable change; "
        "describes only",
        accepts=(_LEFT, _RIGHT, _SAME_STATE, _DIFFERENCES),
        gives=_symmetry,
    ),
    direct(
        "A10",
        "physique.measuring_error",
        title="your typical error of measuring",
        formula="sqrt(sum d^2 / 2n); beside it 1.96 * sqrt(2) * that",
        unit="cm",
        digits=2,
        guard="at least 5 repeats",
        accepts=(_DIFFERENCES,),
        gives=_error,
    ),
    direct(
        "A11",
        "physique.target_weight",
        title="your weight at that body fat",
        formula="weight * (1 - body fat) / (1 - body fat aimed at)",
        unit="kg",
        digits=1,
        guard="an adult; a target of body mass index 18.5 or more, and of body fat 5 % (men) or 12 % (women) or more",
        accepts=(*_PERSON, _TARGET_FAT),
        gives=_target,
        looks_at=weight_window,
    ),
    direct(
        "A11",
        "physique.weeks_to_target",
        title="your weeks to that weight",
        formula="ln(target / weight) / ln(1 - pace)",
        unit="wk",
        digits=1,
        guard="an adult; a pace of at most 1 % a week; a target of body mass index 18.5 or more, and of body fat 5 % (men) or "
        "12 % (women) or more with fat-free mass kept",
        accepts=(*_PERSON, _TARGET, _PACE),
        gives=_weeks,
        looks_at=weight_window,
    ),
)
"""What the catalogue offers on change of the body."""
