"""A journal in SQLite or PostgreSQL: an entry is one transaction, and recording it again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._codec import decode, encode
from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database, chunks
from auren.conversation import Delivery, DeliveryStatus, Feedback, Reply
from auren.errors import StoreCorrupted
from auren.findings import Finding
from auren.holds import HoldChange
from auren.journal._digest import reading_digest
from auren.journal._reply import KeyedReply, to_write
from auren.people import Subject
from auren.ports import Disposition, FindingRecord, Journal, JournalEntry, Snapshot
from auren.readings import Reading

__all__ = ["SQLJournal"]

T = TypeVar("T")

_TABLES = sa.MetaData()


def _table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    return sa.Table(f"auren_journal_{name}", _TABLES, sa.Column("subject", sa.String, primary_key=True), *columns)


_SEEN = _table(
    "seen",
    sa.Column("reading_id", sa.String, primary_key=True),
    sa.Column("digest", sa.String, primary_key=True),
)
_FINDINGS = _table(
    "findings",
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("disposition", sa.String, nullable=False),
    sa.Column("reply_id", sa.String, nullable=False),
    sa.Column("is_open", sa.Boolean, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)
_REPLIES = _table(
    "replies",
    sa.Column("id", sa.String, primary_key=True),
    # NULL for none: any number of rows may have that.
    sa.Column("key", sa.String),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("auren_journal_reply_key", "subject", "key", unique=True),
)
_ADVICE = _table(
    "advice",
    sa.Column("advice_id", sa.String, primary_key=True),
    sa.Column("reply_id", sa.String, primary_key=True),
)
_DELIVERIES = _table(
    "deliveries",
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("is_pending", sa.Boolean, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)
_FEEDBACK = _table(
    "feedback",
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
_HOLDS = _table(
    "holds",
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
_SNAPSHOTS = _table(
    "snapshots",
    # NULL while nothing was taken in since.
    sa.Column("since", sa.String(10)),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


class SQLJournal(Journal):
    """Keeps what was recorded in SQLite or PostgreSQL.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the journal closes.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    keeps_snapshots = True

    def __init__(self, url_or_engine: str | AsyncEngine = MEMORY_URL, *, timeout_s: float | None = 30.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="journal", tables=_TABLES, version=3, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _unseen(self, subject: Subject, readings: Sequence[Reading]) -> list[Reading]:
        given = {reading_digest(reading): reading for reading in readings}
        ids = sorted({reading.id for reading in given.values()})

        def seen(connection: Connection) -> set[str]:
            return {
                digest
                for some in chunks(ids)
                for digest in connection.scalars(_of(_SEEN.c.digest, subject).where(_SEEN.c.reading_id.in_(some)))
            }

        known = await self._database.read(seen)
        return [reading for digest, reading in given.items() if digest not in known]

    async def _record(self, entry: JournalEntry) -> None:
        reply = entry.reply
        rows: list[tuple[sa.Executable, list[dict[str, object]]]] = [
            (self._database.insert_new(_SEEN), [_seen_row(reading) for reading in entry.seen]),
            (self._database.upsert(_FINDINGS), [_finding_row(record) for record in entry.findings]),
            (self._database.upsert(_DELIVERIES), [_delivery_row(delivery) for delivery in entry.deliveries]),
            (self._database.insert_new(_FEEDBACK), [_feedback_row(entry.subject, item) for item in entry.feedback]),
            (self._database.insert_new(_HOLDS), [_hold_row(change) for change in entry.holds]),
            (self._database.insert_new(_ADVICE), _advice_rows(reply) if reply else []),
        ]
        reply_row = _reply_row(reply, entry.key) if reply else {}

        def record(connection: Connection) -> None:
            if reply is not None and _is_new(connection, entry, reply):
                connection.execute(self._database.upsert(_REPLIES), reply_row)
            for statement, some in rows:
                if some:
                    connection.execute(statement, some)

        await self._database.write(record, subject=entry.subject)

    async def _findings(
        self, subject: Subject, since: date | None, ids: frozenset[str] | None, open_only: bool
    ) -> list[FindingRecord]:
        wanted = sa.select(_FINDINGS.c.disposition, _FINDINGS.c.reply_id, _FINDINGS.c.body).where(
            _FINDINGS.c.subject == subject.id
        )
        if since is not None:
            wanted = wanted.where(_FINDINGS.c.day >= since.isoformat())
        if open_only:
            wanted = wanted.where(_FINDINGS.c.is_open.is_(True))
        parts = [wanted] if ids is None else [wanted.where(_FINDINGS.c.id.in_(some)) for some in chunks(sorted(ids))]
        return await self._database.read(
            lambda connection: [_finding(*row) for part in parts for row in connection.execute(part)]
        )

    async def _reply(self, subject: Subject, id: str, key: str, advice_id: str) -> Reply | None:
        wanted = _of(_REPLIES.c.body, subject)
        if id:
            wanted = wanted.where(_REPLIES.c.id == id)
        elif key:
            wanted = wanted.where(_REPLIES.c.key == key)
        else:
            wanted = wanted.where(_REPLIES.c.id.in_(_of(_ADVICE.c.reply_id, subject).where(_ADVICE.c.advice_id == advice_id)))
        return min(await self._decoded(Reply, wanted), key=_age, default=None)

    async def _replies(self, subject: Subject) -> list[Reply]:
        return sorted(await self._decoded(Reply, _of(_REPLIES.c.body, subject)), key=_age)

    async def _deliveries(self, subject: Subject) -> list[Delivery]:
        return await self._decoded(Delivery, _of(_DELIVERIES.c.body, subject))

    async def _feedback(self, subject: Subject) -> list[Feedback]:
        found = await self._decoded(Feedback, _of(_FEEDBACK.c.body, subject))
        return sorted(found, key=lambda item: (item.at, item.advice_id, item.outcome, item.note))

    async def _holds(self, subject: Subject) -> list[HoldChange]:
        return await self._decoded(HoldChange, _of(_HOLDS.c.body, subject))

    async def _snapshot(self, subject: Subject) -> Snapshot | None:
        wanted = sa.select(_SNAPSHOTS.c.body, _SNAPSHOTS.c.since).where(_SNAPSHOTS.c.subject == subject.id)
        found = await self._database.read(lambda connection: connection.execute(wanted).one_or_none())
        return None if found is None else _snapshot(*found)

    async def _keep_snapshot(self, subject: Subject, data: bytes) -> None:
        row = {"subject": subject.id, "since": None, "body": data}
        await self._database.write(lambda connection: connection.execute(self._database.upsert(_SNAPSHOTS), row))

    async def _outdate_snapshot(self, subject: Subject, since: date) -> None:
        later = sa.or_(_SNAPSHOTS.c.since.is_(None), _SNAPSHOTS.c.since > since.isoformat())
        outdated = sa.update(_SNAPSHOTS).where(_SNAPSHOTS.c.subject == subject.id, later).values(since=since.isoformat())
        await self._database.write(lambda connection: connection.execute(outdated), subject=subject)

    async def _open_work(self) -> list[Subject]:
        wanted = sa.union(
            sa.select(_FINDINGS.c.subject).where(_FINDINGS.c.is_open.is_(True)),
            sa.select(_DELIVERIES.c.subject).where(_DELIVERIES.c.is_pending.is_(True)),
        )
        return await self._database.read(lambda connection: [Subject(some) for some in connection.scalars(wanted)])

    async def _forget(self, subject: Subject) -> int:
        def forget(connection: Connection) -> int:
            connection.execute(sa.delete(_ADVICE).where(_ADVICE.c.subject == subject.id))
            things = (_SEEN, _FINDINGS, _REPLIES, _DELIVERIES, _FEEDBACK, _HOLDS, _SNAPSHOTS)
            return sum(connection.execute(sa.delete(table).where(table.c.subject == subject.id)).rowcount for table in things)

        return await self._database.erase(forget, subject=subject)

    async def _decoded(self, kind: type[T], wanted: sa.Select[Any]) -> list[T]:
        bodies = await self._database.read(lambda connection: list(connection.scalars(wanted)))
        return [decode(kind, body) for body in bodies]


def _of(column: sa.Column[str], subject: Subject) -> sa.Select[Any]:
    return sa.select(column).where(column.table.c.subject == subject.id)


def _age(reply: Reply) -> tuple[datetime, str]:
    return (reply.at, reply.id)


def _is_new(connection: Connection, entry: JournalEntry, reply: Reply) -> bool:
    def held(condition: sa.ColumnElement[bool]) -> KeyedReply | None:
        wanted = sa.select(_REPLIES.c.body, _REPLIES.c.key).where(_REPLIES.c.subject == entry.subject.id, condition)
        row = connection.execute(wanted).one_or_none()
        return None if row is None else KeyedReply(decode(Reply, row.body), row.key or "")

    with_key = held(_REPLIES.c.key == entry.key) if entry.key else None
    return to_write(KeyedReply(reply, entry.key), held(_REPLIES.c.id == reply.id), with_key) is not None


def _seen_row(reading: Reading) -> dict[str, object]:
    return {"subject": reading.subject.id, "reading_id": reading.id, "digest": reading_digest(reading)}


def _finding_row(record: FindingRecord) -> dict[str, object]:
    return {
        "subject": record.finding.subject.id,
        "id": record.finding.id,
        "day": record.finding.day.isoformat(),
        "disposition": record.disposition.value,
        "reply_id": record.reply_id,
        "is_open": record.open,
        "body": encode(record.finding),
    }


def _finding(disposition: str, reply_id: str, body: str) -> FindingRecord:
    try:
        known = Disposition(disposition)
    except ValueError:
        raise StoreCorrupted("A stored finding cannot be read; it was written by another version or damaged.") from None
    return FindingRecord(decode(Finding, body), known, reply_id)


def _snapshot(body: Any, since: Any) -> Snapshot:
    try:
        return Snapshot(bytes(body), None if since is None else date.fromisoformat(since))
    except (TypeError, ValueError):
        raise StoreCorrupted("A stored snapshot cannot be read; it was written by another version or damaged.") from None


def _reply_row(reply: Reply, key: str) -> dict[str, object]:
    return {"subject": reply.subject.id, "id": reply.id, "key": key or None, "body": encode(reply)}


def _advice_rows(reply: Reply) -> list[dict[str, object]]:
    return [{"subject": reply.subject.id, "advice_id": advice.id, "reply_id": reply.id} for advice in reply.advice]


def _delivery_row(delivery: Delivery) -> dict[str, object]:
    return {
        "subject": delivery.subject.id,
        "id": delivery.id,
        "is_pending": delivery.status is DeliveryStatus.PENDING,
        "body": encode(delivery),
    }


def _hold_row(change: HoldChange) -> dict[str, object]:
    return {"subject": change.subject.id, "id": change.id, "body": encode(change)}


def _feedback_row(subject: Subject, feedback: Feedback) -> dict[str, object]:
    body = encode(replace(feedback, at=feedback.at.astimezone(UTC)))
    digest = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
    return {"subject": subject.id, "digest": digest, "body": body}
