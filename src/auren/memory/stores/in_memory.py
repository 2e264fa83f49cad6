"""A memory store in the process's own memory: what it holds is gone with the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np

from auren.clock import require_aware
from auren.errors import ConfigurationError
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.memory._words import Held, fits, held_words, ranked
from auren.memory.stores._word_index import WordIndex
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["InMemoryStore"]

READ_WHOLE: Final = 256
"""Up to so many records of a person, all are ranked; an index serves those who have more."""


class InMemoryStore(MemoryStore):
    """Keeps records as long as the object lives, and finds them by words, recency and vectors, compared exactly."""

    abilities = frozenset({"ttl", "text_search", "vector_search"})

    def __init__(self) -> None:
        super().__init__(timeout_s=None)
        self._people: dict[Subject, dict[str, MemoryRecord]] = {}
        self._vectors: dict[Subject, dict[str, Any]] = {}
        self._words: dict[Subject, dict[str, Held]] = {}
        self._indexes: dict[Subject, WordIndex] = {}
        self._expiring: set[Subject] = set()
        self._kept_space: VectorSpace | None = None

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        for record in records:
            require_aware(record.at, "A record's instant")
            if record.expires_at is not None:
                require_aware(record.expires_at, "A record's expiry")
        for record, vector in zip(records, vectors or [None] * len(records), strict=True):
            self._index(record)
            self._people.setdefault(record.subject, {})[record.id] = record
            self._words.get(record.subject, {}).pop(record.id, None)
            if record.expires_at is not None:
                self._expiring.add(record.subject)
            self._keep_vector(record, vector)

    def _index(self, record: MemoryRecord) -> None:
        held, index = self._people.get(record.subject, {}), self._indexes.get(record.subject)
        if index is None:
            if len(held) < READ_WHOLE:
                return
            index = self._indexes[record.subject] = WordIndex(held.values())
            self._words.pop(record.subject, None)
        if record.id in held:
            index.drop(held[record.id])
        index.add(record)

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        return self._people.get(subject, {}).get(id)

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        held = self._people.get(subject, {})
        if query.text.strip() and subject in self._indexes:
            return self._by_index(subject, query, now)
        fitting = [record for record in held.values() if fits(record, query, now)]
        return ranked(fitting, query.text, now, held=self._held, most=query.limit)

    def _by_index(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        narrowed = query.kinds or query.conversation or query.since or subject in self._expiring
        may_answer = (lambda record: fits(record, query, now)) if narrowed else None
        return self._indexes[subject].find(query.text, now, query.limit, fits=may_answer)

    async def _adopt(self, space: VectorSpace) -> bool:
        dropped = self._kept_space not in (None, space) and bool(self._vectors)
        if self._kept_space != space:
            self._vectors.clear()
        self._kept_space = space
        return dropped

    async def _nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, now: datetime
    ) -> list[Recollection]:
        held, vectors = self._people.get(subject, {}), self._vectors.get(subject, {})
        records = [held[id] for id in vectors if fits(held[id], query, now)]
        if not records:
            return []
        cosines = np.stack([vectors[record.id] for record in records]) @ _unit(vector)
        found = [
            Recollection(record, score, {"vectors": score}) for record, score in zip(records, _rounded(cosines), strict=True)
        ]
        return sorted(found, key=lambda item: (-item.score, now - item.record.at, item.record.id))

    async def _unembedded(self, limit: int) -> list[MemoryRecord]:
        found: list[MemoryRecord] = []
        for record in self._all():
            if len(found) == limit:
                break
            if record.id not in self._vectors.get(record.subject, {}):
                found.append(record)
        return found

    async def _attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        count = 0
        for record, vector in zip(records, vectors, strict=True):
            if self._people.get(record.subject, {}).get(record.id) == record:
                self._keep_vector(record, vector)
                count += 1
        return count

    async def _forget(self, subject: Subject) -> int:
        self._vectors.pop(subject, None)
        self._words.pop(subject, None)
        self._indexes.pop(subject, None)
        self._expiring.discard(subject)
        return len(self._people.pop(subject, {}))

    async def _forget_some(
        self, subject: Subject, ids: frozenset[str] | None, since: datetime | None, until: datetime | None
    ) -> int:
        return self._drop(
            record
            for record in self._people.get(subject, {}).values()
            if (ids is None or record.id in ids)
            and (since is None or record.at >= since)
            and (until is None or record.at < until)
        )

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        return sorted(self._people.get(subject, {}).values(), key=lambda record: (record.at, record.id))

    async def _purge(self, now: datetime) -> int:
        return self._drop(record for record in self._all() if record.expires_at is not None and record.expires_at <= now)

    def _held(self, record: MemoryRecord) -> Held:
        """Give a record's words, which are worked out when they are first looked for."""
        kept = self._words.setdefault(record.subject, {})
        held = kept.get(record.id)
        if held is None:
            held = kept[record.id] = held_words(record)
        return held

    def _all(self) -> Iterator[MemoryRecord]:
        for records in self._people.values():
            yield from records.values()

    def _keep_vector(self, record: MemoryRecord, vector: Sequence[float] | None) -> None:
        if vector is None:
            self._vectors.get(record.subject, {}).pop(record.id, None)
            return
        if self._kept_space != self._space:
            raise ConfigurationError("The store has moved to the vectors of another model; adopt its space.")
        self._vectors.setdefault(record.subject, {})[record.id] = _unit(vector)

    def _drop(self, records: Iterable[MemoryRecord]) -> int:
        gone = list(records)
        for record in gone:
            if (index := self._indexes.get(record.subject)) is not None:
                index.drop(record)
            for kept in (self._people, self._vectors, self._words):
                held = kept.get(record.subject, {})
                held.pop(record.id, None)
                if not held:
                    kept.pop(record.subject, None)
            if record.subject not in self._people:
                self._indexes.pop(record.subject, None)
                self._expiring.discard(record.subject)
        return len(gone)


def _rounded(cosines: Any) -> list[float]:
    """Give cosines without the digits that depend on where in the table a vector stands."""
    return [round(min(max(cosine, 0.0), 1.0), 6) for cosine in cosines.tolist()]


def _unit(vector: Sequence[float]) -> Any:
    found = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(found))
    return found / length if length else found
