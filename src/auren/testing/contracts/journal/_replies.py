"""Replies, and the keys under which they are asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auren.errors import InvalidInput, StoreConflict
from auren.ports import Journal, JournalEntry
from auren.testing.contracts._shared import ANNA, BEN
from auren.testing.contracts.journal import _kit as kit

__all__ = ["RepliesContract"]


class RepliesContract:
    """Replies and their keys."""

    async def test_a_reply_is_found_by_its_id_its_key_and_its_advice(self, journal: Journal) -> None:
        async with journal:
            await journal.record(kit.entry())
            await journal.record(JournalEntry(ANNA, reply=kit.reply("reply-2", text="Sleep early.")))
            assert await journal.reply(ANNA, id="reply-1") == kit.reply()
            assert await journal.reply(ANNA, key="key-1") == kit.reply()
            assert await journal.reply(ANNA, advice_id="advice-of-reply-2") == kit.reply("reply-2", text="Sleep early.")
            for where in ({"id": "key-1"}, {"key": "reply-1"}, {"advice_id": "reply-1"}, {"id": "reply-3"}):
                assert await journal.reply(ANNA, **where) is None
            assert await journal.reply(BEN, id="reply-1") is None
            assert await journal.reply(BEN, key="key-1") is None
            assert await journal.reply(BEN, advice_id="advice-of-reply-1") is None
            other = kit.reply(subject=BEN)
            bens = replace(other, advice=(replace(other.advice[0], id="advice-of-ben"),))
            await journal.record(JournalEntry(BEN, reply=bens))
            assert await journal.reply(ANNA, advice_id="advice-of-ben") is None
            assert await journal.reply(BEN, advice_id="advice-of-ben") == bens

    async def test_a_reply_is_asked_for_in_one_way(self, journal: Journal) -> None:
        async with journal:
            for where in ({}, {"id": "a", "key": "b"}, {"id": "a", "key": "b", "advice_id": "c"}):
                with pytest.raises(InvalidInput):
                    await journal.reply(ANNA, **where)

    async def test_replies_come_oldest_first(self, journal: Journal) -> None:
        replies = [kit.reply(f"reply-{n}", at=kit.NOW + timedelta(hours=n)) for n in range(6)]
        async with journal:
            for n in (3, 0, 5, 1, 4, 2):
                await journal.record(JournalEntry(ANNA, reply=replies[n]))
            assert await journal.replies(ANNA) == replies

    async def test_another_reply_under_an_id_is_a_conflict_and_nothing_of_it_is_recorded(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA, reply=kit.reply(text="First.")))
            before = await kit.everything(journal)
            with pytest.raises(StoreConflict):
                await journal.record(kit.entry())
            assert await kit.everything(journal) == before
            assert await journal.reply(ANNA, key="key-1") is None
            assert await journal.open_work() == []

    async def test_another_reply_under_a_key_is_a_conflict_and_nothing_of_it_is_recorded(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA, reply=kit.reply("earlier"), key="key-1"))
            before = await kit.everything(journal)
            with pytest.raises(StoreConflict):
                await journal.record(kit.entry())
            assert await kit.everything(journal) == before
            assert await journal.reply(ANNA, key="key-1") == kit.reply("earlier")
            assert await journal.reply(ANNA, advice_id="advice-of-reply-1") is None

    async def test_replies_without_a_key_do_not_meet(self, journal: Journal) -> None:
        async with journal:
            for n in range(3):
                await journal.record(JournalEntry(ANNA, reply=kit.reply(f"reply-{n}")))
            assert len(await journal.replies(ANNA)) == 3
