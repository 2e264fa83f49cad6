"""What a specialist is made of: topics that decide over what was gathered, in the same way for all; or one's own document."""

from auren.specialists.framework.draft import Draft, confidence
from auren.specialists.framework.persona import Persona
from auren.specialists.framework.plans import NOTHING_PLANNED, Dose, Plans, follow, on_that_day
from auren.specialists.framework.specialist import TopicSpecialist
from auren.specialists.framework.stating import answer_by, explain, state, stating, to_the_point
from auren.specialists.framework.topic import Speaker
from auren.specialists.framework.view import View
from auren.specialists.framework.wording import amount, shown

__all__ = [
    "NOTHING_PLANNED",
    "Dose",
    "Draft",
    "Persona",
    "Plans",
    "Speaker",
    "TopicSpecialist",
    "View",
    "amount",
    "answer_by",
    "confidence",
    "explain",
    "follow",
    "on_that_day",
    "shown",
    "state",
    "stating",
    "to_the_point",
]
