"""Readings in PostgreSQL's own types, for `PostgresHistory`."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "history_postgres_1"
down_revision = None
branch_labels = ("history_postgres",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_history_postgres_readings",
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
    )
    op.create_index("auren_history_postgres_by_day", "auren_history_postgres_readings", ["subject", "metric", "day"])
