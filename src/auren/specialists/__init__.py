"""The specialists, and the orchestrator that makes a team of them."""

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
