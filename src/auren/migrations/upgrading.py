"""Bringing rooms from the version that stands to the one that is wanted, by Alembic's operations.

Each room is a line of revisions of its own, since a host may keep each room in another database. The one record of how far
a room has come is the table in which the room itself looks when it opens, so that the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auren._extras import optional
from auren._sql import lock_key, versions_of
from auren.errors import ConfigurationError, InvalidInput, StoreCorrupted
from auren.migrations.rooms import ROOMS, Room
from auren.migrations.standing import Standing, standing_of

__all__ = ["Scripts"]

_FOLDER: Final = Path(__file__).parent


class Scripts:
    """The revisions that ship with auren.

    Raises:
        MissingExtra: Alembic is not installed.
    """

    def __init__(self) -> None:
        self._directory: Any = _alembic("script").ScriptDirectory(str(_FOLDER))
        self._context: Any = _alembic("runtime.migration").MigrationContext
        self._operations: Any = _alembic("operations").Operations

    def newest(self) -> dict[str, int]:
        """Give the newest version of each room that has revisions."""
        return {room: int(number) for room, _, number in (head.rpartition("_") for head in self._directory.get_heads())}

    def upgrade(self, connection: Connection, wanted: Mapping[Room, int]) -> None:
        """Bring rooms to a version, inside the transaction that has begun.

        Args:
            connection: in the transaction.
            wanted: the version that each room is to have.

        Raises:
            InvalidInput: a room stands at a later version than is wanted.
            StoreCorrupted: a room was written by a newer auren, or lacks tables.
            ConfigurationError: the server lacks an extension.
        """
        if connection.dialect.name == "postgresql":
            # The locks that a room takes when it makes its tables, always in this order.
            for name in sorted(ROOMS):
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_key(name))))
        standing = {found.room: found for found in standing_of(connection)}
        for room, version in wanted.items():
            _check(standing[room], version)
        context = self._context.configure(connection)
        for room, version in wanted.items():
            if standing[room].version < version:
                _check_extension(connection, room)
            self._climb(context, room, standing[room].version, version)

    def statements(self, dialect: str, wanted: Mapping[Room, int], since: Mapping[Room, int]) -> str:
        """Write the SQL of an upgrade without a connection.

        Args:
            dialect: "sqlite" or "postgresql".
            wanted: the version that each room is to have.
            since: the version that each room has; of one that is not named, none.

        Raises:
            ConfigurationError: rows have to be computed anew, which SQL alone cannot.
        """
        written = StringIO()
        options = {"as_sql": True, "output_buffer": written, "transactional_ddl": True}
        context = self._context.configure(dialect_name=dialect, opts=options)
        with context.begin_transaction():
            for room, version in wanted.items():
                self._climb(context, room, since.get(room, 0), version)
        return written.getvalue()

    def _climb(self, context: Any, room: Room, found: int, version: int) -> None:
        op = self._operations(context)
        versions = versions_of(room.name)
        if found == 0:
            op.create_table(versions.name, sa.Column("version", sa.Integer, nullable=False), if_not_exists=True)
        for number, script in enumerate(self._between(room, found, version), start=found + 1):
            if context.as_sql and found and getattr(script.module, "computes_rows", False):
                raise ConfigurationError(
                    f"{room.name} of version {number} computes rows anew, which SQL alone cannot; upgrade it with a connection."
                )
            script.module.upgrade(op)
            noted: Any = sa.update(versions) if number > 1 else sa.insert(versions)
            op.execute(noted.values(version=op.inline_literal(number)))

    def _between(self, room: Room, found: int, version: int) -> Iterable[Any]:
        if found >= version:
            return []
        lower = f"{room.name}_{found}" if found else "base"
        newest_first: list[Any] = list(self._directory.iterate_revisions(f"{room.name}_{version}", lower))
        return newest_first[::-1]


def _alembic(module: str) -> Any:
    return optional(f"alembic.{module}", feature="Migrations", extra="postgres")


def _check(standing: Standing, version: int) -> None:
    room = standing.room
    if standing.state == "ahead":
        raise StoreCorrupted(
            f"The {room.name} tables are of version {standing.version} and this auren reads up to {room.version}; "
            "install the auren that wrote them, or a newer one."
        )
    if standing.version > version:
        raise InvalidInput(
            f"The {room.name} tables are of version {standing.version} and {version} was asked for; a version is never taken "
            "back, since that would lose what it brought. Restore the backup from before the upgrade."
        )
    if standing.state == "damaged":
        raise StoreCorrupted(
            f"The {room.name} tables lack {', '.join(standing.missing)}, which version {standing.version} has; "
            "restore the backup, or forget the room by dropping all of its tables."
        )


def _check_extension(connection: Connection, room: Room) -> None:
    if not room.needs:
        return
    has = sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = :name")
    if not connection.scalar(has, {"name": room.needs}):
        raise ConfigurationError(
            f"The server has no extension {room.needs!r}, which {room.name!r} needs; install it there, "
            f"or leave {room.name!r} out."
        )
