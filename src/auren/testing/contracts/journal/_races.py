"""Entries that are recorded at once, cut off, or cannot be written."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from auren.conversation import Feedback
from auren.errors import StoreConflict
from auren.people import Subject
from auren.ports import FindingRecord, Journal, JournalEntry
from auren.testing.contracts._shared import ANNA, CUTS_S, UNWRITABLE, cut
from auren.testing.contracts.journal import _kit as kit

__all__ = ["RacesContract"]


class RacesContract:
    """Whole or not at all, whoever else writes."""

    async def test_an_entry_is_recorded_whole_or_not_at_all(self, journal: Journal) -> None:
        entry = replace(kit.entry(), feedback=(Feedback("a1", "helped", kit.NOW, UNWRITABLE),))
        async with journal:
            with suppress(Exception):
                await journal.record(entry)
            assert await journal.forget(ANNA) in (0, 9)
            await journal.record(kit.entry())
            assert await journal.forget(ANNA) == 9

    async def test_the_same_entry_recorded_at_once_is_recorded_once(self, journal: Journal) -> None:
        async with journal:
            await asyncio.gather(*(journal.record(kit.entry()) for _ in range(64)))
            assert await journal.replies(ANNA) == [kit.reply()]
            assert await journal.forget(ANNA) == 9

    async def test_of_many_replies_that_race_for_a_key_one_is_recorded(self, journal: Journal) -> None:
        entries = [
            JournalEntry(
                ANNA,
                seen=(kit.reading(n),),
                findings=(FindingRecord(kit.finding(kit.DAY + timedelta(days=n))),),
                reply=kit.reply(f"reply-{n}"),
                key="the one key",
            )
            for n in range(32)
        ]
        async with journal:
            ended = await asyncio.gather(*(journal.record(entry) for entry in entries), return_exceptions=True)
            assert [type(end) for end in ended if end is not None] == [StoreConflict] * 31
            winner = entries[ended.index(None)]
            assert await journal.reply(ANNA, key="the one key") == winner.reply
            assert await journal.replies(ANNA) == [winner.reply]
            assert await journal.findings(ANNA) == list(winner.findings)
            assert len(await journal.unseen(ANNA, [kit.reading(n) for n in range(32)])) == 31

    async def test_different_entries_recorded_at_once_are_all_recorded(self, journal: Journal) -> None:
        people = [Subject(f"p{n}") for n in range(8)]
        async with journal:
            await asyncio.gather(
                *(
                    journal.record(
                        JournalEntry(
                            person,
                            seen=(kit.reading(n, subject=person),),
                            reply=kit.reply(f"reply-{n}", subject=person),
                            key=f"k{n}",
                            deliveries=(kit.delivery(f"d{n}", subject=person),),
                        )
                    )
                    for person in people
                    for n in range(8)
                )
            )
            for person in people:
                assert len(await journal.replies(person)) == len(await journal.deliveries(person)) == 8
            assert await journal.open_work() == people

    async def test_a_record_that_was_cancelled_leaves_all_of_it_or_nothing(self, journal: Journal) -> None:
        people = [Subject(f"cut-{number}") for number in range(len(CUTS_S))]
        seen = {subject: tuple(kit.reading(n, subject=subject) for n in range(500)) for subject in people}
        async with journal:
            await journal.record(kit.entry())
            await cut([partial(journal.record, replace(kit.entry(subject), seen=seen[subject])) for subject in people])
            for subject in people:
                left = len(await journal.unseen(subject, seen[subject]))
                assert (left, len(await journal.replies(subject))) in ((500, 0), (0, 1))
                await journal.record(replace(kit.entry(subject), seen=seen[subject]))
                assert await journal.forget(subject) == 506
            assert await journal.replies(ANNA) == [kit.reply()]
