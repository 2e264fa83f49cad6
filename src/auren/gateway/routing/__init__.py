"""Which models a request may go to, in which order, and why."""

from auren.gateway.routing.candidate import Candidate, Choice, Ranking
from auren.gateway.routing.policy import RoutingPolicy, StandardPolicy

__all__ = ["Candidate", "Choice", "Ranking", "RoutingPolicy", "StandardPolicy"]
