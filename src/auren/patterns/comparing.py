"""What every signal can do: be compared, which gives a condition."""

from __future__ import annotations

from auren.patterns.bands import UsualBand
from auren.patterns.conditions import Comparison
from auren.patterns.sighting import Observed

__all__ = ["Comparable"]


class Comparable:
    """A signal that gives conditions."""

    __slots__ = ()

    def below(self: Observed, limit: UsualBand | float, unit: str = "") -> Comparison:
        """Give the condition that the signal is under a personal band or a limit.

        Args:
            limit: a band, whose baseline then ends the day before the signal's first date, or a number.
            unit: unit of a number.
        """
        return Comparison(self, "below", limit, unit)

    def above(self: Observed, limit: UsualBand | float, unit: str = "") -> Comparison:
        """Give the condition that the signal is over a personal band or a limit; arguments as in `below`."""
        return Comparison(self, "above", limit, unit)

    def at_least_days(self: Observed, count: int) -> Comparison:
        """Give the condition that a count of days reaches a number."""
        return Comparison(self, "at_least", float(count), "count")
