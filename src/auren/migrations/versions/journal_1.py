"""What was seen, found, advised, delivered and said to it."""

from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

revision = "journal_1"
down_revision = None
branch_labels = ("journal",)


def upgrade(op: Operations) -> None:
    def table(name: str, *columns: sa.Column[Any]) -> None:
        op.create_table(f"auren_journal_{name}", sa.Column("subject", sa.String, primary_key=True), *columns)

    table(
        "seen",
        sa.Column("reading_id", sa.String, primary_key=True),
        sa.Column("digest", sa.String, primary_key=True),
    )
    table(
        "findings",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("disposition", sa.String, nullable=False),
        sa.Column("reply_id", sa.String, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_auren_journal_findings_is_open", "auren_journal_findings", ["is_open"])
    table(
        "replies",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("auren_journal_reply_key", "auren_journal_replies", ["subject", "key"], unique=True)
    table(
        "advice",
        sa.Column("advice_id", sa.String, primary_key=True),
        sa.Column("reply_id", sa.String, primary_key=True),
    )
    table(
        "deliveries",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("is_pending", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_auren_journal_deliveries_is_pending", "auren_journal_deliveries", ["is_pending"])
    table(
        "feedback",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
