"""Laws of a history: what it ends with depends on the set of deliveries alone, and on no adapter."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from auren.history import InMemoryHistory, SQLHistory
from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, Reading, Window, form_day, latest_revisions

ANNA = Subject("anna")
FIRST = date(2024, 10, 25)
WINDOW = Window(FIRST, FIRST + timedelta(days=4))
METRICS = ("activity.steps", "heart.rate", "sleep.duration", "exercise.heart_rate", "body.weight")


@st.composite
def deliveries(draw: st.DrawFn) -> Reading:
    # Few ids, revisions and values, so that they meet.
    start = datetime(2024, 10, 25, 3, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 4)), hours=draw(st.integers(0, 3)))
    return Reading(
        subject=ANNA,
        metric=draw(st.sampled_from(METRICS)),
        value=draw(st.sampled_from((50.0, 60.5, 70.25))),
        start=start,
        end=start + timedelta(minutes=draw(st.integers(0, 2))),
        day=FIRST + timedelta(days=draw(st.integers(0, 4))),
        zone=draw(st.sampled_from(("Europe/Oslo", "+02:00"))),
        source="law",
        id=draw(st.sampled_from("abcde")),
        device=draw(st.sampled_from(("", "watch"))),
        revision=draw(st.integers(0, 2)),
        deleted=draw(st.booleans()),
        kind=draw(st.sampled_from(("", "run"))),
    )


async def ended(history: History, batches: list[list[Reading]]) -> object:
    async with history:
        for batch in batches:
            await history.append(batch)
        days = [await history.window(ANNA, metric, WINDOW) for metric in METRICS]
        return await history.readings(ANNA, []), days, await history.last_day(ANNA)


@st.composite
def two_ways(draw: st.DrawFn) -> tuple[list[list[Reading]], list[list[Reading]]]:
    some = draw(st.lists(deliveries(), max_size=25))
    again = draw(st.permutations([*some, *draw(st.lists(st.sampled_from(some), max_size=5) if some else st.just([]))]))
    size = draw(st.integers(1, 26))
    return [some], [again[start : start + size] for start in range(0, len(again), size)]


@settings(max_examples=60, deadline=None)
@given(two_ways())
def test_any_order_split_and_doubling_ends_the_same_in_every_adapter(
    ways: tuple[list[list[Reading]], list[list[Reading]]],
) -> None:
    async def compare() -> None:
        one, other = ways
        expected = await ended(InMemoryHistory(), one)
        assert await ended(InMemoryHistory(), other) == expected
        assert await ended(SQLHistory(), one) == expected
        assert await ended(SQLHistory(), other) == expected
        kept = [reading for reading in latest_revisions(one[0]).values() if not reading.deleted]
        for metric, days in zip(METRICS, expected[1], strict=True):  # type: ignore[index]
            mine = [reading for reading in kept if reading.metric == metric]
            formed = (form_day(STANDARD_METRICS[metric], [r for r in mine if r.day == day]) for day in WINDOW.dates())
            assert days == [day for day in formed if day is not None]

    asyncio.run(compare())
