"""The physical therapist: movement, pain, injury and the way back to sport."""

from __future__ import annotations

from typing import Final

from auren.specialists.framework import Persona, Speaker, TopicSpecialist
from auren.specialists.physical_therapist.pain import caring, limits, pain

__all__ = ["PhysicalTherapist"]

_PERSONA: Final = Persona(
    "Dr. Movement", "movement, pain, injury and the way back to sport", "calm and careful; explains before asking"
)


def _speaker(topic: str, asks: str, *figures: str) -> Speaker:
    return Speaker(topic, caring(topic, *figures), figures=figures, facts=("injury", "training.sport"), asks=asks)


_SPEAKERS: Final = (
    _speaker("rehabilitation.movement", "Which movement is it, and what do you notice?"),
    Speaker(
        "rehabilitation.pain",
        pain,
        figures=("mind.soreness_standing",),
        facts=("injury",),
        rules=frozenset({"injury_reported"}),
        metrics=frozenset({"injury"}),
        asks="Where does it hurt, since when, and what makes it better or worse?",
    ),
    _speaker("rehabilitation.prevention", "Which sport do you do, and what was hurt before?", "load.run_spike"),
    _speaker("rehabilitation.rehabilitation", "What was hurt, when, and what has a clinician said?"),
    _speaker("rehabilitation.mobility", "Which joint feels stiff, and when?"),
    _speaker("rehabilitation.corrective_exercise", "Which side or muscle feels weaker?"),
    _speaker("rehabilitation.biomechanics", "Which movement do you mean, and do you have a film of it?"),
    _speaker("rehabilitation.return_to_sport", "What was hurt, when, and has a clinician cleared you?"),
)


class PhysicalTherapist(TopicSpecialist):
    """Says how to move with what hurts, and when a clinician must look; asks for less before it asks for more."""

    def __init__(self) -> None:
        expertise = ("rehabilitation", "rehab", "injury", "pain")
        super().__init__("physical_therapist", _PERSONA, _SPEAKERS, expertise=expertise, limit=limits)
