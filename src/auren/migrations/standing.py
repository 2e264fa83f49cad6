"""What stands in a database: each room's version, and which of its tables are not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auren._sql import versions_of
from auren.migrations.rooms import ROOMS, Room

__all__ = ["Standing", "standing_of"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one room stands in a database.

    Args:
        room: which.
        version: of the tables that are there; 0 where there are none.
        missing: names of tables that its version has and the database has not; known for the newest version only.
    """

    room: Room
    version: int
    missing: tuple[str, ...] = ()

    @property
    def state(self) -> Literal["absent", "behind", "current", "ahead", "damaged"]:
        """What the version means for this auren; of a damaged room, tables were dropped."""
        if self.version == 0:
            return "absent"
        if self.version > self.room.version:
            return "ahead"
        if self.version < self.room.version:
            return "behind"
        return "damaged" if self.missing else "current"


def standing_of(connection: Connection) -> list[Standing]:
    """Read how every room that can be in this database stands; nothing is written."""
    tables = set(sa.inspect(connection).get_table_names())
    on_it = (room for room in ROOMS.values() if room.only_on in ("", connection.dialect.name))
    return [_standing(connection, room, tables) for room in on_it]


def _standing(connection: Connection, room: Room, tables: set[str]) -> Standing:
    versions = versions_of(room.name)
    found = connection.scalar(sa.select(sa.func.max(versions.c.version))) if versions.name in tables else None
    missing = tuple(name for name in room.tables if name not in tables)
    if found is None:
        # The tables of pgvector may have been made by the store itself, which notes no version.
        found = room.version if room.tables and not missing else 0
    return Standing(room, found, missing if found == room.version else ())
