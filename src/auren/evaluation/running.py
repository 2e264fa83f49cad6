"""Scenarios run through a real pipeline, each with a fresh one, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from auren.clock import SimulatedClock
from auren.conversation import Reply
from auren.evaluation.judging import misses
from auren.evaluation.people import person
from auren.evaluation.report import Evaluation, Verdict
from auren.evaluation.scenario import Scenario
from auren.gateway.prices import PriceTable
from auren.gateway.prices.arithmetic import cost
from auren.history import InMemoryHistory
from auren.inference import Usage
from auren.journal import InMemoryJournal
from auren.memory import Memory
from auren.memory.facts import InMemoryFactStore
from auren.pipeline import Pipeline
from auren.ports import Model, Specialist
from auren.privacy import InMemoryDirectory
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach

__all__ = ["TEAM_TYPES", "evaluate"]

TEAM_TYPES: Final = (Neuroscientist, Nutritionist, TrainingCoach, PhysicalTherapist, AestheticConsultant)
"""The five specialists whom a scenario asks unless others are given."""

PRICED_AS: Final = "gpt-4o"
_PRICED_ON: Final = date(2026, 12, 1)
_TOKENS_A_WORD: Final = 1.4
_FRAME_WORDS: Final = 450


async def evaluate(
    scenarios: Iterable[Scenario],
    *,
    team: Callable[[], Sequence[Specialist]] | None = None,
    model: Callable[[], Model] | None = None,
    beside: Path | None = None,
    priced_as: str = PRICED_AS,
) -> Evaluation:
    """Ask every scenario's questions, and judge the answers.

    Args:
        scenarios: what is asked, and what a good answer holds.
        team: gives the specialists; the five unless given.
        model: gives a model that words the replies; plain words without one.
        beside: the folder that folders of real data are relative to.
        priced_as: the model whose list price the costs are of.

    Raises:
        InvalidInput: a scenario's data cannot be read.
    """
    found = [await _run(scenario, team, model, beside, priced_as) for scenario in scenarios]
    return Evaluation(tuple(found), priced_as)


async def _run(
    scenario: Scenario,
    team: Callable[[], Sequence[Specialist]] | None,
    model: Callable[[], Model] | None,
    beside: Path | None,
    priced_as: str,
) -> Verdict:
    who = person(scenario.data, beside)
    facts = InMemoryFactStore()
    pipeline = Pipeline(
        specialists=team() if team else [kind() for kind in TEAM_TYPES],
        gateway=model() if model else None,
        history=InMemoryHistory(),
        journal=InMemoryJournal(),
        memory=Memory(facts=facts),
        directory=InMemoryDirectory({who.subject: who.profile}),
        clock=SimulatedClock(who.now),
    )
    missed: list[str] = []
    replies: list[Reply] = []
    async with pipeline:
        await pipeline.ingest(who.readings)
        if who.facts:
            await facts.record(who.facts)
        for number, turn in enumerate(scenario.turns, 1):
            reply = await pipeline.ask(who.subject, turn.ask)
            replies.append(reply)
            words = "\n".join(turn.ask for turn in scenario.turns[:number])
            missed += [f"turn {number}: {miss}" for miss in misses(reply, turn.expect, who.now.date(), words)]
    return Verdict(scenario, tuple(missed), tuple(replies), _cost(scenario, replies, priced_as))


def _cost(scenario: Scenario, replies: Sequence[Reply], priced_as: str) -> float:
    """Give what wording the replies would cost at list prices: what a model reports, or else words as tokens."""
    price = PriceTable.standard().price(priced_as, _PRICED_ON)
    if price is None:
        return 0.0
    micro = 0
    for turn, reply in zip(scenario.turns, replies, strict=True):
        told = sum(len(claim.text.split()) for claim in reply.claims)
        read = round((_FRAME_WORDS + len(turn.ask.split()) + told) * _TOKENS_A_WORD)
        micro += cost(price, Usage(read, round(len(reply.text.split()) * _TOKENS_A_WORD)))
    return micro / 1e6
