"""What a database says of its own tables, so that two ways of making them can be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

__all__ = ["schema_of"]

_POSTGRES = {
    "columns": """SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable, column_default,
        is_identity, identity_generation FROM information_schema.columns WHERE table_schema = 'public'""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "extensions": "SELECT extname, '' FROM pg_extension WHERE extname <> 'plpgsql'",
    "versions": "",
}


async def schema_of(url: str) -> dict[str, set[tuple[Any, ...]]]:
    """Give columns, indexes, constraints and triggers, and each room's version; the order of columns does not count."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_schema)
    finally:
        await engine.dispose()


def _schema(connection: Connection) -> dict[str, set[tuple[Any, ...]]]:
    tables = sorted(name for name in sa.inspect(connection).get_table_names() if name.startswith("auren_"))
    found = _of_postgres(connection) if connection.dialect.name == "postgresql" else _of_sqlite(connection, tables)
    found["versions"] = {
        (name, *connection.execute(sa.select(sa.column("version")).select_from(sa.table(name))).scalars())
        for name in tables
        if name.endswith("_schema")
    }
    return found


def _of_postgres(connection: Connection) -> dict[str, set[tuple[Any, ...]]]:
    return {
        kind: {tuple(row) for row in connection.exec_driver_sql(query)} if query else set() for kind, query in _POSTGRES.items()
    }


def _of_sqlite(connection: Connection, tables: list[str]) -> dict[str, set[tuple[Any, ...]]]:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(query)]

    indexes = [(name, *index[1:4]) for name in tables for index in rows(f"PRAGMA index_list({name})")]
    made = rows("SELECT type, name, sql FROM sqlite_master WHERE name LIKE 'auren!_%' ESCAPE '!'")
    return {
        "columns": {(name, *column[1:]) for name in tables for column in rows(f"PRAGMA table_xinfo({name})")},
        "indexes": {(*index, *(column[2] for column in rows(f"PRAGMA index_info({index[1]})"))) for index in indexes},
        "numbered": {(name,) for kind, name, sql in made if kind == "table" and "AUTOINCREMENT" in sql},
        "written": {(name, " ".join(sql.split())) for kind, name, sql in made if kind == "trigger" or "VIRTUAL" in (sql or "")},
    }
