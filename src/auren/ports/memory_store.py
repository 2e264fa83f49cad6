"""The port of one tier of memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal, final

from auren._resource import Resource
from auren.errors import AurenError, ConfigurationError, InvalidInput, StoreError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.people import Subject

__all__ = ["Ability", "MemoryStore"]

Ability = Literal["ttl", "text_search", "vector_search", "compare_and_set"]


class MemoryStore(Resource, ABC):
    """Keeps records about people and finds them again; one person's records never answer another's query.

    Adapters fill the underscored hooks and declare what else they can in `abilities`; one that declares "vector_search" fills
    `_adopt`, `_nearest`, `_unembedded` and `_attach` as well, and keeps the adopted space beside its vectors, so that those
    of two models never stand side by side.

    Args:
        timeout_s: seconds that one operation may take.
    """

    abilities: ClassVar[frozenset[Ability]] = frozenset()
    _timeout_error: ClassVar[type[AurenError]] = StoreUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = StoreError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: StoreUnavailable}

    def __init__(self, *, timeout_s: float | None = 10.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._space: VectorSpace | None = None

    @final
    async def put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None = None) -> None:
        """Keep records; one with an id that the person already has is replaced, and its vector with it.

        Args:
            records: of any people.
            vectors: one of the space that was adopted, or None, a record; a store without vector search drops them.

        Raises:
            InvalidInput: there are not as many vectors as records.
            ConfigurationError: no space was adopted, a vector has another length, or the store has moved to another space.
            StoreError: the store could not keep them; none of them was kept.
            LifecycleError: the store is not open.
        """
        self._check_vectors(records, vectors)
        if records:
            async with self._working("put"):
                await self._put(records, vectors if "vector_search" in self.abilities else None)

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
    async def adopt(self, space: VectorSpace) -> bool:
        """Take vectors of one space from now on; those of another that are kept are dropped, while their records stay.

        Args:
            space: of the embedder that is to be used.

        Returns:
            Whether vectors of another space were dropped.

        Raises:
            ConfigurationError: the store has no vector search.
            StoreError: the store could not do it.
            LifecycleError: the store is not open.
        """
        if space.dimensions < 1 or not space.model_id:
            raise InvalidInput("A space without a model or with vectors of no length was given.")
        async with self._working("adopt"):
            self._need_vectors()
            dropped = await self._adopt(space)
        self._space = space
        return dropped

    @final
    async def nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, *, now: datetime
    ) -> list[Recollection]:
        """Give a person's records whose vectors are nearest to one, nearest first, without those that have expired.

        A score is the cosine, or 0 where that is negative, and stands in the part "vectors" as well. The text of the query
        is not looked at; all else of it narrows.

        Raises:
            InvalidInput: the limit is not from 1 to 1000.
            ConfigurationError: the store has no vector search, or `adopt` has not been called, or the vector has another
                length, or the store has moved to another space.
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        if not 1 <= query.limit <= 1000:
            raise InvalidInput(f"A limit of {query.limit} was given; expected 1 to 1000.")
        async with self._working("nearest"):
            self._need_vectors()
            self._need_length(vector)
            found = await self._nearest(subject, vector, query, now)
        return [item for item in found if not _expired(item.record, now)][: query.limit]

    @final
    async def unembedded(self, limit: int = 100) -> list[MemoryRecord]:
        """Give records of any people that have no vector in the adopted space, in any order.

        Raises:
            ConfigurationError: the store has no vector search, or no space was adopted.
            StoreError: the store could not answer.
            LifecycleError: the store is not open.
        """
        async with self._working("unembedded"):
            self._need_vectors()
            self._need_space()
            return (await self._unembedded(limit))[:limit]

    @final
    async def attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        """Give vectors to records that are still kept as they are; what has changed or gone since is passed by.

        Returns:
            How many got their vector.

        Raises:
            InvalidInput: there are not as many vectors as records.
            ConfigurationError: as for `put`.
            StoreError: the store could not do it.
            LifecycleError: the store is not open.
        """
        self._check_vectors(records, vectors)
        if not records:
            return 0
        async with self._working("attach"):
            self._need_vectors()
            return await self._attach(records, vectors)

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
    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Make some of a person's records unreachable at once: those to which all that is given applies.

        Args:
            subject: whose.
            ids: of the records.
            since: when they were said or concluded, at the earliest.
            until: before when.

        Raises:
            InvalidInput: nothing was given by which to choose.
            StoreError: the store could not do it.
            LifecycleError: the store is not open.
        """
        if ids is None and since is None and until is None:
            raise InvalidInput("Nothing was given by which to choose; use `forget` for all of a person's records.")
        async with self._working("forget_some"):
            return await self._forget_some(subject, None if ids is None else frozenset(ids), since, until)

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

    def _need_vectors(self) -> None:
        if "vector_search" not in self.abilities:
            raise ConfigurationError(f"{type(self).__name__} has no vector search; use a store that has.")

    def _need_space(self) -> VectorSpace:
        if self._space is None:
            raise ConfigurationError(f"{type(self).__name__} was given no space of vectors; call `adopt` once it is open.")
        return self._space

    def _need_length(self, vector: Sequence[float]) -> None:
        space = self._need_space()
        if len(vector) != space.dimensions:
            raise ConfigurationError(f"A vector of {len(vector)} numbers was given; expected {space.dimensions}.")

    def _check_vectors(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        if vectors is None:
            return
        if len(vectors) != len(records):
            raise InvalidInput(f"{len(vectors)} vectors were given for {len(records)} records; expected one, or None, each.")
        if "vector_search" in self.abilities:
            for vector in vectors:
                if vector is not None:
                    self._need_length(vector)

    @abstractmethod
    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None: ...

    # The hooks of vector search: only asked for where the abilities say so.
    async def _adopt(self, space: VectorSpace) -> bool:
        raise NotImplementedError

    async def _nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, now: datetime
    ) -> list[Recollection]:
        raise NotImplementedError

    async def _unembedded(self, limit: int) -> list[MemoryRecord]:
        raise NotImplementedError

    async def _attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        raise NotImplementedError

    async def _forget_some(
        self,
        subject: Subject,  # noqa: ARG002 - the hook's signature
        ids: frozenset[str] | None,  # noqa: ARG002 - as above
        since: datetime | None,  # noqa: ARG002 - as above
        until: datetime | None,  # noqa: ARG002 - as above
    ) -> int:
        raise ConfigurationError(f"{type(self).__name__} cannot forget a part of what it keeps; use `forget`.")

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
