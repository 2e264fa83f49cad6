"""Readings, one row each."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "history_1"
down_revision = None
branch_labels = ("history",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_history_readings",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("metric", sa.String, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("started", sa.String, nullable=False),
        sa.Column("ended", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
    )
    op.create_index("auren_history_by_day", "auren_history_readings", ["subject", "metric", "day"])
