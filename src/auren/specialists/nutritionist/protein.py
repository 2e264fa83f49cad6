"""Macronutrients: protein first, told with both ends of its range."""

from __future__ import annotations

from auren.conversation import ClaimKind
from auren.findings import Measure
from auren.specialists.framework import Draft, View, shown, state

__all__ = ["macros"]


async def macros(view: View, draft: Draft) -> None:
    """Decide on protein, carbohydrate, fat and fibre.

    Args:
        view: the case.
        draft: what it is added to.
    """
    protein, meal = view.known("nutrition.protein"), view.known("nutrition.protein_meal")
    if protein is not None and ("protein" in view.words.casefold() or not view.words):
        draft.urge("Have a source of protein at every meal", "today", protein)
        draft.say(ClaimKind.OBSERVATION, f"{protein.title} is {_range(protein)}.", protein)
        if meal is not None:
            draft.say(ClaimKind.OBSERVATION, f"{meal.title} is {_range(meal)}.", meal)
        for statement in (await view.statements("nutrition.macros"))[:1]:
            draft.cite(statement)
        return
    await state(view, draft, "nutrition.macros", ("nutrition.protein", "nutrition.fibre"))


def _range(measure: Measure) -> str:
    # The measure itself is the low end; its first relative, where there is one, the high end.
    return shown(measure) if not measure.related else f"{shown(measure)}, and {shown(measure.related[0])} at the high end"
