"""What every book of consents must do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from itertools import permutations
from typing import Final

import pytest

from auren.clock import SimulatedClock
from auren.errors import InvalidInput
from auren.people import Subject
from auren.privacy.consent import PURPOSES, ConsentBook, ConsentRecord, Purpose
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

__all__ = ["ConsentBookContract"]

NOON: Final = datetime(2025, 3, 3, 12, tzinfo=UTC)


def decided(
    granted: bool, minutes: float = 0, *, purpose: Purpose = "share", subject: Subject = ANNA, recorded: float | None = None
) -> ConsentRecord:
    """Give a decision, some minutes after noon."""
    recorded_at = None if recorded is None else NOON + timedelta(minutes=recorded)
    return ConsentRecord(subject, purpose, granted, NOON + timedelta(minutes=minutes), "2025-01", "app settings", recorded_at)


async def told(book: ConsentBook, decisions: Sequence[ConsentRecord]) -> None:
    """Write decisions down one after another."""
    for decision in decisions:
        await book.record(decision)


@pytest.mark.asyncio
class ConsentBookContract:
    """Subclass it and give the fixture `book`: a new ConsentBook on the fixture `clock`, that is empty and not open yet."""

    @pytest.fixture
    def clock(self) -> SimulatedClock:
        """A clock that stands an hour after noon until it is moved."""
        return SimulatedClock(NOON + timedelta(hours=1))

    @pytest.fixture
    def book(self, clock: SimulatedClock) -> ConsentBook:
        raise NotImplementedError("Give the fixture `book`: a new ConsentBook that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, book: ConsentBook) -> None:
        uses = [
            lambda: book.record(decided(True)),
            lambda: book.allows(ANNA, "share"),
            lambda: book.export(ANNA),
            lambda: book.forget(ANNA),
        ]
        await works_only_while_open(book, uses)

    async def test_it_closes_with_its_last_holder(self, book: ConsentBook) -> None:
        await closes_with_its_last_holder(book, lambda: book.allows(ANNA, "share"))

    @pytest.mark.parametrize("purpose", PURPOSES)
    async def test_only_what_was_granted_is_allowed(self, book: ConsentBook, purpose: Purpose) -> None:
        async with book:
            assert not await book.allows(ANNA, purpose)
            await book.record(decided(True, purpose=purpose))
            assert [one for one in PURPOSES if await book.allows(ANNA, one)] == [purpose]
            assert not await book.allows(BEN, purpose)

    async def test_a_grant_dated_in_the_future_waits_for_its_time(self, book: ConsentBook, clock: SimulatedClock) -> None:
        async with book:
            await book.record(decided(True, 90))
            assert not await book.allows(ANNA, "share")
            clock.move_to(NOON + timedelta(minutes=90))
            assert await book.allows(ANNA, "share")

    @pytest.mark.parametrize("minutes", [-60 * 24 * 365, 0, 59, 60, 600])
    async def test_a_withdrawal_counts_at_once_whatever_its_date(self, book: ConsentBook, minutes: int) -> None:
        async with book:
            await told(book, [decided(True, 30), decided(False, minutes)])
            assert not await book.allows(ANNA, "share")

    async def test_a_grant_that_arrives_late_undoes_no_withdrawal(self, book: ConsentBook, clock: SimulatedClock) -> None:
        async with book:
            await told(book, [decided(False), decided(True, 30)])
            # The book learnt of the withdrawal an hour after noon, and the grant had been decided before that.
            assert not await book.allows(ANNA, "share")
            clock.move_to(NOON + timedelta(minutes=70))
            await book.record(decided(True, 65))
            assert await book.allows(ANNA, "share")

    async def test_of_two_at_one_instant_the_withdrawal_counts(self, book: ConsentBook) -> None:
        async with book:
            await told(book, [decided(False, 60), decided(True, 60)])
            assert not await book.allows(ANNA, "share")

    async def test_the_order_of_arrival_does_not_matter(self, book: ConsentBook) -> None:
        decisions = [decided(True, 1, recorded=1), decided(False, 2, recorded=9), decided(True, 5, recorded=6)]
        async with book:
            for number, order in enumerate(permutations([*decisions, decided(True, 10, recorded=10)])):
                person = Subject(f"p{number}")
                for count, decision in enumerate(order):
                    await book.record(replace(decision, subject=person))
                    if count == 3:
                        assert await book.allows(person, "share")
            for number, order in enumerate(permutations(decisions)):
                person = Subject(f"q{number}")
                await told(book, [replace(decision, subject=person) for decision in order])
                assert not await book.allows(person, "share")

    async def test_the_same_decision_again_changes_nothing(self, book: ConsentBook, clock: SimulatedClock) -> None:
        async with book:
            await book.record(decided(False, 1))
            clock.move_to(NOON + timedelta(minutes=70))
            await book.record(decided(True, 65))
            clock.move_to(NOON + timedelta(minutes=80))
            await told(book, [decided(False, 1)] * 3)
            assert await book.allows(ANNA, "share")
            assert len(await book.export(ANNA)) == 2

    async def test_the_export_gives_everything_and_can_be_restored(self, book: ConsentBook) -> None:
        decisions = [decided(True, 1), decided(False, 2, purpose="collect"), decided(False, 3)]
        async with book:
            await told(book, [decisions[2], decisions[0], decisions[1], decided(True, subject=BEN)])
            exported = await book.export(ANNA)
            assert [replace(one, recorded_at=None) for one in exported] == decisions
            assert {one.recorded_at for one in exported} == {NOON + timedelta(hours=1)}
            await book.forget(ANNA)
            await told(book, exported)
            assert await book.export(ANNA) == exported

    async def test_a_date_in_another_zone_is_the_same_date(self, book: ConsentBook) -> None:
        async with book:
            abroad = replace(decided(True), at=NOON.astimezone(timezone(timedelta(hours=9))))
            await told(book, [abroad, decided(True)])
            assert len(await book.export(ANNA)) == 1

    async def test_who_was_forgotten_allows_nothing(self, book: ConsentBook) -> None:
        async with book:
            await told(book, [decided(True), decided(True, purpose="collect"), decided(True, subject=BEN)])
            assert await book.forget(ANNA) == 2
            assert await book.export(ANNA) == ()
            assert not await book.allows(ANNA, "share")
            assert await book.forget(ANNA) == 0
            assert await book.allows(BEN, "share")

    @pytest.mark.parametrize("unwritable", [UNWRITABLE, "half of a pair\x00"])
    async def test_what_no_book_could_keep_is_refused(self, unwritable: str) -> None:
        for texts in (("2025-01", unwritable), (unwritable, "app settings")):
            with pytest.raises(InvalidInput) as refused:
                ConsentRecord(ANNA, "share", True, NOON, *texts)
            assert "half of a pair" not in f"{refused.value!r} {refused.value.__cause__!r}"

    async def test_odd_ids_are_told_apart(self, book: ConsentBook) -> None:
        async with book:
            for number, id in enumerate(ODD_IDS):
                await book.record(decided(number % 2 == 0, subject=Subject(id)))
            allowed = [await book.allows(Subject(id), "share") for id in ODD_IDS]
            assert allowed == [number % 2 == 0 for number in range(len(ODD_IDS))]

    async def test_many_at_once_lose_nothing(self, book: ConsentBook) -> None:
        async with book:
            await asyncio.gather(*(book.record(decided(True, minutes)) for minutes in range(40)))
            assert len(await book.export(ANNA)) == 40

    async def test_a_decision_that_was_cut_off_was_written_whole_or_not_at_all(self, book: ConsentBook) -> None:
        async with book:
            await cut(partial(book.record, decided(True, minutes)) for minutes in range(len(CUTS_S)))
            kept = await book.export(ANNA)
            assert {replace(one, recorded_at=None) for one in kept} <= {
                decided(True, minutes) for minutes in range(len(CUTS_S))
            }
            await book.record(decided(False, 60))
            assert not await book.allows(ANNA, "share")
