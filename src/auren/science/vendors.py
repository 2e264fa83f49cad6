"""Vendors' figures recomputed from their own parts, so that both can be shown where they disagree (row X6)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, DayParameter

__all__ = ["COMPUTATIONS", "cut_ratio", "efficiency_gap"]

_METRICS: Final = {"sleep.duration": "min", "sleep.in_bed": "min", "sleep.efficiency_vendor": "%"}


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


def _looks_at(asked: Arguments) -> Mapping[str, Window]:
    day = asked.day("day")
    return dict.fromkeys(_METRICS, Window(day, day))


def _gap(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    day = asked.day("day")
    window = Window(day, day)
    found = [inputs.on(metric, day, unit=unit) for metric, unit in _METRICS.items()]
    used = [value for value in found if value is not None]
    if len(used) < len(_METRICS):
        missing = "a night with time asleep, time in bed and the device's own efficiency"
        return computation.insufficient(missing, have=len(used), need=len(_METRICS), window=window)
    asleep, in_bed, stated = (value.value for value in used)
    if not 0 < in_bed >= asleep:
        return computation.insufficient("times that fit each other", have=0, need=1, window=window)
    gap = efficiency_gap(asleep, in_bed, stated)
    return computation.measure(gap, window, used, coverage=Coverage(1, 1), note="Stated by the device minus recomputed.")


COMPUTATIONS: Final = (
    Computation(
        name="sleep.vendor_gap",
        title="your device's sleep efficiency against the one computed from its own times",
        formula="stated efficiency - 100 * time asleep / time in bed, in points",
        unit="%",
        digits=1,
        guard="a night with time asleep, time in bed and the device's own efficiency",
        citation=CITATIONS["X6"],
        looks_at=_looks_at,
        formed_by=_gap,
        accepts=(DayParameter("day", "the day of waking"),),
    ),
)
"""What the catalogue offers on vendors' figures."""
