"""The closed table of holds: what about a person forbids saying a statement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["HOLD_CODES", "HoldCode"]


class HoldCode(NamedTuple):
    """One reason not to say a statement.

    Args:
        code: lower-case words joined by underscores.
        meaning: whom it concerns, in plain words.
        row: row of the red-flag table; None where the table has none.
    """

    code: str
    meaning: str
    row: str | None


_CODES = (
    HoldCode("pregnancy", "pregnant, trying to be, or in the first weeks after birth", "R15"),
    HoldCode("minor", "under eighteen years of age", "R16"),
    HoldCode("under_16", "under sixteen years of age", "R16"),
    HoldCode("older_adult_falls", "sixty-five or older with falls or unplanned weight loss", "R17"),
    HoldCode("eating_disorder", "signs of a troubled relation to food or weight", "R10"),
    HoldCode("body_image_distress", "distress about one's looks", "R11"),
    HoldCode("low_energy_availability", "signs of too little energy for the training done", "R12"),
    HoldCode("interacting_medicine", "takes a medicine that food or supplements may interact with", "R18"),
    HoldCode("anticoagulant", "takes a blood thinner", "R18"),
    HoldCode("insulin", "takes insulin or another medicine that lowers glucose", "R19"),
    HoldCode("kidney_disease", "a kidney or liver condition, or gout", "R21"),
    HoldCode("food_allergy", "an allergy or intolerance to the food named", "R21"),
    HoldCode("heart_condition", "heart signs that a clinician has yet to clear", "R2"),
    HoldCode("high_blood_pressure", "blood pressure far above the usual range", "R6"),
    HoldCode("low_mood_crisis", "signs of a mental health crisis", "R7"),
    HoldCode("illness", "fever, cough or another sign of illness", "R40"),
    HoldCode("bone_stress", "focal bone pain that rises with impact", "R33"),
    HoldCode("concussion", "a blow to the head with any symptom", "R31"),
    HoldCode("injury_acute", "a fresh injury, or one that cannot bear weight", "R32"),
    HoldCode("after_surgery", "in the weeks after an operation", "R36"),
    HoldCode("sleep_condition", "long-lasting trouble with sleep or sleepy driving", "R38"),
    HoldCode("bipolar", "little need for sleep with racing thoughts", "R8"),
    HoldCode("skin_change", "a new or changing spot on the skin", "R42"),
    HoldCode("shift_work", "works at night or in changing shifts", None),
)

HOLD_CODES: Final[Mapping[str, HoldCode]] = MappingProxyType({row.code: row for row in _CODES})
"""Every code that a statement's `unless` may name."""
