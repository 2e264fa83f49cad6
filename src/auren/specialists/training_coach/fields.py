"""Fields of training: strength, power, endurance, one's sport, tests and technique."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, Speaker, View, state
from auren.specialists.framework.topic import Decide
from auren.specialists.training_coach.sessions import limit_load
from auren.specialists.training_coach.state import AS_USUAL, Readiness

__all__ = ["SPEAKERS"]


def _field(topic: str, *figures: str) -> Decide:
    """Give a way to decide on a field: what it asks for is lowered where the body asks for less."""

    async def decide(view: View, draft: Draft) -> None:
        ready = await Readiness.of(view)
        if ready.share < AS_USUAL:
            draft.urge(
                "Keep this week's work light, and come back to the full amount after it",
                "this_week",
                on="training_load",
                change=ready.share,
            )
            for limit in ready.limits[:1]:
                draft.say(ClaimKind.MEANING, f"{limit.reason}.")
                draft.demand(limit)
        limit_load(view, draft, ready)
        await state(view, draft, topic, figures)

    return decide


def _speaker(topic: str, figures: Sequence[str], asks: str) -> Speaker:
    return Speaker(topic, _field(topic, *figures), figures=tuple(figures), facts=("training.*", "goal"), asks=asks)


SPEAKERS: Final = (
    _speaker("training.strength", ("load.weekly",), "Which lifts do you train, and how heavy are your sets?"),
    _speaker("training.power", ("load.weekly",), "Which jumps, throws or sprints do you train?"),
    _speaker("training.endurance", ("load.weekly", "load.run_spike"), "How far do you go in a usual week, and how fast?"),
    _speaker("training.sport_specific", ("load.weekly",), "Which sport do you play, and on which days?"),
    _speaker("training.testing", ("load.weekly",), "Which test have you done, and with which result?"),
    _speaker("training.technique", (), "Which movement is it, and where does it feel wrong?"),
)
