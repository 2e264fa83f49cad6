"""The orchestrator: whom a case concerns, all of them asked at once, and one plan for one body."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint
from auren.errors import AurenError, ConfigurationError, SpecialistError
from auren.ports.specialist import Specialist, SpecialistContext
from auren.specialists.topics import FIELDS, topics_of, words_of

__all__ = ["Orchestrator", "TeamAdvice", "resolve"]

_AT_MOST: Final = 3

# An action is text; it breaks a limit when it begins by asking for more of what is limited.
_ASKS_FOR_MORE: Final = {
    "training_load": re.compile(
        r"^(?:please\s+)?(?:do|add|increase|raise|push|try|go|plan|lift|run|ride|extend)\b[^,;.]*"
        r"\b(?:hard|harder|heavier|heavy|faster|longer|more|interval\w*|load|volume|distance|all[- ]out)\b",
        re.IGNORECASE,
    )
}


@dataclass(frozen=True, slots=True)
class TeamAdvice:
    """What the team says together.

    Args:
        advice: one a specialist, the most confident first.
        failures: one line for each specialist that failed; no personal data.
        constraints: what holds for all, the lowest ceiling of each.
    """

    advice: tuple[Advice, ...]
    failures: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()


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

        A question decides by its words. Where it says nothing that anyone knows, or where there is none, the metric
        families of the findings decide. Where those say nothing either, whoever has the broadest expertise is asked.

        Args:
            case: what started it.
        """
        for fields in (_fields_asked(case), _fields_found(case)):
            concerned = [(len(specialist.expertise & fields), specialist) for specialist in self._team]
            ranked = sorted((pair for pair in concerned if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
            if ranked:
                return tuple(specialist for _, specialist in ranked[:_AT_MOST])
        return (min(self._team, key=lambda specialist: (-len(specialist.expertise), specialist.name)),)

    async def advise(self, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> TeamAdvice:
        """Ask all whom a case concerns at the same time, and give what they say together.

        One specialist's failure does not stop the others. Cancelling stops them all.

        Args:
            case: what started it.
            context_for: gives a specialist all that it may use.
        """
        chosen = self.choose(case)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_ask(specialist, case, context_for)) for specialist in chosen]
        results = [task.result() for task in tasks]
        given = [result for result in results if isinstance(result, Advice)]
        constraints = resolve(constraint for advice in given for constraint in advice.constraints)
        agreed = [_within(advice, constraints) for advice in given]
        return TeamAdvice(
            advice=tuple(sorted(agreed, key=lambda advice: (-advice.confidence, advice.specialist))),
            failures=tuple(result for result in results if isinstance(result, str)),
            constraints=constraints,
        )


def resolve(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Give the constraint with the lowest ceiling for each thing that is limited.

    Of equal ceilings the one that holds longest stays. Where a looser one holds longer than the lowest, it falls away
    with it: the specialists look again before then.

    Args:
        constraints: in any order, doubled or not.
    """
    kept: dict[str, Constraint] = {}
    for constraint in sorted(constraints, key=lambda c: (c.on, c.ceiling, -c.until.toordinal(), c.specialist, c.reason)):
        kept.setdefault(constraint.on, constraint)
    return tuple(kept.values())


async def _ask(specialist: Specialist, case: Case, context_for: Callable[[Specialist], SpecialistContext]) -> Advice | str:
    """Give a specialist's advice, or one line on why there is none."""
    try:
        try:
            advice = await specialist.advise(case, context_for(specialist))
        except AurenError:
            raise
        except Exception as error:
            # Whatever a third party's code raises may quote the person's data; only the class is told.
            raise SpecialistError(f"an unexpected {type(error).__name__} was raised") from error
        if not isinstance(advice, Advice) or advice.specialist != specialist.name:
            raise SpecialistError("its contract was broken: expected Advice under its own name")
    except AurenError as error:
        return f"{specialist.name}: {error}"
    return advice


def _fields_asked(case: Case) -> frozenset[str]:
    if case.query is None:
        return frozenset()
    topics = topics_of(case.query.text)
    # The words themselves count, too, so that a specialist for a field unknown here is found by its own word.
    return frozenset().union(*(FIELDS[topic] for topic in topics), words_of(case.query.text))


def _fields_found(case: Case) -> frozenset[str]:
    return frozenset(item.metric.split(".")[0] for finding in case.findings if finding.stands for item in finding.evidence)


def _within(advice: Advice, constraints: Sequence[Constraint]) -> Advice:
    """Give advice without the actions, and the claims that word them, that break a constraint."""
    actions = tuple(action for action in advice.actions if not _breaks(action.text, constraints))
    if len(actions) == len(advice.actions):
        return advice
    dropped = [action for action in advice.actions if action not in actions]
    claims = tuple(claim for claim in advice.claims if not _words_one_of(claim, dropped))
    return replace(advice, actions=actions, claims=claims)


def _breaks(text: str, constraints: Sequence[Constraint]) -> bool:
    limits = (_ASKS_FOR_MORE.get(constraint.on) for constraint in constraints if constraint.ceiling <= 1)
    return any(limit is not None and limit.search(text.strip()) is not None for limit in limits)


def _words_one_of(claim: Claim, dropped: Sequence[Action]) -> bool:
    return claim.kind is ClaimKind.ACTION and any(action.text.rstrip(".") in claim.text for action in dropped)
