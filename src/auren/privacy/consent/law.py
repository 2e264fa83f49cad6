"""When a purpose is allowed: one rule for every book, over two times, when it was decided and when the book learnt of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from auren.privacy.consent.record import ConsentRecord

__all__ = ["stands"]


def stands(decisions: Collection[ConsentRecord], now: datetime) -> bool:
    """Tell whether decisions of one person on one purpose allow it now; their order does not matter.

    A grant stands from the instant it is dated. A withdrawal ends every grant that was decided before it, or before the
    book learnt of it, whichever is later; at one instant the withdrawal counts. So a withdrawal counts at once whatever
    its date, and whoever withdrew is asked anew.

    Args:
        decisions: of one person, on one purpose; one that no book has stamped counts as recorded when it was decided.
        now: aware.
    """
    granted = [one.at for one in decisions if one.granted and one.at <= now]
    withdrawn = [max(one.at, one.recorded_at or one.at) for one in decisions if not one.granted]
    return bool(granted) and (not withdrawn or max(granted) > max(withdrawn))
