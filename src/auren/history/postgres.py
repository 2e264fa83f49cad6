"""A history in PostgreSQL's own dates and times, written and replaced in batches of whole columns.

With the migration "hypertable" its table is a TimescaleDB hypertable. That is untested here, where no server has the extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._sql import DRIVER_ERRORS, Database
from auren.errors import StoreCorrupted, UnknownScheme
from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, Window, latest_revisions

__all__ = ["PostgresHistory"]

_TABLES = sa.MetaData()
_READINGS = sa.Table(
    "auren_history_postgres_readings",
    _TABLES,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("started", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ended", sa.DateTime(timezone=True), nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Index("auren_history_postgres_by_day", "subject", "metric", "day"),
)
_KEPT: Final = tuple(column for column in _READINGS.columns if column.name != "subject")


def _all_of(name: str, type_: sa.types.TypeEngine[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(f"all_{name}", type_=ARRAY(type_))


_OWNER: Final = sa.bindparam("owner", type_=sa.Text)
_NAMED: Final = (_READINGS.c.subject == _OWNER, _READINGS.c.id == sa.func.any(_all_of("id", sa.Text())))
_HELD: Final = sa.select(*_KEPT).where(*_NAMED)
_DROP: Final = sa.delete(_READINGS).where(*_NAMED)
# One parameter a column, not one a value: a statement of any number of rows is sent and planned once.
_COLUMNS: Final = (
    sa.func.unnest(*(_all_of(column.name, column.type) for column in _KEPT))
    .table_valued(*(sa.column(column.name, column.type) for column in _KEPT))
    .render_derived()
)
_ADD: Final = sa.insert(_READINGS).from_select(
    ["subject", *(column.name for column in _KEPT)], sa.select(_OWNER, *_COLUMNS.columns)
)


class PostgresHistory(History):
    """Keeps readings in PostgreSQL, in a table of its own beside that of `SQLHistory`.

    A reading that is superseded is deleted and written anew, so that the table may be split by day.

    Args:
        url_or_engine: for example "postgresql+asyncpg://host/name"; or the host's own AsyncEngine, which stays open.
        metrics: the registry that says how a day is formed.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is none of PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    _driver_errors = DRIVER_ERRORS

    def __init__(
        self,
        url_or_engine: str | AsyncEngine,
        *,
        metrics: MetricRegistry = STANDARD_METRICS,
        timeout_s: float | None = 30.0,
    ) -> None:
        super().__init__(metrics=metrics, timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="history_postgres", tables=_TABLES, version=1, timeout_s=timeout_s)
        scheme = url_or_engine if isinstance(url_or_engine, str) else url_or_engine.url.drivername
        if not scheme.startswith("postgresql"):
            raise UnknownScheme("A database that is none of PostgreSQL was given; use postgresql+asyncpg://, or SQLHistory.")

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def _append(self, readings: Sequence[Reading]) -> None:
        subject = readings[0].subject
        newest = latest_revisions(list(readings))

        def keep(connection: Connection) -> None:
            found = connection.execute(_HELD, {"owner": subject.id, "all_id": list(newest)})
            held = {row.id: _reading(subject, row) for row in found}
            changed = [r for r in newest.values() if r.id not in held or r.supersedes(held[r.id])]
            if replaced := [reading.id for reading in changed if reading.id in held]:
                connection.execute(_DROP, {"owner": subject.id, "all_id": replaced})
            if changed:
                connection.execute(_ADD, {"owner": subject.id} | _columns(changed))

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
            wanted = wanted.where(_READINGS.c.day.between(window.first, window.last))
        return await self._database.read(lambda connection: [_reading(subject, row) for row in connection.execute(wanted)])

    async def _last_day(self, subject: Subject, metrics: frozenset[str]) -> date | None:
        last = sa.select(sa.func.max(_READINGS.c.day)).where(_READINGS.c.subject == subject.id, _READINGS.c.deleted.is_(False))
        if metrics:
            last = last.where(_READINGS.c.metric.in_(sorted(metrics)))
        return await self._database.read(lambda connection: connection.scalar(last))

    async def _forget(self, subject: Subject) -> int:
        gone = sa.delete(_READINGS).where(_READINGS.c.subject == subject.id)
        return await self._database.erase(lambda connection: connection.execute(gone).rowcount, subject=subject)


def _columns(readings: Sequence[Reading]) -> dict[str, object]:
    rows = [
        (r.id, r.metric, r.day, r.value, r.start, r.end, r.zone, r.source, r.device, r.revision, r.deleted, r.kind)
        for r in readings
    ]
    return {f"all_{column.name}": list(values) for column, values in zip(_KEPT, zip(*rows, strict=True), strict=True)}


def _reading(subject: Subject, row: sa.Row[Any]) -> Reading:
    # By place: asking each row for its columns by name makes a third of the time of a long window.
    id, metric, day, value, started, ended, zone, source, device, revision, deleted, kind = tuple(row)
    try:
        return Reading(
            subject=subject,
            metric=metric,
            value=value,
            start=started.astimezone(UTC),
            end=ended.astimezone(UTC),
            day=day,
            zone=zone,
            source=source,
            id=id,
            device=device,
            revision=revision,
            deleted=deleted,
            kind=kind,
        )
    except (TypeError, ValueError, OverflowError):
        # Their messages quote what was stored: they must not become the cause.
        raise StoreCorrupted("A stored reading cannot be read; it was written by another version or damaged.") from None
