"""A specialist without code: a document for people who work shifts, in a team with the neuroscientist."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from auren import Neuroscientist, Pipeline, SimulatedClock
from auren.specialists import from_document
from auren.testing import SimulatedAthlete

DOCUMENT = Path(__file__).with_name("own_specialist_shift_sleep.yaml")


async def main() -> None:
    """Ask after a night shift."""
    athlete = SimulatedAthlete(seed=7)
    clock = SimulatedClock(datetime(2025, 4, 15, 17, 0, tzinfo=UTC))
    async with Pipeline(specialists=[Neuroscientist(), from_document(DOCUMENT)], clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.end <= clock.now())
        reply = await auren.ask(athlete.subject, "How do I sleep after a night shift?")
    print(reply.text)


if __name__ == "__main__":
    asyncio.run(main())
