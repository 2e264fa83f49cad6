"""Holds and sums as rows, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from sqlalchemy.engine import Row

from auren.errors import StoreCorrupted
from auren.gateway.budgets.holds import (
    BudgetKey,
    Budgets,
    Hold,
    Stage,
    Sums,
)
from auren.gateway.budgets.sql._tables import CHANGING, SUMS

__all__ = ["budget_row", "changed_row", "hold_row", "read_hold", "read_sums"]


def budget_row(key: BudgetKey, sums: Sums, kept_until: int, *, prefix: str = "to_") -> dict[str, object]:
    of = "of_" if prefix else ""
    return {
        **{f"{of}{name}": part for name, part in key._asdict().items()},
        **{f"{prefix}{name}": value for name, value in zip(SUMS, astuple(sums), strict=True)},
        f"{prefix}kept_until": kept_until,
    }


def read_sums(row: Iterable[Any]) -> Sums:
    sums = tuple(row)
    if not all(isinstance(value, int) for value in sums):
        raise _unreadable()
    return Sums(*sums)


def hold_row(hold: Hold) -> dict[str, object]:
    person, pool = hold.budgets
    return {
        "id": hold.id,
        "subject": person.owner,
        "person_window": person.window,
        "pool": pool.owner,
        "pool_window": pool.window,
        "micro_usd": hold.micro_usd,
        "tokens": hold.tokens,
        "expires_at": hold.expires_at,
        "stage": int(hold.stage),
        "spent_micro_usd": hold.spent_micro_usd,
        "spent_tokens": hold.spent_tokens,
        "uncertain": hold.uncertain,
        "is_open": hold.stage.open,
    }


def changed_row(hold: Hold) -> dict[str, object]:
    row = hold_row(hold)
    return {"of_id": hold.id, **{f"to_{name}": row[name] for name in CHANGING}}


def read_hold(row: Row[Any]) -> Hold:
    numbers = (row.micro_usd, row.tokens, row.expires_at, row.stage, row.spent_micro_usd, row.spent_tokens)
    if not all(isinstance(number, int) for number in numbers) or not 0 <= row.stage <= Stage.SETTLED:
        raise _unreadable()
    return Hold(
        row.id,
        Budgets(BudgetKey("person", row.subject, row.person_window), BudgetKey("pool", row.pool, row.pool_window)),
        row.micro_usd,
        row.tokens,
        row.expires_at,
        Stage(row.stage),
        row.spent_micro_usd,
        row.spent_tokens,
        row.uncertain,
    )


def _unreadable() -> StoreCorrupted:
    return StoreCorrupted("A stored budget or hold cannot be read; it was written by another version or damaged.")
