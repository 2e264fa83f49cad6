"""What was forgotten, and what is still to be."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "tombstones_1"
down_revision = None
branch_labels = ("tombstones",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_tombstone_spans",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("since_us", sa.BigInteger, primary_key=True),
        sa.Column("until_us", sa.BigInteger, primary_key=True),
    )
    op.create_table("auren_tombstone_ids", sa.Column("record", sa.String(64), primary_key=True))
    op.create_table(
        "auren_tombstone_pending",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
        sa.Column("request", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
