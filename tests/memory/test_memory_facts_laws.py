"""What holds for any statements in any order, in memory and in a database."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import StoreCorrupted, UnknownScheme
from auren.facts import Fact, Statement
from auren.memory.facts import InMemoryFactStore, SQLFactStore
from auren.people import Subject
from auren.ports import FactStore

ANNA = Subject("anna-1")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
NOW = BEGIN + timedelta(days=900)
ACTS: tuple[Literal["holds", "corrects", "ended", "denies"], ...] = ("holds", "holds", "corrects", "ended", "denies")
VALUES = {
    "body.weight": ("70", "80", "90"),
    "injury": ("left knee", "right knee", "neck"),
    "travel": ("Oslo", "Rome"),
    "birthday": ("1990-01-01", "1991-01-01"),
}


@st.composite
def _statements(draw: st.DrawFn, slots: tuple[str, ...] = tuple(VALUES)) -> Statement:
    attribute = draw(st.sampled_from(slots))
    act = draw(st.sampled_from(ACTS))
    said = BEGIN + timedelta(hours=draw(st.integers(0, 400)))
    since = draw(st.none() | st.integers(-200, 400).map(lambda hours: BEGIN + timedelta(hours=hours)))
    until = draw(st.none() | st.integers(1, 100).map(lambda hours: (since or said) + timedelta(hours=hours)))
    return Statement(
        ANNA,
        attribute,
        act,
        draw(st.sampled_from(VALUES[attribute])),
        said,
        NOW,
        "kg" if attribute == "body.weight" else "",
        since,
        until,
        draw(st.sampled_from(("", *VALUES[attribute]))) if act == "corrects" else "",
        evidence=(f"t{said:%d%H}",),
    )


def _content(facts: list[Fact]) -> list[tuple[object, ...]]:
    return [(f.attribute, f.value, f.unit, f.valid_from, f.valid_to, f.evidence, f.confidence) for f in facts]


async def _after(statements: list[Statement], *, step: int, store: FactStore) -> list[Fact]:
    async with store:
        for start in range(0, len(statements), step):
            await store.hear(statements[start : start + step])
        return await store.facts(ANNA)


@given(st.lists(_statements(), min_size=1, max_size=12), st.randoms(use_true_random=False), st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_in_any_order_and_any_chunks_the_facts_are_the_same(statements: list[Statement], rng: random.Random, step: int) -> None:
    mixed = rng.sample(statements, len(statements))
    at_once = asyncio.run(_after(statements, step=len(statements), store=InMemoryFactStore()))
    mixed_up = asyncio.run(_after(mixed, step=step, store=InMemoryFactStore()))
    assert _content(at_once) == _content(mixed_up)


@given(st.lists(_statements(("body.weight", "travel")), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_slot_of_one_value_never_holds_two_at_a_time(statements: list[Statement]) -> None:
    facts = asyncio.run(_after(statements, step=3, store=InMemoryFactStore()))
    for attribute in ("body.weight", "travel"):
        spans = [(f.valid_from or BEGIN, f.valid_to or NOW) for f in facts if f.attribute == attribute]
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        # What follows at once is something else: otherwise it would be one fact.
        values = [(f.value, f.valid_from, f.valid_to) for f in facts if f.attribute == attribute]
        assert all(a[2] != b[1] or a[0] != b[0] for a, b in pairwise(values))


@given(st.lists(_statements(), max_size=10), st.lists(_statements(("injury",)), max_size=6))
@settings(max_examples=80, deadline=None)
def test_what_is_said_of_one_slot_leaves_the_others_as_they_are(
    statements: list[Statement], of_injuries: list[Statement]
) -> None:
    others = [one for one in statements if one.attribute != "injury"]
    alone = asyncio.run(_after(others, step=2, store=InMemoryFactStore()))
    beside = asyncio.run(_after([*of_injuries, *others], step=2, store=InMemoryFactStore()))
    assert _content(alone) == _content([fact for fact in beside if fact.attribute != "injury"])


@given(st.lists(_statements(), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_a_database_keeps_what_memory_keeps_on_both_axes(statements: list[Statement]) -> None:
    spread = [replace(one, recorded_at=one.said_at + timedelta(hours=n % 3)) for n, one in enumerate(statements)]

    async def everything(store: FactStore) -> list[list[Fact]]:
        async with store:
            for statement in spread:
                await store.hear([statement])
            times = [None, *(BEGIN + timedelta(hours=hours) for hours in range(0, 403, 40))]
            return [await store.facts(ANNA, recorded_at=at) for at in times]

    assert asyncio.run(everything(InMemoryFactStore())) == asyncio.run(everything(SQLFactStore()))


@given(st.lists(_statements(), min_size=1, max_size=10), st.integers(0, 400), st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_after_a_time_is_forgotten_it_is_as_if_nothing_had_been_said_then(
    statements: list[Statement], start: int, length: int
) -> None:
    since, until = BEGIN + timedelta(hours=start), BEGIN + timedelta(hours=start + length)
    stays = [one for one in statements if not since <= one.said_at < until]

    async def forgotten() -> list[Fact]:
        async with InMemoryFactStore() as store:
            await store.hear(statements)
            await store.forget(ANNA, since=since, until=until)
            return await store.facts(ANNA)

    assert asyncio.run(forgotten()) == asyncio.run(_after(stays, step=99, store=InMemoryFactStore()))


async def test_stores_that_know_nothing_of_one_another_leave_one_fact(tmp_path: Path) -> None:
    await _many_add(f"sqlite+aiosqlite:///{tmp_path / 'facts.db'}")


async def test_stores_that_know_nothing_of_one_another_leave_one_fact_on_postgresql(postgres_url: str) -> None:
    await _many_add(postgres_url)


async def _many_add(url: str) -> None:
    stores = [SQLFactStore(url, timeout_s=60) for _ in range(4)]
    for store in stores:
        await store.open()
    try:
        fact = Fact("x", ANNA, "body.weight", "80", "kg", BEGIN, None, BEGIN, None, 1.0, "stated", ("t1",))
        await asyncio.gather(*(stores[n % 4].record([fact]) for n in range(64)))
        assert await stores[0].facts(ANNA) == [fact]
        assert len(await stores[0].export(ANNA)) == 1
    finally:
        for store in stores:
            await store.close()


async def test_stores_of_two_names_share_a_database_and_see_nothing_of_one_another(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'facts.db'}"
    fact = Fact("x", ANNA, "body.weight", "80", "kg", BEGIN, None, BEGIN, None, 1.0, "stated", ("t1",))
    async with SQLFactStore(url, name="one") as one, SQLFactStore(url, name="two") as two:
        await one.record([fact])
        assert await two.facts(ANNA) == []
        assert await two.forget(ANNA) == 0
        assert await one.facts(ANNA) == [fact]
    async with SQLFactStore(url, name="one") as again:
        assert await again.facts(ANNA) == [fact]


async def test_no_byte_of_what_was_forgotten_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    fact = Fact("x", ANNA, "goal", "canary-goal-4711", "", BEGIN, None, BEGIN, None, 1.0, "stated", ("t1",))
    async with SQLFactStore(f"sqlite+aiosqlite:///{path}") as store:
        await store.record([fact])
        await store.forget(ANNA, "goal")
        assert all(b"canary-goal-4711" not in file.read_bytes() for file in tmp_path.iterdir())


async def test_a_damaged_row_is_told_without_its_value(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "facts.db"
    fact = Fact("x", ANNA, "goal", "secret goal", "", BEGIN, None, BEGIN, None, 1.0, "stated", ("t1",))
    async with SQLFactStore(f"sqlite+aiosqlite:///{path}") as store:
        await store.record([fact])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE auren_fact_facts SET evidence = 'no json'")
    connection.close()
    async with SQLFactStore(f"sqlite+aiosqlite:///{path}") as store:
        with pytest.raises(StoreCorrupted) as error:
            await store.facts(ANNA)
    assert "secret" not in str(error.value)


def test_another_database_is_refused() -> None:
    with pytest.raises(UnknownScheme):
        SQLFactStore("mysql://host/name")
