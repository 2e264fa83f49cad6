"""Records of memory, without an index of their words."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "memory_1"
down_revision = None
branch_labels = ("memory",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_memory_records",
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_auren_memory_records_expires_us", "auren_memory_records", ["expires_us"])
