"""Laws of finding by words and recency, and the adapters' agreement on every query."""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.facts import MemoryQuery, MemoryRecord
from auren.memory import InMemoryStore, SQLStore
from auren.memory._words import ranked, words
from auren.people import Subject
from auren.ports import MemoryStore

ANNA = Subject("anna")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
phrases = st.lists(st.sampled_from(("knee", "Knee", "sleep", "run", "søvn", "睡眠", "?", "the")), max_size=6).map(" ".join)
instants = st.integers(-3000, 50).map(lambda hours: NOW + timedelta(hours=hours))
records = st.builds(
    MemoryRecord,
    id=st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    subject=st.just(ANNA),
    kind=st.sampled_from(("question", "fact")),
    text=phrases,
    at=instants,
    origin=st.sampled_from(("person", "auren", "device")),
    conversation=st.sampled_from(("main", "other")),
    expires_at=st.none() | instants,
    data=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)
queries = st.builds(
    MemoryQuery,
    text=phrases,
    kinds=st.frozensets(st.sampled_from(("question", "fact"))),
    conversation=st.sampled_from(("", "main", "other")),
    since=st.none() | instants,
    limit=st.integers(1, 12),
)


@given(texts)
def test_words_are_a_normal_form(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))
    assert all(word and not any(map(str.isspace, word)) for word in found)


@given(st.lists(records, max_size=12, unique_by=lambda record: record.id), phrases)
def test_scores_are_the_convex_sum_of_their_parts_and_fall(some: list[MemoryRecord], text: str) -> None:
    found = ranked(some, text, NOW)
    for item in found:
        assert set(item.parts) == {"words", "recency"}
        assert all(0 <= part <= 1 for part in item.parts.values())
        assert item.score == pytest.approx(0.75 * item.parts["words"] + 0.25 * item.parts["recency"])
        assert not text or set(words(text)) & set(words(item.record.text))
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert text or len(found) == len(some)


def test_recency_halves_in_two_weeks() -> None:
    record = MemoryRecord("m", ANNA, "fact", "knee", NOW - timedelta(days=28))
    (found,) = ranked([record], "", NOW)
    assert found.parts["recency"] == pytest.approx(0.25)
    (found,) = ranked([record], "", NOW - timedelta(days=99))
    assert found.parts["recency"] == 1


@settings(max_examples=80, deadline=None)
@given(st.lists(records, max_size=15), queries)
def test_the_adapters_agree_on_every_query(some: list[MemoryRecord], query: MemoryQuery) -> None:
    async def seen(store: MemoryStore) -> object:
        async with store:
            await store.put(some)
            return (
                await store.find(ANNA, query, now=NOW),
                [await store.get(ANNA, record.id, now=NOW) for record in some],
                await store.export(ANNA),
                await store.purge(NOW),
                await store.export(ANNA),
                await store.forget(ANNA),
            )

    async def compare() -> None:
        assert await seen(InMemoryStore()) == await seen(SQLStore())

    asyncio.run(compare())


@pytest.mark.parametrize("store", [InMemoryStore(), SQLStore()], ids=["in memory", "sql"])
@pytest.mark.parametrize("field", ["at", "expires_at"])
async def test_a_record_without_a_zone_is_refused_with_all_its_batch(store: MemoryStore, field: str) -> None:
    naive = datetime(2024, 5, 20)  # noqa: DTZ001 - that is what is refused
    bad = MemoryRecord("bad", ANNA, "fact", "", naive if field == "at" else NOW, expires_at=naive if field != "at" else None)
    async with store:
        with pytest.raises(InvalidInput, match="without a zone"):
            await store.put([MemoryRecord("good", ANNA, "fact", "", NOW), bad])
        assert await store.export(ANNA) == []
