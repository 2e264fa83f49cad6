"""Snapshots of what the pattern rules know of a person."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "journal_2"
down_revision = "journal_1"
branch_labels = None


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_journal_snapshots",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("since", sa.String(10)),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
