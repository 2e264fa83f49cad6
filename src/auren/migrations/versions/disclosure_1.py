"""Whose data went where: a chain that is never changed, and the details that erasure drops."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "disclosure_1"
down_revision = None
branch_labels = ("disclosure",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_disclosure_chain",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("details", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("auren_disclosure_chain_by_person", "auren_disclosure_chain", ["person"])
    op.create_table(
        "auren_disclosure_details",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("auren_disclosure_details_by_subject", "auren_disclosure_details", ["subject"])
