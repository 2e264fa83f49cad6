"""What the SQL adapters share: an engine and who closes it, one writer at a time, schema versions and error names."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, StaticPool

from auren._extras import optional
from auren._withheld import withheld
from auren.errors import (
    AurenError,
    ConfigurationError,
    InvalidInput,
    StoreConflict,
    StoreCorrupted,
    StoreError,
    StoreUnavailable,
    UnknownScheme,
)
from auren.people import Subject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["DRIVER_ERRORS", "MEMORY_URL", "Database", "chunks", "lock_key", "versions_of"]

T = TypeVar("T")

MEMORY_URL: Final = "sqlite+aiosqlite://"

DRIVER_ERRORS: Final[Mapping[type[BaseException], type[AurenError]]] = {
    exc.SQLAlchemyError: StoreError,
    exc.ArgumentError: ConfigurationError,
    exc.TimeoutError: StoreUnavailable,
    exc.DBAPIError: StoreUnavailable,
    # SQLite tells of a damaged file, or of one that is no database, with this class itself.
    exc.DatabaseError: StoreCorrupted,
    exc.ProgrammingError: StoreCorrupted,
    exc.OperationalError: StoreUnavailable,
    exc.InternalError: StoreUnavailable,
    exc.IntegrityError: StoreConflict,
    exc.DataError: InvalidInput,
    sqlite3.Error: StoreUnavailable,
    sqlite3.DatabaseError: StoreCorrupted,
    sqlite3.OperationalError: StoreUnavailable,
    OSError: StoreUnavailable,
    UnicodeEncodeError: InvalidInput,
    OverflowError: InvalidInput,
}

_TURN: Final = "auren_turn"
_DRIVER_LOG: Final = logging.getLogger("aiosqlite")
_BUSY_S: Final = 5.0


class _WithoutValues(logging.Filter):
    """Keeps values out of the driver's log, which tells of each call with the statement and all that it writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave of each call the method's name, of everything else the class."""
        args = record.args if isinstance(record.args, tuple) else ()
        named = (arg.func if isinstance(arg, partial) else arg for arg in args)
        record.args = tuple(getattr(arg, "__name__", type(arg).__name__) for arg in named)
        return True


class Database:
    """One room's tables behind one engine.

    On SQLite one write runs at a time, and once it runs it runs to its end even when the caller is cancelled: a
    statement that was cut off would cost the connection, and with it a database that lives in memory.

    Args:
        where: a URL, whose engine is built on `open` and disposed on `close`, or the caller's engine, which is neither.
        room: what the tables are of; names the table that holds their version.
        tables: the tables.
        version: of the tables.
        opens_from: the oldest version that opening brings up by making the tables it lacks; an older one has tables that
            changed, and is brought up by its migrations.
        timeout_s: seconds an operation may take; SQLite waits half of it, at most 5 s, for a lock.

    Raises:
        InvalidInput: the URL cannot be read.
        UnknownScheme: the URL or engine is neither of SQLite nor of PostgreSQL.
        MissingExtra: the driver is not installed.
    """

    def __init__(
        self,
        where: str | AsyncEngine,
        *,
        room: str,
        tables: sa.MetaData,
        version: int,
        opens_from: int = 1,
        timeout_s: float | None,
    ) -> None:
        self._room = room
        self._tables = tables
        self._version = version
        self._opens_from = opens_from
        self._versions = versions_of(room)
        self._busy_s = _BUSY_S if timeout_s is None else min(_BUSY_S, timeout_s / 2)
        self._url: URL | None = None
        self._engine: AsyncEngine | None = None
        if isinstance(where, str):
            self._url = url = _readable(where)
        else:
            self._engine, url = where, where.url
        self._on_sqlite = _backend(url) == "sqlite"
        self._without_values = _WithoutValues()

    async def open(self) -> None:
        """Connect, and create the tables where they are missing.

        Raises:
            ConfigurationError: the tables are of a version that only migrations bring up.
            StoreCorrupted: the tables were written by a newer version.
        """
        await self.connect()
        try:
            await self.write(self._prepare)
        except BaseException:
            await self.close()
            raise

    async def connect(self) -> None:
        """Connect, and create nothing."""
        _DRIVER_LOG.addFilter(self._without_values)
        if self._url is None:
            return
        self._engine = self._built(self._url)
        try:
            if self._on_sqlite:
                await _to_the_end(_probe(self._opened(), self._url))
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Dispose the engine, if it is ours."""
        _DRIVER_LOG.removeFilter(self._without_values)
        engine = self._engine
        if self._url is None or engine is None:
            return
        self._engine = None
        async with self._turn(engine):
            await _to_the_end(engine.dispose())

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Give what a function reads."""
        engine = self._opened()
        if not self._on_sqlite:
            return await self._reading(engine, work)
        if not isinstance(engine.sync_engine.pool, StaticPool):
            return await _to_the_end(self._reading(engine, work))
        async with self._turn(engine):
            return await _to_the_end(self._reading(engine, work))

    async def write(self, work: Callable[[Connection], T], *, subject: Subject | None = None, alone: bool = True) -> T:
        """Give what a function returns that reads and writes in one transaction, alone with this person's rows.

        Args:
            work: raises to have nothing of it written.
            subject: whose rows it reads before it writes; None when it does not.
            alone: False for work that locks the rows it needs by itself.
        """
        engine = self._opened()
        if not self._on_sqlite:
            return await self._writing(engine, work, subject, alone)
        async with self._turn(engine):
            return await _to_the_end(self._writing(engine, work, subject, alone))

    async def erase(self, work: Callable[[Connection], T], *, subject: Subject | None = None) -> T:
        """Do as `write` does, and leave no byte of what was deleted in SQLite's file; it is written anew for that.

        Raises:
            StoreUnavailable: the rows are gone, but somebody who reads the file keeps their bytes in it.
        """
        erased = await self.write(work, subject=subject)
        engine = self._opened()
        # A person is scrubbed even when no row is left, since an earlier try may have got no further than the rows.
        # What merely expired is not worth writing the file anew when there was none of it.
        if self._on_sqlite and (erased or subject is not None):
            async with self._turn(engine):
                await _to_the_end(_scrub(engine))
        return erased

    def upsert(self, table: sa.Table, *, keys: Sequence[str] = ()) -> sa.Executable:
        """Give the statement that writes a row in place of the one with its key.

        Args:
            table: where.
            keys: columns of a unique key; empty takes the primary one. A row that stands keeps its primary key.
        """
        primary = [column.name for column in table.primary_key]
        by = list(keys) or primary
        others = [column.name for column in table.columns if column.name not in {*by, *primary}]
        if self._on_sqlite:
            lite = sqlite.insert(table)
            return lite.on_conflict_do_update(index_elements=by, set_={name: lite.excluded[name] for name in others})
        post = postgresql.insert(table)
        return post.on_conflict_do_update(index_elements=by, set_={name: post.excluded[name] for name in others})

    def insert_new(self, table: sa.Table) -> sa.Executable:
        """Give the statement that writes a row unless one with its primary key stands."""
        keys = [column.name for column in table.primary_key]
        if self._on_sqlite:
            return sqlite.insert(table).on_conflict_do_nothing(index_elements=keys)
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=keys)

    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise StoreUnavailable(f"The {self._room} database was closed while it was in use; open it again.")
        return self._engine

    def _built(self, url: URL) -> AsyncEngine:
        if not self._on_sqlite:
            return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
        # Older toolkits connect anew for every statement on a file.
        pool = StaticPool if _in_memory(url) else AsyncAdaptedQueuePool
        engine = create_async_engine(
            url,
            hide_parameters=True,
            poolclass=pool,
            connect_args={"timeout": self._busy_s},
        )
        event.listen(engine.sync_engine, "connect", _tune)
        return engine

    def _turn(self, engine: AsyncEngine) -> asyncio.Lock:
        # It lives on the engine, since rooms that share an engine may share its one connection.
        loop = asyncio.get_running_loop()
        held = engine.sync_engine.get_execution_options().get(_TURN)
        if held is not None and held[0] is loop:
            known: asyncio.Lock = held[1]
            return known
        turn = asyncio.Lock()
        engine.sync_engine.update_execution_options(**{_TURN: (loop, turn)})
        return turn

    async def _reading(self, engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
        async with _quiet(), engine.connect() as connection:
            return await connection.run_sync(work)

    async def _writing(self, engine: AsyncEngine, work: Callable[[Connection], T], subject: Subject | None, alone: bool) -> T:
        async with _quiet(), engine.begin() as connection:
            if self._on_sqlite:
                # Read, then write: a plain BEGIN would let two of them read the same state.
                if self._url is not None or not await _has_begun(connection):
                    await connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif alone:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_key(self._room, subject))))
            return await connection.run_sync(work)

    def wait_turns(self, connection: Connection, subjects: Iterable[Subject]) -> None:
        """Inside work of `write` that began with `alone=False`: go on alone with these persons' rows."""
        if not self._on_sqlite:
            # Always in this order, so that nobody waits for one another.
            for subject in sorted(set(subjects)):
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_key(self._room, subject))))

    def _prepare(self, connection: Connection) -> None:
        self._versions.create(connection, checkfirst=True)
        found = connection.scalar(sa.select(sa.func.max(self._versions.c.version)))
        if found is None:
            self._tables.create_all(connection)
            connection.execute(sa.insert(self._versions).values(version=self._version))
        elif found < self._opens_from:
            raise ConfigurationError(
                f"The {self._room} tables are of version {found} and are opened from version {self._opens_from} on; bring them "
                f"up first: auren migrate URL --room {self._room}."
            )
        elif found < self._version:
            # The version has only more tables.
            self._tables.create_all(connection)
            connection.execute(sa.update(self._versions).values(version=self._version))
        elif found > self._version:
            raise StoreCorrupted(
                f"The {self._room} tables are of version {found} and this auren reads up to {self._version}; "
                "install the auren that wrote them, or a newer one."
            )


def versions_of(room: str) -> sa.Table:
    """Give the table that holds the version of a room's tables."""
    return sa.Table(f"auren_{room}_schema", sa.MetaData(), sa.Column("version", sa.Integer, nullable=False))


def lock_key(room: str, subject: Subject | None = None) -> int:
    """Give the key of PostgreSQL's advisory lock on a room's tables, or on a person's rows in them."""
    name = f"{room}|{subject.id if subject else ''}"
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


def chunks(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Give the items in runs that a statement can name one by one."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _readable(text: str) -> URL:
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError):
        # The driver's message may quote the URL, and a URL may hold a password.
        raise InvalidInput("A database URL that cannot be read was given; use for example sqlite+aiosqlite:///path.") from None
    if _backend(url) == "postgresql":
        optional(url.get_driver_name(), feature="PostgreSQL", extra="postgres")
    return url


def _backend(url: URL) -> str:
    if url.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg", "postgresql+psycopg"):
        raise UnknownScheme(
            f"A database of scheme {url.drivername!r} was given; use sqlite+aiosqlite://, postgresql+asyncpg:// "
            "or postgresql+psycopg://."
        )
    return url.get_backend_name()


def _in_memory(url: URL) -> bool:
    return not url.database or ":memory:" in url.database or url.query.get("mode") == "memory"


def _tune(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("secure_delete = ON", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # SQLite does not wait here. Whoever is in the way switches the file itself, and its mode is that of all connections.
        if error.sqlite_errorname != "SQLITE_BUSY":
            raise
    cursor.close()


async def _has_begun(connection: AsyncConnection) -> bool:
    # A caller's engine has none of our settings; it may even begin transactions by itself.
    await connection.exec_driver_sql("PRAGMA secure_delete = ON")
    raw: Any = (await connection.get_raw_connection()).driver_connection
    return bool(raw.in_transaction)


async def _scrub(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        # Past the toolkit, which would begin a transaction: inside one neither works.
        raw: Any = (await connection.get_raw_connection()).driver_connection
        try:
            # secure_delete zeroes rows, but not the copies that are left where rows moved between pages.
            await (await raw.execute("VACUUM")).close()
            log = await raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = await log.fetchone()
            await log.close()
        except ValueError as error:
            raise StoreUnavailable("The connection to the database was lost; forget again.") from withheld(error)
    if busy:
        raise StoreUnavailable("The rows are gone, but a reader keeps their bytes in the database's log; forget again.")


async def _probe(engine: AsyncEngine, url: URL) -> None:
    # A driver connection that fails to open leaves a thread that speaks to this loop when it may be closed already.
    (where, *_), options = engine.sync_engine.dialect.create_connect_args(url)
    await asyncio.to_thread(lambda: sqlite3.connect(where, uri=bool(options.get("uri"))).close())


@asynccontextmanager
async def _quiet() -> AsyncIterator[None]:
    try:
        yield
    except exc.StatementError as error:
        # Its text would quote the values of the statement, also with a caller's engine.
        error.hide_parameters = True
        raise


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    cut: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cut = error
    if cut is not None:
        if not task.cancelled():
            task.exception()
        raise cut
    return task.result()
