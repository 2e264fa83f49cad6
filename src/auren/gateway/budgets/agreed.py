"""The terms of people, kept for the minute in which they hold, since working them out takes as long as the rest of a hold."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from auren.gateway.budgets.holds import Terms, micros, terms
from auren.inference import Account, Plan

__all__ = ["AgreedTerms"]

_MINUTE_US: Final = 60 * 10**6
_MOST_TERMS: Final = 10_000


class AgreedTerms:
    """Gives the terms on which a person may spend."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, str], tuple[int, Plan, Terms]] = {}

    def of(self, account: Account, plan: Plan, now: datetime) -> Terms:
        """Give the terms; they stay the same within a minute, since windows turn at whole minutes in every zone.

        Raises:
            InvalidInput: a limit is out of range, the zone is unknown, or the instant has no zone.
        """
        minute = micros(now) // _MINUTE_US
        whose = (account.subject.id, account.zone)
        known = self._terms.get(whose)
        if known is None or known[0] != minute or known[1] is not plan:
            if len(self._terms) >= _MOST_TERMS:
                self._terms.clear()
            known = self._terms[whose] = (minute, plan, terms(account, plan, now))
        return known[2]

    def forget(self) -> None:
        """Drop all terms, since they name people."""
        self._terms.clear()
