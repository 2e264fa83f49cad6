"""Runs of the extraction: whose words are read, from where on, how often, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from auren.errors import InvalidInput, StoreUnavailable
from auren.facts import MemoryRecord, Statement
from auren.memory import InMemoryStore
from auren.memory.extraction import Extracted, Extraction
from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.people import Subject
from auren.ports.fact_store import Revision

ANNA, BEN = Subject("anna-1"), Subject("ben-2")
BEGIN = datetime(2024, 5, 20, 12, tzinfo=UTC)
NOW = BEGIN + timedelta(days=200)


def _turn(
    text: str,
    day: float = 0,
    *,
    id: str = "",
    subject: Subject = ANNA,
    kind: str = "question",
    origin: Literal["person", "auren", "device"] = "person",
    data: tuple[tuple[str, str], ...] = (),
) -> MemoryRecord:
    return MemoryRecord(id or f"t{day:g}", subject, kind, text, BEGIN + timedelta(days=day), origin=origin, data=data)


async def _weights(store: InMemoryFactStore | SQLFactStore) -> list[str]:
    return [fact.value for fact in await store.facts(ANNA, attribute="body.weight")]


async def test_only_the_persons_own_words_become_facts() -> None:
    records = [
        _turn("You weigh 90 kg.", 0, kind="reply", origin="auren"),
        _turn("I weigh 91 kg", 1, origin="auren"),
        _turn("I weigh 92 kg", 2, origin="device"),
        _turn("I weigh 93 kg", 3, kind="fact"),
        _turn("I weigh 94 kg", 4, subject=BEN),
        _turn("I weigh 95 kg", 5, data=(("recalled", "m7"),)),
        _turn("You said: “I weigh 96 kg”", 6),
        _turn("I weigh 80 kg", 7),
    ]
    async with InMemoryFactStore() as facts:
        result = await Extraction(facts).extract(records, ANNA, NOW)
        (fact,) = await facts.facts(ANNA)
        assert (fact.value, fact.evidence, fact.source, fact.recorded_from) == ("80", ("t7",), "stated", NOW)
        assert result.opened == (fact,)
        assert await facts.facts(BEN) == []


async def test_a_second_extraction_changes_nothing() -> None:
    async with InMemoryFactStore() as facts, InMemoryStore() as memory:
        await memory.put([_turn("I weigh 82 kg", 0), _turn("Sorry, I meant 80 kg", 0.01), _turn("I'm allergic to soy", 3)])
        extraction = Extraction(facts)
        first = await extraction.extract(memory, ANNA, NOW)
        held = await facts.facts(ANNA)
        again = await extraction.extract(memory, ANNA, NOW + timedelta(days=1))
        assert (first.read, again.read, again.opened, again.closed) == (3, 0, (), ())
        assert await facts.facts(ANNA) == held
        assert [fact.value for fact in held] == ["soy", "80"]


async def test_a_run_is_bounded_and_the_next_goes_on() -> None:
    async with SQLFactStore() as facts, InMemoryStore() as memory:
        await memory.put([_turn(f"I weigh {70 + n} kg", n) for n in range(5)])
        extraction = Extraction(facts, limit=2)
        runs = [await extraction.extract(memory, ANNA, NOW + timedelta(hours=n)) for n in range(4)]
        assert [(run.read, run.done) for run in runs] == [(2, False), (2, False), (1, True), (0, True)]
        assert await _weights(facts) == ["70", "71", "72", "73", "74"]


async def test_a_turn_that_comes_late_is_read() -> None:
    async with InMemoryFactStore() as facts, InMemoryStore() as memory:
        extraction = Extraction(facts, late=timedelta(days=7))
        await memory.put([_turn("Sorry, I meant 80 kg", 5.01, id="b"), _turn("I'm allergic to soy", 6)])
        await extraction.extract(memory, ANNA, NOW)
        assert await _weights(facts) == []
        await memory.put([_turn("I weigh 82 kg", 5, id="a")])
        await extraction.extract(memory, ANNA, NOW)
        assert await _weights(facts) == ["80"]


async def test_what_was_forgotten_is_not_read_again() -> None:
    async with InMemoryFactStore() as facts, InMemoryStore() as memory:
        await memory.put([_turn("I weigh 82 kg", 0), _turn("I'm allergic to soy", 1)])
        await Extraction(facts).extract(memory, ANNA, NOW)
        await facts.forget(ANNA, "body.weight")
        for late in (1, 400):
            await Extraction(facts, late=timedelta(days=late)).extract(memory, ANNA, NOW)
        assert [fact.value for fact in await facts.facts(ANNA)] == ["soy"]


async def test_a_hook_that_fails_is_called_again() -> None:
    calls: list[Extracted] = []

    async def fails_once(subject: Subject, result: Extracted) -> None:
        assert subject == ANNA
        calls.append(result)
        if len(calls) == 1:
            raise StoreUnavailable("The graph does not answer.")

    async with InMemoryFactStore() as facts:
        extraction = Extraction(facts, hooks=[fails_once])
        records = [_turn("I weigh 82 kg")]
        with pytest.raises(StoreUnavailable):
            await extraction.extract(records, ANNA, NOW)
        for _ in range(2):
            await extraction.extract(records, ANNA, NOW)
        assert [[said.value for said in call.statements] for call in calls[:2]] == [["82"], ["82"]]
        assert await _weights(facts) == ["82"]


async def test_a_store_that_fails_leaves_the_cursor_where_it_was() -> None:
    class Failing(InMemoryFactStore):
        fails = True

        async def _hear(self, statements: Sequence[Statement], cursor: tuple[str, str] | None) -> Revision:
            if self.fails:
                raise StoreUnavailable("It does not answer.")
            return await super()._hear(statements, cursor)

    async with Failing() as facts:
        extraction, records = Extraction(facts), [_turn("I weigh 82 kg")]
        with pytest.raises(StoreUnavailable):
            await extraction.extract(records, ANNA, NOW)
        facts.fails = False
        assert (await extraction.extract(records, ANNA, NOW)).read == 1
        assert await _weights(facts) == ["82"]


async def test_two_at_once_end_in_the_same_facts() -> None:
    import asyncio

    async with SQLFactStore() as facts, InMemoryStore() as memory:
        await memory.put([_turn(f"I weigh {70 + n} kg", n) for n in range(5)])
        await asyncio.gather(*(Extraction(facts).extract(memory, ANNA, NOW) for _ in range(8)))
        assert await _weights(facts) == ["70", "71", "72", "73", "74"]
        assert len(await facts.export(ANNA)) == 5


async def test_more_turns_than_one_search_gives_are_read_from_the_first() -> None:
    async with InMemoryFactStore() as facts, InMemoryStore() as memory:
        await memory.put([_turn("hello" if n else "I weigh 82 kg", n / 1000, id=f"t{n:05}") for n in range(1200)])
        result = await Extraction(facts, limit=10_000).extract(memory, ANNA, NOW)
        assert (result.read, result.done) == (1200, True)
        assert await _weights(facts) == ["82"]


async def test_limits_and_times_are_checked() -> None:
    async with InMemoryFactStore() as facts:
        for limit in (0, 10_001):
            with pytest.raises(InvalidInput):
                Extraction(facts, limit=limit)
        with pytest.raises(InvalidInput):
            Extraction(facts, late=timedelta(days=-1))
        with pytest.raises(InvalidInput):
            await Extraction(facts).extract([], ANNA, NOW.replace(tzinfo=None))


async def test_the_same_turn_under_another_id_adds_no_fact() -> None:
    async with InMemoryFactStore() as facts:
        turn = _turn("I weigh 82 kg")
        await Extraction(facts).extract([turn, replace(turn, id="copy")], ANNA, NOW)
        (fact,) = await facts.facts(ANNA)
        assert set(fact.evidence) == {"t0", "copy"}
