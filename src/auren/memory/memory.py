"""The three tiers of memory as one: the last two days' talk, what is known, and all that was said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Final, TypeVar

from auren._resource import Resource
from auren._telemetry import SPAN_RECALL, traced
from auren.errors import AurenError, ConfigurationError, GatewayError, InvalidInput, StoreError, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Recollection, Tier, VectorSpace
from auren.memory._words import fits
from auren.memory.recall import (
    WEIGHTS,
    Cards,
    Question,
    Weights,
    neighbours_words,
    read,
    scored,
    spread_over_time,
    within_budget,
)
from auren.memory.recall.support import supported_by
from auren.memory.stores.in_memory import InMemoryStore
from auren.people import Subject
from auren.ports import Embedder, FactStore, MemoryStore

if TYPE_CHECKING:
    from auren.memory.extraction import Extracted, Extraction
    from auren.memory.graph import PersonGraph

__all__ = ["Memory", "Recall"]

T = TypeVar("T")

IMMEDIATE_FOR: Final = timedelta(hours=48)
"""How long a turn of talk stays in the immediate tier."""
TURNS: Final = frozenset({"question", "reply"})
"""Kinds that are kept for two days as they are, and verbatim in the semantic tier."""
KNOWLEDGE: Final = frozenset({"fact", "preference", "finding", "advice"})
"""Kinds that are kept in the structured tier; whatever else is remembered goes to the semantic one."""
CANDIDATES: Final = 1000
"""How many records each way of looking brings in, among which recall chooses."""
NEAR_ENOUGH: Final = 0.2
"""A record that has no word in common with the question has to be at least so near to it."""
_AT_ONCE: Final = 100
_BEFORE: Final = 3


@dataclass(frozen=True, slots=True)
class Recall:
    """What came back from memory.

    Args:
        items: best first.
        failures: one line for each tier, and for the embedder or the facts, that could not answer; no personal data.
    """

    items: tuple[Recollection, ...]
    failures: tuple[str, ...] = ()


class Memory(Resource):
    """Composes three stores; each that is not given is kept in the process's own memory.

    It opens the stores and closes them again; a store that the host holds open besides stays open. With an embedder, stores
    that search vectors keep one beside each record; those that have none yet, or had another model's, get theirs in the
    background while words serve.

    Args:
        immediate: the talk of the last 48 hours.
        structured: facts, preferences, findings and advice, kept until they are forgotten.
        semantic: every turn verbatim, and whatever else is remembered.
        facts: what is known of people; its facts lead recall to the turns they rest on.
        extraction: how what a person said becomes facts, built on the same fact store; None takes the grammar alone.
        embedder: what gives vectors; None recalls by words alone.
        weights: what each part of a score counts for.

    Raises:
        ConfigurationError: one store was given for two tiers.
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
    ) -> None:
        super().__init__(timeout_s=None)
        self.immediate = immediate or InMemoryStore()
        self.structured = structured or InMemoryStore()
        self.semantic = semantic or InMemoryStore()
        # In this order an export keeps a turn's lasting copy, which comes after the one that expires.
        self._tiers: dict[Tier, MemoryStore] = {
            "immediate": self.immediate,
            "structured": self.structured,
            "semantic": self.semantic,
        }
        if len(set(map(id, self._tiers.values()))) < len(self._tiers):
            raise ConfigurationError("One store was given for two tiers of memory; give each a store of its own.")
        self.facts = facts
        self._extraction = extraction
        self._embedder = embedder
        self._weights = weights
        self._cards = Cards()
        self._held = AsyncExitStack()
        self._catching_up: asyncio.Task[int] | None = None

    async def _open(self) -> None:
        async with AsyncExitStack() as opening:
            for store in self._tiers.values():
                await opening.enter_async_context(store)
            if self.facts is not None:
                await opening.enter_async_context(self.facts)
            await self._adopt()
            self._held = opening.pop_all()
        if self._searching:
            self._catching_up = asyncio.create_task(self._caught_up())

    async def _close(self) -> None:
        self._cards.clear()
        task, self._catching_up = self._catching_up, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._held.aclose()

    @property
    def _searching(self) -> dict[Tier, MemoryStore]:
        """The tiers whose vectors are searched."""
        if self._embedder is None:
            return {}
        return {tier: store for tier, store in self._tiers.items() if "vector_search" in store.abilities}

    async def _adopt(self) -> None:
        if self._embedder is not None:
            for store in self._searching.values():
                await store.adopt(VectorSpace(self._embedder.model_id, self._embedder.dimensions))

    async def _caught_up(self) -> int:
        # What fails now is done when the memory is opened again, or by `embed_pending`; until then words serve.
        with suppress(AurenError):
            return await self.embed_pending()
        return 0

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
            for record in await self._with_neighbours(records):
                if record.kind in TURNS:
                    routed["immediate"].append(replace(record, expires_at=record.expires_at or record.at + IMMEDIATE_FOR))
                routed["structured" if record.kind in KNOWLEDGE else "semantic"].append(record)
            vectors = await self._vectors_of(records)

            def put(tier: Tier, store: MemoryStore) -> Coroutine[Any, Any, None]:
                kept = routed[tier]
                if vectors is None or tier not in self._searching:
                    return store.put(kept)
                return store.put(kept, [vectors[record.text] for record in kept])

            _all(await self._each(put))

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
                    return await self._latest(subject, query, now)
                return await self._asked(subject, query, now)

    async def embed_pending(self) -> int:
        """Give vectors to all records that have none in the embedder's space, and say how many got one.

        It may be cancelled and called again: it goes on with what is left.

        Raises:
            StoreError: a store does not answer.
            GatewayError: the embedder does not answer.
            LifecycleError: the memory is not open.
        """
        done = 0
        async with self._working("embed_pending"):
            for store in self._searching.values():
                while some := await store.unembedded(_AT_ONCE):
                    vectors = await self._embedded([record.text for record in some])
                    attached = await store.attach(some, vectors)
                    if not attached:
                        break
                    done += attached
        return done

    async def _latest(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        answers = await self._each(lambda _, store: store.find(subject, query, now=now))
        _one_at_least(answers)
        best: dict[str, Recollection] = {}
        for found in answers.values():
            for item in found if not isinstance(found, StoreError) else ():
                best.setdefault(item.record.id, item)
        ordered = sorted(best.values(), key=lambda item: (-item.score, now - item.record.at, item.record.id))
        return Recall(tuple(within_budget(ordered[: query.limit], query.budget_tokens)), _failures(answers))

    async def _asked(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        plain = read(query.text, now)
        many = CANDIDATES
        wide = replace(query, text=f"{query.text} {plain.wide}", limit=many)
        answers = await self._each(lambda _, store: store.find(subject, wide, now=now))
        _one_at_least(answers)
        failures = list(_failures(answers))
        records = _records(answers)
        # Who speaks is known once there are records; their names are not what a question is about.
        speakers = frozenset(term for card in self._cards.of(subject, records.values()) for term in card.speaker)
        question = read(query.text, now, speakers)
        cosines = await self._near(subject, query, question, records, many, now, failures)
        supported = await self._supported(subject, query, question, records, now, failures)
        found = scored(
            question,
            self._cards.of(subject, records.values()),
            now,
            cosines=cosines,
            supported=supported,
            weights=self._weights,
        )
        if question.asks_order or question.asks_overview:
            found = spread_over_time(found, query.limit)
        return Recall(tuple(within_budget(found[: query.limit], query.budget_tokens)), tuple(failures))

    async def _near(
        self,
        subject: Subject,
        query: MemoryQuery,
        question: Question,
        records: dict[str, MemoryRecord],
        many: int,
        now: datetime,
        failures: list[str],
    ) -> dict[str, float] | None:
        """Add the nearest records to those that were found, and give the nearness of each that was measured."""
        if self._embedder is None or not self._searching:
            return None
        try:
            (vector,) = await self._embedded([question.topic])
        except GatewayError as error:
            failures.append(f"memory: the embedder did not answer ({type(error).__name__})")
            return None
        searching = self._searching
        narrowed = replace(query, limit=many)

        async def near(tier: Tier, store: MemoryStore) -> list[Recollection]:
            return await store.nearest(subject, vector, narrowed, now=now) if tier in searching else []

        answers = await self._each(near)
        failures += [line for line in _failures(answers) if line not in failures]
        cosines: dict[str, float] = {}
        for found in answers.values():
            for item in found if not isinstance(found, StoreError) else ():
                id = item.record.id
                if id in records or item.score >= NEAR_ENOUGH:
                    records.setdefault(id, item.record)
                    cosines[id] = max(item.score, cosines.get(id, 0.0))
        return cosines

    async def _supported(
        self,
        subject: Subject,
        query: MemoryQuery,
        question: Question,
        records: dict[str, MemoryRecord],
        now: datetime,
        failures: list[str],
    ) -> Mapping[str, float]:
        """Add the turns that fitting facts rest on, and give how well the facts of each fit."""
        if self.facts is None:
            return {}
        try:
            supported = supported_by(await self.facts.facts(subject), question)
            for id, _ in sorted(supported.items(), key=lambda pair: (-pair[1], pair[0]))[: query.limit]:
                if id not in records:
                    record = await self.semantic.get(subject, id, now=now)
                    if record is not None and fits(record, query, now):
                        records[id] = record
        except StoreError as error:
            failures.append(f"memory: the facts did not answer ({type(error).__name__})")
            return {}
        return supported

    async def _with_neighbours(self, records: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        """Give records with the words of the turns around them, where they are turns of a conversation and have none yet."""
        talks: dict[tuple[Subject, str], list[MemoryRecord]] = {}
        for record in records:
            if record.kind in TURNS and record.conversation:
                talks.setdefault((record.subject, record.conversation), []).append(record)
        contexts: dict[tuple[Subject, str], str] = {}
        for (subject, conversation), turns in talks.items():
            turns.sort(key=lambda record: (record.at, record.id))
            earlier = await self._turns_before(subject, conversation, turns)
            texts = [*(record.text for record in earlier), *(record.text for record in turns)]
            for place, record in enumerate(turns, start=len(earlier)):
                before, after = texts[max(0, place - _BEFORE) : place], texts[place + 1 : place + 1 + _BEFORE]
                contexts[subject, record.id] = neighbours_words(reversed(before), after)
        return [
            record if record.context else replace(record, context=contexts.get((record.subject, record.id), ""))
            for record in records
        ]

    async def _turns_before(self, subject: Subject, conversation: str, turns: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        """Give the last turns that are remembered from before these, oldest first; none when the tier does not answer."""
        ids, first = {record.id for record in turns}, turns[0]
        query = MemoryQuery(kinds=TURNS, conversation=conversation, limit=_BEFORE + len(turns))
        try:
            found = await self.immediate.find(subject, query, now=first.at)
        except StoreError:
            return []
        earlier = [item.record for item in found if item.record.id not in ids and item.record.at <= first.at]
        return sorted(earlier, key=lambda record: (record.at, record.id))[-_BEFORE:]

    async def _vectors_of(self, records: Sequence[MemoryRecord]) -> dict[str, list[float]] | None:
        if not records or not self._searching:
            return None
        texts = list(dict.fromkeys(record.text for record in records))
        try:
            return dict(zip(texts, await self._embedded(texts), strict=True))
        except GatewayError:
            return None

    async def _embedded(self, texts: Sequence[str]) -> list[list[float]]:
        if self._embedder is None:
            raise ConfigurationError("This memory has no embedder; give it one.")
        return await self._embedder.embed(texts)

    async def forget(self, subject: Subject) -> int:
        """Make all that is remembered and known of a person unreachable at once, and say how many things it was.

        Raises:
            StoreError: a tier could not do it; the other tiers have, and forgetting again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("forget"):
            return await self._forget_each(subject, lambda store: store.forget(subject), None, None)

    async def forget_some(
        self,
        subject: Subject,
        *,
        ids: Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Make some of a person's records unreachable at once, in every tier, and what was said of facts in the same time.

        Args:
            subject: whose.
            ids: of the records.
            since, until: when they were said or concluded, the end not included.

        Raises:
            InvalidInput: nothing was given by which to choose.
            StoreError: a tier could not do it; the other tiers have, and forgetting again is harmless.
            LifecycleError: the memory is not open.
        """
        async with self._working("forget_some"):
            return await self._forget_each(
                subject,
                lambda store: store.forget_some(subject, ids=ids, since=since, until=until),
                since,
                until,
                facts=ids is None,
            )

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
            tiers = _all(await self._each(lambda _, store: store.export(subject)))
            records = {record.id: record for tier in tiers for record in tier}
            return sorted(records.values(), key=lambda record: (record.at, record.id))

    async def purge(self, now: datetime) -> int:
        """Drop every person's expired records, and say how many there were.

        Raises:
            StoreError: a tier could not do it; the other tiers have.
            LifecycleError: the memory is not open.
        """
        async with self._working("purge"):
            return sum(_all(await self._one_by_one(lambda store: store.purge(now))))

    def _need_facts(self) -> FactStore:
        if self.facts is None:
            raise ConfigurationError("This memory has no fact store; give it one as `facts`.")
        return self.facts

    async def _forget_each(
        self,
        subject: Subject,
        work: Callable[[MemoryStore], Coroutine[Any, Any, int]],
        since: datetime | None,
        until: datetime | None,
        *,
        facts: bool = True,
    ) -> int:
        try:
            answers: dict[Any, int | StoreError] = dict(await self._one_by_one(work))
            if facts and self.facts is not None:
                try:
                    answers["facts"] = await self.facts.forget(subject, since=since, until=until)
                except StoreError as error:
                    answers["facts"] = error
            return sum(_all(answers))
        finally:
            # What recall had worked out of the person's words goes with them.
            self._cards.forget(subject)

    async def _one_by_one(self, work: Callable[[MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask each tier after the other: stores that share a file would stand in each other's way when it is rewritten."""
        answers: dict[Tier, T | StoreError] = {}
        for tier, store in self._tiers.items():
            try:
                answers[tier] = await work(store)
            except StoreError as error:
                answers[tier] = error
        return answers

    async def _each(self, work: Callable[[Tier, MemoryStore], Coroutine[Any, Any, T]]) -> dict[Tier, T | StoreError]:
        """Ask all tiers, and wait for all, so that one that fails keeps none of the others from its work."""
        answers = await asyncio.gather(*(work(tier, store) for tier, store in self._tiers.items()), return_exceptions=True)
        kept: dict[Tier, T | StoreError] = {}
        for tier, answer in zip(self._tiers, answers, strict=True):
            if isinstance(answer, BaseException) and not isinstance(answer, StoreError):
                raise answer
            kept[tier] = answer
        return kept


def _records(answers: Mapping[Tier, list[Recollection] | StoreError]) -> dict[str, MemoryRecord]:
    found: dict[str, MemoryRecord] = {}
    for answer in answers.values():
        # A turn's lasting copy stands in place of the one that expires.
        found |= {item.record.id: item.record for item in answer} if not isinstance(answer, StoreError) else {}
    return found


def _failures(answers: Mapping[Tier, object]) -> tuple[str, ...]:
    return tuple(
        f"memory: the {tier} tier did not answer ({type(answer).__name__})"
        for tier, answer in answers.items()
        if isinstance(answer, StoreError)
    )


def _one_at_least(answers: Mapping[Tier, T | StoreError]) -> None:
    if all(isinstance(answer, StoreError) for answer in answers.values()):
        _all(answers)


def _all(answers: Mapping[Any, T | StoreError]) -> list[T]:
    errors = [answer for answer in answers.values() if isinstance(answer, StoreError)]
    if not errors:
        return [answer for answer in answers.values() if not isinstance(answer, StoreError)]
    kind = StoreUnavailable if all(error.retryable for error in errors) else StoreError
    raise kind(
        f"{len(errors)} of {len(answers)} tiers of memory failed ({', '.join(sorted({type(e).__name__ for e in errors}))}); "
        "the cause holds each."
    ) from ExceptionGroup("tiers of memory", errors)
