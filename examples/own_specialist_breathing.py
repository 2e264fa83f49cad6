"""A specialist without code as JSON, which needs no further package: a coach for slow breathing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from auren import Pipeline, SimulatedClock
from auren.specialists import from_document
from auren.testing import SimulatedAthlete

DOCUMENT = Path(__file__).with_name("own_specialist_breathing.json")


async def main() -> None:
    """Ask in the evening."""
    athlete = SimulatedAthlete(seed=7)
    clock = SimulatedClock(datetime(2025, 4, 15, 17, 0, tzinfo=UTC))
    async with Pipeline(specialists=[from_document(DOCUMENT)], clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.end <= clock.now())
        reply = await auren.ask(athlete.subject, "Can breathing help me wind down tonight?")
    print(reply.text)


if __name__ == "__main__":
    asyncio.run(main())
