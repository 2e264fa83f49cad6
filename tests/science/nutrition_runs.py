"""How the tests of food and energy run a computation, and give it weights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from science_days import TODAY, value

from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.nutrition import (
    adaptive_energy,
    diet_scores,
    energy,
    energy_balance,
    hydration,
    macros,
    metabolic,
    supplement_timing,
    supplements,
    weight_pace,
    weight_trend,
)
from auren.science.nutrition import protein_and_carbohydrate as nutrition

TABLE = gathered(
    adaptive_energy.COMPUTATIONS,
    diet_scores.COMPUTATIONS,
    energy.COMPUTATIONS,
    energy_balance.COMPUTATIONS,
    hydration.COMPUTATIONS,
    macros.COMPUTATIONS,
    metabolic.COMPUTATIONS,
    nutrition.COMPUTATIONS,
    supplement_timing.COMPUTATIONS,
    supplements.COMPUTATIONS,
    weight_pace.COMPUTATIONS,
    weight_trend.COMPUTATIONS,
)
NOBODY = Profile()


def compute(name: str, given: Inputs | None = None, /, **arguments: object) -> Measure | Insufficient:
    """Run a computation; `profile` and `today` are taken out of the arguments, where they are given."""
    profile, today = arguments.pop("profile", NOBODY), arguments.pop("today", TODAY)
    assert isinstance(profile, Profile)
    assert isinstance(today, date)
    return TABLE[name].run(given or Inputs(), today=today, profile=profile, **arguments)


def got(name: str, given: Inputs | None = None, /, **arguments: object) -> Measure:
    result = compute(name, given, **arguments)
    assert isinstance(result, Measure), result
    return result


def lacks(name: str, given: Inputs | None = None, /, **arguments: object) -> Insufficient:
    result = compute(name, given, **arguments)
    assert isinstance(result, Insufficient), result
    assert result.have < result.need
    assert not any(sign.isdigit() for sign in result.missing)
    return result


def figures(measure: Measure) -> dict[str, float]:
    """Give the figures beside a measure by the last part of their name."""
    return {part.name.removeprefix(f"{measure.name}."): part.value for part in measure.related}


def weights(back: Mapping[int, float]) -> Inputs:
    """Give body weights in kg by how many days back they were taken."""
    return Inputs({"body.weight": daily(back)})


def daily(back: Mapping[int, float]) -> list[DailyValue]:
    return [value("body.weight", TODAY - timedelta(days=n), number, "kg") for n, number in back.items()]
