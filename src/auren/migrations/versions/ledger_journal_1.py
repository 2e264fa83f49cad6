"""What was spent while the shared ledger was down."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "ledger_journal_1"
down_revision = None
branch_labels = ("ledger_journal",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_ledger_journal_calls",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("length", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("expires_at", sa.String, nullable=False),
        sa.Column("stage", sa.Integer, nullable=False),
        sa.Column("micro_usd", sa.BigInteger, nullable=False),
        sa.Column("tokens", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_auren_ledger_journal_calls_subject", "auren_ledger_journal_calls", ["subject"])
