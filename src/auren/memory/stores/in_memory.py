"""A memory store in the process's own memory: what it holds is gone with the process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auren.clock import require_aware
from auren.facts import MemoryQuery, MemoryRecord, Recollection
from auren.memory._words import fits, ranked
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["InMemoryStore"]


class InMemoryStore(MemoryStore):
    """Keeps records as long as the object lives, and finds them by words and recency."""

    abilities = frozenset({"ttl", "text_search"})

    def __init__(self) -> None:
        super().__init__(timeout_s=None)
        self._people: dict[Subject, dict[str, MemoryRecord]] = {}

    async def _put(self, records: Sequence[MemoryRecord]) -> None:
        for record in records:
            require_aware(record.at, "A record's instant")
            if record.expires_at is not None:
                require_aware(record.expires_at, "A record's expiry")
        for record in records:
            self._people.setdefault(record.subject, {})[record.id] = record

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        return self._people.get(subject, {}).get(id)

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        held = self._people.get(subject, {}).values()
        return ranked([record for record in held if fits(record, query, now)], query.text, now)

    async def _forget(self, subject: Subject) -> int:
        return len(self._people.pop(subject, {}))

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        return sorted(self._people.get(subject, {}).values(), key=lambda record: (record.at, record.id))

    async def _purge(self, now: datetime) -> int:
        gone = [
            record
            for records in self._people.values()
            for record in records.values()
            if record.expires_at is not None and record.expires_at <= now
        ]
        for record in gone:
            held = self._people[record.subject]
            del held[record.id]
            if not held:
                del self._people[record.subject]
        return len(gone)
