"""What a person says becomes facts with their time: a change, a correction, an end, and a question that is none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from auren import Subject
from auren.facts import MemoryRecord
from auren.memory import InMemoryStore
from auren.memory.extraction import Extraction
from auren.memory.facts import InMemoryFactStore

TALK = (
    "I weigh 82 kg and I take 5 g of creatine a day.",
    "Sorry, I meant 80 kg.",
    "My left knee hurts. Should I weigh 70 kg?",
    "My sister weighs 60 kg.",
    "I'm down to 172 lb!",
    "My knee is fine again, and I no longer take creatine.",
)


async def main() -> None:
    """Say a sentence a week, extract after each, and show what is known in the end and what was known before."""
    anna, begin = Subject("anna"), datetime(2025, 3, 3, 8, tzinfo=UTC)
    async with InMemoryStore() as turns, InMemoryFactStore() as facts:
        extraction = Extraction(facts)
        for n, text in enumerate(TALK):
            # The correction comes at once, the rest week by week.
            at = begin + (timedelta(minutes=5) if n == 1 else timedelta(weeks=n))
            await turns.put([MemoryRecord(f"turn-{n}", anna, "question", text, at, "person")])
            await extraction.extract(turns, anna, at, zone=ZoneInfo("Europe/Lisbon"))
        for fact in await facts.facts(anna):
            until = f"{fact.valid_to:%d %b}" if fact.valid_to else "now"
            print(f"{fact.attribute:<26} {fact.value:>10} {fact.unit:<6} {fact.valid_from:%d %b} to {until:<7} {fact.evidence}")
        (then,) = await facts.facts(anna, attribute="body.weight", recorded_at=begin + timedelta(minutes=1))
        print(f"\nBefore the correction {then.value} {then.unit} was held for true.")


if __name__ == "__main__":
    asyncio.run(main())
