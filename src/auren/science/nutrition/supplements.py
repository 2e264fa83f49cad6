"""Two supplements with a known amount, caffeine and creatine, and who must not take them unasked."""

from __future__ import annotations

from typing import Final

from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.nutrition.facts import KIDNEY, PREGNANT, WEIGHT_KG, below_age
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter
from auren.science.person import AGE, WEIGHT, PersonFacts, weight_window

__all__ = ["COMPUTATIONS", "caffeine_day_limit", "caffeine_range", "creatine_loading"]

_CAFFEINE_MG_KG: Final = (3.0, 6.0)
_SINGLE_MG: Final = 200.0
_DAY_MG: Final = 400.0
_PREGNANT_DAY_MG: Final = 200.0
_TAKEN_MG: Final = (0.0, 5000.0)
_LOADING_G_KG: Final = 0.3
_KEEPING_G_D: Final = (3.0, 5.0)


def caffeine_day_limit(*, pregnant: bool = False) -> float:
    """Give the most caffeine a day in mg, from all sources: 400, in pregnancy 200; C13: EFSA 2015.

    Args:
        pregnant: whether the person is pregnant.
    """
    return _PREGNANT_DAY_MG if pregnant else _DAY_MG


def caffeine_range(weight_kg: float, taken_mg: float = 0.0, *, pregnant: bool = False) -> tuple[float, float]:
    """Give 3 to 6 mg/kg of caffeine at once in mg, never above 200 nor above what the day has left; C13: Guest 2021 JISSN 18:1.

    Args:
        weight_kg: body weight in kg, 20 to 400.
        taken_mg: caffeine already taken in the day in mg, 0 to 5000.
        pregnant: whether the person is pregnant.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A body weight", weight_kg, "kg", *WEIGHT_KG)
    within("An amount of caffeine", taken_mg, "mg", *_TAKEN_MG)
    left = max(0.0, caffeine_day_limit(pregnant=pregnant) - taken_mg)
    low, high = (min(share * weight_kg, _SINGLE_MG, left) for share in _CAFFEINE_MG_KG)
    return low, high


def creatine_loading(weight_kg: float) -> float:
    """Give 0.3 g/kg of creatine a day in g, for 5 to 7 days; C14: Kreider 2017 JISSN 14:18.

    Args:
        weight_kg: body weight in kg, 20 to 400.

    Raises:
        InvalidInput: the weight is out of range.
    """
    return _LOADING_G_KG * within("A body weight", weight_kg, "kg", *WEIGHT_KG)


def _caffeine(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    weight, age = facts.weight(), facts.age()
    young = below_age(age)
    if young:
        return young
    if asked.flag("arrhythmia") or asked.flag("maoi"):
        return Lacking("a doctor's or pharmacist's word on caffeine with an irregular heartbeat or an MAO inhibitor")
    pregnant = asked.flag("pregnant")
    low, high = caffeine_range(weight, asked.number("taken_today"), pregnant=pregnant)
    note = (
        "Never above 200 mg at once, nor above the day's limit. "
        "With any medicine or heart trouble ask a pharmacist or doctor first."
    )
    if pregnant:
        note = (
            "An upper bound, no advice to take it: in pregnancy at most 200 mg in the whole day. Ask a midwife or doctor first."
        )
    return Figure(
        low,
        note,
        (
            Beside("high", "your single caffeine dose at the high end", high, "mg"),
            Beside("day", "your caffeine limit of a day from all sources", caffeine_day_limit(pregnant=pregnant), "mg/d"),
        ),
    )


def _creatine(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    weight, age = facts.weight(), facts.age()
    young = below_age(age)
    if young:
        return young
    if asked.flag("kidney_disease"):
        return Lacking("a doctor's word on creatine with a kidney disease")
    low, high = _KEEPING_G_D
    return Figure(
        creatine_loading(weight),
        "For 5 to 7 days, in small portions; the daily amount after that fills the stores as well, only later. "
        "With a kidney disease, in pregnancy or with any medicine ask a doctor or pharmacist first.",
        (
            Beside("keeping_low", "your daily creatine afterwards, at the low end", low, "g/d"),
            Beside("keeping_high", "your daily creatine afterwards, at the high end", high, "g/d"),
        ),
    )


COMPUTATIONS: Final = (
    direct(
        "C13",
        "nutrition.caffeine",
        title="your single caffeine dose before exercise, at the low end",
        formula="3 to 6 mg/kg, at most 200 mg at once and 400 mg a day, in pregnancy 200 mg a day",
        unit="mg",
        digits=0,
        guard="adults; not with an irregular heartbeat or an MAO inhibitor",
        accepts=(
            WEIGHT,
            AGE,
            QuantityParameter("taken_today", "caffeine already taken today", "mg", *_TAKEN_MG, default=0.0),
            PREGNANT,
            FlagParameter("arrhythmia", "Whether the person has an irregular heartbeat."),
            FlagParameter("maoi", "Whether the person takes an MAO inhibitor."),
        ),
        gives=_caffeine,
        looks_at=weight_window,
    ),
    direct(
        "C14",
        "nutrition.creatine",
        title="your daily creatine for loading",
        formula="0.3 g/kg for 5 to 7 days, then 3 to 5 g a day",
        unit="g/d",
        digits=0,
        guard="adults; not with a kidney disease",
        accepts=(WEIGHT, AGE, KIDNEY),
        gives=_creatine,
        looks_at=weight_window,
    ),
)
"""What the catalogue offers on caffeine and creatine."""
