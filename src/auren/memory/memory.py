"""The three tiers of memory as one: the last two days' talk, what is known, and all that was said."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Final

from auren._resource import Resource
from auren._telemetry import SPAN_RECALL, traced
from auren.clock import Clock
from auren.errors import AurenError, ConfigurationError, InvalidInput, StoreError
from auren.facts import MemoryQuery, MemoryRecord, Tier
from auren.memory.embedding import Embedding
from auren.memory.erasure.erasure import Erasure
from auren.memory.erasure.guarded import GuardedStore, Retention
from auren.memory.erasure.guarded_facts import GuardedFacts
from auren.memory.erasure.portability import export_memory, import_memory
from auren.memory.neighbours import TURNS, with_neighbours
from auren.memory.recall import WEIGHTS, Cards, Weights
from auren.memory.recalling import Recall, Recalling
from auren.memory.tiers import Tiers, all_of
from auren.people import Subject
from auren.ports import Embedder, FactStore, MemoryStore

if TYPE_CHECKING:
    from auren.memory.erasure.tombstones import Tombstones
    from auren.memory.extraction import Extracted, Extraction
    from auren.memory.graph import PersonGraph

__all__ = ["Memory", "Recall"]

IMMEDIATE_FOR: Final = timedelta(hours=48)
"""How long a turn of talk stays in the immediate tier."""
KNOWLEDGE: Final = frozenset({"fact", "preference", "finding", "advice"})
"""Kinds that are kept in the structured tier; whatever else is remembered goes to the semantic one."""


class Memory(Resource):
    """Composes three stores; each that is not given is kept in the process's own memory.

    It opens the stores and closes them again; a store that the host holds open besides stays open. With an embedder, stores
    that search vectors keep one beside each record; those that have none yet, or had another model's, get theirs in the
    background while words serve.

    With a journal of tombstones, what a person had forgotten is hidden from the moment they asked, whatever a store has
    done of it by then; it is finished after a crash when the memory is opened again, or by `purge`; and it does not come
    back when a queue delivers it late.

    Args:
        immediate: the talk of the last 48 hours.
        structured: facts, preferences, findings and advice, kept until they are forgotten.
        semantic: every turn verbatim, and whatever else is remembered.
        facts: what is known of people; its facts lead recall to the turns they rest on.
        extraction: how what a person said becomes facts, built on the same fact store; None takes the grammar alone.
        embedder: what gives vectors; None recalls by words alone.
        weights: what each part of a score counts for.
        tombstones: the journal of what was forgotten; None for none.
        retention: by tier, how long a record is kept after it was said; a tier that is not named keeps it as above.
        clock: says when something was asked to be forgotten, where the call does not; None takes the system's.

    Raises:
        ConfigurationError: one store was given for two tiers, or a retention names no tier.
    """

    def __init__(
        self,
        immediate: MemoryStore | None = None,
        structured: MemoryStore | None = None,
        semantic: MemoryStore | None = None,
        *,
        facts: FactStore | None = None,
        extraction: Extraction | None = None,
        embedder: Embedder | None = None,
        weights: Weights = WEIGHTS,
        tombstones: Tombstones | None = None,
        retention: Mapping[Tier, Retention] | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(timeout_s=None)
        # It compares vectors as arrays; who imports memory without building one loads no array library.
        from auren.memory.stores.in_memory import InMemoryStore

        given = Tiers(immediate or InMemoryStore(), structured or InMemoryStore(), semantic or InMemoryStore())
        agreed = dict(retention or {})
        if not agreed.keys() <= given.keys():
            raise ConfigurationError(f"A retention of no tier was given; expected some of {', '.join(given)}.")

        def guarded(tier: Tier) -> MemoryStore:
            if tombstones is None and tier not in agreed:
                return given[tier]
            return GuardedStore(given[tier], tombstones=tombstones, retention=agreed.get(tier))

        self.immediate, self.structured, self.semantic = guarded("immediate"), guarded("structured"), guarded("semantic")
        self.facts = facts if facts is None or tombstones is None else GuardedFacts(facts, tombstones=tombstones)
        self._tiers = Tiers(self.immediate, self.structured, self.semantic)
        self._tombstones = tombstones
        self._clock = clock
        if extraction is not None and isinstance(self.facts, GuardedFacts):
            extraction = extraction.heard_by(self.facts)
        self._extraction = extraction
        self._embedding = Embedding(embedder, self._tiers)
        self._cards = Cards()
        self._recalling = Recalling(self._tiers, self._embedding, facts=self.facts, cards=self._cards, weights=weights)
        self._erasure = self._built_erasure()
        self._held = AsyncExitStack()
        self._catching_up: asyncio.Task[int] | None = None

    def _built_erasure(self) -> Erasure:
        return Erasure(self._tombstones, list(self._tiers.values()), facts=self.facts, clock=self._clock)

    async def _open(self) -> None:
        async with AsyncExitStack() as opening:
            if self._tombstones is not None:
                await opening.enter_async_context(self._tombstones)
            for store in self._tiers.values():
                await opening.enter_async_context(store)
            if self.facts is not None:
                await opening.enter_async_context(self.facts)
            self._erasure = self._built_erasure()
            # What a store cannot do now stays hidden, and is tried again by `purge`.
            with suppress(StoreError):
                await self._erasure.resume()
            await self._embedding.adopt()
            self._held = opening.pop_all()
        if self._embedding.searching:
            self._catching_up = asyncio.create_task(self._caught_up())

    async def _close(self) -> None:
        self._cards.clear()
        task, self._catching_up = self._catching_up, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._held.aclose()

    async def _caught_up(self) -> int:
        # What fails now is done when the memory is opened again, or by `embed_pending`; until then words serve.
        with suppress(AurenError):
            return await self.embed_pending()
        return 0

    @property
    def refused(self) -> int:
        """How many records and statements came in, since this memory was built, that had been forgotten."""
        parts = (*self._tiers.values(), self.facts)
        return sum(part.refused for part in parts if isinstance(part, GuardedStore | GuardedFacts))

    async def remember(self, *records: MemoryRecord) -> None:
        """Keep records, each in the tiers its kind belongs to; remembering one again changes nothing.

        A turn of a conversation that comes without the words of its neighbours is given them: those that are remembered
        with it, and the last that were before. When the embedder does not answer, records are kept without vectors.

        Raises:
            StoreError: a tier could not keep its part; the other tiers have, and remembering again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("remember"):
            routed: dict[Tier, list[MemoryRecord]] = {"immediate": [], "structured": [], "semantic": []}
            for record in await self._told(records):
                if record.kind in TURNS:
                    routed["immediate"].append(replace(record, expires_at=record.expires_at or record.at + IMMEDIATE_FOR))
                routed["structured" if record.kind in KNOWLEDGE else "semantic"].append(record)
            vectors = await self._embedding.of_records(records)

            def put(tier: Tier, store: MemoryStore) -> Coroutine[Any, Any, None]:
                kept = routed[tier]
                if vectors is None or tier not in self._embedding.searching:
                    return store.put(kept)
                return store.put(kept, [vectors[record.text] for record in kept])

            all_of(await self._tiers.each(put))

    async def _told(self, records: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        """Give records with the words of their neighbours, but not those of a neighbour that was forgotten."""
        if self._tombstones is None:
            return await with_neighbours(self.immediate, records)
        living = await self._tombstones.living(records)
        told = {id(record): new for record, new in zip(living, await with_neighbours(self.immediate, living), strict=True)}
        # The forgotten ones go on to the tiers, which refuse and count them.
        return [told.get(id(record), record) for record in records]

    async def recall(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        """Give what fits a query best, over all tiers, each record once.

        Words, vectors, facts and what the question asks for are scored apart and joined; recency counts only for a question
        that asks for the latest, and a query without words takes the newest.

        Args:
            subject: whose memory.
            query: what to look for; its limit and budget are those of the whole answer.
            now: what has expired by then is left out.

        Raises:
            InvalidInput: the limit is not from 1 to 1000, or the budget is negative.
            StoreError: no tier could answer.
            LifecycleError: the memory is not open.
        """
        if query.budget_tokens is not None and query.budget_tokens < 0:
            raise InvalidInput("A negative budget of tokens was given.")
        async with self._working("recall"):
            with traced(SPAN_RECALL):
                if not query.text.strip():
                    return await self._recalling.latest(subject, query, now)
                return await self._recalling.fitting(subject, query, now)

    async def embed_pending(self) -> int:
        """Give vectors to all records that have none in the embedder's space, and say how many got one.

        It may be cancelled and called again: it goes on with what is left.

        Raises:
            StoreError: a store does not answer.
            GatewayError: the embedder does not answer.
            LifecycleError: the memory is not open.
        """
        async with self._working("embed_pending"):
            return await self._embedding.of_pending()

    async def forget(self, subject: Subject, *, now: datetime | None = None) -> int:
        """Make all that is remembered and known of a person unreachable at once, and say how many things it was.

        Args:
            subject: whom.
            now: when it is asked, aware; None takes the clock's time. What is said from then on is another beginning.

        Raises:
            StoreError: a tier could not do it; the other tiers have, and forgetting again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("forget"):
            try:
                return await self._erasure.forget(subject, now=now)
            finally:
                # What recall had worked out of the person's words goes with them.
                self._cards.forget(subject)

    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        attribute: str | None = None,
        with_evidence: bool = True,
        now: datetime | None = None,
    ) -> int:
        """Make some of what a person said unreachable at once, in every tier, and what is known on the evidence of it.

        Its words go from the context of the turns around it, too.

        Args:
            subject: whose.
            ids: of the records.
            since, until: when they were said or concluded, the end not included.
            attribute: what was said of a slot, such as "body.weight", or of a family, such as "supplement.*".
            with_evidence: for a slot, whether the turns in which it was said go with it: else recall still finds the
                words. What other slots know from the same turns stays.
            now: when it is asked, aware; None takes the clock's time.

        Raises:
            InvalidInput: nothing was given by which to choose, or ids and a slot at once.
            ConfigurationError: a slot was given, and this memory has no fact store.
            StoreError: a tier could not do it; the other tiers have, and forgetting again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("forget_some"):
            try:
                gone = await self._erasure.forget_some(
                    subject,
                    ids=ids,
                    since=since,
                    until=until,
                    attribute=attribute,
                    with_evidence=with_evidence,
                    now=now,
                )
            finally:
                self._cards.forget(subject)
            # Turns that lost the words of a neighbour are without a vector.
            await self._caught_up()
            return gone

    async def extract(self, subject: Subject, now: datetime, *, zone: tzinfo = UTC) -> Extracted:
        """Let what a person said since the last time become facts; nobody else's words do, nor what was recalled.

        Args:
            subject: whose words.
            now: when it is learned; aware.
            zone: the person's own, for words such as "yesterday".

        Raises:
            ConfigurationError: this memory has no fact store.
            StoreError: a store does not answer; the next run begins where this one did.
            LifecycleError: the memory is not open.
        """
        async with self._working("extract"):
            facts = self._need_facts()
            if self._extraction is None:
                from auren.memory.extraction import Extraction

                self._extraction = Extraction(facts)
            return await self._extraction.extract(self.semantic, subject, now, zone=zone)

    async def graph(self, subject: Subject) -> PersonGraph:
        """Give a person's graph: what is known of them and what they spoke of, and how it hangs together.

        Raises:
            ConfigurationError: this memory has no fact store.
            StoreError: a store does not answer.
            LifecycleError: the memory is not open.
        """
        from auren.memory.graph import graph_of

        async with self._working("graph"):
            return graph_of(await self._need_facts().facts(subject), await self.semantic.export(subject))

    async def export(self, subject: Subject) -> list[MemoryRecord]:
        """Give all that is remembered of a person, oldest first, each record once.

        Raises:
            StoreError: a tier could not answer.
            LifecycleError: the memory is not open.
        """
        async with self._working("export"):
            tiers = all_of(await self._tiers.each(lambda _, store: store.export(subject)))
            records = {record.id: record for tier in tiers for record in tier}
            return sorted(records.values(), key=lambda record: (record.at, record.id))

    async def export_document(self, subject: Subject, now: datetime) -> dict[str, object]:
        """Give all that is remembered and known of a person as the documented JSON, which `import_` takes in.

        Args:
            subject: whose memory.
            now: stands in the document as the time of the export; aware.

        Raises:
            StoreError: a tier could not answer.
            LifecycleError: the memory is not open.
        """
        return await export_memory(self, subject, now, facts=self.facts)

    async def import_(self, document: Mapping[str, Any], *, subject: Subject | None = None) -> int:
        """Remember all that a document of `export_document` holds, and say how much it was; again, it changes nothing.

        What the person had forgotten here is passed over, and counted in `refused`.

        Args:
            document: all of it is read before any of it is kept.
            subject: whose it becomes; None keeps the document's.

        Raises:
            InvalidInput: it is no such document, or holds statements and this memory has no fact store.
            StoreError: a part could not be kept; importing again is harmless.
            LifecycleError: the memory is not open.
        """
        return await import_memory(self, document, subject=subject, facts=self.facts)

    async def purge(self, now: datetime) -> int:
        """Drop every person's expired records, and say how many there were; forgetting that was cut off is finished.

        Raises:
            StoreError: a tier could not do it; the other tiers have.
            LifecycleError: the memory is not open.
        """
        async with self._working("purge"):
            gone = await self._tiers.one_by_one(lambda store: store.purge(now))
            await self._erasure.resume()
            return sum(all_of(gone))

    def _need_facts(self) -> FactStore:
        if self.facts is None:
            raise ConfigurationError("This memory has no fact store; give it one as `facts`.")
        return self.facts
