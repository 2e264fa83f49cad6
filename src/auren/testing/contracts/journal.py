"""What every journal must do."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, Literal

import pytest

from auren.conversation import (
    Action,
    Advice,
    Claim,
    ClaimKind,
    Constraint,
    Delivery,
    DeliveryStatus,
    Feedback,
    RedFlag,
    Reply,
    Sentence,
)
from auren.errors import InvalidInput, StoreConflict
from auren.findings import (
    Baseline,
    Citation,
    Coverage,
    Evidence,
    Finding,
    FindingStatus,
    Insufficient,
    Measure,
    evidence_digest,
    finding_id,
)
from auren.holds import HoldChange, Tool
from auren.inference import Usage
from auren.people import Subject
from auren.ports import Disposition, FindingRecord, Journal, JournalEntry, Snapshot
from auren.readings import DailyValue, Reading, Window
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

__all__ = ["JournalContract"]

NOW: Final = datetime(2024, 5, 20, 12, 0, 0, 123456, tzinfo=UTC)
DAY: Final = NOW.date()


def _reading(number: int = 0, *, subject: Subject = ANNA, value: float = 50.0, revision: int = 0, id: str = "") -> Reading:
    return Reading.of(
        subject,
        "hrv.rmssd",
        value,
        unit="ms",
        start=NOW + timedelta(minutes=number),
        zone="Europe/Oslo",
        source="contract",
        id=id or f"r{number}",
        revision=revision,
    )


def _daily(day: date) -> DailyValue:
    return DailyValue("hrv.rmssd", day, 41.1, "ms", ("r1", "r2"), NOW - timedelta(hours=8), NOW)


def _finding(
    day: date = DAY,
    *,
    subject: Subject = ANNA,
    status: FindingStatus = FindingStatus.PROVISIONAL,
    rule: str = "hrv.low",
    value: float = 0.1 + 0.2,
) -> Finding:
    window = Window.ending(day, 7)
    inputs = tuple(_daily(one) for one in window.dates())
    baseline = Baseline(window.before(60), Coverage(41, 60), 4.1, 0.2, 3.9, 4.3, "ln ms", inputs[:2])
    evidence = (Evidence("7-day mean of ln RMSSD", "hrv.rmssd", value, "ln ms", window, Coverage(7, 7), inputs, baseline),)
    return Finding(
        id=finding_id(subject, rule, 1, day),
        subject=subject,
        rule=rule,
        rule_version=1,
        title="Heart rate variability is below your usual range",
        day=day,
        status=status,
        revision=evidence_digest(evidence),
        evidence=evidence,
        flag="R5",
    )


def _reply(id: str = "reply-1", *, subject: Subject = ANNA, text: str = "Rest today.", at: datetime = NOW) -> Reply:
    citation = Citation("N2", "Plews et al. 2013", "B", verified=True)
    window = Window.ending(DAY, 7)
    related = Measure("hrv.band", "your usual range", 60.3, "ms", 0, window, Coverage(7, 7), citation)
    measure = Measure(
        "hrv.weekly_mean", "mean", 41.1, "ms", 0, window, Coverage(5, 7), citation, (_daily(DAY),), "as recorded", (related,)
    )
    advice = Advice(
        id=f"advice-of-{id}",
        specialist="neuroscientist",
        claims=(Claim(text, ClaimKind.ACTION, (measure,), (_finding(subject=subject).id,), (citation,)),),
        actions=(Action("Keep today easy.", "today"),),
        confidence=0.75,
        constraints=(Constraint("training_load", 1.0, DAY + timedelta(days=2), "low HRV", "neuroscientist"),),
        insufficient=(Insufficient("sleep.debt", "sleep debt", "nights", 3, 7, window),),
        consulted=("training_coach",),
    )
    return Reply(
        id=id,
        subject=subject,
        kind="advice",
        sentences=(Sentence(text, "model", 0), Sentence("Take care. 🫀", "fixed")),
        at=at,
        advice=(advice,),
        findings=(_finding(subject=subject),),
        flags=(RedFlag("R1", "E0", "Call 113 now.", "chest pain", "text"),),
        query_id="q1",
        usage=Usage(100, 20, 50, 1234, exact=False),
        route=("vllm: chosen",),
        failures=("openai: no answer",),
        degraded=True,
        asks_action=True,
    )


def _delivery(
    id: str = "d1",
    *,
    subject: Subject = ANNA,
    status: DeliveryStatus = DeliveryStatus.PENDING,
    hours: int = 0,
    kind: Literal["advice", "correction"] = "advice",
) -> Delivery:
    return Delivery(id, subject, "console", "reply-1", kind, NOW + timedelta(hours=hours), status, NOW, attempts=1)


def _hold(id: str = "h1", *, subject: Subject = ANNA, change: Literal["set", "cleared"] = "set", hours: int = 0) -> HoldChange:
    at, by = NOW + timedelta(hours=hours), "the clinic's dietitian" if change == "cleared" else ""
    off: tuple[Tool, ...] = ("weight", "energy") if change == "set" else ()
    return HoldChange(id, subject, "R10", "E2", change, off, at, NOW + timedelta(days=1) if off else None, by)


def _entry(subject: Subject = ANNA, key: str = "key-1") -> JournalEntry:
    return JournalEntry(
        subject=subject,
        seen=tuple(_reading(number, subject=subject) for number in range(3)),
        findings=(FindingRecord(_finding(subject=subject), Disposition.ADVISED, "reply-1"),),
        reply=_reply(subject=subject),
        key=key,
        deliveries=(_delivery(subject=subject),),
        feedback=(Feedback("advice-of-reply-1", "helped", NOW, "thanks 👍"),),
        holds=(_hold(subject=subject), _hold("h2", subject=subject, change="cleared")),
    )


async def _everything(journal: Journal, subject: Subject = ANNA) -> tuple[object, ...]:
    return (
        await journal.findings(subject),
        await journal.replies(subject),
        await journal.deliveries(subject),
        await journal.feedback(subject),
        await journal.holds(subject),
        len(await journal.unseen(subject, [_reading(number, subject=subject) for number in range(3)])),
    )


STATE: Final = bytes(range(256)) * 40
NOTHING: Final[tuple[object, ...]] = ([], [], [], [], [], 3)


@pytest.mark.asyncio
class JournalContract:
    """Subclass it and give the fixture `journal`: a new Journal that holds nothing and is not open yet."""

    @pytest.fixture
    def journal(self) -> Journal:
        raise NotImplementedError("Give the fixture `journal`: a new Journal that is not open yet.")

    async def test_it_works_only_while_it_is_open(self, journal: Journal) -> None:
        await works_only_while_open(
            journal,
            [
                lambda: journal.unseen(ANNA, [_reading()]),
                lambda: journal.record(_entry()),
                lambda: journal.findings(ANNA),
                lambda: journal.reply(ANNA, id="reply-1"),
                lambda: journal.replies(ANNA),
                lambda: journal.deliveries(ANNA),
                lambda: journal.feedback(ANNA),
                lambda: journal.snapshot(ANNA),
                lambda: journal.keep_snapshot(ANNA, b"state"),
                lambda: journal.outdate_snapshot(ANNA, DAY),
                journal.open_work,
                lambda: journal.forget(ANNA),
            ],
        )

    async def test_it_closes_with_its_last_holder(self, journal: Journal) -> None:
        await closes_with_its_last_holder(journal, lambda: journal.record(_entry()))

    async def test_it_holds_nothing_at_first(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA))
            assert await _everything(journal) == NOTHING
            assert await journal.snapshot(ANNA) is None
            assert await journal.open_work() == []
            assert await journal.forget(ANNA) == 0

    async def test_what_was_recorded_comes_back_field_by_field(self, journal: Journal) -> None:
        entry = _entry()
        async with journal:
            await journal.record(entry)
            assert await _everything(journal) == (
                list(entry.findings),
                [entry.reply],
                list(entry.deliveries),
                list(entry.feedback),
                list(entry.holds),
                0,
            )

    async def test_recording_again_changes_nothing(self, journal: Journal) -> None:
        async with journal:
            await journal.record(_entry())
            before = await _everything(journal)
            await journal.record(_entry())
            await journal.record(replace(_entry(), key=""))
            assert await _everything(journal) == before
            assert await journal.forget(ANNA) == 9

    async def test_a_snapshot_stands_until_dates_before_its_end_are_written_to(self, journal: Journal) -> None:
        async with journal:
            await journal.outdate_snapshot(ANNA, DAY)
            assert await journal.snapshot(ANNA) is None
            await journal.keep_snapshot(ANNA, STATE)
            if not journal.keeps_snapshots:
                assert await journal.snapshot(ANNA) is None
                return
            assert await journal.snapshot(ANNA) == Snapshot(STATE)
            assert await journal.snapshot(BEN) is None
            await journal.keep_snapshot(BEN, b"")
            # The earliest date holds, whatever the order.
            for number, since in ((0, 0), (3, 0), (-2, -2), (-1, -2), (-400, -400)):
                await journal.outdate_snapshot(ANNA, DAY + timedelta(days=number))
                assert await journal.snapshot(ANNA) == Snapshot(STATE, DAY + timedelta(days=since))
            assert await journal.snapshot(BEN) == Snapshot(b"")
            # A new one is up to date again.
            await journal.keep_snapshot(ANNA, STATE[::-1])
            assert await journal.snapshot(ANNA) == Snapshot(STATE[::-1])

    async def test_a_snapshot_is_no_part_of_the_record_and_is_forgotten_with_it(self, journal: Journal) -> None:
        async with journal:
            await journal.record(_entry())
            before = await _everything(journal)
            await journal.keep_snapshot(ANNA, STATE)
            await journal.keep_snapshot(BEN, STATE)
            await journal.outdate_snapshot(ANNA, DAY)
            assert await _everything(journal) == before
            assert await journal.forget(ANNA) == 9 + journal.keeps_snapshots
            assert await journal.snapshot(ANNA) is None
            await journal.outdate_snapshot(ANNA, DAY)
            assert await journal.snapshot(ANNA) is None
            assert await journal.snapshot(BEN) == (Snapshot(STATE) if journal.keeps_snapshots else None)

    async def test_unseen_gives_each_form_of_a_reading_once_in_order(self, journal: Journal) -> None:
        first, second, third = _reading(1), _reading(2), _reading(3)
        async with journal:
            assert await journal.unseen(ANNA, []) == []
            assert await journal.unseen(ANNA, [third, first, second, first, third]) == [third, first, second]
            await journal.record(JournalEntry(ANNA, seen=(second,)))
            assert await journal.unseen(ANNA, [third, second, first]) == [third, first]

    async def test_another_form_of_a_reading_is_unseen(self, journal: Journal) -> None:
        seen = _reading()
        others = [
            replace(seen, value=51.0),
            replace(seen, revision=1),
            replace(seen, deleted=True),
            replace(seen, kind="nap"),
            replace(seen, device="ring"),
            replace(seen, zone="UTC"),
            replace(seen, source="other"),
            replace(seen, metric="hrv.sdnn"),
            replace(seen, day=DAY + timedelta(days=1)),
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
            FindingRecord(_finding()),
            FindingRecord(_finding(value=0.5, status=FindingStatus.REVISED), Disposition.ADVISED, "reply-1"),
            FindingRecord(_finding(status=FindingStatus.WITHDRAWN), Disposition.PASSED),
        ]
        async with journal:
            for stage in stages:
                await journal.record(JournalEntry(ANNA, findings=(stage,)))
                assert await journal.findings(ANNA) == [stage]
            await journal.record(JournalEntry(ANNA, findings=tuple(stages)))
            assert await journal.findings(ANNA) == stages[-1:]

    async def test_findings_come_by_anchor_day_from_the_day_asked(self, journal: Journal) -> None:
        days = [DAY + timedelta(days=offset) for offset in (3, 0, 2, 1)]
        records = tuple(FindingRecord(_finding(day, rule=rule)) for day in days for rule in ("a", "b"))
        async with journal:
            await journal.record(JournalEntry(ANNA, findings=records))
            ordered = sorted(records, key=lambda record: (record.finding.day, record.finding.id))
            assert await journal.findings(ANNA) == ordered
            assert await journal.findings(ANNA, since=DAY + timedelta(days=2)) == ordered[4:]
            assert await journal.findings(ANNA, since=DAY + timedelta(days=4)) == []

    async def test_a_reply_is_found_by_its_id_its_key_and_its_advice(self, journal: Journal) -> None:
        async with journal:
            await journal.record(_entry())
            await journal.record(JournalEntry(ANNA, reply=_reply("reply-2", text="Sleep early.")))
            assert await journal.reply(ANNA, id="reply-1") == _reply()
            assert await journal.reply(ANNA, key="key-1") == _reply()
            assert await journal.reply(ANNA, advice_id="advice-of-reply-2") == _reply("reply-2", text="Sleep early.")
            for where in ({"id": "key-1"}, {"key": "reply-1"}, {"advice_id": "reply-1"}, {"id": "reply-3"}):
                assert await journal.reply(ANNA, **where) is None
            assert await journal.reply(BEN, id="reply-1") is None
            assert await journal.reply(BEN, key="key-1") is None
            assert await journal.reply(BEN, advice_id="advice-of-reply-1") is None
            other = _reply(subject=BEN)
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
        replies = [_reply(f"reply-{n}", at=NOW + timedelta(hours=n)) for n in range(6)]
        async with journal:
            for n in (3, 0, 5, 1, 4, 2):
                await journal.record(JournalEntry(ANNA, reply=replies[n]))
            assert await journal.replies(ANNA) == replies

    async def test_another_reply_under_an_id_is_a_conflict_and_nothing_of_it_is_recorded(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA, reply=_reply(text="First.")))
            before = await _everything(journal)
            with pytest.raises(StoreConflict):
                await journal.record(_entry())
            assert await _everything(journal) == before
            assert await journal.reply(ANNA, key="key-1") is None
            assert await journal.open_work() == []

    async def test_another_reply_under_a_key_is_a_conflict_and_nothing_of_it_is_recorded(self, journal: Journal) -> None:
        async with journal:
            await journal.record(JournalEntry(ANNA, reply=_reply("earlier"), key="key-1"))
            before = await _everything(journal)
            with pytest.raises(StoreConflict):
                await journal.record(_entry())
            assert await _everything(journal) == before
            assert await journal.reply(ANNA, key="key-1") == _reply("earlier")
            assert await journal.reply(ANNA, advice_id="advice-of-reply-1") is None

    async def test_replies_without_a_key_do_not_meet(self, journal: Journal) -> None:
        async with journal:
            for n in range(3):
                await journal.record(JournalEntry(ANNA, reply=_reply(f"reply-{n}")))
            assert len(await journal.replies(ANNA)) == 3

    async def test_a_delivery_replaces_the_one_with_its_id(self, journal: Journal) -> None:
        first, second = _delivery("d1", hours=3), _delivery("d2", hours=1, kind="correction")
        sent = replace(first, status=DeliveryStatus.SENT, attempts=2)
        async with journal:
            await journal.record(JournalEntry(ANNA, deliveries=(first, second)))
            assert await journal.deliveries(ANNA) == [second, first]
            await journal.record(JournalEntry(ANNA, deliveries=(sent,)))
            assert await journal.deliveries(ANNA) == [second, sent]

    async def test_feedback_is_kept_once_and_comes_oldest_first(self, journal: Journal) -> None:
        late = Feedback("a1", "helped", NOW + timedelta(hours=1))
        early = Feedback("a1", "followed", NOW)
        worded = Feedback("a1", "followed", NOW, "with a note")
        async with journal:
            await journal.record(JournalEntry(ANNA, feedback=(late, early, late)))
            await journal.record(JournalEntry(ANNA, feedback=(worded, early)))
            assert await journal.feedback(ANNA) == [early, worded, late]
            assert await journal.feedback(BEN) == []

    async def test_a_holds_change_is_written_once_and_comes_oldest_first(self, journal: Journal) -> None:
        """What was set stays as it was written, whatever is written under its id later."""
        later, first = _hold("h2", hours=2), _hold("h1", hours=1)
        async with journal:
            await journal.record(JournalEntry(ANNA, holds=(later,)))
            await journal.record(JournalEntry(ANNA, holds=(first,)))
            await journal.record(JournalEntry(ANNA, holds=(_hold("h2", change="cleared"),)))
            assert await journal.holds(ANNA) == [first, later]
            assert await journal.holds(BEN) == []
        with pytest.raises(InvalidInput):
            JournalEntry(BEN, holds=(first,))

    async def test_open_work_names_whom_something_is_still_to_be_done_for(self, journal: Journal) -> None:
        confirmed, withdrawn = FindingStatus.CONFIRMED, FindingStatus.WITHDRAWN
        entries = {
            "a-provisional": JournalEntry(ANNA, findings=(FindingRecord(_finding(), Disposition.ADVISED, "x"),)),
            "b-unadvised": JournalEntry(ANNA, findings=(FindingRecord(_finding(status=confirmed)),)),
            "c-pending": JournalEntry(ANNA, deliveries=(_delivery(),)),
            "d-done": JournalEntry(ANNA, findings=(FindingRecord(_finding(status=confirmed), Disposition.ADVISED, "x"),)),
            "e-withdrawn": JournalEntry(ANNA, findings=(FindingRecord(_finding(status=withdrawn)),)),
            "f-sent": JournalEntry(ANNA, deliveries=(_delivery(status=DeliveryStatus.SENT),)),
        }
        async with journal:
            for name, entry in reversed(entries.items()):
                subject = Subject(name)
                findings = tuple(replace(r, finding=replace(r.finding, subject=subject)) for r in entry.findings)
                deliveries = tuple(replace(d, subject=subject) for d in entry.deliveries)
                await journal.record(JournalEntry(subject, findings=findings, deliveries=deliveries))
            assert [subject.id for subject in await journal.open_work()] == ["a-provisional", "b-unadvised", "c-pending"]
            cancelled = replace(_delivery(), subject=Subject("c-pending"), status=DeliveryStatus.CANCELLED)
            await journal.record(JournalEntry(Subject("c-pending"), deliveries=(cancelled,)))
            await journal.forget(Subject("a-provisional"))
            assert [subject.id for subject in await journal.open_work()] == ["b-unadvised"]

    async def test_one_persons_record_is_not_anothers(self, journal: Journal) -> None:
        async with journal:
            await journal.record(_entry(ANNA))
            assert await _everything(journal, BEN) == NOTHING
            await journal.record(_entry(BEN))
            assert await journal.reply(BEN, key="key-1") == _reply(subject=BEN)
            before = await _everything(journal, ANNA)
            assert await journal.forget(BEN) == 9
            assert await _everything(journal, BEN) == NOTHING
            assert await _everything(journal, ANNA) == before

    async def test_what_was_forgotten_is_gone_and_may_come_anew(self, journal: Journal) -> None:
        async with journal:
            await journal.record(_entry())
            assert await journal.forget(ANNA) == 9
            assert await _everything(journal) == NOTHING
            assert await journal.open_work() == []
            for where in ({"id": "reply-1"}, {"key": "key-1"}, {"advice_id": "advice-of-reply-1"}):
                assert await journal.reply(ANNA, **where) is None
            assert await journal.forget(ANNA) == 0
            # The id and the key are free again, also for another reply.
            await journal.record(JournalEntry(ANNA, reply=_reply(text="Anew."), key="key-1"))
            assert await journal.reply(ANNA, key="key-1") == _reply(text="Anew.")

    async def test_an_entry_is_recorded_whole_or_not_at_all(self, journal: Journal) -> None:
        entry = replace(_entry(), feedback=(Feedback("a1", "helped", NOW, UNWRITABLE),))
        async with journal:
            with suppress(Exception):
                await journal.record(entry)
            assert await journal.forget(ANNA) in (0, 9)
            await journal.record(_entry())
            assert await journal.forget(ANNA) == 9

    async def test_the_same_entry_recorded_at_once_is_recorded_once(self, journal: Journal) -> None:
        async with journal:
            await asyncio.gather(*(journal.record(_entry()) for _ in range(64)))
            assert await journal.replies(ANNA) == [_reply()]
            assert await journal.forget(ANNA) == 9

    async def test_of_many_replies_that_race_for_a_key_one_is_recorded(self, journal: Journal) -> None:
        entries = [
            JournalEntry(
                ANNA,
                seen=(_reading(n),),
                findings=(FindingRecord(_finding(DAY + timedelta(days=n))),),
                reply=_reply(f"reply-{n}"),
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
            assert len(await journal.unseen(ANNA, [_reading(n) for n in range(32)])) == 31

    async def test_different_entries_recorded_at_once_are_all_recorded(self, journal: Journal) -> None:
        people = [Subject(f"p{n}") for n in range(8)]
        async with journal:
            await asyncio.gather(
                *(
                    journal.record(
                        JournalEntry(
                            person,
                            seen=(_reading(n, subject=person),),
                            reply=_reply(f"reply-{n}", subject=person),
                            key=f"k{n}",
                            deliveries=(_delivery(f"d{n}", subject=person),),
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
        seen = {subject: tuple(_reading(n, subject=subject) for n in range(500)) for subject in people}
        async with journal:
            await journal.record(_entry())
            await cut([partial(journal.record, replace(_entry(subject), seen=seen[subject])) for subject in people])
            for subject in people:
                left = len(await journal.unseen(subject, seen[subject]))
                assert (left, len(await journal.replies(subject))) in ((500, 0), (0, 1))
                await journal.record(replace(_entry(subject), seen=seen[subject]))
                assert await journal.forget(subject) == 506
            assert await journal.replies(ANNA) == [_reply()]

    async def test_odd_ids_are_told_apart(self, journal: Journal) -> None:
        async with journal:
            for owner in ODD_IDS:
                subject = Subject(owner)
                for id in ODD_IDS:
                    await journal.record(
                        JournalEntry(
                            subject,
                            seen=(_reading(subject=subject, id=id),),
                            reply=_reply(id, subject=subject, text=id),
                            key=id,
                            deliveries=(_delivery(id, subject=subject),),
                        )
                    )
            for owner in ODD_IDS:
                subject = Subject(owner)
                assert {delivery.id for delivery in await journal.deliveries(subject)} == set(ODD_IDS)
                for id in ODD_IDS:
                    expected = _reply(id, subject=subject, text=id)
                    for where in ({"id": id}, {"key": id}, {"advice_id": f"advice-of-{id}"}):
                        assert await journal.reply(subject, **where) == expected
                assert await journal.forget(subject) == 3 * len(ODD_IDS)

    async def test_ten_thousand_readings_are_seen_at_once(self, journal: Journal) -> None:
        batch = [_reading(number) for number in range(10_000)]
        async with journal:
            assert await journal.unseen(ANNA, batch) == batch
            await journal.record(JournalEntry(ANNA, seen=tuple(batch)))
            assert await journal.unseen(ANNA, [*batch, _reading(10_000)]) == [_reading(10_000)]
            assert await journal.forget(ANNA) == len(batch)
