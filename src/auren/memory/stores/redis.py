"""A memory store in Redis or Valkey: each record under a key of its own that the server lets go in time.

Keys hold hashes of ids and never an id; a person's mark is part of every key, so that no command reaches another's records.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from auren._redis import Keyspace
from auren.errors import AurenError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection
from auren.memory._words import fits, ranked, rarity, words
from auren.memory.stores._values import from_json, hashed, microseconds, to_json, unreadable
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["RedisStore"]

GRACE: Final = timedelta(hours=1)
"""How much longer than asked the server keeps a record, so that clocks may differ; no reader sees it then."""

READ_WHOLE: Final = 64
"""Up to so many records of a person, all are read and ranked."""
_PAGE: Final = 500
_RANKED: Final = 40
_LOOK_EVERY_S: Final = 0.01


class RedisStore(MemoryStore):
    """Keeps records in Redis 7 or later, or in Valkey, and finds them by words and recency.

    Made for the immediate tier: a search reads all that the person has here. The server drops a record by itself once it has
    lived for `expires_at - at` and an hour. All keys of a store lie in one slot of a cluster.

    Args:
        url_or_client: for example "redis://host:6379/0"; or the host's own `redis.asyncio` client, which stays open.
        prefix: of all keys; another prefix is another store.
        rewrite_files: have a server that keeps files write them anew after something was forgotten, so that its bytes are
            gone from them, too, and wait for it; the user needs INFO, CONFIG GET, BGREWRITEAOF and BGSAVE for it.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the prefix is empty or holds a brace.
        UnknownScheme: the URL is none of Redis.
        MissingExtra: the driver is not installed.
    """

    abilities = frozenset({"ttl", "text_search"})

    def __init__(
        self,
        url_or_client: Any,
        *,
        prefix: str = "auren:memory",
        rewrite_files: bool = True,
        timeout_s: float | None = 10.0,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._keys = Keyspace(
            url_or_client, prefix=prefix, scripts="auren.memory.stores", feature=type(self).__name__, timeout_s=timeout_s
        )
        self._rewrite_files = rewrite_files

    async def _open(self) -> None:
        await self._keys.open()

    async def _close(self) -> None:
        await self._keys.close()

    async def _put(
        self,
        records: Sequence[MemoryRecord],
        vectors: Sequence[Sequence[float] | None] | None,  # noqa: ARG002 - it has no vector search
    ) -> None:
        last = {(record.subject, record.id): record for record in records}
        await self._keys.run("put", *(part for record in last.values() for part in _parts(record)))

    async def _get(self, subject: Subject, id: str) -> MemoryRecord | None:
        value = await self._keys.client.get(f"{self._keys.prefix}:r:{hashed(subject.id)}:{hashed(id)}")
        return None if value is None else _read(subject, _raw(value))

    async def _find(self, subject: Subject, query: MemoryQuery, now: datetime) -> list[Recollection]:
        lowest = "-inf" if query.since is None else str(microseconds(query.since))
        has_words = bool(query.text.strip())
        values: list[bytes] = []
        found: list[MemoryRecord] = []
        async for page in self._pages(subject, lowest):
            if has_words:
                values += page
                continue
            found += [record for record in map(partial(_read, subject), page) if fits(record, query, now)]
            if len(found) >= query.limit:
                break
        if not has_words:
            return ranked(found, "", now)
        if len(values) <= READ_WHOLE or query.kinds or query.conversation:
            records = [record for record in map(partial(_read, subject), values) if fits(record, query, now)]
            return ranked(records, query.text, now)
        return _by_words(subject, values, query, now)

    async def _export(self, subject: Subject) -> list[MemoryRecord]:
        read = [_read(subject, value) async for page in self._pages(subject, "-inf") for value in page]
        # While it is read, a record may move from one page to another.
        found = {record.id: record for record in read}
        return sorted(found.values(), key=lambda record: (record.at, record.id))

    async def _forget(self, subject: Subject) -> int:
        return await self._gone(await self._keys.run("forget", hashed(subject.id)))

    async def _forget_some(
        self, subject: Subject, ids: frozenset[str] | None, since: datetime | None, until: datetime | None
    ) -> int:
        lowest = "-inf" if since is None else microseconds(since)
        highest = "+inf" if until is None else f"({microseconds(until)}"
        chosen = ["all"] if ids is None else ["ids", *map(hashed, sorted(ids))]
        return await self._gone(await self._keys.run("forget_some", hashed(subject.id), lowest, highest, *chosen))

    async def _purge(self, now: datetime) -> int:
        total = 0
        while True:
            gone, due = await self._keys.run("purge", microseconds(now), _PAGE)
            total += int(gone)
            if int(due) < _PAGE:
                return total

    async def _pages(self, subject: Subject, lowest: str) -> AsyncIterator[list[bytes]]:
        start, length = 0, _PAGE
        while length == _PAGE:
            length, lengths, text = await self._keys.run("page", hashed(subject.id), lowest, start, _PAGE)
            yield list(_cut(_raw(text), map(int, lengths.split())))
            start += _PAGE

    async def _gone(self, count: Any) -> int:
        if self._rewrite_files:
            await self._written_anew()
        return int(count)

    async def _written_anew(self) -> None:
        """Have the server write its files without what was deleted, where it keeps any, and wait for it."""
        state = await self._keys.client.info("persistence")
        if state.get("aof_enabled"):
            # One that runs already may have begun before the deletion.
            await self._until("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
            await self._keys.client.bgrewriteaof()
            state = await self._until("aof_rewrite_in_progress", "aof_rewrite_scheduled")
            _check_written(state.get("aof_last_bgrewrite_status"))
        if (await self._keys.client.config_get("save")).get("save"):
            await self._until("rdb_bgsave_in_progress", "aof_rewrite_in_progress")
            await self._keys.client.bgsave()
            state = await self._until("rdb_bgsave_in_progress")
            _check_written(state.get("rdb_last_bgsave_status"))

    async def _until(self, *fields: str) -> Any:
        """Wait until nothing of these is under way; the operation's own bound ends it."""
        while True:
            state = await self._keys.client.info("persistence")
            if not any(state.get(field) for field in fields):
                return state
            await asyncio.sleep(_LOOK_EVERY_S)

    def _translated(self, error: Exception) -> AurenError | None:
        return self._keys.translated(error, unreadable) or super()._translated(error)


def _parts(record: MemoryRecord) -> Iterable[object]:
    at = microseconds(record.at)
    person, id = hashed(record.subject.id), hashed(record.id)
    if record.expires_at is None:
        return person, id, at, "", "", _value(record)
    expires = microseconds(record.expires_at)
    # It counts from when it is written: a clock that is simulated, or wrong, must not make the server drop it early.
    life_ms = (max(expires - at, 0) + GRACE // timedelta(microseconds=1)) // 1000
    return person, id, at, expires, life_ms, _value(record)


def _value(record: MemoryRecord) -> str:
    """Give a record's words, each once and between spaces, and in the next line the record: so a search reads few of them."""
    found = dict.fromkeys([*words(record.text), *words(record.context)])
    return f" {' '.join(found)} \n{to_json(record)}"


def _raw(value: bytes | str) -> bytes:
    # A host's client may decode already.
    return value if isinstance(value, bytes) else value.encode()


def _cut(text: bytes, lengths: Iterable[int]) -> Iterator[bytes]:
    start = 0
    for length in lengths:
        yield text[start : start + length]
        start += length


def _read(subject: Subject, value: bytes) -> MemoryRecord:
    return from_json(subject, value.partition(b"\n")[2])


def _by_words(subject: Subject, values: Sequence[bytes], query: MemoryQuery, now: datetime) -> list[Recollection]:
    """Rank those that hold the rarest words asked for; the values come latest first."""
    heads = [value.partition(b"\n")[0] for value in values]
    weights = [0.0] * len(values)
    rarities: dict[str, float] = {}
    for word in dict.fromkeys(words(query.text)):
        sought = f" {word} ".encode("utf-8", "surrogatepass")
        having = [place for place, head in enumerate(heads) if sought in head]
        rarities[word] = rarity(len(having), len(values))
        for place in having:
            weights[place] += rarities[word]
    best = sorted((place for place, weight in enumerate(weights) if weight), key=lambda place: -weights[place])
    records = [_read(subject, values[place]) for place in best[: max(_RANKED, 2 * query.limit)]]
    return ranked([record for record in records if fits(record, query, now)], query.text, now, rarities=rarities)


def _check_written(status: object) -> None:
    if status not in ("ok", None):
        raise StoreUnavailable("The records are gone, but the server could not write its files anew; forget again.")
