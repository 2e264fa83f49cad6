"""Which foods a plan names for a person: those of a kind that they eat, the most usual first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Dose, Draft, Plans, View
from auren.specialists.nutritionist.plans import PLANS
from auren.specialists.understanding.circumstances import circumstances, names_any
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["note_food", "served"]

_SHELF: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = MappingProxyType(
    {
        "protein": (4, ("eggs", "yoghurt", "fish", "beans", "chicken", "lentils", "tofu", "nuts", "seeds")),
        "starch": (3, ("rice", "oats", "potatoes", "maize")),
        "grain": (1, ("a whole grain", "brown rice or potatoes")),
        "omega": (2, ("oily fish", "walnuts", "ground linseed", "rapeseed oil")),
        "nuts": (2, ("nuts", "seeds")),
        "dish": (2, ("beans", "fish", "eggs", "lentils", "seeds")),
    }
)
"""Kind of food -> how many are named, and what there is."""
_PLACE: Final = LazyPattern(r"\[(\w+)\]")


def served(topic: str, without: frozenset[str]) -> Plans:
    """Give the plans of a topic with foods that the person eats.

    Args:
        topic: the topic's id.
        without: kinds of food that are left out.
    """
    return {timing: tuple(_served(plan, without) for plan in plans) for timing, plans in PLANS[topic].items()}


def note_food(view: View, draft: Draft) -> None:
    """Say what is left out from here on, where the question itself tells how somebody eats.

    Args:
        view: the case.
        draft: what it is added to.
    """
    lives = circumstances("" if view.case.query is None else view.case.query.text)
    if lives.diets:
        draft.say(ClaimKind.MEANING, f"I name only {_listed(sorted(lives.diets), 'and')} food from here on.")
    elif lives.without:
        draft.say(ClaimKind.MEANING, f"I leave out {_listed(sorted(lives.without), 'and')} from here on.")


def _served(plan: str | Dose, without: frozenset[str]) -> str | Dose:
    return plan if isinstance(plan, Dose) else _PLACE.sub(lambda place: _named(place[1], without), plan)


def _named(kind: str, without: frozenset[str]) -> str:
    most, foods = _SHELF[kind]
    # Whoever leaves out all that is on the shelf is asked for the kind of food, and chooses.
    left = [food for food in foods if not names_any(food, without)][:most] or [kind]
    return _listed(left, "or")


def _listed(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
