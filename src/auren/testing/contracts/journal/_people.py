"""People who are forgotten, and ids that are odd."""

from __future__ import annotations

from auren.people import Subject
from auren.ports import Journal, JournalEntry
from auren.testing.contracts._shared import ANNA, BEN, ODD_IDS
from auren.testing.contracts.journal import _kit as kit

__all__ = ["PeopleContract"]


class PeopleContract:
    """Forgetting, and telling people apart."""

    async def test_one_persons_record_is_not_anothers(self, journal: Journal) -> None:
        async with journal:
            await journal.record(kit.entry(ANNA))
            assert await kit.everything(journal, BEN) == kit.NOTHING
            await journal.record(kit.entry(BEN))
            assert await journal.reply(BEN, key="key-1") == kit.reply(subject=BEN)
            before = await kit.everything(journal, ANNA)
            assert await journal.forget(BEN) == 9
            assert await kit.everything(journal, BEN) == kit.NOTHING
            assert await kit.everything(journal, ANNA) == before

    async def test_what_was_forgotten_is_gone_and_may_come_anew(self, journal: Journal) -> None:
        async with journal:
            await journal.record(kit.entry())
            assert await journal.forget(ANNA) == 9
            assert await kit.everything(journal) == kit.NOTHING
            assert await journal.open_work() == []
            for where in ({"id": "reply-1"}, {"key": "key-1"}, {"advice_id": "advice-of-reply-1"}):
                assert await journal.reply(ANNA, **where) is None
            assert await journal.forget(ANNA) == 0
            # The id and the key are free again, also for another reply.
            await journal.record(JournalEntry(ANNA, reply=kit.reply(text="Anew."), key="key-1"))
            assert await journal.reply(ANNA, key="key-1") == kit.reply(text="Anew.")

    async def test_odd_ids_are_told_apart(self, journal: Journal) -> None:
        async with journal:
            for owner in ODD_IDS:
                subject = Subject(owner)
                for id in ODD_IDS:
                    await journal.record(
                        JournalEntry(
                            subject,
                            seen=(kit.reading(subject=subject, id=id),),
                            reply=kit.reply(id, subject=subject, text=id),
                            key=id,
                            deliveries=(kit.delivery(id, subject=subject),),
                        )
                    )
            for owner in ODD_IDS:
                subject = Subject(owner)
                assert {delivery.id for delivery in await journal.deliveries(subject)} == set(ODD_IDS)
                for id in ODD_IDS:
                    expected = kit.reply(id, subject=subject, text=id)
                    for where in ({"id": id}, {"key": id}, {"advice_id": f"advice-of-{id}"}):
                        assert await journal.reply(subject, **where) == expected
                assert await journal.forget(subject) == 3 * len(ODD_IDS)
