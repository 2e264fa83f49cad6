"""The orchestrator: whom a case concerns, all of them asked at once, and one plan for one body."""

from auren.specialists.orchestrator.precedence import CAUSES, resolve
from auren.specialists.orchestrator.team import Orchestrator, TeamAdvice

__all__ = ["CAUSES", "Orchestrator", "TeamAdvice", "resolve"]
