"""The team: who is asked, all at once, and what they say together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar, runtime_checkable

from auren._withheld import withheld
from auren.conversation import Advice, Case, Constraint, Plan
from auren.errors import AurenError, ConfigurationError, SpecialistError
from auren.ports.specialist import Specialist, SpecialistContext
from auren.specialists.orchestrator.planning import agreed
from auren.specialists.orchestrator.precedence import leading, resolve, speaking
from auren.specialists.orchestrator.routing import barely, chosen
from auren.specialists.understanding import words_of
from auren.specialists.understanding.understand import is_elsewhere

__all__ = ["Orchestrator", "TeamAdvice"]


_Answer = TypeVar("_Answer")
_TRAINING: Final = frozenset({"training_load", "intensity", "impact", "max_strength"})
_TRAINERS: Final = frozenset({"training", "rehabilitation"})
"""Expertise of those whose answers are acted on by training, even where they name no amount."""


@runtime_checkable
class _Limiting(Specialist, Protocol):
    """A specialist that demands things of all, whoever is asked."""

    async def limits(self, case: Case, context: SpecialistContext) -> tuple[Constraint, ...]: ...


@dataclass(frozen=True, slots=True)
class TeamAdvice:
    """What the team says together.

    Args:
        advice: one a specialist, the gravest concern first, then whom the case concerns most.
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

    def helps(self, words: str, earlier: Sequence[str] = ()) -> bool:
        """Tell whether words may concern anybody of the team; false only where they are surely about something else.

        Args:
            words: a question; untrusted.
            earlier: what was asked before in the same conversation, the latest last.
        """
        said = words_of(words)
        return not is_elsewhere(words, earlier) or any(specialist.expertise & said for specialist in self._team)

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
        heard = speaking([result for result in results if isinstance(result, Advice)], barely(self._team, case))
        given = leading(heard, [specialist.name for specialist in asked])
        demands = [constraint for advice in given for constraint in advice.constraints]
        failures = [result for result in results if isinstance(result, str)]
        if _trains(asked, given):
            demanded = await self._limits(case, context_for)
            demands += [constraint for constraint in demanded if isinstance(constraint, Constraint)]
            failures += [failure for failure in demanded if isinstance(failure, str) and failure not in failures]
        advice, plan = agreed(given, resolve(demands))
        return TeamAdvice(advice, tuple(failures), plan)

    async def _limits(self, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> tuple[Constraint | str, ...]:
        """Give what the whole team demands, whoever is asked: what the data say holds whatever the question was."""
        limiting = [specialist for specialist in self._team if isinstance(specialist, _Limiting)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_demanded(specialist, case, context_for)) for specialist in limiting]
        return tuple(demand for task in tasks for demand in task.result())


def _trains(asked: Iterable[Specialist], given: Iterable[Advice]) -> bool:
    """Tell whether training may be prescribed: by whom was asked, or by what they said."""
    on = {action.on for advice in given for action in advice.actions}
    on |= {constraint.on for advice in given for constraint in advice.constraints}
    return not _TRAINING.isdisjoint(on) or any(specialist.expertise & _TRAINERS for specialist in asked)


async def _demanded(
    specialist: _Limiting, case: Case, context_for: Callable[[Specialist], SpecialistContext]
) -> tuple[Constraint | str, ...]:
    """Give what a specialist demands of all, or one line on why that is not known."""
    demanded = await _heard(specialist, specialist.limits, case, context_for)
    return (demanded,) if isinstance(demanded, str) else demanded


async def _ask(specialist: Specialist, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> Advice | str:
    """Give a specialist's advice, or one line on why there is none."""
    advice = await _heard(specialist, specialist.advise, case, context_for)
    if isinstance(advice, str):
        return advice
    if not isinstance(advice, Advice) or advice.specialist != specialist.name:
        return f"{specialist.name}: its contract was broken: expected Advice under its own name"
    return advice


async def _heard(
    specialist: Specialist,
    answers: Callable[[Case, SpecialistContext], Awaitable[_Answer]],
    case: Case,
    context_for: Callable[[Specialist], SpecialistContext],
) -> _Answer | str:
    """Give a specialist's answer, or one line on why there is none."""
    try:
        try:
            return await answers(case, context_for(specialist))
        except AurenError:
            raise
        except Exception as error:  # noqa: BLE001  a specialist that fails must not stop its colleagues
            # Whatever a third party's code raises may quote the person's data; only the class is told.
            raise SpecialistError(f"an unexpected {type(error).__name__} was raised") from withheld(error)
    except AurenError as error:
        return f"{specialist.name}: {error}"
