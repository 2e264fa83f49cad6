"""Energy: eating enough for the training done comes before any other goal."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, TypeGuard

from auren.conversation import ClaimKind, Constraint
from auren.findings import Measure
from auren.specialists.framework import Draft, View, follow, shown, state
from auren.specialists.nutritionist.amounts import measured
from auren.specialists.nutritionist.plans import PLANS

__all__ = ["LOW_AVAILABILITY", "energy", "limits"]

LOW_AVAILABILITY: Final = 30.0
"""Energy availability, in kcal per kg of fat-free mass and day, under which a body in training is short; C7."""

_NAME: Final = "nutritionist"
_LESS_LOAD: Final = 0.8
_FASTEST_LOSS: Final = -1.0
"""Weight change of a week, in per cent, from which a loss is too fast; C21."""
_HOLDS_DAYS: Final = 7


async def limits(view: View) -> tuple[Constraint, ...]:
    """Give what too little energy, or weight that falls fast, demands of all.

    Args:
        view: the case.
    """
    availability, pace = await view.figure("energy.availability"), await view.figure("energy.weight_pace")
    until = view.today + timedelta(days=_HOLDS_DAYS)
    if availability is not None and availability.value < LOW_AVAILABILITY:
        enough = "Enough to eat comes first: little energy for the training done"
        return (
            Constraint("energy_intake", None, until, enough, _NAME, 1.0, "energy"),
            Constraint("training_load", _LESS_LOAD, until, "Less training load: little energy for it", _NAME, cause="energy"),
        )
    if _falls_fast(pace):
        return (Constraint("energy_intake", None, until, "No smaller meals: weight falls fast", _NAME, 1.0, "energy"),)
    return ()


def _falls_fast(pace: Measure | None) -> TypeGuard[Measure]:
    return pace is not None and pace.unit == "%" and pace.value <= _FASTEST_LOSS


async def energy(view: View, draft: Draft) -> None:
    """Decide on energy intake.

    Args:
        view: the case.
        draft: what it is added to.
    """
    availability, pace = view.known("energy.availability"), view.known("energy.weight_pace")
    if availability is not None and availability.value < LOW_AVAILABILITY:
        _short(draft, availability)
        draft.demand(*await limits(view))
        return
    if _falls_fast(pace):
        draft.urge(
            "Eat a little more from today on, so that your weight falls more slowly",
            "today",
            pace,
            on="energy_intake",
            change=1.1,
        )
        draft.say(
            ClaimKind.OBSERVATION,
            f"{draft.dated(pace)} was {shown(pace)}, which is faster than muscle and mood bear well.",
            pace,
        )
        draft.demand(*await limits(view))
        return
    await measured(view, "nutrition.energy")
    figures = ("energy.adaptive", "energy.daily", "energy.weight_pace")
    if not view.asks_to_know:
        await follow(view, draft, PLANS["nutrition.energy"], usually="today")
    await state(view, draft, "nutrition.energy", figures, PLANS["nutrition.energy"])
    if not await view.facts("goal"):
        draft.ask("What do you want to reach: to lose, to keep or to gain weight, or to perform?")


def _short(draft: Draft, availability: Measure) -> None:
    draft.urge("Eat more from today on, above all around training", "today", availability, on="energy_intake", change=1.2)
    text = f"{draft.dated(availability)} was {shown(availability)}, which is little for the training you do."
    draft.say(ClaimKind.OBSERVATION, text, availability)
    draft.say(
        ClaimKind.MEANING,
        "Too little energy costs sleep, bones and training before weight shows it; a dietitian can help.",
        availability,
    )
