"""Records under an index of their words, and vectors beside them; the records of version 1 are taken over."""

from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

from auren.memory.stores._terms import mark_of, terms_of
from auren.people import Subject

revision = "memory_2"
down_revision = "memory_1"
branch_labels = None
computes_rows = True  # the terms of each record

_COLUMNS = ("store", "subject", "id", "kind", "text", "at_us", "expires_us", "origin", "conversation", "data")
_INDEX = {
    "sqlite": (
        """CREATE VIRTUAL TABLE auren_memory_words USING fts5(
            terms, content='auren_memory_items', content_rowid='number', detail=none, columnsize=0, tokenize='ascii')""",
        """CREATE TRIGGER auren_memory_words_new AFTER INSERT ON auren_memory_items BEGIN
            INSERT INTO auren_memory_words(rowid, terms) VALUES (new.number, new.terms); END""",
        """CREATE TRIGGER auren_memory_words_gone AFTER DELETE ON auren_memory_items BEGIN
            INSERT INTO auren_memory_words(auren_memory_words, rowid, terms) VALUES ('delete', old.number, old.terms); END""",
        """CREATE TRIGGER auren_memory_words_changed AFTER UPDATE OF terms ON auren_memory_items BEGIN
            INSERT INTO auren_memory_words(auren_memory_words, rowid, terms) VALUES ('delete', old.number, old.terms);
            INSERT INTO auren_memory_words(rowid, terms) VALUES (new.number, new.terms); END""",
    ),
    "postgresql": ("CREATE INDEX auren_memory_item_terms ON auren_memory_items USING gin (terms) WITH (fastupdate = off)",),
}


def upgrade(op: Operations) -> None:
    context = op.get_context()
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    items = op.create_table(
        "auren_memory_items",
        sa.Column("number", number, sa.Identity(), primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("terms", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.UniqueConstraint("store", "subject", "id", name="auren_memory_item_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_auren_memory_items_expires_us", "auren_memory_items", ["expires_us"])
    op.create_index("auren_memory_item_age", "auren_memory_items", ["store", "subject", "at_us"])
    op.create_table(
        "auren_memory_vectors",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_index("auren_memory_vector_owner", "auren_memory_vectors", ["store", "subject"])
    op.create_table(
        "auren_memory_spaces",
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("model_id", sa.String, nullable=False),
        sa.Column("dimensions", sa.Integer, nullable=False),
    )
    for statement in _INDEX[context.dialect.name]:
        op.execute(statement)
    if not context.as_sql:
        _take_over(op.get_bind(), items)
    op.drop_table("auren_memory_records")


def _take_over(connection: sa.Connection, items: sa.Table) -> None:
    records = sa.table("auren_memory_records", *map(sa.column, _COLUMNS))
    for some in connection.execute(sa.select(records)).partitions(1000):
        connection.execute(sa.insert(items), [_brought_over(row) for row in some])


def _brought_over(row: sa.Row[Any]) -> dict[str, Any]:
    kept = dict(row._mapping)  # noqa: SLF001 - the toolkit's public name for it
    return kept | {"context": "", "terms": terms_of(mark_of(row.store, Subject(row.subject)), row.text)}
