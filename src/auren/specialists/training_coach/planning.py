"""Plans: the week's shape, and the weeks' shape up to what a person trains for."""

from __future__ import annotations

from typing import Final

from auren.specialists.framework import Draft, Speaker, View
from auren.specialists.training_coach.fitting import LIFTS, MOVES
from auren.specialists.training_coach.sessions import coaching
from auren.specialists.training_coach.state import LESS, Readiness

__all__ = ["SPEAKERS"]

_week = coaching("training.programming", "this_week")
_lifting = coaching("training.strength", "this_week")
_block = coaching("training.periodisation", "this_block")


async def _programming(view: View, draft: Draft) -> None:
    lifts = LIFTS.search(view.words) is not None and MOVES.search(view.words) is None
    await (_lifting if lifts else _week)(view, draft)
    if not await view.facts("goal"):
        draft.ask("What do you train for, and is there a date?")
    elif await view.fact("training.days_per_week") is None:
        draft.ask("On how many days a week can you train?")


async def _periodisation(view: View, draft: Draft) -> None:
    said = view.words.casefold()
    if "taper" in said or "peak" in said:
        await _taper(view, draft)
    await _block(view, draft)
    if not await view.facts("goal"):
        draft.ask("Which event or goal do you train for, and when is it?")


async def _taper(view: View, draft: Draft) -> None:
    ready = await Readiness.of(view)
    distance = await view.fact("training.weekly_distance")
    taper = await view.figure("endurance.taper_volume", weekly_volume=float(distance.value)) if distance is not None else None
    draft.urge(
        "Train less in the last weeks before the event, and keep its intensity",
        "this_block",
        on="training_load",
        change=min(LESS, ready.share),
    )
    draft.figure(taper)


SPEAKERS: Final = (
    Speaker("training.programming", _programming, figures=("load.weekly",), facts=("goal", "training.*")),
    Speaker("training.periodisation", _periodisation, figures=("load.long_term",), facts=("goal", "training.*")),
)
