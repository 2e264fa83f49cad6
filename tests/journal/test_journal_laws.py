"""Laws of a journal: recording again changes nothing, and the adapters agree on every sequence of entries."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from auren.conversation import Advice, Delivery, DeliveryStatus, Feedback, Reply, Sentence
from auren.errors import StoreConflict
from auren.findings import Finding, FindingStatus
from auren.journal import InMemoryJournal, SQLJournal
from auren.people import Subject
from auren.ports import Disposition, FindingRecord, Journal, JournalEntry
from auren.readings import Reading

PEOPLE = (Subject("anna"), Subject("ben"))
NOW = datetime(2024, 5, 20, tzinfo=UTC)
ALL = [
    Reading(subject, "hrv.rmssd", value, NOW, NOW, NOW.date(), "UTC", "law", id, revision=revision)
    for subject in PEOPLE
    for value in (50.0, 60.0)
    for id in "ab"
    for revision in (0, 1)
]


@st.composite
def entries(draw: st.DrawFn) -> JournalEntry:
    # Few ids, keys and words, so that entries meet.
    subject = draw(st.sampled_from(PEOPLE))
    mine = [reading for reading in ALL if reading.subject == subject]
    days = st.builds(lambda n: date(2024, 5, 18) + timedelta(days=n), st.integers(0, 2))
    finding = st.builds(
        Finding,
        id=st.sampled_from(("f1", "f2")),
        subject=st.just(subject),
        rule=st.just("r"),
        rule_version=st.just(1),
        title=st.just("t"),
        day=days,
        status=st.sampled_from(FindingStatus),
        revision=st.just("0"),
        evidence=st.just(()),
    )
    instants = st.builds(lambda n: NOW + timedelta(hours=n), st.integers(0, 1))
    reply = st.builds(
        lambda name, word, advice, at: Reply(
            name, subject, "answer", (Sentence(word, "plain"),), at, (Advice(advice, "s", ()),)
        ),
        st.sampled_from(("r1", "r2", "r3")),
        st.sampled_from(("Rest.", "Sleep.")),
        st.sampled_from(("a1", "a2")),
        instants,
    )
    delivery = st.builds(
        Delivery,
        id=st.sampled_from(("d1", "d2")),
        subject=st.just(subject),
        channel=st.just("console"),
        reply_id=st.just("r1"),
        kind=st.just("advice"),
        not_before=instants,
        status=st.sampled_from(DeliveryStatus),
        at=instants,
    )
    feedback = st.builds(Feedback, st.just("a1"), st.sampled_from(("followed", "helped")), instants, st.sampled_from(("", "n")))
    return JournalEntry(
        subject,
        seen=tuple(draw(st.lists(st.sampled_from(mine), max_size=3))),
        findings=tuple(draw(st.lists(st.builds(FindingRecord, finding, st.sampled_from(Disposition)), max_size=3))),
        reply=draw(st.none() | reply),
        key=draw(st.sampled_from(("", "k1", "k2"))),
        deliveries=tuple(draw(st.lists(delivery, max_size=2))),
        feedback=tuple(draw(st.lists(feedback, max_size=2))),
    )


async def state(journal: Journal) -> object:
    return [
        [
            await journal.unseen(subject, [reading for reading in ALL if reading.subject == subject]),
            await journal.findings(subject),
            await journal.findings(subject, since=date(2024, 5, 19)),
            await journal.replies(subject),
            [await journal.reply(subject, key=key) for key in ("k1", "k2")],
            [await journal.reply(subject, advice_id=id) for id in ("a1", "a2")],
            await journal.deliveries(subject),
            await journal.feedback(subject),
        ]
        for subject in PEOPLE
    ], await journal.open_work()


async def recorded(journal: Journal, entry: JournalEntry) -> bool:
    try:
        await journal.record(entry)
    except StoreConflict:
        return False
    return True


@settings(max_examples=30, deadline=None)
@given(st.lists(entries(), max_size=8))
def test_the_adapters_agree_and_recording_again_changes_nothing(some: list[JournalEntry]) -> None:
    async def compare() -> None:
        async with InMemoryJournal() as one, SQLJournal() as other:
            for entry in some:
                before = await state(one)
                kept = await recorded(one, entry)
                assert await recorded(other, entry) is kept
                after = await state(one)
                assert kept or after == before
                assert await state(other) == after
                assert await recorded(one, entry) is kept
                assert await state(one) == after
            for subject in PEOPLE:
                assert await one.forget(subject) == await other.forget(subject)
            assert await state(one) == await state(other)
            assert await one.open_work() == []

    asyncio.run(compare())
