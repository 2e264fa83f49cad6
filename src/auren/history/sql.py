"""A history in SQLite or PostgreSQL: one row for each reading, deletions included, so that nothing late brings them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database, chunks
from auren.errors import StoreCorrupted
from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, Window, latest_revisions

__all__ = ["SQLHistory"]

_TABLES = sa.MetaData()
_READINGS = sa.Table(
    "auren_history_readings",
    _TABLES,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("metric", sa.String, nullable=False),
    # ISO text: it sorts by date, and both databases give back what they were given.
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    sa.Column("ended", sa.String, nullable=False),
    sa.Column("zone", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("device", sa.String, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Index("auren_history_by_day", "subject", "metric", "day"),
)
_KEPT: Final = tuple(column for column in _READINGS.columns if column.name != "subject")


class SQLHistory(History):
    """Keeps readings in SQLite or PostgreSQL.

    Args:
        url_or_engine: for example "sqlite+aiosqlite:///path"; or the host's own AsyncEngine, which stays open. The
            default is a database in memory that is gone when the history closes.
        metrics: the registry that says how a day is formed.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    def __init__(
        self,
        url_or_engine: str | AsyncEngine = MEMORY_URL,
        *,
        metrics: MetricRegistry = STANDARD_METRICS,
        timeout_s: float | None = 30.0,
    ) -> None:
        super().__init__(metrics=metrics, timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="history", tables=_TABLES, version=1, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _append(self, readings: Sequence[Reading]) -> None:
        subject = readings[0].subject
        newest = latest_revisions(list(readings))

        def keep(connection: Connection) -> None:
            held = _held(connection, subject, list(newest))
            rows = [_row(r) for r in newest.values() if r.id not in held or r.supersedes(held[r.id])]
            if rows:
                connection.execute(self._database.upsert(_READINGS), rows)

        await self._database.write(keep, subject=subject)

    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]:
        wanted = sa.select(*_KEPT).where(_READINGS.c.subject == subject.id)
        if not deleted:
            wanted = wanted.where(_READINGS.c.deleted.is_(False))
        if metrics:
            wanted = wanted.where(_READINGS.c.metric.in_(sorted(metrics)))
        if window is not None:
            wanted = wanted.where(_READINGS.c.day.between(window.first.isoformat(), window.last.isoformat()))
        return await self._database.read(lambda connection: [_reading(subject, row) for row in connection.execute(wanted)])

    async def _last_day(self, subject: Subject, metrics: frozenset[str]) -> date | None:
        last = sa.select(sa.func.max(_READINGS.c.day)).where(_READINGS.c.subject == subject.id, _READINGS.c.deleted.is_(False))
        if metrics:
            last = last.where(_READINGS.c.metric.in_(sorted(metrics)))
        day = await self._database.read(lambda connection: connection.scalar(last))
        return None if day is None else _day(day)

    async def _forget(self, subject: Subject) -> int:
        gone = sa.delete(_READINGS).where(_READINGS.c.subject == subject.id)
        return await self._database.erase(lambda connection: connection.execute(gone).rowcount, subject=subject)


def _held(connection: Connection, subject: Subject, ids: Sequence[str]) -> dict[str, Reading]:
    held: dict[str, Reading] = {}
    for some in chunks(ids):
        found = connection.execute(sa.select(*_KEPT).where(_READINGS.c.subject == subject.id, _READINGS.c.id.in_(some)))
        held.update((row.id, _reading(subject, row)) for row in found)
    return held


def _row(reading: Reading) -> dict[str, object]:
    return {
        "subject": reading.subject.id,
        "id": reading.id,
        "metric": reading.metric,
        "day": reading.day.isoformat(),
        "value": reading.value,
        "started": reading.start.astimezone(UTC).isoformat(),
        "ended": reading.end.astimezone(UTC).isoformat(),
        "zone": reading.zone,
        "source": reading.source,
        "device": reading.device,
        "revision": reading.revision,
        "deleted": reading.deleted,
        "kind": reading.kind,
    }


def _reading(subject: Subject, row: sa.Row[Any]) -> Reading:
    # By place: asking each row for its columns by name makes a third of the time of a long window.
    id, metric, day, value, started, ended, zone, source, device, revision, deleted, kind = tuple(row)
    try:
        return Reading(
            subject=subject,
            metric=metric,
            value=float(value),
            start=datetime.fromisoformat(started),
            end=datetime.fromisoformat(ended),
            day=date.fromisoformat(day),
            zone=zone,
            source=source,
            id=id,
            device=device,
            revision=revision,
            deleted=deleted,
            kind=kind,
        )
    except (TypeError, ValueError):
        # Their messages quote what was stored: they must not become the cause.
        raise StoreCorrupted("A stored reading cannot be read; it was written by another version or damaged.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise StoreCorrupted("A stored day cannot be read; it was written by another version or damaged.") from None
