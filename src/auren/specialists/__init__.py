"""The specialists, and the orchestrator that makes a team of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.specialists.aesthetic_consultant import AestheticConsultant
    from auren.specialists.consultation import Consultation, Consultations
    from auren.specialists.documents import from_document
    from auren.specialists.neuroscientist import Neuroscientist
    from auren.specialists.nutritionist import Nutritionist
    from auren.specialists.orchestrator import Orchestrator, TeamAdvice, resolve
    from auren.specialists.physical_therapist import PhysicalTherapist
    from auren.specialists.training_coach import TrainingCoach

__all__ = [
    "AestheticConsultant",
    "Consultation",
    "Consultations",
    "Neuroscientist",
    "Nutritionist",
    "Orchestrator",
    "PhysicalTherapist",
    "TeamAdvice",
    "TrainingCoach",
    "from_document",
    "resolve",
]

# A team is whom the host names: the others, the orchestrator and the reader of documents wait until they are asked for.
__getattr__, __dir__ = later(
    __name__,
    {
        ".aesthetic_consultant": ("AestheticConsultant",),
        ".consultation": ("Consultation", "Consultations"),
        ".documents": ("from_document",),
        ".neuroscientist": ("Neuroscientist",),
        ".nutritionist": ("Nutritionist",),
        ".orchestrator": ("Orchestrator", "TeamAdvice", "resolve"),
        ".physical_therapist": ("PhysicalTherapist",),
        ".training_coach": ("TrainingCoach",),
    },
)
