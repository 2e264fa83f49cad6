"""A specialist in Python with two topics: nights at altitude, and when running shoes have done their part."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from auren import Pipeline, SimulatedClock
from auren.conversation import ClaimKind, Constraint
from auren.specialists.framework import Draft, Persona, Speaker, TopicSpecialist, View, shown
from auren.testing import SimulatedAthlete

NAME = "mountain_coach"


async def altitude(view: View, draft: Draft) -> None:
    """Keep the first days up high easy, and easier still while the resting pulse is up."""
    pulse, week = view.known("heart.resting_usual"), view.known("load.weekly")
    draft.urge("Keep the first days up high easy, and sleep lower than you climb", "this_week", on="training_load", change=0.7)
    if week is not None:
        draft.say(ClaimKind.OBSERVATION, f"{week.title} was {shown(week)}.", week)
    if pulse is not None:
        draft.say(ClaimKind.OBSERVATION, f"At home {pulse.title} is {shown(pulse)}.", pulse)
        draft.say(ClaimKind.MEANING, "Up high a faster resting pulse is usual at first; let it come down before you push.")
    if view.found("resting_heart_rate_rise") is not None:
        until = view.today + timedelta(days=2)
        draft.demand(Constraint("training_load", 0.8, until, "Your resting pulse is up", NAME, cause="recovery"))
    if pulse is None:
        draft.say(ClaimKind.MISSING, "I do not know your resting pulse at home yet.")
    draft.ask("How high will you sleep, and for how many nights?")


async def shoes(_: View, draft: Draft) -> None:
    """Speak of shoes by how they feel, since no record tells how far they went."""
    draft.urge("Take turns with two pairs of shoes, and look at the soles before you look at the date", "this_block")
    draft.say(ClaimKind.MEANING, "A worn sole shows on the side on which you land.")
    draft.say(ClaimKind.MISSING, "I do not know how far your shoes went; note the day on which you began with them.")


def mountain_coach() -> TopicSpecialist:
    """Give the coach."""
    return TopicSpecialist(
        NAME,
        Persona("Coach Peak", "running up high", "calm and practical"),
        [
            Speaker("altitude.nights", altitude, figures=("heart.resting_usual", "load.weekly"), metrics=frozenset({"heart"})),
            Speaker("altitude.shoes", shoes),
        ],
        expertise={"altitude", "mountain", "mountains", "hut"},
    )


async def main() -> None:
    """Ask before a week in the mountains."""
    athlete = SimulatedAthlete(seed=7)
    clock = SimulatedClock(datetime(2025, 4, 15, 17, 0, tzinfo=UTC))
    async with Pipeline(specialists=[mountain_coach()], clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.end <= clock.now())
        reply = await auren.ask(athlete.subject, "What should I mind in a week at altitude?")
    print(reply.text)


if __name__ == "__main__":
    asyncio.run(main())
