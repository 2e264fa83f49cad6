"""The tables of memory in SQLite and PostgreSQL, their word index, and a record as one row of them.

SQLite keeps the terms in an FTS5 index that triggers hold true; PostgreSQL keeps them as a `tsvector` under a GIN index.
"""

from __future__ import annotations

import json
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from auren.facts import MemoryRecord
from auren.memory.stores._terms import mark_of, terms_of
from auren.memory.stores._values import ORIGINS, instant, microseconds, unreadable
from auren.people import Subject

__all__ = ["ITEMS", "SPACES", "TABLES", "VECTORS", "VERSION", "WORDS", "record_of", "row_of"]

VERSION: Final = 2
"""1 kept rows without an index, in a table of another name; they are taken over."""


TABLES: Final = sa.MetaData()

_NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only so does SQLite count by itself

ITEMS: Final = sa.Table(
    "auren_memory_items",
    TABLES,
    sa.Column("number", _NUMBER, sa.Identity(), primary_key=True),
    sa.Column("store", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("terms", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
    sa.Column("at_us", sa.BigInteger, nullable=False),
    sa.Column("expires_us", sa.BigInteger, index=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("conversation", sa.String, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.UniqueConstraint("store", "subject", "id", name="auren_memory_item_key"),
    sa.Index("auren_memory_item_age", "store", "subject", "at_us"),
    sqlite_autoincrement=True,  # a number that was forgotten names nothing else later
)

VECTORS: Final = sa.Table(
    "auren_memory_vectors",
    TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column("store", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Index("auren_memory_vector_owner", "store", "subject"),
)

SPACES: Final = sa.Table(
    "auren_memory_spaces",
    TABLES,
    sa.Column("store", sa.String, primary_key=True),
    sa.Column("model_id", sa.String, nullable=False),
    sa.Column("dimensions", sa.Integer, nullable=False),
)

WORDS: Final = sa.table("auren_memory_words", sa.column("rowid", sa.Integer), sa.column("auren_memory_words", sa.Text))
"""SQLite's word index; its column of its own name takes what is looked for."""

_SQLITE_INDEX: Final = (
    """CREATE VIRTUAL TABLE auren_memory_words USING fts5(
        terms, content='auren_memory_items', content_rowid='number', detail=none, columnsize=0, tokenize='ascii')""",
    """CREATE TRIGGER auren_memory_words_new AFTER INSERT ON auren_memory_items BEGIN
        INSERT INTO auren_memory_words(rowid, terms) VALUES (new.number, new.terms); END""",
    """CREATE TRIGGER auren_memory_words_gone AFTER DELETE ON auren_memory_items BEGIN
        INSERT INTO auren_memory_words(auren_memory_words, rowid, terms) VALUES ('delete', old.number, old.terms); END""",
    """CREATE TRIGGER auren_memory_words_changed AFTER UPDATE OF terms ON auren_memory_items BEGIN
        INSERT INTO auren_memory_words(auren_memory_words, rowid, terms) VALUES ('delete', old.number, old.terms);
        INSERT INTO auren_memory_words(rowid, terms) VALUES (new.number, new.terms); END""",
)
# Without a list of what is pending, a reader never pays for a writer.
_POSTGRES_INDEX: Final = (
    "CREATE INDEX auren_memory_item_terms ON auren_memory_items USING gin (terms) WITH (fastupdate = off)",
)


def row_of(store: str, record: MemoryRecord) -> dict[str, object]:
    """Give a record as a row."""
    return {
        "store": store,
        "subject": record.subject.id,
        "id": record.id,
        "kind": record.kind,
        "text": record.text,
        "context": record.context,
        "terms": terms_of(mark_of(store, record.subject), record.text, record.context),
        "at_us": microseconds(record.at),
        "expires_us": None if record.expires_at is None else microseconds(record.expires_at),
        "origin": record.origin,
        "conversation": record.conversation,
        "data": json.dumps(record.data, ensure_ascii=False),
    }


def record_of(subject: Subject, row: sa.Row[Any]) -> MemoryRecord:
    """Give the record that a row holds.

    Raises:
        StoreCorrupted: it holds none.
    """
    try:
        return MemoryRecord(
            id=row.id,
            subject=subject,
            kind=row.kind,
            text=row.text,
            at=instant(row.at_us),
            origin=ORIGINS[row.origin],
            conversation=row.conversation,
            expires_at=None if row.expires_us is None else instant(row.expires_us),
            data=tuple((str(name), str(value)) for name, value in json.loads(row.data)),
            context=row.context,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        # Their messages quote what was stored: they must not become the cause.
        raise unreadable() from None


def _take_over(_table: sa.Table, connection: Connection, **_options: object) -> None:
    """Build the word index of a new table, and bring in what version 1 kept."""
    on_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_INDEX if on_sqlite else _POSTGRES_INDEX:
        connection.exec_driver_sql(statement)
    old = sa.Table("auren_memory_records", sa.MetaData(), *(sa.Column(name) for name in _OF_VERSION_1))
    if not sa.inspect(connection).has_table(old.name):
        return
    for some in connection.execute(sa.select(old)).partitions(1000):
        connection.execute(sa.insert(ITEMS), [_brought_over(row) for row in some])
    connection.execute(sa.schema.DropTable(old))


_OF_VERSION_1: Final = ("store", "subject", "id", "kind", "text", "at_us", "expires_us", "origin", "conversation", "data")


def _brought_over(row: sa.Row[Any]) -> dict[str, Any]:
    kept = dict(row._mapping)  # noqa: SLF001 - the toolkit's public name for it
    return kept | {"context": "", "terms": terms_of(mark_of(row.store, Subject(row.subject)), row.text)}


event.listen(ITEMS, "after_create", _take_over)
