"""A store that lets in nothing that was forgotten, shows nothing of it, and keeps nothing for longer than agreed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from auren.errors import InvalidInput
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.people import Subject
from auren.ports import MemoryStore

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones

__all__ = ["GuardedStore", "Retention"]

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a tier keeps a record after it was said.

    Args:
        days: more than 0; None keeps it until it is forgotten.

    Raises:
        InvalidInput: the days are not more than 0.
    """

    days: float | None = None

    def __post_init__(self) -> None:
        if self.days is not None and not 0 < self.days <= 36_500:
            raise InvalidInput(f"A retention of {self.days} days was given; expected more than 0 and up to 36500, or None.")

    def bounded(self, record: MemoryRecord) -> MemoryRecord:
        """Give a record that expires at the end of its retention, or earlier where it says so itself."""
        if self.days is None:
            return record
        ends = record.at + timedelta(days=self.days)
        return replace(record, expires_at=ends if record.expires_at is None else min(record.expires_at, ends))


class GuardedStore(MemoryStore):
    """Wraps a store; it opens and closes what it wraps.

    A record that was forgotten is passed over when it comes again, however late, and counted in `refused`. One that was
    kept before its retention was agreed is shown no longer than that, too. It has no bound of time of its own, since what
    it wraps has.

    Args:
        store: where records are kept.
        tombstones: what was forgotten; None guards nothing.
        retention: how long records are kept, from when they were said.
    """

    def __init__(self, store: MemoryStore, *, tombstones: Tombstones | None = None, retention: Retention | None = None) -> None:
        super().__init__(timeout_s=None)
        self.store = store
        self.refused = 0
        vars(self)["abilities"] = store.abilities  # those of what it wraps, not of its class
        self._tombstones = tombstones
        self._retention = retention or Retention()
        self._held = AsyncExitStack()

    async def _open(self) -> None:
        async with AsyncExitStack() as opening:
            if self._tombstones is not None:
                await opening.enter_async_context(self._tombstones)
            await opening.enter_async_context(self.store)
            self._held = opening.pop_all()

    async def _close(self) -> None:
        await self._held.aclose()

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        living = set(map(id, await self._unforgotten(records)))
        self.refused += sum(id(record) not in living for record in records)
        kept = [place for place, record in enumerate(records) if id(record) in living]
        await self.store.put(
            [self._retention.bounded(records[place]) for place in kept],
            None if vectors is None else [vectors[place] for place in kept],
        )

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        # Whether it has expired is for this store's own `get` to say.
        found = await self.store.get(subject, id, now=_BEGINNING)
        return next(iter(await self._living([found])), None) if found is not None else None

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        return await self._shown(await self.store.find(subject, query, now=now))

    async def _adopt(self, space: VectorSpace) -> bool:
        return await self.store.adopt(space)

    async def _nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, now: datetime
    ) -> list[Recollection]:
        return await self._shown(await self.store.nearest(subject, vector, query, now=now))

    async def _unembedded(self, limit: int) -> list[MemoryRecord]:
        # As they are kept: a vector is attached to nothing else.
        return list(await self._unforgotten(await self.store.unembedded(limit)))

    async def _attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        return await self.store.attach(records, vectors)

    async def _forget(self, subject: Subject) -> int:
        return await self.store.forget(subject)

    async def _forget_some(
        self, subject: Subject, ids: frozenset[str] | None, since: datetime | None, until: datetime | None
    ) -> int:
        return await self.store.forget_some(subject, ids=ids, since=since, until=until)

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        return await self._living(await self.store.export(subject))

    async def _purge(self, now: datetime) -> int:
        return await self.store.purge(now)

    async def _living(self, records: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        return [self._retention.bounded(record) for record in await self._unforgotten(records)]

    async def _unforgotten(self, records: Sequence[MemoryRecord]) -> Sequence[MemoryRecord]:
        return records if self._tombstones is None else await self._tombstones.living(records)

    async def _shown(self, found: list[Recollection]) -> list[Recollection]:
        living = {record.id: record for record in await self._living([item.record for item in found])}
        return [replace(item, record=living[item.record.id]) for item in found if item.record.id in living]
