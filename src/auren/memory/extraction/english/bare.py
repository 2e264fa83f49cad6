"""How a value alone is read in English, as in "no, 82", by the slot that was spoken of before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from auren.memory.extraction.english.words import PLACE, SIDES, bedtime, waketime
from auren.memory.extraction.language import Found
from auren.memory.extraction.lexicon import (
    DIETS,
    JOBS,
    MEDICINES,
    PARTS,
    SPORTS,
    one_of,
)
from auren.memory.extraction.moments import written_date
from auren.memory.extraction.quantities import (
    CLOCK,
    DISTANCE,
    DOSE,
    HEIGHT,
    HOURS,
    MASS,
    NUMBER,
    RACE,
    VOLUME,
    clock,
    distance,
    dose,
    height,
    hours,
    mass,
    number,
    race,
    volume,
)
from auren.memory.extraction.reading import bare, known, measured, named, places, spoken, words

__all__ = ["BARE"]


def _bare_number(attribute: str) -> Callable[[str], Found | None]:
    return bare(rf"(?P<v>{NUMBER})", measured(attribute, number))


BARE: Final = {
    "body.weight": bare(rf"(?P<v>{MASS}|{NUMBER})", measured("body.weight", mass)),
    "body.height": bare(rf"(?P<v>{HEIGHT})", measured("body.height", height)),
    "body.fat": _bare_number("body.fat"),
    "body.waist": _bare_number("body.waist"),
    "heart.resting_rate": _bare_number("heart.resting_rate"),
    "heart.max_rate": _bare_number("heart.max_rate"),
    "sleep.usual_bedtime": bare(rf"(?P<v>{CLOCK})", spoken("sleep.usual_bedtime", bedtime)),
    "sleep.usual_waketime": bare(rf"(?P<v>{CLOCK})", spoken("sleep.usual_waketime", waketime)),
    "schedule.training": bare(rf"(?P<v>{CLOCK})", spoken("schedule.training", clock)),
    "sleep.usual_duration": bare(rf"(?P<v>{HOURS}|{NUMBER})", measured("sleep.usual_duration", hours)),
    "training.days_per_week": _bare_number("training.days_per_week"),
    "training.weekly_distance": bare(rf"(?P<v>{DISTANCE}|{NUMBER})", measured("training.weekly_distance", distance)),
    **{
        f"training.best.{name}": bare(rf"(?P<v>{RACE})", measured(f"training.best.{name}", race))
        for name in ("5k", "10k", "half_marathon", "marathon")
    },
    "diet": bare(rf"\b(?P<v>{one_of(DIETS)})\b", known("diet", DIETS)),
    "training.sport": bare(rf"\b(?P<v>{one_of(SPORTS)})\b", known("training.sport", SPORTS)),
    "caffeine": _bare_number("caffeine"),
    "alcohol": _bare_number("alcohol"),
    "intake.water": bare(rf"(?P<v>{VOLUME}|{NUMBER})", measured("intake.water", volume)),
    "intake.steps": _bare_number("intake.steps"),
    "injury": bare(rf"\b{PLACE}", places(PARTS, SIDES, {})),
    "birthday": bare(r"(?P<v>.+)", spoken("birthday", written_date)),
    "medication": bare(rf"\b(?P<v>{one_of(MEDICINES)})\b", known("medication", MEDICINES)),
    "allergy": bare(r"(?P<v>[a-z][\w -]+)", words("allergy")),
    "goal": bare(r"(?P<v>[a-z].+)", words("goal")),
    "work": bare(rf"\b(?P<v>{one_of(JOBS)})\b", known("work", JOBS)),
    "home": bare(r"(?P<v>[a-z][\w '-]+)", named("home")),
    "supplement.*.dose": bare(rf"(?P<v>{DOSE})", lambda match, _: _bare_dose(match["v"])),
}


def _bare_dose(text: str) -> list[Found]:
    amount = dose(text)
    return [Found("supplement.*.dose", amount[0], f"{amount[1]}/day")] if amount else []
