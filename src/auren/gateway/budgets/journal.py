"""What was spent while the shared ledger was down and is not booked to it yet: one row a call, kept through a crash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auren._resource import Resource
from auren._sql import DRIVER_ERRORS, MEMORY_URL, Database
from auren.errors import StoreCorrupted, StoreUnavailable
from auren.gateway.budgets.holds import Stage, micros
from auren.people import Subject

__all__ = ["MEMORY_URL", "Entry", "LocalJournal"]

_TABLES = sa.MetaData()
_CALLS = sa.Table(
    "auren_ledger_journal_calls",
    _TABLES,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False, index=True),
    sa.Column("plan", sa.String, nullable=False),
    sa.Column("length", sa.String, nullable=False),
    sa.Column("zone", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("expires_at", sa.String, nullable=False),
    sa.Column("stage", sa.Integer, nullable=False),
    sa.Column("micro_usd", sa.BigInteger, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One call as it is to be booked.

    Args:
        id: of its reservation.
        subject: the person; empty where it was not reserved through this process.
        plan, length, zone: the plan's name, the length of its window, and where the person is.
        at: when it was reserved, which says in what window it counts.
        expires_at: when a call that left settles at its bound.
        stage: how far it has come.
        micro_usd, tokens: what it has settled at; its bound while it is under way.
    """

    id: str
    subject: str
    plan: str
    length: str
    zone: str
    at: datetime
    expires_at: datetime
    stage: Stage
    micro_usd: int
    tokens: int

    def due(self, now: datetime) -> bool:
        """Tell whether it can be booked: it has ended, or nobody will say any more how."""
        return not self.stage.open or micros(self.expires_at) <= micros(now)


class LocalJournal(Resource):
    """Keeps entries in a database of this process alone.

    Args:
        url: of a database in memory or in a file.
    """

    _driver_errors = DRIVER_ERRORS
    _timeout_error = StoreUnavailable

    def __init__(self, url: str) -> None:
        super().__init__(timeout_s=5.0)
        self._database = Database(url, room="ledger_journal", tables=_TABLES, version=1, timeout_s=5.0)

    async def _open(self) -> None:
        await self._database.open()

    async def _close(self) -> None:
        await self._database.close()

    async def write(self, entry: Entry) -> None:
        """Keep an entry, unless the one of its id knows better already.

        Raises:
            StoreError: it could not be kept.
        """
        row = _row(entry)

        def write(connection: Connection) -> None:
            known = connection.scalar(sa.select(_CALLS.c.stage).where(_CALLS.c.id == entry.id))
            if known is None or known < entry.stage:
                connection.execute(self._database.upsert(_CALLS), row)

        async with self._working("write"):
            await self._database.write(write)

    async def entries(self) -> list[Entry]:
        """Give all entries in the order they were reserved.

        Raises:
            StoreCorrupted: one cannot be read.
            StoreError: the journal could not answer.
        """
        async with self._working("entries"):
            rows = await self._database.read(lambda connection: list(connection.execute(sa.select(_CALLS))))
        try:
            found = [_entry(*row) for row in rows]
        except (ValueError, TypeError) as error:
            raise StoreCorrupted("An entry of the ledger's local journal cannot be read; it was damaged.") from error
        return sorted(found, key=lambda entry: (entry.at, entry.id))

    async def drop(self, entry: Entry) -> None:
        """Drop an entry that was booked, unless it knows better by now.

        Raises:
            StoreError: it could not be dropped.
        """
        gone = sa.delete(_CALLS).where(_CALLS.c.id == entry.id, _CALLS.c.stage == int(entry.stage))
        async with self._working("drop"):
            await self._database.write(lambda connection: connection.execute(gone).rowcount)

    async def unname(self, subject: Subject) -> int:
        """Leave what a person spent to be booked to the pool, under a name that is nobody's.

        Raises:
            StoreError: it could not be done.
        """
        nobody = f"forgotten-{secrets.token_hex(16)}"
        renamed = sa.update(_CALLS).where(_CALLS.c.subject == subject.id).values(subject=nobody)
        async with self._working("unname"):
            return await self._database.erase(lambda connection: connection.execute(renamed).rowcount, subject=subject)


def _row(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "subject": entry.subject,
        "plan": entry.plan,
        "length": entry.length,
        "zone": entry.zone,
        "at": entry.at.isoformat(),
        "expires_at": entry.expires_at.isoformat(),
        "stage": int(entry.stage),
        "micro_usd": entry.micro_usd,
        "tokens": entry.tokens,
    }


def _entry(
    id: str, subject: str, plan: str, length: str, zone: str, at: str, expires_at: str, stage: int, micro_usd: int, tokens: int
) -> Entry:
    instants = (datetime.fromisoformat(at), datetime.fromisoformat(expires_at))
    return Entry(id, subject, plan, length, zone, *instants, Stage(stage), micro_usd, tokens)
