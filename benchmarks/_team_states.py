"""Generated states of a person, and what the team prescribes in one, for the laws that it must keep."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from auren.conversation import Advice, Case, Plan, Query
from auren.evaluation import TEAM_TYPES
from auren.people import Profile, Subject
from auren.ports import Specialist
from auren.readings import STANDARD_METRICS, DailyValue
from auren.science import Inputs
from auren.specialists import Orchestrator, TeamAdvice
from auren.testing.context import ScriptedContext

__all__ = ["ON", "State", "decide", "prescribed", "state", "worse"]

TODAY: Final = date(2025, 3, 6)
ON: Final = ("training_load", "intensity", "impact", "max_strength")
QUESTIONS: Final = (
    "Should I train hard today?",
    "Plan my training for this week.",
    "Plan my workout for today.",
    "How is my recovery, and what should I do today?",
)
_USUAL: Final = {
    "hrv.rmssd": 60.0,
    "heart.resting": 52.0,
    "sleep.duration": 460.0,
    "sleep.in_bed": 500.0,
    "load.srpe": 300.0,
    "nutrition.energy": 2400.0,
    "exercise.energy": 500.0,
    "body.weight": 64.0,
    "body.lean_mass": 50.0,
}


@dataclass(frozen=True, slots=True)
class State:
    """How somebody has been in the last week.

    Args:
        seed: of the usual days.
        hrv, heart, sleep, load, energy: the last week as a share of the usual.
        pain: 0 to 10.
        question: index of what is asked.
    """

    seed: int
    hrv: float
    heart: float
    sleep: float
    load: float
    energy: float
    pain: int
    question: int


def state(seed: int) -> State:
    """Give a state.

    Args:
        seed: the same one gives the same state.
    """
    r = Random(seed)
    return State(
        seed,
        r.uniform(0.6, 1.2),
        r.uniform(0.9, 1.25),
        r.uniform(0.55, 1.1),
        r.uniform(0.3, 2.2),
        r.uniform(0.5, 1.1),
        r.choice((0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        r.randrange(len(QUESTIONS)),
    )


def worse(before: State, law: str) -> State:
    """Give the same state but for one thing that is worse.

    Args:
        before: the state.
        law: "sleep", "pain" or "energy".
    """
    if law == "pain":
        return replace(before, pain=min(10, before.pain + 2))
    if law == "sleep":
        return replace(before, sleep=before.sleep * 0.8)
    return replace(before, energy=before.energy * 0.75)


def decide(given: State, team: Sequence[Specialist] | None = None) -> TeamAdvice:
    """Give what the team says in a state.

    Args:
        given: the state.
        team: the specialists; the five in their usual order unless given.
    """
    members = [kind() for kind in TEAM_TYPES] if team is None else list(team)
    said = QUESTIONS[given.question] + (f" My knee pain is {given.pain}/10." if given.pain else "")
    query = Query("q", Subject("p"), said, datetime(2025, 3, 6, 8, tzinfo=UTC))
    case = Case(TODAY, (), Profile(zone="Europe/Berlin", birth_year=1993, sex="female", height_m=1.71), query)

    async def ask() -> TeamAdvice:
        context = _Living(TODAY, case.profile, _inputs(given))
        context.team, context.case = members, case
        return await Orchestrator(members).advise(case, lambda _: context)

    return asyncio.run(ask())


class _Living(ScriptedContext):
    """A context whose colleagues answer for themselves; whoever is asked by one asks no further."""

    team: Sequence[Specialist] = ()
    case: Case
    asked: bool = False

    async def consult(self, colleague: str, question: str) -> Advice:
        """Give a colleague's own advice.

        Args:
            colleague: its name.
            question: what is asked.
        """
        alone = ScriptedContext(self.today, self.profile, self.inputs)
        who = next(member for member in self.team if member.name == colleague)
        query = None if self.case.query is None else replace(self.case.query, text=question)
        return await who.advise(replace(self.case, query=query), alone)


def _inputs(given: State) -> Inputs:
    random, shares = (
        Random(given.seed),
        {
            "hrv.rmssd": given.hrv,
            "heart.resting": given.heart,
            "sleep.duration": given.sleep,
            "sleep.in_bed": given.sleep,
            "load.srpe": given.load,
            "nutrition.energy": given.energy,
        },
    )
    values: dict[str, list[DailyValue]] = {}
    for metric, usual in _USUAL.items():
        for back in range(60):
            number = usual * random.uniform(0.96, 1.04) * (shares.get(metric, 1.0) if back < 7 else 1.0)
            day = TODAY - timedelta(days=back)
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            values.setdefault(metric, []).append(DailyValue(metric, day, number, STANDARD_METRICS[metric].unit, (), noon, noon))
    return Inputs(values)


def prescribed(plan: Plan, on: str) -> tuple[float, float]:
    """Give the most that a plan allows of something, and the most that it asks for, as shares of the usual.

    Args:
        plan: the plan.
        on: what is meant.
    """
    ceiling = plan.ceiling(on)
    allowed = float("inf") if ceiling is None else ceiling
    asked = [action.change for action in plan.actions if action.on == on and action.change is not None]
    return allowed, min(allowed, max(asked, default=1.0))
