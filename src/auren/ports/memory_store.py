"""The port of one tier of memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal, final

from auren._resource import Resource
from auren.errors import AurenError, InvalidInput, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection
from auren.people import Subject

__all__ = ["Ability", "MemoryStore"]

Ability = Literal["ttl", "text_search", "vector_search", "compare_and_set"]


class MemoryStore(Resource, ABC):
    """Keeps records about people and finds them again; one person's records never answer another's query.

    Adapters fill the underscored hooks and declare what else they can in `abilities`.

    Args:
        timeout_s: seconds that one operation may take.
    """

    abilities: ClassVar[frozenset[Ability]] = frozenset()
    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable

    def __init__(self, *, timeout_s: float | None = 10.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @final
    async def put(self, records: Sequence[MemoryRecord]) -> None:
        """Keep records; one with an id that the person already has is replaced.

        Raises:
            StoreError: the store could not keep them; none of them was kept.
            LifecycleError: the store is not open.
        """
        if records:
            async with self._working("put"):
                await self._put(records)

    @final
    async def get(self, subject: Subject, id: str, *, now: datetime) -> MemoryRecord | None:
        """Give a person's record by id, or None when there is none or it has expired.

        Raises:
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        async with self._working("get"):
            record = await self._get(subject, id)
        return None if record is None or _expired(record, now) else record

    @final
    async def find(self, subject: Subject, query: MemoryQuery, *, now: datetime) -> list[Recollection]:
        """Give a person's records that fit best, best first, without those that have expired.

        Raises:
            InvalidInput: the limit is not from 1 to 1000.
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        if not 1 <= query.limit <= 1000:
            raise InvalidInput(f"A limit of {query.limit} was given; expected 1 to 1000.")
        async with self._working("find"):
            found = await self._find(subject, query, now)
        return [item for item in found if not _expired(item.record, now)][: query.limit]

    @final
    async def forget(self, subject: Subject) -> int:
        """Make all of a person's records unreachable at once, and say how many there were.

        Raises:
            StoreError: the store could not do it.
            LifecycleError: the store is not open.
        """
        async with self._working("forget"):
            return await self._forget(subject)

    @final
    async def export(self, subject: Subject) -> list[MemoryRecord]:
        """Give all of a person's records, oldest first, those that have expired included until they are purged.

        Raises:
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        async with self._working("export"):
            return await self._export(subject)

    @final
    async def purge(self, now: datetime) -> int:
        """Drop every person's expired records, and say how many there were.

        Raises:
            StoreError: the store could not do it.
            LifecycleError: the store is not open.
        """
        async with self._working("purge"):
            return await self._purge(now)

    @abstractmethod
    async def _put(self, records: Sequence[MemoryRecord]) -> None: ...

    @abstractmethod
    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None: ...

    @abstractmethod
    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]: ...

    @abstractmethod
    async def _forget(self, subject: Subject) -> int: ...

    @abstractmethod
    async def _export(self, subject: Subject) -> list[MemoryRecord]: ...

    @abstractmethod
    async def _purge(self, now: datetime) -> int: ...


def _expired(record: MemoryRecord, now: datetime) -> bool:
    return record.expires_at is not None and record.expires_at <= now
