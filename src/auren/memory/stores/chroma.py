"""A memory store in Chroma: each person in collections of their own, so that a query cannot meet anybody else's records.

No embedder of Chroma's is ever used, and its telemetry is off: nothing here reaches for the network. Names of collections and
ids in them are hashes. A record with a vector lies in one collection of the person, one without in another, since Chroma
takes a vector with everything and all of a collection have one length.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from auren._sql import chunks
from auren.errors import AurenError
from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.memory._words import fits, ranked, rarity, words
from auren.memory.stores._chroma_client import ChromaClient
from auren.memory.stores._chroma_items import Item, all_of, narrowing, records_of, sign_of
from auren.memory.stores._values import from_json, hashed, microseconds
from auren.memory.stores._vectors import moved, near_ones, unit
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["ChromaStore"]

T = TypeVar("T")

READ_WHOLE: Final = 256
"""Up to so many records of a person, all are read and ranked."""
_OF_A_WORD: Final = 2000
_RANKED: Final = 100
_PAGE: Final = 5000
_NAME: Final = re.compile(r"auren-[0-9a-f]{8}-[0-9a-f]{32}-[vw]")
_DAY_US: Final = 86_400_000_000


class ChromaStore(MemoryStore):
    """Keeps records and their vectors in Chroma 1.x, and finds them by words, recency and vectors.

    Chroma has no transactions: a batch is kept whole person by person. Its calls block, so they run in a thread of their own,
    one at a time, and a call that has begun runs to its end.

    Args:
        where: a folder that Chroma keeps its files in; or the host's own client, which stays open. What a server keeps in
            its files after something was forgotten is that host's to clear.
        name: stores of different names share a folder without seeing one another's records.
        timeout_s: seconds that one operation may take.

    Raises:
        MissingExtra: Chroma is not installed.
    """

    abilities = frozenset({"ttl", "text_search", "vector_search"})

    def __init__(self, where: str | Path | Any, *, name: str = "main", timeout_s: float | None = 30.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._chroma = ChromaClient(where, name=name, feature=type(self).__name__)

    async def _open(self) -> None:
        await self._chroma.open()

    async def _close(self) -> None:
        await self._chroma.close()

    async def _put(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float] | None] | None) -> None:
        given = vectors or [None] * len(records)
        people: dict[Subject, dict[str, Item]] = defaultdict(dict)
        for record, vector in zip(records, given, strict=True):
            # All is made before any of it is written.
            people[record.subject][record.id] = Item(record, None if vector is None else unit(vector))

        def put() -> None:
            if any(vector is not None for vector in given):
                self._check_space()
            for subject, items in people.items():
                for has_vector in (False, True):
                    self._put_some(subject, [item for item in items.values() if item.has_vector == has_vector], has_vector)

        await self._chroma.run(put)

    def _put_some(self, subject: Subject, items: Sequence[Item], has_vector: bool) -> None:
        if not items:
            return
        self._upsert(subject, items, has_vector)
        other = self._chroma.collection(subject, not has_vector)
        if other is not None:
            some = chunks([item.id for item in items], _PAGE)
            self._dropped(other, [id for ids in some for id in other.get(ids=list(ids), include=[])["ids"]])

    def _upsert(self, subject: Subject, items: Sequence[Item], has_vector: bool) -> None:
        collection = self._chroma.client.get_or_create_collection(
            self._chroma.named(subject, has_vector), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        for some in chunks(items, _PAGE):
            collection.upsert(
                ids=[item.id for item in some],
                documents=[item.document for item in some],
                metadatas=[item.fields for item in some],
                embeddings=[item.vector for item in some] if has_vector else [[1.0]] * len(some),
            )

    async def _adopt(self, space: VectorSpace) -> bool:
        kept = {"model_id": space.model_id, "dimensions": space.dimensions}

        def adopt() -> bool:
            name = self._chroma.space_name
            held = self._chroma.client.get_or_create_collection(name, metadata=kept, embedding_function=None)
            if held.metadata == kept:
                return False
            old = list(self._chroma.all_collections("v"))
            for collection in old:
                self._without_vectors(collection)
            held.modify(metadata=kept)
            return bool(old)

        return await self._chroma.run(adopt)

    def _without_vectors(self, collection: Any) -> None:
        answer = collection.get(include=["metadatas"])
        people = {fields["subject"] for fields in answer["metadatas"]}
        for subject in map(Subject, people):
            self._upsert(subject, [Item(record, None) for record in records_of(subject, answer)], has_vector=False)
        self._chroma.client.delete_collection(collection.name)

    async def _attach(self, records: Sequence[MemoryRecord], vectors: Sequence[Sequence[float]]) -> int:
        def attach() -> int:
            self._check_space()
            people: dict[Subject, list[Item]] = defaultdict(list)
            for record, vector in zip(records, vectors, strict=True):
                now = self._got(record.subject, record.id)
                if now is not None and (now.text, now.context) == (record.text, record.context):
                    people[record.subject].append(Item(now, unit(vector)))
            for subject, items in people.items():
                self._put_some(subject, items, has_vector=True)
            return sum(map(len, people.values()))

        return await self._chroma.run(attach)

    async def _unembedded(self, limit: int) -> list[MemoryRecord]:
        def look() -> list[MemoryRecord]:
            self._check_space()
            found: list[MemoryRecord] = []
            for collection in self._chroma.all_collections("w"):
                answer = collection.get(limit=limit, include=["metadatas"])
                found += [from_json(Subject(fields["subject"]), fields["record"]) for fields in answer["metadatas"]]
                if len(found) >= limit:
                    break
            return found

        return await self._chroma.run(look)

    async def _nearest(
        self, subject: Subject, vector: Sequence[float], query: MemoryQuery, now: datetime
    ) -> list[Recollection]:
        asked = unit(vector)

        def near() -> list[Recollection]:
            self._check_space()
            collection = self._chroma.collection(subject, has_vector=True)
            if collection is None or not collection.count():
                return []
            everything, most = int(collection.count()), query.limit
            while True:
                answer = collection.query(
                    query_embeddings=[asked],
                    n_results=min(most, everything),
                    where=narrowing(query),
                    include=["metadatas", "distances"],
                )
                records = records_of(subject, {"metadatas": answer["metadatas"][0]})
                near = zip(records, (1 - distance for distance in answer["distances"][0]), strict=True)
                found = [(record, cosine) for record, cosine in near if fits(record, query, now)]
                # Some may have expired; then more are asked for, until there are enough or no more.
                if len(found) >= query.limit or len(records) < most or most >= everything:
                    return near_ones(found)
                most *= 4

        return await self._chroma.run(near)

    def _check_space(self) -> None:
        space = self._need_space()
        held = self._chroma.client.get_collection(self._chroma.space_name, embedding_function=None).metadata
        if held != {"model_id": space.model_id, "dimensions": space.dimensions}:
            raise moved()

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        return await self._chroma.run(lambda: self._got(subject, id))

    def _got(self, subject: Subject, id: str) -> MemoryRecord | None:
        for collection in self._chroma.collections(subject):
            for record in records_of(subject, collection.get(ids=[hashed(id)], include=["metadatas"])):
                return record
        return None

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        def find() -> list[Recollection]:
            if not query.text.strip():
                return ranked(self._latest(subject, query, now), "", now)
            count = sum(collection.count() for collection in self._chroma.collections(subject))
            if count <= READ_WHOLE:
                return ranked(self._fitting(subject, query, now), query.text, now)
            return self._by_words(subject, query, now, count)

        return await self._chroma.run(find)

    def _latest(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[MemoryRecord]:
        """Give the latest that fit; Chroma does not sort, so that ever longer spans of time are read until there are enough."""
        days, found = 1, list[MemoryRecord]()
        while days < 10**5:
            since = microseconds(now) - days * _DAY_US
            found = self._fitting(subject, query, now, since=since)
            if len(found) >= query.limit:
                return found
            days *= 8
        return self._fitting(subject, query, now)

    def _by_words(self, subject: Subject, query: MemoryQuery, now: datetime, everything: int) -> list[Recollection]:
        """Rank those that hold the rarest words asked for."""
        asked = list(dict.fromkeys(words(query.text)))[:64]
        weights: defaultdict[tuple[int, str], float] = defaultdict(float)
        collections = list(self._chroma.collections(subject))
        having: dict[str, list[tuple[int, str]]] = {word: [] for word in asked}
        for place, collection in enumerate(collections):
            for word, ids in zip(asked, self._having(collection, subject, asked, narrowing(query)), strict=True):
                having[word] += [(place, id) for id in ids]
        rarities = {word: rarity(len(keys), max(everything, len(keys))) for word, keys in having.items()}
        for word, keys in having.items():
            for key in keys:
                weights[key] += rarities[word]
        best = sorted(weights, key=lambda key: (-weights[key], key))[: max(_RANKED, 2 * query.limit)]
        found: list[MemoryRecord] = []
        for place, collection in enumerate(collections):
            if ids := [id for where_it_is, id in best if where_it_is == place]:
                found += records_of(subject, collection.get(ids=ids, include=["metadatas"]))
        return ranked([record for record in found if fits(record, query, now)], query.text, now, rarities=rarities)

    def _having(self, collection: Any, subject: Subject, asked: Sequence[str], where: Any) -> list[list[str]]:
        """Give for each word the ids of the records that hold it."""
        signs = [sign_of(subject, word) for word in asked]
        if self._chroma.files is not None and where is None:
            # Chroma would go through all of the collection for each word.
            found = self._chroma.files.having(str(collection.id), signs, _OF_A_WORD)
            if found is not None:
                return found
        return [
            collection.get(where=where, where_document={"$contains": sign}, limit=_OF_A_WORD, include=[])["ids"]
            for sign in signs
        ]

    def _fitting(self, subject: Subject, query: MemoryQuery, now: datetime, *, since: int | None = None) -> list[MemoryRecord]:
        return [record for record in self._all(subject, narrowing(query, since=since)) if fits(record, query, now)]

    def _all(self, subject: Subject, where: Any = None) -> Iterator[MemoryRecord]:
        for collection in self._chroma.collections(subject):
            yield from records_of(subject, collection.get(where=where, include=["metadatas"]))

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        found = await self._chroma.run(lambda: list(self._all(subject)))
        return sorted(found, key=lambda record: (record.at, record.id))

    async def _forget(self, subject: Subject) -> int:
        def forget() -> int:
            gone = 0
            for collection in list(self._chroma.collections(subject)):
                gone += int(collection.count())
                self._chroma.client.delete_collection(collection.name)
            self._scrub(())
            return gone

        return await self._chroma.run(forget)

    async def _forget_some(
        self, subject: Subject, ids: frozenset[str] | None, since: datetime | None, until: datetime | None
    ) -> int:
        bounds = [{"at_us": {"$gte": microseconds(since)}}] if since is not None else []
        bounds += [{"at_us": {"$lt": microseconds(until)}}] if until is not None else []
        named = None if ids is None else set(map(hashed, ids))

        def forget() -> int:
            gone: list[str] = []
            for collection in list(self._chroma.collections(subject)):
                found = collection.get(where=all_of(bounds), include=[])["ids"]
                gone += self._dropped(collection, [id for id in found if named is None or id in named])
            self._scrub(gone)
            return len(gone)

        return await self._chroma.run(forget)

    async def _purge(self, now: datetime) -> int:
        def purge() -> int:
            gone: list[str] = []
            for collection in list(self._chroma.all_collections("w", "v")):
                found = collection.get(where={"expires_us": {"$lte": microseconds(now)}}, include=[])["ids"]
                gone += self._dropped(collection, found)
            if gone:
                self._scrub(gone)
            return len(gone)

        return await self._chroma.run(purge)

    def _dropped(self, collection: Any, ids: Sequence[str]) -> Sequence[str]:
        """Delete records, and with the last of them the collection, whose index files go then, too."""
        if ids and len(ids) == collection.count():
            self._chroma.client.delete_collection(collection.name)
        elif ids:
            self._delete(collection, ids)
        return ids

    def _delete(self, collection: Any, ids: Sequence[str]) -> None:
        if collection.name.endswith("v"):
            self._overwrite(collection, ids)
        for some in chunks(ids, _PAGE):
            collection.delete(ids=list(some))
        # Only a reader has Chroma take from its queue into its tables.
        collection.get(limit=1, include=[])

    def _overwrite(self, collection: Any, ids: Sequence[str]) -> None:
        """Put nothing in the place of vectors that are to be deleted: the index keeps those of deleted records."""
        held = collection.get(limit=1, include=["embeddings"])["embeddings"]
        nothing = [0.0] * len(held[0])
        for some in chunks(ids, _PAGE):
            collection.update(ids=list(some), embeddings=[nothing] * len(some))
        # Only a search has the index take it from the queue.
        collection.query(query_embeddings=[nothing], n_results=1, include=[])

    def _scrub(self, ids: Sequence[str]) -> None:
        if self._chroma.files is not None:
            self._chroma.files.scrub(ids)

    def _translated(self, error: Exception) -> AurenError | None:
        return self._chroma.translated(error) or super()._translated(error)
