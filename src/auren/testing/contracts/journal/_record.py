"""What is recorded comes back: readings that were seen, findings, deliveries, feedback and holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auren.conversation import DeliveryStatus, Feedback
from auren.errors import InvalidInput
from auren.findings import FindingStatus
from auren.people import Subject
from auren.ports import Disposition, FindingRecord, Journal, JournalEntry
from auren.testing.contracts._shared import ANNA, BEN
from auren.testing.contracts.journal import _kit as kit

__all__ = ["RecordContract"]


class RecordContract:
    """What was recorded, and how it comes back."""

    async def test_it_holds_nothing_at_first(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA))
            assert await kit.everything(journal) == kit.NOTHING
            assert await journal.snapshot(ANNA) is None
            assert await journal.open_work() == []
            assert await journal.forget(ANNA) == 0

    async def test_what_was_recorded_comes_back_field_by_field(self, journal: Journal) -> None:
        entry = kit.entry()
        async with journal:
            await journal.record(entry)
            assert await kit.everything(journal) == (
                list(entry.findings),
                [entry.reply],
                list(entry.deliveries),
                list(entry.feedback),
                list(entry.holds),
                0,
            )

    async def test_recording_again_changes_nothing(self, journal: Journal) -> None:
        async with journal:
            await journal.record(kit.entry())
            before = await kit.everything(journal)
            await journal.record(kit.entry())
            await journal.record(replace(kit.entry(), key=""))
            assert await kit.everything(journal) == before
            assert await journal.forget(ANNA) == 9

    async def test_unseen_gives_each_form_of_a_reading_once_in_order(self, journal: Journal) -> None:
        first, second, third = kit.reading(1), kit.reading(2), kit.reading(3)
        async with journal:
            assert await journal.unseen(ANNA, []) == []
            assert await journal.unseen(ANNA, [third, first, second, first, third]) == [third, first, second]
            await journal.record(JournalEntry(ANNA, seen=(second,)))
            assert await journal.unseen(ANNA, [third, second, first]) == [third, first]

    async def test_another_form_of_a_reading_is_unseen(self, journal: Journal) -> None:
        seen = kit.reading()
        others = [
            replace(seen, value=51.0),
            replace(seen, revision=1),
            replace(seen, deleted=True),
            replace(seen, kind="nap"),
            replace(seen, device="ring"),
            replace(seen, zone="UTC"),
            replace(seen, source="other"),
            replace(seen, metric="hrv.sdnn"),
            replace(seen, day=kit.DAY + timedelta(days=1)),
            replace(seen, start=seen.start - timedelta(microseconds=1)),
            replace(seen, end=seen.end + timedelta(microseconds=1)),
            replace(seen, id="another"),
        ]
        async with journal:
            await journal.record(JournalEntry(ANNA, seen=(seen,)))
            assert await journal.unseen(ANNA, [seen, *others]) == others
            await journal.record(JournalEntry(ANNA, seen=tuple(others)))
            assert await journal.unseen(ANNA, [seen, *others]) == []

    async def test_a_finding_replaces_the_one_with_its_id(self, journal: Journal) -> None:
        stages = [
            FindingRecord(kit.finding()),
            FindingRecord(kit.finding(value=0.5, status=FindingStatus.REVISED), Disposition.ADVISED, "reply-1"),
            FindingRecord(kit.finding(status=FindingStatus.WITHDRAWN), Disposition.PASSED),
        ]
        async with journal:
            for stage in stages:
                await journal.record(JournalEntry(ANNA, findings=(stage,)))
                assert await journal.findings(ANNA) == [stage]
            await journal.record(JournalEntry(ANNA, findings=tuple(stages)))
            assert await journal.findings(ANNA) == stages[-1:]

    async def test_findings_come_by_anchor_day_from_the_day_asked(self, journal: Journal) -> None:
        days = [kit.DAY + timedelta(days=offset) for offset in (3, 0, 2, 1)]
        records = tuple(FindingRecord(kit.finding(day, rule=rule)) for day in days for rule in ("a", "b"))
        async with journal:
            await journal.record(JournalEntry(ANNA, findings=records))
            ordered = sorted(records, key=lambda record: (record.finding.day, record.finding.id))
            assert await journal.findings(ANNA) == ordered
            assert await journal.findings(ANNA, since=kit.DAY + timedelta(days=2)) == ordered[4:]
            assert await journal.findings(ANNA, since=kit.DAY + timedelta(days=4)) == []

    async def test_a_delivery_replaces_the_one_with_its_id(self, journal: Journal) -> None:
        first, second = kit.delivery("d1", hours=3), kit.delivery("d2", hours=1, kind="correction")
        sent = replace(first, status=DeliveryStatus.SENT, attempts=2)
        async with journal:
            await journal.record(JournalEntry(ANNA, deliveries=(first, second)))
            assert await journal.deliveries(ANNA) == [second, first]
            await journal.record(JournalEntry(ANNA, deliveries=(sent,)))
            assert await journal.deliveries(ANNA) == [second, sent]

    async def test_feedback_is_kept_once_and_comes_oldest_first(self, journal: Journal) -> None:
        late = Feedback("a1", "helped", kit.NOW + timedelta(hours=1))
        early = Feedback("a1", "followed", kit.NOW)
        worded = Feedback("a1", "followed", kit.NOW, "with a note")
        async with journal:
            await journal.record(JournalEntry(ANNA, feedback=(late, early, late)))
            await journal.record(JournalEntry(ANNA, feedback=(worded, early)))
            assert await journal.feedback(ANNA) == [early, worded, late]
            assert await journal.feedback(BEN) == []

    async def test_a_holds_change_is_written_once_and_comes_oldest_first(self, journal: Journal) -> None:
        """What was set stays as it was written, whatever is written under its id later."""
        later, first = kit.hold("h2", hours=2), kit.hold("h1", hours=1)
        async with journal:
            await journal.record(JournalEntry(ANNA, holds=(later,)))
            await journal.record(JournalEntry(ANNA, holds=(first,)))
            await journal.record(JournalEntry(ANNA, holds=(kit.hold("h2", change="cleared"),)))
            assert await journal.holds(ANNA) == [first, later]
            assert await journal.holds(BEN) == []
        with pytest.raises(InvalidInput):
            JournalEntry(BEN, holds=(first,))

    async def test_open_work_names_whom_something_is_still_to_be_done_for(self, journal: Journal) -> None:
        confirmed, withdrawn = FindingStatus.CONFIRMED, FindingStatus.WITHDRAWN
        entries = {
            "a-provisional": JournalEntry(ANNA, findings=(FindingRecord(kit.finding(), Disposition.ADVISED, "x"),)),
            "b-unadvised": JournalEntry(ANNA, findings=(FindingRecord(kit.finding(status=confirmed)),)),
            "c-pending": JournalEntry(ANNA, deliveries=(kit.delivery(),)),
            "d-done": JournalEntry(ANNA, findings=(FindingRecord(kit.finding(status=confirmed), Disposition.ADVISED, "x"),)),
            "e-withdrawn": JournalEntry(ANNA, findings=(FindingRecord(kit.finding(status=withdrawn)),)),
            "f-sent": JournalEntry(ANNA, deliveries=(kit.delivery(status=DeliveryStatus.SENT),)),
        }
        async with journal:
            for name, entry in reversed(entries.items()):
                subject = Subject(name)
                findings = tuple(replace(r, finding=replace(r.finding, subject=subject)) for r in entry.findings)
                deliveries = tuple(replace(d, subject=subject) for d in entry.deliveries)
                await journal.record(JournalEntry(subject, findings=findings, deliveries=deliveries))
            assert [subject.id for subject in await journal.open_work()] == ["a-provisional", "b-unadvised", "c-pending"]
            cancelled = replace(kit.delivery(), subject=Subject("c-pending"), status=DeliveryStatus.CANCELLED)
            await journal.record(JournalEntry(Subject("c-pending"), deliveries=(cancelled,)))
            await journal.forget(Subject("a-provisional"))
            assert [subject.id for subject in await journal.open_work()] == ["b-unadvised"]

    async def test_ten_thousand_readings_are_seen_at_once(self, journal: Journal) -> None:
        batch = [kit.reading(number) for number in range(10_000)]
        async with journal:
            assert await journal.unseen(ANNA, batch) == batch
            await journal.record(JournalEntry(ANNA, seen=tuple(batch)))
            assert await journal.unseen(ANNA, [*batch, kit.reading(10_000)]) == [kit.reading(10_000)]
            assert await journal.forget(ANNA) == len(batch)
