"""What was stated, and the facts that follow, on both axes of time."""

from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

revision = "facts_1"
down_revision = None
branch_labels = ("facts",)


def upgrade(op: Operations) -> None:
    def table(name: str, *columns: sa.Column[Any]) -> None:
        person = (sa.Column("store", sa.String, primary_key=True), sa.Column("subject", sa.String, primary_key=True))
        op.create_table(f"auren_fact_{name}", *person, *columns)

    table(
        "statements",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("attribute", sa.String, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("said_us", sa.BigInteger, nullable=False),
        sa.Column("recorded_us", sa.BigInteger, nullable=False),
        sa.Column("since_us", sa.BigInteger),
        sa.Column("until_us", sa.BigInteger),
        sa.Column("replaces", sa.Text, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
    )
    op.create_index("ix_auren_fact_statements_attribute", "auren_fact_statements", ["attribute"])
    table(
        "facts",
        sa.Column("attribute", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("recorded_from_us", sa.BigInteger, primary_key=True),
        sa.Column("recorded_to_us", sa.BigInteger),
        sa.Column("valid_from_us", sa.BigInteger),
        sa.Column("valid_to_us", sa.BigInteger),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
    )
    table("cursors", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    table(
        "forgotten",
        sa.Column("attribute", sa.String, primary_key=True),
        sa.Column("since_us", sa.BigInteger, primary_key=True),
        sa.Column("until_us", sa.BigInteger, primary_key=True),
    )
