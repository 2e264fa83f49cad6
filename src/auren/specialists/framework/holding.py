"""What forbids saying a statement to a person: told by their age, by facts they stated, and by holds that stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from auren.conversation import Case, Claim
from auren.people import Profile
from auren.science.claims import HOLD_CODES

if TYPE_CHECKING:
    from auren.facts import Fact
    from auren.holds import Hold
    from auren.safety.holds import Held

__all__ = ["case_allows", "held", "holding"]

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ADULT: Final = 18
_SIXTEEN: Final = 16

# Words in a stated condition or medicine -> the code they stand for; what a person says, never what auren concludes.
_STATED: Final = MappingProxyType(
    {
        "kidney": "kidney_disease",
        "liver": "kidney_disease",
        "gout": "kidney_disease",
        "diabet": "insulin",
        "insulin": "insulin",
        "metformin": "insulin",
        "warfarin": "anticoagulant",
        "thinner": "anticoagulant",
        "apixaban": "anticoagulant",
        "eating disorder": "eating_disorder",
        "anorexi": "eating_disorder",
        "bulimi": "eating_disorder",
        "heart": "heart_condition",
        "arrhythm": "heart_condition",
        "blood pressure": "high_blood_pressure",
        "hypertension": "high_blood_pressure",
        "bipolar": "bipolar",
        "apnoea": "sleep_condition",
        "apnea": "sleep_condition",
        "insomnia": "sleep_condition",
        "stress fracture": "bone_stress",
        "concussion": "concussion",
        "surgery": "after_surgery",
        "operation": "after_surgery",
    }
)


def held(profile: Profile, facts: Iterable[Fact], year: int, holds: Iterable[Hold] = ()) -> frozenset[str]:
    """Give the codes of what is known of a person that forbids saying some statements.

    Args:
        profile: for the age.
        facts: what the person stated and holds now.
        year: the year on the person's wall clock.
        holds: what stands since a red flag was raised.
    """
    rows = {hold.row for hold in holds}
    codes = {code for code, known in HOLD_CODES.items() if known.row in rows}
    if profile.birth_year is not None:
        # The younger of the two ages that a birth year leaves open.
        age = year - profile.birth_year - 1
        codes |= {"minor"} if age < _ADULT else set()
        codes |= {"under_16"} if age < _SIXTEEN else set()
    for fact in facts:
        value = fact.value.casefold()
        match fact.attribute:
            case "pregnancy":
                codes.add("pregnancy")
            case "illness":
                codes.add("illness")
            case "allergy":
                codes.add("food_allergy")
            case "medication":
                codes.add("interacting_medicine")
        if fact.attribute in ("condition", "medication", "injury", "illness"):
            codes |= {code for word, code in _STATED.items() if word in value}
        if fact.attribute == "work" and ("shift" in value or "night" in value):
            codes.add("shift_work")
    return frozenset(codes)


def holding(case: Case) -> Held:
    """Give what is off by the holds that a case carries; whoever gives them has left out those that no longer stand.

    Args:
        case: any case.
    """
    # Few people have a hold; the tables of what one forbids are loaded for those who have.
    from auren.safety.holds import Held

    now = max((hold.since for hold in case.holds), default=_LONG_AGO)
    return Held(case.holds, now if case.query is None else max(now, case.query.asked_at))


def case_allows(case: Case, claim: Claim) -> bool:
    """Tell whether a claim may be said while the holds of a case stand.

    Args:
        case: any case.
        claim: any claim.
    """
    return not case.holds or holding(case).claim(claim)
