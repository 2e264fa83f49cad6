"""The tables of a ledger, and the statements that are built once."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

__all__ = [
    "ANY_EXPIRED",
    "BUDGETS",
    "CHANGES",
    "CHANGING",
    "EXPIRED_OR_ONE",
    "HOLDS",
    "LIMITS",
    "LIMITS_OF",
    "LOCK",
    "ONE",
    "PAYLOADS",
    "SUMS",
    "TABLES",
    "WRITE_BUDGET",
    "WRITE_HOLD",
]

TABLES = sa.MetaData()
SUMS: Final = (
    "held_micro_usd",
    "held_tokens",
    "spent_micro_usd",
    "spent_tokens",
    "uncertain_micro_usd",
    "uncertain_tokens",
)


def _table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    return sa.Table(f"auren_ledger_{name}", TABLES, *columns)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)


BUDGETS = _table(
    "budgets",
    sa.Column("scope", sa.String, primary_key=True),
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("window", sa.String, primary_key=True),
    *(_number(name) for name in SUMS),
    sa.Column("kept_until", sa.BigInteger, nullable=False, index=True),
)
HOLDS = _table(
    "holds",
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("person_window", sa.String, nullable=False),
    sa.Column("pool", sa.String, nullable=False),
    sa.Column("pool_window", sa.String, nullable=False),
    *(_number(name) for name in ("micro_usd", "tokens", "expires_at", "stage", "spent_micro_usd", "spent_tokens")),
    sa.Column("uncertain", sa.Boolean, nullable=False),
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Index("auren_ledger_hold_subject", "subject", "is_open", "expires_at"),
    sa.Index("auren_ledger_hold_pool", "pool", "is_open", "expires_at"),
    sa.Index("auren_ledger_hold_age", "is_open", "expires_at"),
)
LIMITS = _table(
    "limits",
    sa.Column("scope", sa.String, primary_key=True),
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("plan", sa.String, primary_key=True),
    sa.Column("micro_usd", sa.BigInteger),
    sa.Column("tokens", sa.BigInteger),
)
CHANGES = _table(
    "changes",
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("commitment", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
PAYLOADS = _table(
    "payloads",
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.String, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

_KEY: Final = (BUDGETS.c.scope, BUDGETS.c.owner, BUDGETS.c.window)
WRITE_BUDGET: Final = (
    sa.update(BUDGETS)
    .where(*(BUDGETS.c[name] == sa.bindparam(f"of_{name}") for name in ("scope", "owner", "window")))
    .values({name: sa.bindparam(f"to_{name}", type_=sa.BigInteger) for name in (*SUMS, "kept_until")})
)
CHANGING: Final = ("stage", "spent_micro_usd", "spent_tokens", "uncertain", "is_open")
WRITE_HOLD: Final = (
    sa.update(HOLDS)
    .where(HOLDS.c.id == sa.bindparam("of_id"))
    .values({name: sa.bindparam(f"to_{name}", type_=HOLDS.c[name].type) for name in CHANGING})
)
# The rows are locked as they are found, so that their order is that of every other transaction.
LOCK: Final = (
    sa.select(BUDGETS).where(sa.tuple_(*_KEY).in_(sa.bindparam("keys", expanding=True))).order_by(*_KEY).with_for_update()
)
_COUNTING_IN: Final = sa.or_(
    sa.tuple_(HOLDS.c.subject, HOLDS.c.person_window).in_(sa.bindparam("people", expanding=True)),
    sa.tuple_(HOLDS.c.pool, HOLDS.c.pool_window).in_(sa.bindparam("pools", expanding=True)),
)
_EXPIRED: Final = sa.and_(HOLDS.c.is_open, HOLDS.c.expires_at <= sa.bindparam("instant", type_=sa.BigInteger), _COUNTING_IN)
EXPIRED_OR_ONE: Final = sa.select(HOLDS).where(sa.or_(HOLDS.c.id == sa.bindparam("of_id"), _EXPIRED))
ANY_EXPIRED: Final = sa.select(sa.select(HOLDS.c.id).where(_EXPIRED).exists())
ONE: Final = sa.select(HOLDS).where(HOLDS.c.id == sa.bindparam("of_id"))
LIMITS_OF: Final = sa.select(LIMITS).where(
    LIMITS.c.plan == sa.bindparam("of_plan"),
    sa.tuple_(LIMITS.c.scope, LIMITS.c.owner).in_(sa.bindparam("whose", expanding=True)),
)
