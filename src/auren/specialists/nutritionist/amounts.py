"""Amounts that take a day's training: energy, carbohydrate and fibre; the coach is asked how much training there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from auren.findings import Measure
from auren.specialists.framework import Draft, View, follow, state
from auren.specialists.framework.topic import Decide
from auren.specialists.nutritionist.kitchen import note_food, served

__all__ = ["ACTIVE", "LIGHTLY_ACTIVE", "feeding", "measured"]

LIGHTLY_ACTIVE: Final = 1.5
"""Physical activity level of somebody who hardly trains at the moment. auren's convention within the table's 1.40 to 2.40."""
ACTIVE: Final = 1.75
"""Physical activity level of somebody who trains on most days. auren's convention within the table's 1.40 to 2.40."""

_COACH: Final = "training_coach"
_BUSY_WEEK: Final = 1000.0
"""A week's load, in minutes times effort, from which somebody counts as active. auren's convention."""
_ASKS_COACH: Final = frozenset({"nutrition.energy", "nutrition.sport", "nutrition.timing", "nutrition.macros"})


async def measured(view: View, topic: str) -> None:
    """Compute the amounts that follow from how much is trained, and keep them by their names.

    Args:
        view: the case.
        topic: whose matter it is; the coach is asked where it turns on training.
    """
    if topic in _ASKS_COACH:
        await view.consult(_COACH, "How much training is there this week?")
    week = await view.figure("load.weekly")
    busy = week is not None and week.value >= _BUSY_WEEK
    daily = await view.figure("energy.daily", activity_level=ACTIVE if busy else LIGHTLY_ACTIVE)
    view.note("energy.daily", daily)
    view.note("nutrition.carbohydrate", await view.figure("nutrition.carbohydrate", load="moderate" if busy else "light"))
    view.note("nutrition.creatine", _keeping(view.known("nutrition.creatine")))
    if daily is not None:
        view.note("nutrition.fibre", await view.figure("nutrition.fibre", energy=daily.value))


def _keeping(creatine: Measure | None) -> Measure | None:
    """Give the daily amount of creatine for good, rather than that of the first days."""
    if creatine is None:
        return None
    ends = {part.name.rpartition("_")[2]: part for part in creatine.related}
    low, high = ends.get("low"), ends.get("high")
    if low is None or high is None:
        return creatine
    title = low.title.replace(" afterwards", "")
    return replace(low, title=title, related=(replace(high, name=f"{low.name}.high"),))


def feeding(topic: str, *figures: str) -> Decide:
    """Give a way to decide on a topic of food: the person's amounts, the plan for the time asked about, and a statement.

    Args:
        topic: the topic's id.
        *figures: computations to be told, the most telling first.
    """

    async def decide(view: View, draft: Draft) -> None:
        await measured(view, topic)
        note_food(view, draft)
        without = (await view.circumstances()).without
        plans = served(topic, without)
        # Whoever leaves out foods is told which there are, before what is said to all.
        if without and view.asks_to_plan:
            await follow(view, draft, plans, usually="today")
        await state(view, draft, topic, figures, plans)

    return decide
