"""A whole memory over one backend, that can be opened again after a crash, and what is told to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from auren.clock import FrozenClock
from auren.facts import MemoryRecord, Tier
from auren.memory import ChromaStore, InMemoryStore, Memory, PgvectorStore, RedisStore, SQLStore
from auren.memory.erasure import GuardedFacts, GuardedStore, Tombstones
from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.people import Subject
from auren.ports import FactStore, MemoryStore

ANNA: Final = Subject("canary-of-anna")
BEN: Final = Subject("linnet-of-ben")
NOW: Final = datetime(2024, 5, 20, 12, tzinfo=UTC)
KEY: Final = b"a key that is kept elsewhere"
BACKENDS: Final = ("memory", "sqlite", "valkey", "chroma", "postgres")
TIERS: Final[tuple[Tier, ...]] = ("immediate", "structured", "semantic")


class Letters:
    """Gives texts the counts of their letters as vectors."""

    model_id = "letters"
    dimensions = 26

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[0.1 + text.lower().count(chr(97 + n)) for n in range(26)] for text in texts]


@dataclass
class Backend:
    """Where everything of one memory is kept.

    Args:
        store: gives the store of a tier; the same one anew where it lasts.
        facts: gives the fact store.
        folder: holds the journal, and whatever else is a file.
    """

    store: Callable[[Tier], MemoryStore]
    facts: Callable[[], FactStore]
    folder: Path

    def memory(self, **options: Any) -> Memory:
        """Give the memory as a host builds it at each start."""
        journal = Tombstones(f"sqlite+aiosqlite:///{self.folder / 'tombstones.db'}", key=KEY)
        return Memory(
            *map(self.store, TIERS),
            facts=self.facts(),
            tombstones=journal,
            clock=FrozenClock(NOW),
            **{"embedder": Letters(), **options},
        )


def backend(kind: str, folder: Path, request: pytest.FixtureRequest) -> Backend:
    """Build one of `BACKENDS`; skips where its server or driver is missing."""
    if kind == "memory":
        kept: dict[Tier, MemoryStore] = {tier: InMemoryStore() for tier in TIERS}
        facts = InMemoryFactStore()
        return Backend(kept.__getitem__, lambda: facts, folder)
    files = f"sqlite+aiosqlite:///{folder / 'auren.db'}"
    if kind == "sqlite":
        return Backend(lambda tier: SQLStore(files, name=tier), lambda: SQLFactStore(files), folder)
    if kind == "valkey":
        pytest.importorskip("redis.asyncio")
        url: str = request.getfixturevalue("valkey_url")
        return Backend(lambda tier: RedisStore(url, prefix=tier, rewrite_files=False), lambda: SQLFactStore(files), folder)
    if kind == "chroma":
        pytest.importorskip("chromadb")
        return Backend(lambda tier: ChromaStore(folder / tier), lambda: SQLFactStore(files), folder)
    server: str = request.getfixturevalue("postgres_url")

    def on_postgres(tier: Tier) -> MemoryStore:
        return PgvectorStore(server, name=tier) if tier == "semantic" else SQLStore(server, name=tier)

    return Backend(on_postgres, lambda: SQLFactStore(server), folder)


def turn(
    id: str, text: str, minutes_ago: int, subject: Subject = ANNA, kind: str = "question", talk: str = "t"
) -> MemoryRecord:
    """Give a turn of a conversation."""
    origin: Any = "person" if kind == "question" else "auren"
    return MemoryRecord(id, subject, kind, text, NOW - timedelta(minutes=minutes_ago), origin, talk)


def talk(subject: Subject = ANNA) -> list[MemoryRecord]:
    """Give a conversation: the third turn says a weight and an allergy, the fifth a weight, the rest nothing of either."""
    return [
        turn("m1", "Good morning, how did I sleep?", 50, subject),
        turn("m2", "You slept for seven hours.", 49, subject, "reply"),
        turn("m3", "I weigh 82 kg, quokka. I am allergic to peanuts.", 40, subject),
        turn("m4", "Thank you, noted.", 39, subject, "reply"),
        turn("m5", "I weigh 81 kg, wombat.", 30, subject),
        turn("m6", "Shall we plan the run on Sunday?", 20, subject),
    ]


def unguarded(memory: Memory) -> tuple[list[MemoryStore], FactStore]:
    """Give what a memory keeps things in, past the guards."""
    guards = [memory.immediate, memory.structured, memory.semantic]
    stores = [guard.store for guard in guards if isinstance(guard, GuardedStore)]
    assert len(stores) == 3
    assert isinstance(memory.facts, GuardedFacts)
    return stores, memory.facts.store


async def held(memory: Memory, subject: Subject = ANNA) -> set[str]:
    """Give the ids of all that is kept of a person, hidden or not, and the slots of which something is."""
    stores, facts = unguarded(memory)
    kept = {record.id for store in stores for record in await store.export(subject)}
    return kept | {said.attribute for said in await facts.export(subject)}


async def shown(memory: Memory, subject: Subject = ANNA) -> set[str]:
    """Give the ids and slots that a host gets to see."""
    assert memory.facts is not None
    kept = {record.id for record in await memory.export(subject)}
    return kept | {fact.attribute for fact in await memory.facts.facts(subject)}
