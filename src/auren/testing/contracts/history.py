"""What every history must do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Final

import pytest

from auren.errors import InvalidInput
from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, DailyValue, Reading, Window, form_day, latest_revisions
from auren.testing.contracts._shared import (
    ANNA,
    BEN,
    CUTS_S,
    ODD_IDS,
    UNWRITABLE,
    closes_with_its_last_holder,
    cut,
    works_only_while_open,
)

__all__ = ["HistoryContract"]

FIRST: Final = date(2024, 3, 25)
"""Spring's change of the clock falls into the days that follow."""
DAYS: Final = Window(FIRST, FIRST + timedelta(days=9))
METRICS: Final = ("activity.steps", "hrv.rmssd", "sleep.duration")


def _reading(
    number: int = 0,
    *,
    subject: Subject = ANNA,
    metric: str = "hrv.rmssd",
    value: float = 50.0,
    day: int = 0,
    revision: int = 0,
    deleted: bool = False,
    id: str = "",
    kind: str = "",
) -> Reading:
    start = datetime(2024, 3, 25, 1, tzinfo=UTC) + timedelta(days=day, minutes=number)
    return Reading.of(
        subject,
        metric,
        value,
        unit=STANDARD_METRICS[metric].unit,
        start=start,
        end=start + timedelta(minutes=5 + number % 7, microseconds=number),
        zone="Europe/Oslo",
        source="contract",
        id=id or f"r{number}",
        device="a watch",
        revision=revision,
        deleted=deleted,
        kind=kind,
    )


def _world(subject: Subject = ANNA) -> list[Reading]:
    """Give readings of three metrics over ten days, many of them revised, moved or taken back."""
    rng = random.Random(7)
    world: list[Reading] = []
    for number in range(60):
        metric = METRICS[number % 3]
        first = _reading(number, subject=subject, metric=metric, value=rng.uniform(20, 120), day=number % 10)
        world.append(first)
        for revision in range(1, rng.randint(1, 4)):
            world.append(
                replace(
                    first,
                    value=rng.uniform(20, 120),
                    revision=revision,
                    deleted=rng.random() < 0.3,
                    day=first.day + timedelta(days=rng.choice((0, 0, 0, 1))),
                )
            )
    return world


def _expected(readings: Iterable[Reading], metric: str, window: Window) -> list[DailyValue]:
    kept = [r for r in latest_revisions(list(readings)).values() if r.metric == metric and not r.deleted]
    formed = (form_day(STANDARD_METRICS[metric], [r for r in kept if r.day == day]) for day in window.dates())
    return [value for value in formed if value is not None]


async def _everything(history: History, subject: Subject) -> tuple[list[Reading], list[list[DailyValue]], date | None]:
    return (
        await history.readings(subject, []),
        [await history.window(subject, metric, DAYS) for metric in METRICS],
        await history.last_day(subject),
    )


@pytest.mark.asyncio
class HistoryContract:
    """Subclass it and give the fixture `history`: a new History that holds nothing and is not open yet."""

    @pytest.fixture
    def history(self) -> History:
        raise NotImplementedError("Give the fixture `history`: a new History that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, history: History) -> None:
        await works_only_while_open(
            history,
            [
                lambda: history.append([_reading()]),
                lambda: history.window(ANNA, "hrv.rmssd", DAYS),
                lambda: history.readings(ANNA, []),
                lambda: history.last_day(ANNA),
                lambda: history.forget(ANNA),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, history: History) -> None:
        await closes_with_its_last_holder(history, lambda: history.append([_reading()]))

    async def test_it_holds_nothing_at_first(self, history: History) -> None:
        async with history:
            await history.append([])
            assert await _everything(history, ANNA) == ([], [[], [], []], None)

    async def test_what_was_appended_comes_back_field_by_field(self, history: History) -> None:
        given = _reading(3, value=0.1 + 0.2 + 50, revision=2**53, kind="naïve \n“run” 🏃")
        async with history:
            await history.append([given])
            (kept,) = await history.readings(ANNA, [])
            assert kept == given
            assert (kept.start.utcoffset(), kept.end.utcoffset()) == (timedelta(), timedelta())

    async def test_days_are_formed_by_the_metrics_rule(self, history: History) -> None:
        world = _world()
        async with history:
            await history.append(world)
            for metric in METRICS:
                assert await history.window(ANNA, metric, DAYS) == _expected(world, metric, DAYS)

    async def test_a_window_counts_both_its_ends_and_no_missing_day(self, history: History) -> None:
        async with history:
            await history.append([_reading(day, day=day) for day in (0, 1, 3, 4)])
            window = Window(FIRST + timedelta(days=1), FIRST + timedelta(days=3))
            values = await history.window(ANNA, "hrv.rmssd", window)
            assert [value.day for value in values] == [window.first, window.last]
            assert [reading.id for reading in await history.readings(ANNA, [], window)] == ["r1", "r3"]

    async def test_readings_come_by_metric_in_order_of_start_and_id(self, history: History) -> None:
        same_start = [_reading(1, id=id) for id in ("b", "a", "c")]
        other = _reading(0, metric="activity.steps", id="steps")
        async with history:
            await history.append([*same_start, other])
            assert [r.id for r in await history.readings(ANNA, [])] == ["steps", "a", "b", "c"]
            assert [r.id for r in await history.readings(ANNA, ["hrv.rmssd"])] == ["a", "b", "c"]
            assert [r.id for r in await history.readings(ANNA, METRICS)] == ["steps", "a", "b", "c"]
            assert await history.readings(ANNA, ["sleep.duration"]) == []

    async def test_appending_again_changes_nothing(self, history: History) -> None:
        world = _world()
        async with history:
            await history.append(world)
            before = await _everything(history, ANNA)
            await history.append(world)
            await history.append(world[::-1])
            assert await _everything(history, ANNA) == before
            assert await history.forget(ANNA) == len({reading.id for reading in world})

    async def test_every_order_of_deliveries_ends_the_same(self, history: History) -> None:
        deliveries = [
            _reading(value=50),
            _reading(value=60, revision=1),
            _reading(value=55, revision=1),
            _reading(value=60, revision=2, deleted=True),
            _reading(value=70, revision=3, day=1),
        ]
        async with history:
            for left_out in (0, 3, 4):
                some = [delivery for index, delivery in enumerate(deliveries) if index != left_out]
                winner = latest_revisions(some)["r0"]
                for number, order in enumerate(permutations(some)):
                    subject = Subject(f"order-{left_out}-{number}")
                    mine = [replace(delivery, subject=subject) for delivery in order]
                    for one_by_one in [[delivery] for delivery in mine] if number % 2 else [mine]:
                        await history.append(one_by_one)
                    kept = await history.readings(subject, [])
                    assert kept == ([] if winner.deleted else [replace(winner, subject=subject)])

    async def test_deliveries_that_differ_in_one_field_end_the_same_in_both_orders(self, history: History) -> None:
        one = _reading(value=50, kind="walk")
        others = [
            replace(one, value=51.0),
            replace(one, kind="run"),
            replace(one, device="a ring"),
            replace(one, zone="UTC"),
            replace(one, source="another"),
            replace(one, metric="hrv.sdnn"),
            replace(one, day=one.day + timedelta(days=1)),
            replace(one, start=one.start - timedelta(microseconds=1)),
            replace(one, end=one.end + timedelta(microseconds=1)),
            replace(one, deleted=True),
        ]
        async with history:
            for number, other in enumerate(others):
                ended: list[list[Reading]] = []
                for turn, pair in enumerate(((one, other), (other, one))):
                    subject = Subject(f"pair-{number}-{turn}")
                    for delivery in pair:
                        await history.append([replace(delivery, subject=subject)])
                    ended.append([replace(reading, subject=ANNA) for reading in await history.readings(subject, [])])
                assert ended[0] == ended[1]

    async def test_shuffled_split_and_doubled_deliveries_end_the_same(self, history: History) -> None:
        expected = None
        async with history:
            for seed in range(8):
                rng = random.Random(seed)
                subject = Subject(f"shuffle-{seed}")
                world = _world(subject)
                deliveries = world + rng.sample(world, len(world) // 2)
                rng.shuffle(deliveries)
                while deliveries:
                    size = rng.randint(1, 25)
                    await history.append(deliveries[:size])
                    del deliveries[:size]
                readings, days, last = await _everything(history, subject)
                assert days == [_expected(world, metric, DAYS) for metric in METRICS]
                ended = ([replace(reading, subject=ANNA) for reading in readings], last)
                expected = expected or ended
                assert ended == expected

    async def test_nothing_late_brings_a_deleted_reading_back(self, history: History) -> None:
        async with history:
            await history.append([_reading(revision=5, deleted=True)])
            await history.append([_reading(revision=4)])
            assert await _everything(history, ANNA) == ([], [[], [], []], None)
            await history.append([_reading(revision=6)])
            assert [reading.revision for reading in await history.readings(ANNA, [])] == [6]

    async def test_a_revision_may_move_a_reading_to_another_day(self, history: History) -> None:
        async with history:
            await history.append([_reading()])
            await history.append([_reading(day=2, revision=1)])
            assert [v.day for v in await history.window(ANNA, "hrv.rmssd", DAYS)] == [FIRST + timedelta(days=2)]

    async def test_the_last_day_is_that_of_a_reading_that_stands(self, history: History) -> None:
        async with history:
            await history.append([_reading(1, day=1), _reading(2, day=4), _reading(3, day=8, deleted=True)])
            assert await history.last_day(ANNA) == FIRST + timedelta(days=4)
            await history.append([_reading(2, day=4, revision=1, deleted=True)])
            assert await history.last_day(ANNA) == FIRST + timedelta(days=1)

    async def test_the_last_day_may_be_asked_of_some_metrics(self, history: History) -> None:
        async with history:
            await history.append([_reading(1, day=1)])
            assert await history.last_day(ANNA, ["hrv.rmssd"]) == FIRST + timedelta(days=1)
            assert await history.last_day(ANNA, ["body.weight"]) is None

    async def test_what_was_taken_back_is_given_when_it_is_asked_for(self, history: History) -> None:
        async with history:
            await history.append([_reading(1, day=1), _reading(2, day=2, revision=3, deleted=True)])
            assert [r.deleted for r in await history.readings(ANNA, ["hrv.rmssd"])] == [False]
            assert [r.deleted for r in await history.readings(ANNA, ["hrv.rmssd"], deleted=True)] == [False, True]

    async def test_one_persons_readings_are_not_anothers(self, history: History) -> None:
        async with history:
            await history.append([_reading(value=50)])
            await history.append([_reading(value=90, subject=BEN, revision=1)])
            assert [reading.value for reading in await history.readings(ANNA, [])] == [50]
            assert [value.value for value in await history.window(BEN, "hrv.rmssd", DAYS)] == [90]
            assert await history.forget(BEN) == 1
            assert [reading.value for reading in await history.readings(ANNA, [])] == [50]

    async def test_readings_of_two_people_are_refused(self, history: History) -> None:
        async with history:
            with pytest.raises(InvalidInput):
                await history.append([_reading(), _reading(subject=BEN)])
            assert await history.readings(ANNA, []) == []

    async def test_an_unknown_metric_has_no_days(self, history: History) -> None:
        async with history:
            with pytest.raises(InvalidInput):
                await history.window(ANNA, "no.such.metric", DAYS)

    async def test_what_was_forgotten_is_gone_and_may_come_anew(self, history: History) -> None:
        world = _world()
        async with history:
            await history.append([*world, _reading(100, revision=9, deleted=True)])
            assert await history.forget(ANNA) > 0
            assert await _everything(history, ANNA) == ([], [[], [], []], None)
            assert await history.forget(ANNA) == 0
            # Neither values nor deletions are remembered.
            await history.append([_reading(100)])
            assert [reading.id for reading in await history.readings(ANNA, [])] == ["r100"]

    async def test_a_batch_is_kept_whole_or_not_at_all(self, history: History) -> None:
        batch = [_reading(number) for number in range(600)] + [_reading(600, id=UNWRITABLE)]
        async with history:
            with suppress(Exception):
                await history.append(batch)
            assert len(await history.readings(ANNA, [])) in (0, len(batch))
            await history.append(batch[:600])
            assert len(await history.readings(ANNA, [])) >= 600

    async def test_the_same_batch_appended_at_once_is_kept_once(self, history: History) -> None:
        batch = [_reading(number, day=number) for number in range(5)]
        async with history:
            await asyncio.gather(*(history.append(batch) for _ in range(64)))
            assert await history.readings(ANNA, []) == batch
            assert await history.forget(ANNA) == len(batch)

    async def test_of_revisions_appended_at_once_the_highest_stays(self, history: History) -> None:
        revisions = [_reading(value=40 + revision, revision=revision) for revision in range(64)]
        random.Random(3).shuffle(revisions)
        async with history:
            await asyncio.gather(*(history.append([revision]) for revision in revisions))
            assert [reading.revision for reading in await history.readings(ANNA, [])] == [63]

    async def test_an_append_that_was_cancelled_leaves_all_of_it_or_nothing(self, history: History) -> None:
        people = [Subject(f"cut-{number}") for number in range(len(CUTS_S))]
        batches = [[_reading(n, subject=subject) for n in range(700)] for subject in people]
        async with history:
            await history.append([_reading()])
            await cut([partial(history.append, batch) for batch in batches])
            for subject, batch in zip(people, batches, strict=True):
                assert len(await history.readings(subject, [])) in (0, len(batch))
                await history.append(batch)
                assert len(await history.readings(subject, [])) == len(batch)
            assert await history.readings(ANNA, []) == [_reading()]

    async def test_odd_ids_are_told_apart(self, history: History) -> None:
        async with history:
            for owner in ODD_IDS:
                await history.append([_reading(subject=Subject(owner), id=id, kind=id) for id in ODD_IDS])
            for owner in ODD_IDS:
                kept = await history.readings(Subject(owner), [])
                assert {(reading.subject.id, reading.id, reading.kind) for reading in kept} == {
                    (owner, id, id) for id in ODD_IDS
                }
                assert await history.forget(Subject(owner)) == len(ODD_IDS)

    async def test_ten_thousand_readings_go_in_at_once(self, history: History) -> None:
        batch = [_reading(number % 1000, day=number // 1000, id=f"n{number}") for number in range(10_000)]
        async with history:
            await history.append(batch)
            kept = await history.readings(ANNA, [])
            assert len(kept) == len(batch)
            assert sorted(kept, key=lambda r: r.id) == sorted(batch, key=lambda r: r.id)
            assert await history.forget(ANNA) == len(batch)
