"""A specialist of one's own: a training coach whom the neuroscientist asks before it speaks of a hard session."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from auren import Advice, Claim, Insufficient, Neuroscientist, Pipeline, SimulatedClock, SpecialistContext
from auren.conversation import Case, ClaimKind, Constraint
from auren.rendering import quantity
from auren.testing import SimulatedAthlete

TODAY = date(2025, 4, 15)
A_LOT_AU = 2000.0


class TrainingCoach:
    """Reads the week's training load, and asks for no more of it after a heavy one."""

    name: str = "training_coach"
    expertise: frozenset[str] = frozenset({"load", "training", "exercise"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Say what the week was, or what is missing to tell."""
        asked = case.query.id if case.query else "+".join(finding.revision for finding in case.findings)
        id = f"{self.name}-{context.today}-{asked}"
        week = await context.compute("load.weekly")
        if isinstance(week, Insufficient):
            gap = Claim("I cannot tell yet how hard your week was; rating each session helps most.", ClaimKind.MISSING)
            return Advice(id, self.name, (gap,), confidence=0.2, insufficient=(week,))
        text = f"As your coach sees it, {week.title} was {quantity(week.value, week.unit, week.digits)}."
        limits: tuple[Constraint, ...] = ()
        if week.value > A_LOT_AU:
            until = context.today + timedelta(days=2)
            limits = (Constraint("training_load", 1.0, until, "No added training load: a heavy week", self.name),)
        return Advice(id, self.name, (Claim(text, ClaimKind.OBSERVATION, (week,)),), confidence=0.8, constraints=limits)


async def main() -> None:
    """Ask the team of two whether to train hard."""
    athlete = SimulatedAthlete(seed=7)
    clock = SimulatedClock(datetime(2025, 4, 15, 17, 0, tzinfo=UTC))
    async with Pipeline(specialists=[Neuroscientist(), TrainingCoach()], clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.day <= TODAY)
        reply = await auren.ask(athlete.subject, "Should I train hard today?")
    for advice in reply.advice:
        print(f"{advice.specialist}, confidence {advice.confidence:.0%}, asked {', '.join(advice.consulted) or 'nobody'}:")
        for claim in advice.claims:
            print(f"  {claim.text}")
        for limit in advice.constraints:
            print(f"  limit: {limit.reason}, until {limit.until}")


if __name__ == "__main__":
    asyncio.run(main())
