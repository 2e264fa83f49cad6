"""Who may ask whom: consultations are bounded in depth, and never go round in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auren.errors import ConfigurationError, SpecialistError

__all__ = ["Consultation", "Consultations"]


@dataclass(frozen=True, slots=True)
class Consultation:
    """One chain of questions between colleagues; entering a step gives the next, and leaves this one as it is.

    Args:
        team: names of all who can be asked.
        trail: who asked whom so far; the last one is asking now.
        depth: how many questions a chain may have at most.
    """

    team: frozenset[str]
    trail: tuple[str, ...]
    depth: int = 2

    def enter(self, colleague: str) -> Consultation:
        """Give the consultation in which a colleague answers.

        Args:
            colleague: name of the specialist who is asked.

        Raises:
            SpecialistError: no colleague has this name, the question would go round in a circle, or too deep.
        """
        route = " -> ".join((*self.trail, colleague))
        if colleague not in self.team:
            known = ", ".join(sorted(self.team)) or "nobody"
            raise SpecialistError(f"No colleague is called {colleague!r}; the team has {known}.")
        if colleague in self.trail:
            raise SpecialistError(f"The consultation {route} would go round in a circle; answer without it.")
        if len(self.trail) > self.depth:
            raise SpecialistError(f"The consultation {route} is more than {self.depth} questions deep; answer without it.")
        return Consultation(self.team, (*self.trail, colleague), self.depth)


class Consultations:
    """Starts the chains of a team.

    Args:
        team: names of all specialists.
        depth: how many questions a chain may have at most; 0 forbids to ask.

    Raises:
        ConfigurationError: the depth is negative.
    """

    def __init__(self, team: Iterable[str], *, depth: int = 2) -> None:
        if depth < 0:
            raise ConfigurationError(f"A consultation depth of {depth} was given; expected 0 or more.")
        self._team = frozenset(team)
        self._depth = depth

    def begin(self, specialist: str) -> Consultation:
        """Give the chain of a specialist whom the pipeline itself has asked.

        Args:
            specialist: its name.

        Raises:
            SpecialistError: nobody in the team has this name.
        """
        return Consultation(self._team, (), self._depth).enter(specialist)
