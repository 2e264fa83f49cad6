"""A rule of one's own: what it says in plain words, and when it would have spoken in four months of data."""

from __future__ import annotations

import asyncio
from collections import Counter

from auren import Pipeline
from auren.patterns import Rule, daily
from auren.testing import SimulatedAthlete

LOAD, SLEEP = daily("load.srpe"), daily("sleep.duration")
RULE = Rule(
    name="hard_week_on_short_sleep",
    version=1,
    title="A hard week on short sleep",
    when=LOAD.sum(7, at_least=4).above(2500, "AU") & SLEEP.mean(3, at_least=2).below(7, "h"),
    acts_on="confirmed",
    repeat_after_days=10,
)


async def main() -> None:
    """Replay a simulated athlete through the rule; nothing is kept and nothing delivered."""
    print(RULE.explain())
    athlete = SimulatedAthlete(seed=7)
    print(f"Planted: too much from {athlete.planted}")
    async with Pipeline(rules=[RULE]) as auren:
        report = await auren.replay(athlete.readings())
    stages = Counter(str(event.finding.status) for event in report.events if event.finding is not None)
    print(f"{report.days} days played: {dict(stages)}")
    for event in report.events:
        if event.reply is not None:
            print(f"{event.at.date()}  {event.reply.text}")


if __name__ == "__main__":
    asyncio.run(main())
