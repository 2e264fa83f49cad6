"""Macronutrients: protein first, told with both ends of its range."""

from __future__ import annotations

from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, View, explain, follow, state
from auren.specialists.nutritionist.amounts import measured
from auren.specialists.nutritionist.kitchen import note_food, served
from auren.specialists.understanding import words_of

__all__ = ["macros"]


_TOPIC: Final = "nutrition.macros"
_CARBOHYDRATE: Final = frozenset({"carb", "carbs", "carbohydrate", "carbohydrates"})
_SAID: Final = frozenset({"protein", "proteins"})


async def macros(view: View, draft: Draft) -> None:
    """Decide on protein, carbohydrate, fat and fibre.

    Args:
        view: the case.
        draft: what it is added to.
    """
    await measured(view, _TOPIC)
    note_food(view, draft)
    plans = served(_TOPIC, (await view.circumstances()).without)
    said = words_of(view.words)
    if not said & _CARBOHYDRATE and (said & _SAID or not said or view.asks_to_plan) and not view.asks_to_know:
        await follow(view, draft, plans, usually="today")
        draft.figure(view.known("nutrition.protein"))
        draft.figure(view.known("nutrition.protein_meal"))
        await explain(view, draft, _TOPIC)
        if view.known("nutrition.protein") is None and view.gap("nutrition.protein") is not None:
            draft.say(ClaimKind.MISSING, "For your own amounts I still need your body weight.")
        return
    figures = ("nutrition.carbohydrate",) if said & _CARBOHYDRATE else ("nutrition.protein", "nutrition.fibre")
    await state(view, draft, _TOPIC, figures, plans)
