"""An app's way: everything in one SQLite file, advice made as time goes on, and sent to a channel once."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from auren import Memory, Pipeline, SimulatedClock
from auren.channels import ConsoleChannel
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.memory import SQLStore
from auren.privacy import InMemoryDirectory
from auren.testing import SimulatedAthlete

ATHLETE = SimulatedAthlete(seed=7)
MORNING = datetime(2025, 4, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def pipeline(file: Path, clock: SimulatedClock) -> Pipeline:
    """Give a pipeline over a file; a host on real time leaves the clock out."""
    url = f"sqlite+aiosqlite:///{file}"
    return Pipeline(
        history=SQLHistory(url),
        journal=SQLJournal(url),
        memory=Memory(
            immediate=SQLStore(url, name="immediate"),
            structured=SQLStore(url, name="structured"),
            semantic=SQLStore(url, name="semantic"),
        ),
        channels=[ConsoleChannel(sys.stdout)],
        # No directory keeps profiles on disk yet: a host fills this one whenever it starts.
        directory=InMemoryDirectory({ATHLETE.subject: ATHLETE.profile}),
        clock=clock,
    )


async def main() -> None:
    """Live through four mornings, then come back after a restart."""
    readings = ATHLETE.readings()
    clock = SimulatedClock(MORNING - DAY)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "auren.db"
        async with pipeline(file, clock) as auren:
            await auren.ingest(reading for reading in readings if reading.end <= clock.now())
            for _ in range(4):
                clock.move_by(DAY)
                await auren.ingest(reading for reading in readings if clock.now() - DAY < reading.end <= clock.now())
                step = await auren.advance_to(clock.now())
                print(f"{clock.now().date()}: {len(step.advice)} advice, {len(step.findings)} findings confirmed")
        async with pipeline(file, clock) as auren:
            first = await auren.ask(ATHLETE.subject, "How did I sleep?", idempotency_key="form-17")
            again = await auren.ask(ATHLETE.subject, "How did I sleep?", idempotency_key="form-17")
            print(f"After the restart: {first.sentences[0].text}")
            print(f"The same key, the same reply: {first == again}")
            past = auren.history(ATHLETE.subject)
            print(f"{len(await past.findings())} findings, {len(await past.deliveries())} deliveries on record")


if __name__ == "__main__":
    asyncio.run(main())
