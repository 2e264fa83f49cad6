"""What every journal must do."""

from __future__ import annotations

import pytest

from auren.ports import Journal
from auren.testing.contracts._shared import ANNA, closes_with_its_last_holder, works_only_while_open
from auren.testing.contracts.journal import _kit as kit
from auren.testing.contracts.journal._people import PeopleContract
from auren.testing.contracts.journal._races import RacesContract
from auren.testing.contracts.journal._record import RecordContract
from auren.testing.contracts.journal._replies import RepliesContract
from auren.testing.contracts.journal._snapshots import SnapshotsContract

__all__ = ["JournalContract"]


@pytest.mark.asyncio
class JournalContract(RecordContract, RepliesContract, SnapshotsContract, PeopleContract, RacesContract):
    """Subclass it and give the fixture `journal`: a new Journal that holds nothing and is not open yet."""

    @pytest.fixture
    def journal(self) -> Journal:
        raise NotImplementedError("Give the fixture `journal`: a new Journal that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, journal: Journal) -> None:
        await works_only_while_open(
            journal,
            [
                lambda: journal.unseen(ANNA, [kit.reading()]),
                lambda: journal.record(kit.entry()),
                lambda: journal.findings(ANNA),
                lambda: journal.reply(ANNA, id="reply-1"),
                lambda: journal.replies(ANNA),
                lambda: journal.deliveries(ANNA),
                lambda: journal.feedback(ANNA),
                lambda: journal.snapshot(ANNA),
                lambda: journal.keep_snapshot(ANNA, b"state"),
                lambda: journal.outdate_snapshot(ANNA, kit.DAY),
                journal.open_work,
                lambda: journal.forget(ANNA),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, journal: Journal) -> None:
        await closes_with_its_last_holder(journal, lambda: journal.record(kit.entry()))
