"""Snapshots of the rules' state."""

from __future__ import annotations

from datetime import timedelta

from auren.ports import Journal, Snapshot
from auren.testing.contracts._shared import ANNA, BEN
from auren.testing.contracts.journal import _kit as kit

__all__ = ["SnapshotsContract"]


class SnapshotsContract:
    """Keeping, outdating and forgetting snapshots."""

    async def test_a_snapshot_stands_until_dates_before_its_end_are_written_to(self, journal: Journal) -> None:
        async with journal:
            await journal.outdate_snapshot(ANNA, kit.DAY)
            assert await journal.snapshot(ANNA) is None
            await journal.keep_snapshot(ANNA, kit.STATE)
            if not journal.keeps_snapshots:
                assert await journal.snapshot(ANNA) is None
                return
            assert await journal.snapshot(ANNA) == Snapshot(kit.STATE)
            assert await journal.snapshot(BEN) is None
            await journal.keep_snapshot(BEN, b"")
            # The earliest date holds, whatever the order.
            for number, since in ((0, 0), (3, 0), (-2, -2), (-1, -2), (-400, -400)):
                await journal.outdate_snapshot(ANNA, kit.DAY + timedelta(days=number))
                assert await journal.snapshot(ANNA) == Snapshot(kit.STATE, kit.DAY + timedelta(days=since))
            assert await journal.snapshot(BEN) == Snapshot(b"")
            # A new one is up to date again.
            await journal.keep_snapshot(ANNA, kit.STATE[::-1])
            assert await journal.snapshot(ANNA) == Snapshot(kit.STATE[::-1])

    async def test_a_snapshot_is_no_part_of_the_record_and_is_forgotten_with_it(self, journal: Journal) -> None:
        async with journal:
            await journal.record(kit.entry())
            before = await kit.everything(journal)
            await journal.keep_snapshot(ANNA, kit.STATE)
            await journal.keep_snapshot(BEN, kit.STATE)
            await journal.outdate_snapshot(ANNA, kit.DAY)
            assert await kit.everything(journal) == before
            assert await journal.forget(ANNA) == 9 + journal.keeps_snapshots
            assert await journal.snapshot(ANNA) is None
            await journal.outdate_snapshot(ANNA, kit.DAY)
            assert await journal.snapshot(ANNA) is None
            assert await journal.snapshot(BEN) == (Snapshot(kit.STATE) if journal.keeps_snapshots else None)
