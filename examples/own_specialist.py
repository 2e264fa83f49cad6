"""A specialist of one's own in under 30 lines: a running coach who asks for no more after a heavy week."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from auren import Neuroscientist, Pipeline, SimulatedClock
from auren.conversation import ClaimKind, Constraint
from auren.specialists.framework import Draft, Persona, Speaker, TopicSpecialist, View, shown
from auren.testing import SimulatedAthlete

TODAY = date(2025, 4, 15)


# The specialist: from here ...
async def decide(view: View, draft: Draft) -> None:
    """Say what the week was, and what to do about it."""
    week = view.known("load.weekly")
    if week is None:
        draft.say(ClaimKind.MISSING, "I cannot tell yet how hard your week was; rating each session helps most.")
    elif week.value > 2000:
        draft.urge("Keep today's run short and easy", "today", week, on="training_load", change=0.7)
        draft.say(ClaimKind.OBSERVATION, f"{week.title} was {shown(week)}.", week)
        until = view.today + timedelta(days=2)
        draft.demand(Constraint("training_load", 1.0, until, "No added training load: a heavy week", "running_coach"))
    else:
        draft.urge("Run as planned today", "today")
        draft.say(ClaimKind.OBSERVATION, f"{week.title} was {shown(week)}.", week)


COACH = TopicSpecialist(
    "running_coach",
    Persona("Coach Run", "running", "brief and friendly"),
    [Speaker("training.running", decide, figures=("load.weekly",), metrics=frozenset({"load"}))],
    expertise={"run", "training", "train"},
)
# ... to here.


async def main() -> None:
    """Ask the team of two whether to train hard."""
    athlete = SimulatedAthlete(seed=7)
    clock = SimulatedClock(datetime(2025, 4, 15, 17, 0, tzinfo=UTC))
    async with Pipeline(specialists=[Neuroscientist(), COACH], clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.day <= TODAY)
        reply = await auren.ask(athlete.subject, "Should I train hard on my run today?")
    for advice in reply.advice:
        print(f"{advice.specialist}, confidence {advice.confidence:.0%}:")
        for claim in advice.claims:
            print(f"  {claim.text}")
        for limit in advice.constraints:
            print(f"  limit: {limit.reason}, until {limit.until}")


if __name__ == "__main__":
    asyncio.run(main())
