"""What people allowed and withdrew."""

import sqlalchemy as sa
from alembic.operations import Operations

revision = "consent_1"
down_revision = None
branch_labels = ("consent",)


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_consent_decisions",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("recorded_us", sa.BigInteger, nullable=False),
        sa.Column("text_version", sa.String, nullable=False),
        sa.Column("how", sa.String, nullable=False),
    )
