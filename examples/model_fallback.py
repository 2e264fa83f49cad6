"""Two models behind one gateway: the first is down, the second invents a number; the person still gets the truth."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from auren import Gateway, Pipeline, SimulatedClock
from auren.errors import GatewayUnavailable
from auren.inference import ModelRequest
from auren.testing import ScriptedModel, SimulatedAthlete


def embellish(request: ModelRequest) -> str:
    """Word the statements as they stand, but for a figure that nobody computed."""
    statements = request.messages[-1].content.partition("Statements:\n")[2].partition("\n\n")[0]
    return statements.replace("below your usual", "12 % below your usual", 1)


async def main() -> None:
    """Ask once, and show where each sentence comes from."""
    athlete = SimulatedAthlete(seed=7)
    gateway = Gateway([ScriptedModel([GatewayUnavailable("down")], name="first"), ScriptedModel(embellish, name="second")])
    clock = SimulatedClock(datetime(2025, 4, 21, 17, 0, tzinfo=UTC))
    async with Pipeline(gateway=gateway, clock=clock) as auren:
        await auren.ingest(reading for reading in athlete.readings() if reading.end <= clock.now())
        reply = await auren.ask(athlete.subject, "How is my HRV?")
    for sentence in reply.sentences:
        replaced = f" (replaced: {sentence.replaced})" if sentence.replaced else ""
        print(f"{sentence.origin:<6} {sentence.text}{replaced}")
    print("\nroute:")
    for step in reply.route:
        print(f"  {step}")
    print("failures:")
    for failure in reply.failures:
        print(f"  {failure}")


if __name__ == "__main__":
    asyncio.run(main())
