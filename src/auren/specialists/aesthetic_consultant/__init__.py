"""The aesthetic consultant: measurable progress, comparable photos and kind words; never a rating of a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.specialists.aesthetic_consultant.photos import photos
from auren.specialists.aesthetic_consultant.progress import caring
from auren.specialists.aesthetic_consultant.rating import decline_rating
from auren.specialists.framework import Persona, Speaker, TopicSpecialist

__all__ = ["AestheticConsultant"]

_PERSONA: Final = Persona(
    "Dr. Aesthetics", "body composition, progress, posture and skin", "kind and sober; measures and never judges"
)


def _speaker(topic: str, figures: Sequence[str], asks: str, *facts: str) -> Speaker:
    metrics = frozenset({"body"}) if topic == "physique.body_composition" else frozenset[str]()
    return Speaker(topic, caring(topic, *figures), figures=tuple(figures), facts=facts, metrics=metrics, asks=asks)


_SPEAKERS: Final = (
    _speaker(
        "physique.body_composition",
        ("energy.weight_pace", "physique.waist_to_height", "physique.relative_fat_mass"),
        "Could you measure your waist in the morning, always at the same place?",
        "goal",
    ),
    Speaker("physique.visual_progress", photos, facts=("goal",), asks="When did you take your last photo?"),
    _speaker("physique.goals", ("energy.weight_pace",), "What would you like to change, and by when?", "goal"),
    _speaker("physique.symmetry", (), "Which measures of both sides do you have?"),
    _speaker("physique.skin", (), "What about your skin would you like to know?"),
    _speaker("physique.posture", (), "When do you notice your posture most?"),
    _speaker("physique.confidence", (), "What would help you to feel at ease with your body?"),
    _speaker("physique.competition", ("energy.weight_pace",), "When is the competition, and in which class?", "goal"),
)


class AestheticConsultant(TopicSpecialist):
    """Plans what can be measured and compared, and never says how a body looks."""

    def __init__(self) -> None:
        super().__init__("aesthetic_consultant", _PERSONA, _SPEAKERS, expertise=("physique", "body"), always=decline_rating)
