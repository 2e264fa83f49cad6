"""The team: who is asked, all at once, and what they say together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from auren._withheld import withheld
from auren.conversation import Advice, Case, Constraint, Plan
from auren.errors import AurenError, ConfigurationError, SpecialistError
from auren.ports.specialist import Specialist, SpecialistContext
from auren.specialists.orchestrator.planning import agreed
from auren.specialists.orchestrator.precedence import resolve
from auren.specialists.orchestrator.routing import chosen

__all__ = ["Orchestrator", "TeamAdvice"]


@dataclass(frozen=True, slots=True)
class TeamAdvice:
    """What the team says together.

    Args:
        advice: one a specialist, the most confident first.
        failures: one line for each specialist that failed; no personal data.
        plan: what is to be done, made one.
    """

    advice: tuple[Advice, ...]
    failures: tuple[str, ...] = ()
    plan: Plan = field(default_factory=Plan)

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """What holds for all, one for each thing that is limited."""
        return self.plan.constraints


class Orchestrator:
    """Chooses specialists, asks them, and makes their advice agree; deterministic, without state of its own.

    Args:
        specialists: the team; a name stands once.

    Raises:
        ConfigurationError: nobody was given, or a name stands twice.
    """

    def __init__(self, specialists: Iterable[Specialist]) -> None:
        team = tuple(sorted(specialists, key=lambda specialist: specialist.name))
        names = [specialist.name for specialist in team]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ConfigurationError(f"Specialists with the same name were given: {', '.join(twice)}; give each its own.")
        if not team:
            raise ConfigurationError("No specialist was given; give at least one, for example Neuroscientist().")
        self._team = team

    @property
    def specialists(self) -> tuple[Specialist, ...]:
        """The team, by name."""
        return self._team

    def choose(self, case: Case) -> tuple[Specialist, ...]:
        """Give whom a case concerns: one at least, three at most, the most concerned first.

        Args:
            case: what started it.
        """
        return chosen(self._team, case)

    async def advise(self, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> TeamAdvice:
        """Ask all whom a case concerns at the same time, and give what they say together.

        One specialist's failure does not stop the others. Cancelling stops them all.

        Args:
            case: what started it.
            context_for: gives a specialist all that it may use.
        """
        asked = self.choose(case)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_ask(specialist, case, context_for)) for specialist in asked]
        results = [task.result() for task in tasks]
        given = sorted(
            (result for result in results if isinstance(result, Advice)), key=lambda a: (-a.confidence, a.specialist)
        )
        advice, plan = agreed(given, resolve(constraint for advice in given for constraint in advice.constraints))
        return TeamAdvice(advice, tuple(result for result in results if isinstance(result, str)), plan)


async def _ask(specialist: Specialist, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> Advice | str:
    """Give a specialist's advice, or one line on why there is none."""
    try:
        try:
            advice = await specialist.advise(case, context_for(specialist))
        except AurenError:
            raise
        except Exception as error:
            # Whatever a third party's code raises may quote the person's data; only the class is told.
            raise SpecialistError(f"an unexpected {type(error).__name__} was raised") from withheld(error)
        if not isinstance(advice, Advice) or advice.specialist != specialist.name:
            raise SpecialistError("its contract was broken: expected Advice under its own name")
    except AurenError as error:
        return f"{specialist.name}: {error}"
    return advice
