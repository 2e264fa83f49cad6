"""Second tries that cannot make things worse: retries and hedges within one budget."""

from __future__ import annotations

from auren.gateway.retries.budget import RetryBudget
from auren.gateway.retries.hedging import Hedging
from auren.gateway.retries.race import race
from auren.gateway.retries.retries import Retries, mark_retried, was_retried

__all__ = ["Hedging", "Retries", "RetryBudget", "mark_retried", "race", "was_retried"]
