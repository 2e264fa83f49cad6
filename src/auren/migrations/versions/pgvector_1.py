"""Vectors in PostgreSQL's pgvector extension, for `PgvectorStore`."""

from alembic.operations import Operations

revision = "pgvector_1"
down_revision = None
branch_labels = ("pgvector",)


def upgrade(op: Operations) -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.execute(
        "CREATE TABLE IF NOT EXISTS auren_memory_pgvectors "
        "(number bigint PRIMARY KEY, store text NOT NULL, subject text NOT NULL, vector vector NOT NULL)"
    )
    op.execute("CREATE INDEX IF NOT EXISTS auren_memory_pgvector_owner ON auren_memory_pgvectors (store, subject)")
