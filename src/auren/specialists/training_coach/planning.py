"""Plans: the week's shape, and the weeks' shape up to what a person trains for."""

from __future__ import annotations

from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, Speaker, View, shown
from auren.specialists.training_coach.sessions import limit_load, say_load
from auren.specialists.training_coach.state import AS_USUAL, LESS, Readiness

__all__ = ["SPEAKERS"]


async def _programming(view: View, draft: Draft) -> None:
    ready = await Readiness.of(view)
    goals = await view.facts("goal")
    days = await view.fact("training.days_per_week")
    draft.urge(
        "Plan your hard days with an easy day after each, and keep all others easy",
        "this_week",
        on="intensity",
        change=min(AS_USUAL, ready.share),
    )
    if ready.share < AS_USUAL:
        draft.urge("Start the week with the easy days", "this_week", on="training_load", change=ready.share)
    say_load(draft, ready)
    for limit in ready.limits[:1]:
        draft.say(ClaimKind.MEANING, f"{limit.reason}.")
        draft.demand(limit)
    limit_load(view, draft, ready)
    if not goals:
        draft.ask("What do you train for, and is there a date?")
    elif days is None:
        draft.ask("On how many days a week can you train?")


async def _periodisation(view: View, draft: Draft) -> None:
    ready = await Readiness.of(view)
    goals = await view.facts("goal")
    distance = await view.fact("training.weekly_distance")
    taper = await view.figure("endurance.taper_volume", weekly_volume=float(distance.value)) if distance is not None else None
    said = view.words.casefold()
    if "taper" in said or "peak" in said:
        draft.urge(
            "Cut how much you train in the last weeks before the event, and keep its intensity",
            "this_block",
            on="training_load",
            change=LESS,
        )
        if taper is not None:
            draft.say(ClaimKind.OBSERVATION, f"{taper.title} comes to {shown(taper)}.", taper)
    elif ready.share < AS_USUAL or ready.monotonous:
        draft.urge(
            "Make this a lighter week, and build on from there", "this_week", on="training_load", change=min(LESS, ready.share)
        )
    else:
        draft.urge(
            "Build for some weeks, then take a lighter one, and repeat", "this_block", on="training_load", change=AS_USUAL
        )
    say_load(draft, ready)
    for limit in ready.limits[:1]:
        draft.say(ClaimKind.MEANING, f"{limit.reason}.")
        draft.demand(limit)
    limit_load(view, draft, ready)
    if not goals:
        draft.ask("Which event or goal do you train for, and when is it?")


SPEAKERS: Final = (
    Speaker("training.programming", _programming, figures=("load.weekly",), facts=("goal", "training.*")),
    Speaker("training.periodisation", _periodisation, figures=("load.long_term",), facts=("goal", "training.*")),
)
