"""Budgets, what is held and spent of them, their limits, and the chain of how these were changed."""

from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

revision = "ledger_1"
down_revision = None
branch_labels = ("ledger",)

_SUMS = ("held_micro_usd", "held_tokens", "spent_micro_usd", "spent_tokens", "uncertain_micro_usd", "uncertain_tokens")
_OF_A_HOLD = ("micro_usd", "tokens", "expires_at", "stage", "spent_micro_usd", "spent_tokens")


def upgrade(op: Operations) -> None:
    op.create_table(
        "auren_ledger_budgets",
        sa.Column("scope", sa.String, primary_key=True),
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("window", sa.String, primary_key=True),
        *map(_number, _SUMS),
        _number("kept_until"),
    )
    op.create_index("ix_auren_ledger_budgets_kept_until", "auren_ledger_budgets", ["kept_until"])
    op.create_table(
        "auren_ledger_holds",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("person_window", sa.String, nullable=False),
        sa.Column("pool", sa.String, nullable=False),
        sa.Column("pool_window", sa.String, nullable=False),
        *map(_number, _OF_A_HOLD),
        sa.Column("uncertain", sa.Boolean, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
    )
    op.create_index("auren_ledger_hold_subject", "auren_ledger_holds", ["subject", "is_open", "expires_at"])
    op.create_index("auren_ledger_hold_pool", "auren_ledger_holds", ["pool", "is_open", "expires_at"])
    op.create_index("auren_ledger_hold_age", "auren_ledger_holds", ["is_open", "expires_at"])
    op.create_table(
        "auren_ledger_limits",
        sa.Column("scope", sa.String, primary_key=True),
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("plan", sa.String, primary_key=True),
        sa.Column("micro_usd", sa.BigInteger),
        sa.Column("tokens", sa.BigInteger),
    )
    op.create_table(
        "auren_ledger_changes",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "auren_ledger_payloads",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_auren_ledger_payloads_subject", "auren_ledger_payloads", ["subject"])


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)
