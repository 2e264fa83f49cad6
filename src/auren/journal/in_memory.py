"""A journal in the process's own memory: what it holds is gone with the process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from auren.conversation import Delivery, DeliveryStatus, Feedback, Reply
from auren.holds import HoldChange
from auren.journal._digest import reading_digest
from auren.journal._reply import KeyedReply, to_write
from auren.people import Subject
from auren.ports import FindingRecord, Journal, JournalEntry, Snapshot
from auren.readings import Reading

__all__ = ["InMemoryJournal"]


@dataclass(slots=True)
class _Book:
    seen: set[str] = field(default_factory=set)
    findings: dict[str, FindingRecord] = field(default_factory=dict)
    replies: dict[str, KeyedReply] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    feedback: dict[Feedback, None] = field(default_factory=dict)
    holds: dict[str, HoldChange] = field(default_factory=dict)
    snapshot: Snapshot | None = None

    def with_key(self, key: str) -> KeyedReply | None:
        return next((held for held in self.replies.values() if key and held.key == key), None)

    def in_order(self) -> list[Reply]:
        return sorted((held.reply for held in self.replies.values()), key=lambda reply: (reply.at, reply.id))


class InMemoryJournal(Journal):
    """Keeps what was recorded as long as the object lives."""

    keeps_snapshots = True

    def __init__(self) -> None:
        super().__init__(timeout_s=None)
        self._books: dict[Subject, _Book] = {}

    async def _unseen(self, subject: Subject, readings: Sequence[Reading]) -> list[Reading]:
        seen = set(self._book(subject).seen)
        unseen: list[Reading] = []
        for reading in readings:
            digest = reading_digest(reading)
            if digest not in seen:
                seen.add(digest)
                unseen.append(reading)
        return unseen

    async def _record(self, entry: JournalEntry) -> None:
        # All that can fail comes before the first change.
        book = self._book(entry.subject)
        seen = {reading_digest(reading) for reading in entry.seen}
        reply = None
        if entry.reply is not None:
            new = KeyedReply(entry.reply, entry.key)
            reply = to_write(new, book.replies.get(entry.reply.id), book.with_key(entry.key))
        self._books[entry.subject] = book
        book.seen |= seen
        book.findings.update((record.finding.id, record) for record in entry.findings)
        if reply is not None:
            book.replies[reply.reply.id] = reply
        book.deliveries.update((delivery.id, delivery) for delivery in entry.deliveries)
        book.feedback.update(dict.fromkeys(entry.feedback))
        for change in entry.holds:
            book.holds.setdefault(change.id, change)

    async def _findings(
        self, subject: Subject, since: date | None, ids: frozenset[str] | None, open_only: bool
    ) -> list[FindingRecord]:
        return [
            record
            for id, record in self._book(subject).findings.items()
            if (since is None or record.finding.day >= since) and (ids is None or id in ids) and (record.open or not open_only)
        ]

    async def _reply(self, subject: Subject, id: str, key: str, advice_id: str) -> Reply | None:
        book = self._book(subject)
        if advice_id:
            return next((reply for reply in book.in_order() if any(a.id == advice_id for a in reply.advice)), None)
        held = book.with_key(key) if key else book.replies.get(id)
        return None if held is None else held.reply

    async def _replies(self, subject: Subject) -> list[Reply]:
        return self._book(subject).in_order()

    async def _deliveries(self, subject: Subject) -> list[Delivery]:
        return list(self._book(subject).deliveries.values())

    async def _feedback(self, subject: Subject) -> list[Feedback]:
        return sorted(self._book(subject).feedback, key=lambda item: (item.at, item.advice_id, item.outcome, item.note))

    async def _holds(self, subject: Subject) -> list[HoldChange]:
        return list(self._book(subject).holds.values())

    async def _snapshot(self, subject: Subject) -> Snapshot | None:
        return self._book(subject).snapshot

    async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:
        self._books.setdefault(subject, _Book()).snapshot = Snapshot(data)

    async def _outdate_snapshot(self, subject: Subject, since: date) -> None:
        book = self._book(subject)
        kept = book.snapshot
        if kept is not None and (kept.since is None or since < kept.since):
            book.snapshot = replace(kept, since=since)

    async def _open_work(self) -> list[Subject]:
        return [subject for subject, book in self._books.items() if _is_open(book)]

    async def _forget(self, subject: Subject) -> int:
        book = self._books.pop(subject, _Book())
        kept = book.snapshot is not None
        return kept + sum(map(len, (book.seen, book.findings, book.replies, book.deliveries, book.feedback, book.holds)))

    def _book(self, subject: Subject) -> _Book:
        return self._books.get(subject) or _Book()


def _is_open(book: _Book) -> bool:
    return any(record.open for record in book.findings.values()) or any(
        delivery.status is DeliveryStatus.PENDING for delivery in book.deliveries.values()
    )
