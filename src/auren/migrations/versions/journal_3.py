"""What was switched off for a person, and cleared by a human."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "journal_3"
down_revision = "journal_2"
branch_labels = None


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_journal_holds",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
