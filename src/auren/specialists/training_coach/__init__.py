"""The training coach: sessions, load, plans, strength, power, endurance, tests and technique."""

from __future__ import annotations

from typing import Final

from auren.specialists.framework import Persona, TopicSpecialist
from auren.specialists.training_coach.fields import SPEAKERS as FIELDS
from auren.specialists.training_coach.planning import SPEAKERS as PLANS
from auren.specialists.training_coach.sessions import limits

__all__ = ["TrainingCoach"]

_PERSONA: Final = Persona(
    "Coach Performance",
    "training: plans, load, strength, power, endurance and tests",
    "direct, warm and patient; praises effort",
)


class TrainingCoach(TopicSpecialist):
    """Says how hard to train today and how to go on; asks recovery and pain before it asks for more.

    Deterministic: it decides by computed figures, by what was found and by what colleagues demand. How much it asks for
    never rises when sleep is worse, pain is higher or energy is lower.
    """

    def __init__(self) -> None:
        super().__init__(
            "training_coach",
            _PERSONA,
            (FIELDS[0], *PLANS, *FIELDS[1:]),
            expertise=("training", "load", "exercise", "activity", "strength"),
            limit=limits,
        )
