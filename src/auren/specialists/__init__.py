"""The specialists, and the orchestrator that makes a team of them."""

from auren.specialists.consultation import Consultation, Consultations
from auren.specialists.neuroscientist import Neuroscientist
from auren.specialists.orchestrator import Orchestrator, TeamAdvice, resolve

__all__ = ["Consultation", "Consultations", "Neuroscientist", "Orchestrator", "TeamAdvice", "resolve"]
