"""A ledger in SQLite or PostgreSQL."""

from auren.gateway.budgets.sql.ledger import SQLLedger

__all__ = ["SQLLedger"]
