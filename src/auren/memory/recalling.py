"""Recalling: all tiers are asked by words, vectors and facts, and what fits best is chosen among what they bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from auren.errors import GatewayError, StoreError
from auren.facts import MemoryQuery, MemoryRecord, Recollection, Tier
from auren.memory._words import fits
from auren.memory.embedding import Embedding
from auren.memory.recall import Card, Cards, Question, Weights, read, spread_over_time, within_budget
from auren.memory.recall.support import supported_by
from auren.memory.tiers import Tiers, failures_of, one_at_least
from auren.people import Subject
from auren.ports import FactStore, MemoryStore

__all__ = ["Recall", "Recalling"]

CANDIDATES: Final = 1000
"""How many records each way of looking brings in, among which recall chooses."""
NEAR_ENOUGH: Final = 0.2
"""A record that has no word in common with the question has to be at least so near to it."""
_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class Recall:
    """What came back from memory.

    Args:
        items: best first.
        failures: one line for each tier, and for the embedder or the facts, that could not answer; no personal data.
    """

    items: tuple[Recollection, ...]
    failures: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """One question on its way.

    Args:
        found: the records that may answer it, by id.
        failures: one line for each that did not answer.
    """

    subject: Subject
    query: MemoryQuery
    now: datetime
    found: dict[str, MemoryRecord]
    failures: list[str]


class Recalling:
    """Finds what fits a question.

    Args:
        tiers: where to look.
        embedding: what gives vectors.
        facts: what is known of people; its facts lead to the turns they rest on.
        cards: what was worked out of records before.
        weights: what each part of a score counts for.
    """

    def __init__(self, tiers: Tiers, embedding: Embedding, *, facts: FactStore | None, cards: Cards, weights: Weights) -> None:
        self._tiers = tiers
        self._embedding = embedding
        self._facts = facts
        self._cards = cards
        self._weights = weights

    async def latest(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        """Give the newest records."""
        answers = await self._tiers.each(lambda _, store: store.find(subject, query, now=now))
        one_at_least(answers)
        best: dict[str, Recollection] = {}
        for item in _items(answers):
            best.setdefault(item.record.id, item)
        ordered = sorted(best.values(), key=lambda item: (-item.score, now - item.record.at, item.record.id))
        return Recall(tuple(within_budget(ordered[: query.limit], query.budget_tokens)), failures_of(answers))

    async def fitting(self, subject: Subject, query: MemoryQuery, now: datetime) -> Recall:
        """Give the records that fit the words of a query best."""
        plain = read(query.text, now)
        wide = replace(query, text=f"{query.text} {plain.wide}", limit=CANDIDATES)
        answers = await self._tiers.each(lambda _, store: store.find(subject, wide, now=now))
        one_at_least(answers)
        # A turn's lasting copy stands in place of the one that expires.
        records = {item.record.id: item.record for item in _items(answers)}
        search = _Search(subject, query, now, records, list(failures_of(answers)))
        # Who speaks is known once there are records; their names are not what a question is about.
        speakers = frozenset(term for card in self._cards.of(subject, records.values()) for term in card.speaker)
        question = read(query.text, now, speakers)
        cosines = await self._near(search, question)
        supported = await self._supported(search, question)
        # Not before something is recalled: scores bring the array library.
        from auren.memory.recall import scored

        found = scored(
            question,
            self._cards.of(subject, search.found.values()),
            now,
            cosines=cosines,
            near=self._word_by_word(search, question) if cosines is not None else None,
            supported=supported,
            weights=self._weights,
        )
        if question.asks_order or question.asks_overview:
            found = spread_over_time(found, query.limit, with_replies=not question.asks_order)
        return Recall(tuple(within_budget(found[: query.limit], query.budget_tokens)), tuple(search.failures))

    async def _near(self, search: _Search, question: Question) -> dict[str, float] | None:
        """Add the nearest records to those that were found, and give the nearness of each that was measured."""
        searching = self._embedding.searching
        if not searching:
            return None
        try:
            (vector,) = await self._embedding.of([question.topic])
        except GatewayError as error:
            search.failures.append(f"memory: the embedder did not answer ({type(error).__name__})")
            return None
        narrowed = replace(search.query, limit=CANDIDATES)

        async def near(tier: Tier, store: MemoryStore) -> list[Recollection]:
            return await store.nearest(search.subject, vector, narrowed, now=search.now) if tier in searching else []

        answers = await self._tiers.each(near)
        search.failures += [line for line in failures_of(answers) if line not in search.failures]
        cosines: dict[str, float] = {}
        for item in _items(answers):
            id = item.record.id
            if id in search.found or item.score >= NEAR_ENOUGH:
                search.found.setdefault(id, item.record)
                # What lies beyond is noise of the arithmetic, which would have equals change places from store to store.
                cosines[id] = max(round(item.score, _DIGITS), cosines.get(id, 0.0))
        return cosines

    def _word_by_word(self, search: _Search, question: Question) -> Callable[[Sequence[Card]], Any] | None:
        """Give what compares single words, where the embedder knows them."""
        embedder, asked = self._embedding.of_words, question.topic.split()
        if embedder is None or not asked:
            return None
        return partial(self._cards.meanings.near, search.subject, asked=asked, embedder=embedder)

    async def _supported(self, search: _Search, question: Question) -> Mapping[str, float]:
        """Add the turns that fitting facts rest on, and give how well the facts of each fit."""
        if self._facts is None:
            return {}
        try:
            supported = supported_by(await self._facts.facts(search.subject), question)
            for id, _ in sorted(supported.items(), key=lambda pair: (-pair[1], pair[0]))[: search.query.limit]:
                if id not in search.found:
                    record = await self._tiers["semantic"].get(search.subject, id, now=search.now)
                    if record is not None and fits(record, search.query, search.now):
                        search.found[id] = record
        except StoreError as error:
            search.failures.append(f"memory: the facts did not answer ({type(error).__name__})")
            return {}
        return supported


def _items(answers: Mapping[Tier, list[Recollection] | StoreError]) -> list[Recollection]:
    return [item for found in answers.values() if not isinstance(found, StoreError) for item in found]
