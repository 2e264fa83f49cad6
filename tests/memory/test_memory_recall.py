"""Laws of recall: the same whatever the order of adds, one person's only, within budget, window and limit."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import ConfigurationError, GatewayUnavailable, InvalidInput, StoreUnavailable
from auren.facts import MemoryQuery, MemoryRecord, Statement
from auren.memory import InMemoryStore, Memory, Recall
from auren.memory.facts import InMemoryFactStore
from auren.memory.recall import WEIGHTS, read, scored
from auren.memory.recall.cards import card_of
from auren.memory.recall.selection import tokens_in
from auren.people import Subject
from auren.ports import Embedder

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)


class LetterEmbedder:
    """Counts vowels and consonants: near is what is spelt alike."""

    dimensions = 26

    def __init__(self, model_id: str = "letters-1", *, fails: bool = False) -> None:
        self.model_id = model_id
        self.fails = fails
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        if self.fails:
            raise GatewayUnavailable("The embedder does not answer.")
        self.texts += texts
        return [[float(text.casefold().count(chr(97 + place))) for place in range(26)] for text in texts]


def record(id: str, text: str, *, hours_ago: float = 1, subject: Subject = ANNA, kind: str = "note") -> MemoryRecord:
    return MemoryRecord(id, subject, kind, text, NOW - timedelta(hours=hours_ago), "person")


async def asked(memory: Memory, text: str, limit: int = 10, budget_tokens: int | None = None) -> list[str]:
    recall = await memory.recall(ANNA, MemoryQuery(text, limit=limit, budget_tokens=budget_tokens), NOW)
    assert recall.failures == ()
    return [item.record.id for item in recall.items]


texts = st.lists(
    st.sampled_from(("knee", "running", "runs", "slept", "badly", "the", "always", "yesterday", "in May", "søvn", "睡眠", "?")),
    max_size=7,
).map(" ".join)
records = st.builds(
    MemoryRecord,
    id=st.text("abcdefgh", min_size=1, max_size=3),
    subject=st.sampled_from((ANNA, BEN)),
    kind=st.sampled_from(("question", "reply", "fact", "note")),
    text=texts,
    at=st.integers(-3000, 0).map(lambda hours: NOW + timedelta(hours=hours)),
    origin=st.sampled_from(("person", "auren")),
    conversation=st.sampled_from(("", "main")),
    expires_at=st.none() | st.integers(-50, 50).map(lambda hours: NOW + timedelta(hours=hours)),
    data=st.sampled_from(((), (("speaker", "Ola"),))),
    context=st.sampled_from(("", "knee", "\nrunning", "slept badly\n\nknee")),
)
questions = st.builds(
    "{} {}".format,
    st.sampled_from(("", "when did I", "what did Ola say lately about", "in what order", "summarise", "last week,")),
    texts,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(records, max_size=14, unique_by=lambda one: (one.subject, one.id)),
    questions,
    st.booleans(),
    st.none() | st.integers(0, 40),
    st.integers(1, 8),
    st.randoms(use_true_random=False),
)
def test_recall_keeps_its_promises_whatever_is_remembered(
    some: list[MemoryRecord], text: str, embeds: bool, budget: int | None, limit: int, drawn: random.Random
) -> None:
    shuffled = list(some)
    drawn.shuffle(shuffled)
    query = MemoryQuery(text, limit=limit, budget_tokens=budget, since=NOW - timedelta(hours=2000))

    async def seen(given: Sequence[MemoryRecord], subject: Subject) -> Recall:
        # Batches of one, each with its context given, so that neighbours are the same in any order.
        async with Memory(embedder=LetterEmbedder() if embeds else None) as memory:
            for one in given:
                await memory.remember(replace(one, conversation=one.conversation if one.context else ""))
            first = await memory.recall(subject, query, NOW)
            assert await memory.recall(subject, query, NOW) == first
            return first

    for subject in (ANNA, BEN):
        recall = asyncio.run(seen(some, subject))
        assert recall == asyncio.run(seen(shuffled, subject))
        items = recall.items
        assert len({item.record.id for item in items}) == len(items) <= limit
        assert budget is None or sum(tokens_in(item.record.text) for item in items) <= budget
        for item in items:
            assert item.record.subject == subject
            assert item.record.expires_at is None or item.record.expires_at > NOW
            assert item.record.at >= NOW - timedelta(hours=2000)
            assert 0 <= item.score <= 1
            assert item.parts
            assert all(0 <= part <= 1 for part in item.parts.values())
            shares = {name: getattr(WEIGHTS, name, 0.0) for name in item.parts}
            if text.strip():
                joined = sum(shares[name] * part for name, part in item.parts.items()) / sum(shares.values())
                assert item.score == pytest.approx(joined, abs=1e-6)


async def test_forms_of_a_word_find_one_another() -> None:
    async with Memory() as memory:
        await memory.remember(record("a", "I painted the old shed"), record("b", "The shed is old"), record("c", "Two stories"))
        assert (await asked(memory, "what are you painting"))[0] == "a"
        assert await asked(memory, "which story") == ["c"]


async def test_a_turn_is_found_by_the_turns_around_it() -> None:
    turns = [
        replace(record(id, text, hours_ago=hours, kind="question"), conversation="main")
        for id, text, hours in (
            ("q1", "How long has the achilles been sore?", 60),
            ("a1", "Three weeks or so", 59.9),
            ("q2", "And your mood?", 20),
            ("a2", "Fine", 19.9),
        )
    ]
    async with Memory() as memory:
        await memory.remember(*turns)
        items = (await memory.recall(ANNA, MemoryQuery("achilles"), NOW)).items
        # What answers a question stands before it, though the question alone holds the word.
        assert [item.record.id for item in items[:2]] == ["a1", "q1"]
        assert items[0].parts["words"] > items[1].parts["words"] > items[2].parts["words"] > 0
        kept = await memory.semantic.get(ANNA, "a1", now=NOW)
        assert kept is not None
        assert kept.text == "Three weeks or so"
        assert "achilles" in kept.context
        await memory.remember(replace(record("q3", "Still?", hours_ago=19.8, kind="question"), conversation="main"))
        later = await memory.semantic.get(ANNA, "q3", now=NOW)
        assert later is not None
        assert later.context.split("\n")[0] == "Fine"


async def test_of_speakers_the_one_who_is_named_comes_first() -> None:
    async with Memory() as memory:
        await memory.remember(
            replace(record("m", "The race went well"), data=(("speaker", "Mia"),)),
            replace(record("o", "The race went well", hours_ago=5), data=(("speaker", "Ola"),)),
        )
        assert await asked(memory, "How did Ola's race go?") == ["o", "m"]
        assert await asked(memory, "How did Mia's race go?") == ["m", "o"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("the race in April", "april"),
        ("the race on 3 March", "march"),
        ("the race on March 3rd, 2024", "march"),
        ("the race in May 2023", "year"),
        ("my latest race", "day"),
        ("the race yesterday", "day"),
    ],
)
async def test_time_counts_when_the_question_says_so(question: str, first: str) -> None:
    days = {"day": 1, "week": 5, "april": 30, "march": 78, "year": 366}
    async with Memory() as memory:
        await memory.remember(*(record(id, "the race", hours_ago=24 * ago) for id, ago in days.items()))
        assert (await asked(memory, question))[0] == first
        recall = await memory.recall(ANNA, MemoryQuery("the race"), NOW)
        assert len({item.score for item in recall.items}) == 1


@pytest.mark.parametrize("question", ["the race last week", "the race in the last 7 days", "race letzte Woche"])
async def test_a_span_of_days_lifts_what_lies_in_it(question: str) -> None:
    async with Memory() as memory:
        await memory.remember(*(record(f"d{ago}", "the race", hours_ago=24 * ago) for ago in (1, 7, 8, 30)))
        items = (await memory.recall(ANNA, MemoryQuery(question), NOW)).items
        assert {item.record.id: item.parts["window"] for item in items} == {"d1": 1, "d7": 1, "d8": 0, "d30": 0}
        assert [item.record.id for item in items] == ["d1", "d7", "d8", "d30"]


async def test_an_overview_is_spread_over_time() -> None:
    async with Memory() as memory:
        near = [record(f"n{n}", "marathon plan", hours_ago=n) for n in range(8)]
        await memory.remember(*near, *(record(id, "marathon plan", hours_ago=h) for id, h in (("old", 4000), ("older", 8000))))
        assert not {"old", "older"} & set(await asked(memory, "marathon plan", limit=3))
        assert {"old", "older"} & set(await asked(memory, "summarise the marathon plan", limit=3))


async def test_a_standing_wish_bears_on_what_the_person_asks() -> None:
    async with Memory() as memory:
        await memory.remember(
            record("wish", "Always give paces for a run in minutes per mile", hours_ago=900),
            record("talk", "The pace of that run was fine"),
        )
        items = (await memory.recall(ANNA, MemoryQuery("what pace for my run"), NOW)).items
        assert [(item.record.id, item.parts["standing"]) for item in items] == [("wish", 1), ("talk", 0)]


async def test_a_budget_leaves_out_what_does_not_fit() -> None:
    async with Memory() as memory:
        await memory.remember(record("long", "knee " * 100, hours_ago=1), record("short", "knee ok", hours_ago=2))
        assert await asked(memory, "knee", budget_tokens=3) == ["short"]
        assert await asked(memory, "", budget_tokens=3) == ["short"]
        assert await asked(memory, "knee", budget_tokens=0) == []
        with pytest.raises(InvalidInput):
            await memory.recall(ANNA, MemoryQuery("knee", budget_tokens=-1), NOW)


async def test_vectors_find_what_shares_no_word() -> None:
    async with Memory(embedder=LetterEmbedder()) as memory:
        await memory.remember(record("near", "listen"), record("far", "zzz"))
        assert await asked(memory, "silent") == ["near"]
        (item,) = (await memory.recall(ANNA, MemoryQuery("silent"), NOW)).items
        assert set(item.parts) == {"words", "vectors"}


async def test_facts_lead_to_the_turns_they_rest_on_and_never_stand_in_their_place() -> None:
    facts = InMemoryFactStore()
    said = Statement(ANNA, "body.weight", "holds", "71.5", NOW, NOW, unit="kg", evidence=("turn",))
    async with Memory(facts=facts) as memory:
        await memory.remember(record("turn", "It read seventy one and a half"), record("other", "What does it weigh?"))
        await facts.hear([said])
        (first, *_) = (await memory.recall(ANNA, MemoryQuery("my body weight"), NOW)).items
        assert first.record.id == "turn"
        assert first.record.text == "It read seventy one and a half"
        assert first.parts["facts"] > 0
        await memory.forget_some(ANNA, ids={"turn"})
        assert "turn" not in await asked(memory, "my body weight")


async def test_an_embedder_that_fails_costs_only_the_vectors() -> None:
    embedder = LetterEmbedder(fails=True)
    async with Memory(embedder=embedder) as memory:
        await memory.remember(record("a", "my knee"))
        recall = await memory.recall(ANNA, MemoryQuery("knee"), NOW)
        assert [item.record.id for item in recall.items] == ["a"]
        assert recall.failures == ("memory: the embedder did not answer (GatewayUnavailable)",)
        embedder.fails = False
        assert await memory.embed_pending() == 1
        assert await memory.embed_pending() == 0
        assert await asked(memory, "kene") == ["a"]


async def test_another_embedder_takes_over_while_words_serve() -> None:
    store = InMemoryStore()
    async with store:
        async with Memory(semantic=store, embedder=LetterEmbedder()) as memory:
            await memory.remember(*(record(f"m{n}", f"knee {n}") for n in range(250)))
        held = LetterEmbedder("letters-2", fails=True)
        async with Memory(semantic=store, embedder=held) as memory:
            assert len((await memory.recall(ANNA, MemoryQuery("knee", limit=300), NOW)).items) == 250
            assert len(await store.unembedded(1000)) == 250
        again = LetterEmbedder("letters-2")
        async with Memory(semantic=store, embedder=again) as memory:
            await memory.embed_pending()
            assert await store.unembedded() == []
        once = len(again.texts)
        async with Memory(semantic=store, embedder=again) as memory:
            assert await memory.embed_pending() == 0
        assert len(again.texts) == once


async def test_what_is_forgotten_while_it_is_embedded_does_not_come_back() -> None:
    class Slow(LetterEmbedder):
        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            if forgetting:
                await forgetting.pop()
            return await super().embed(texts)

    store = InMemoryStore()
    forgetting: list[Coroutine[Any, Any, int]] = []
    async with store:
        await store.put([record("a", "my knee"), record("b", "my hip", subject=BEN)])
        forgetting.append(store.forget(ANNA))
        async with Memory(semantic=store, embedder=Slow()) as memory:
            await memory.embed_pending()
            assert await memory.export(ANNA) == []
            assert [kept.id for kept in await memory.export(BEN)] == ["b"]


async def test_the_stores_are_told_the_embedders_space() -> None:
    assert isinstance(LetterEmbedder(), Embedder)
    store = InMemoryStore()
    async with Memory(semantic=store, embedder=LetterEmbedder()) as memory:
        await memory.remember(record("a", "listen"))
        found = await store.nearest(ANNA, [1.0] * 26, MemoryQuery(), now=NOW)
        assert [item.record.id for item in found] == ["a"]


@given(
    st.lists(records, min_size=1, max_size=12, unique_by=lambda one: one.id),
    questions,
    st.randoms(use_true_random=False),
)
def test_scores_do_not_depend_on_the_order_of_the_records(some: list[MemoryRecord], text: str, drawn: random.Random) -> None:
    shuffled = list(some)
    drawn.shuffle(shuffled)
    cosines = {one.id: 0.1 * (place % 7) for place, one in enumerate(some)}
    question = read(text, NOW, {"ola"})
    one, other = (scored(question, [card_of(kept) for kept in order], NOW, cosines=cosines) for order in (some, shuffled))
    assert one == other


async def test_a_store_in_memory_keeps_no_word_of_what_is_forgotten() -> None:
    store = InMemoryStore()
    async with store:
        for some in (None, {"a"}):
            await store.put([record("a", "my knee")])
            assert len(await store.find(ANNA, MemoryQuery("knee"), now=NOW)) == 1
            assert await (store.forget(ANNA) if some is None else store.forget_some(ANNA, ids=some)) == 1
            assert (store._people, store._words, store._vectors) == ({}, {}, {})


async def test_cards_are_dropped_with_the_person() -> None:
    async with Memory() as memory:
        await memory.remember(record("a", "my knee hurts"), record("b", "my knee", subject=BEN))
        await asked(memory, "knee")
        await memory.recall(BEN, MemoryQuery("knee"), NOW)
        assert set(memory._cards._kept) == {ANNA, BEN}
        await memory.forget(ANNA)
        assert set(memory._cards._kept) == {BEN}
        await memory.forget_some(BEN, ids={"b"})
        assert set(memory._cards._kept) == set()


async def test_what_a_person_said_becomes_facts_once_and_what_was_recalled_does_not() -> None:
    async with Memory(facts=InMemoryFactStore()) as memory:
        said = replace(record("q1", "I weigh 71.5 kg.", kind="question"), conversation="main")
        quoted = replace(record("r1", "You weigh 90 kg.", kind="reply"), conversation="main", origin="auren")
        await memory.remember(said, quoted)
        first = await memory.extract(ANNA, NOW)
        assert [(fact.attribute, fact.value, fact.evidence) for fact in first.opened] == [("body.weight", "71.5", ("q1",))]
        recall = await memory.recall(ANNA, MemoryQuery("what do I weigh"), NOW)
        await memory.remember(*(item.record for item in recall.items))
        again = await memory.extract(ANNA, NOW + timedelta(hours=6))
        assert (again.opened, again.closed) == ((), ())
        assert ("q1",) in [edge.evidence for edge in (await memory.graph(ANNA)).edges]
        assert await memory.forget_some(ANNA, since=NOW - timedelta(days=1)) > 0
        assert memory.facts is not None
        assert await memory.facts.facts(ANNA) == []


async def test_forgetting_takes_the_facts_along_and_says_when_they_fail() -> None:
    class Failing(InMemoryFactStore):
        async def _forget(self, subject: Subject) -> int:
            raise StoreUnavailable("The store does not answer.")

    for facts in (InMemoryFactStore(), Failing()):
        async with Memory(facts=facts) as memory:
            await memory.remember(record("a", "my knee"))
            await facts.hear([Statement(ANNA, "goal", "holds", "run far", NOW, NOW)])
            if isinstance(facts, Failing):
                with pytest.raises(StoreUnavailable, match="1 of 4"):
                    await memory.forget(ANNA)
            else:
                assert await memory.forget(ANNA) == 2
                assert await facts.export(ANNA) == []
            assert await memory.export(ANNA) == []


async def test_without_a_fact_store_there_is_nothing_to_extract() -> None:
    async with Memory() as memory:
        with pytest.raises(ConfigurationError):
            await memory.extract(ANNA, NOW)
        with pytest.raises(ConfigurationError):
            await memory.graph(ANNA)
