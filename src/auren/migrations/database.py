"""What a host calls: how a database stands, its upgrade, and the upgrade as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from auren._resource import Resource
from auren._sql import DRIVER_ERRORS, Database
from auren.errors import InvalidInput, StoreUnavailable, UnknownScheme
from auren.migrations.rooms import ROOMS, Room, named
from auren.migrations.standing import Standing, standing_of
from auren.migrations.upgrading import Scripts

__all__ = ["statements", "status", "upgrade"]

T = TypeVar("T")


async def status(url_or_engine: str | AsyncEngine, *, timeout_s: float | None = 30.0) -> list[Standing]:
    """Say how each room stands in a database; nothing is written, and a file that is not there is not made.

    Args:
        url_or_engine: of the database, as a room takes it.
        timeout_s: seconds it may take.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        MissingExtra: the driver is not installed.
        StoreError: the database could not answer.
    """
    tables = Migrations(url_or_engine, timeout_s=timeout_s)
    if isinstance(url_or_engine, str) and _is_missing_file(url_or_engine):
        return [Standing(room, 0) for room in ROOMS.values() if not room.only_on]
    async with tables:
        return await tables.read(standing_of)


async def upgrade(
    url_or_engine: str | AsyncEngine,
    rooms: Iterable[str] = (),
    *,
    to: Mapping[str, int] | None = None,
    timeout_s: float | None = 600.0,
) -> list[Standing]:
    """Bring rooms to their newest version in one transaction, and say how all rooms stand then.

    Whoever upgrades the same database at the same time waits, and finds nothing left to do.

    Args:
        url_or_engine: of the database, as a room takes it.
        rooms: names of rooms; empty takes all but those that are made only when asked for, and whatever stands already.
        to: a version to stop at, for rooms by name; the others go to the newest.
        timeout_s: seconds it may take.

    Raises:
        InvalidInput: the URL cannot be read, a room or version does not exist, or a room stands at a later version.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        ConfigurationError: the server lacks what a room needs.
        MissingExtra: Alembic or the driver is not installed.
        StoreCorrupted: the tables were written by a newer auren, or some were dropped.
        StoreError: the database could not do it; nothing was changed.
    """
    scripts = Scripts()
    chosen, versions = named(rooms), _versions(to or {})
    tables = Migrations(url_or_engine, timeout_s=timeout_s)

    def work(connection: Connection) -> list[Standing]:
        scripts.upgrade(connection, _wanted(connection.dialect.name, chosen or _usual(connection), versions))
        return standing_of(connection)

    async with tables:
        return await tables.write(work)


def statements(
    url: str, rooms: Iterable[str] = (), *, since: Mapping[str, int] | None = None, to: Mapping[str, int] | None = None
) -> str:
    """Write the SQL of an upgrade without connecting.

    Args:
        url: of the database; only its scheme counts.
        rooms: names of rooms; empty takes all but those that are made only when asked for.
        since: the version that stands, for rooms by name; of the others, none.
        to: a version to stop at, for rooms by name; the others go to the newest.

    Raises:
        InvalidInput: the URL cannot be read, a room or version does not exist, or `since` is later than `to`.
        UnknownScheme: it is neither SQLite nor PostgreSQL.
        ConfigurationError: rows have to be computed anew, which SQL alone cannot.
        MissingExtra: Alembic or the driver is not installed.
    """
    # It reads the URL, and says what is wrong with it.
    Migrations(url, timeout_s=None)
    dialect = make_url(url).get_backend_name()
    standing = _versions(since or {})
    chosen = named(rooms) or [room for room in ROOMS.values() if not room.asked_for or room in standing]
    wanted = _wanted(dialect, chosen, _versions(to or {}))
    for room, version in wanted.items():
        if standing.get(room, 0) > version:
            raise InvalidInput(
                f"{room.name} was to go from version {standing[room]} to {version}; a version is never taken back."
            )
    return Scripts().statements(dialect, wanted, standing)


class Migrations(Resource):
    """The tables of one database, whichever room they are of."""

    _driver_errors = DRIVER_ERRORS
    _timeout_error = StoreUnavailable

    def __init__(self, url_or_engine: str | AsyncEngine, *, timeout_s: float | None) -> None:
        super().__init__(timeout_s=timeout_s)
        self._database = Database(url_or_engine, room="migrations", tables=sa.MetaData(), version=0, timeout_s=timeout_s)

    async def _open(self) -> None:
        await self._database.connect()

    async def _close(self) -> None:
        await self._database.close()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Give what a function reads."""
        async with self._working("read"):
            return await self._database.read(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Give what a function returns that writes in one transaction, alone among those who migrate."""
        async with self._working("write"):
            return await self._database.write(work)


def _usual(connection: Connection) -> list[Room]:
    return [found.room for found in standing_of(connection) if found.version or not found.room.asked_for]


def _versions(given: Mapping[str, int]) -> dict[Room, int]:
    for room in named(given):
        if not 1 <= given[room.name] <= room.version:
            raise InvalidInput(f"{room.name} of version {given[room.name]} was asked for; there are 1 to {room.version}.")
    return {room: given[room.name] for room in named(given)}


def _wanted(dialect: str, rooms: Iterable[Room], versions: Mapping[Room, int]) -> dict[Room, int]:
    chosen = set(rooms)
    for room in rooms:
        if room.only_on not in ("", dialect):
            raise UnknownScheme(f"Tables of {room.name} were asked for on {dialect}; they exist on {room.only_on} only.")
        if room.after:
            chosen.add(ROOMS[room.after])
    return {room: versions.get(room, room.version) for room in ROOMS.values() if room in chosen}


def _is_missing_file(url: str) -> bool:
    parsed = make_url(url)
    where = parsed.database or ""
    is_file = parsed.get_backend_name() == "sqlite" and where and not where.startswith(("file:", ":memory:"))
    return bool(is_file) and not Path(where).exists()
