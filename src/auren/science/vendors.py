"""Vendors' figures recomputed from their own parts, so that both can be shown where they disagree (row X6)."""

from __future__ import annotations

import math

from auren.errors import InvalidInput

__all__ = ["cut_ratio", "efficiency_gap"]


def efficiency_gap(asleep_min: float, in_bed_min: float, stated_percent: float) -> float:
    """Give the stated sleep efficiency minus time asleep over time in bed, in points; X6, N7.

    Args:
        asleep_min: minutes asleep, 0 to `in_bed_min`.
        in_bed_min: minutes in bed, above 0.
        stated_percent: the vendor's own figure, 0 to 100.

    Raises:
        InvalidInput: the times or the figure are out of range.
    """
    if not 0 <= asleep_min <= in_bed_min or in_bed_min <= 0:
        raise InvalidInput("Times that do not fit were given; expected minutes asleep from 0 to the minutes in bed.")
    if not 0 <= stated_percent <= 100:
        raise InvalidInput("A sleep efficiency out of range was given; expected 0 to 100 %.")
    return stated_percent - 100 * asleep_min / in_bed_min


def cut_ratio(acute: float, chronic: float) -> float:
    """Give an acute to chronic load ratio cut, not rounded, to one decimal, as Garmin states it; X6.

    Args:
        acute, chronic: loads in the same unit, 0 or more; chronic above 0.

    Raises:
        InvalidInput: a load is out of range.
    """
    if acute < 0 or chronic <= 0:
        raise InvalidInput("Loads out of range were given; expected 0 or more, and a chronic load above 0.")
    return math.floor(10 * acute / chronic) / 10
