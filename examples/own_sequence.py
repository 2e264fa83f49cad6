"""A sequence of one's own: a hard day and no easy one after it, then a short night, in four months of data."""

from __future__ import annotations

import asyncio

from auren import Pipeline
from auren.patterns import Rule, daily, sequence, stage
from auren.testing import SimulatedAthlete

LOAD, SLEEP = daily("load.srpe"), daily("sleep.duration")
RULE = Rule(
    name="hard_days_then_short_night",
    version=1,
    title="Two hard days without an easy one, and a short night",
    when=sequence(stage("hard", LOAD.above(500, "AU")).times(2))
    .not_followed_by("easy", LOAD.below(150, "AU"))
    .followed_by("short", SLEEP.below(6.5, "h"))
    .within(days=5),
)


async def main() -> None:
    """Replay a simulated athlete through the sequence; nothing is kept and nothing delivered."""
    print(RULE.explain())
    async with Pipeline(rules=[RULE]) as auren:
        report = await auren.replay(SimulatedAthlete(seed=7).readings())
    for finding in (event.finding for event in report.events if event.finding is not None):
        if finding.status == "provisional":
            taken = ", ".join(f"{item.signal} {item.value:g} {item.unit} on {item.window.last}" for item in finding.evidence)
            print(f"{finding.day}  {taken}")


if __name__ == "__main__":
    asyncio.run(main())
