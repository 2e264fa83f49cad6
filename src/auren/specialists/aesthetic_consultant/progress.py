"""Progress that can be measured: food and energy come before looks, so the nutritionist is asked first."""

from __future__ import annotations

from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.aesthetic_consultant.plans import PLANS
from auren.specialists.framework import Draft, View, state
from auren.specialists.framework.topic import Decide

__all__ = ["caring"]

_NUTRITIONIST: Final = "nutritionist"
_ASKS: Final = frozenset({"physique.body_composition", "physique.goals", "physique.competition"})


def caring(topic: str, *figures: str) -> Decide:
    """Give a way to decide on a topic of looks: enough to eat comes first, then the plan, the figures and a statement.

    Args:
        topic: the topic's id.
        *figures: computations to be told, the most telling first.
    """

    async def decide(view: View, draft: Draft) -> None:
        food = (
            await view.consult(_NUTRITIONIST, "Is there enough energy for what this person wants?") if topic in _ASKS else None
        )
        floors = (
            [limit for limit in food.constraints if limit.on == "energy_intake" and limit.floor is not None] if food else []
        )
        if floors:
            text = "Eat enough first, and leave any change of weight for later"
            draft.urge(text, "this_week", on="energy_intake", change=1.0)
            draft.say(ClaimKind.MEANING, f"{floors[0].reason}.")
            draft.demand(*floors)
        await state(view, draft, topic, figures, PLANS[topic])

    return decide
