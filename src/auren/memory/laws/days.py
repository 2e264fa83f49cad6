"""A person's days laid out for a test: habit and outcome paired by date, weekday and slow drift taken out, week by week."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from auren.memory.laws.candidates import Candidate
from auren.memory.laws.whitening import Whitening, orthonormal, without
from auren.readings import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

__all__ = ["DailySeries", "Days", "paired"]

DailySeries = Mapping[date, float]
"""A value a date; a date that is not there is unknown, which is not zero."""

LEAST_A_SIDE: Final = 10
"""Fewer days with the habit, or fewer without it, are no ground for a law."""
DRIFT_DAYS: Final = 42
"""What swings more slowly than this, in habit or outcome, is drift: season, form, a new device."""
_SPARE_DAYS: Final = 12
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """One pair's days.

    Args:
        habit: what of the habit neither weekday, drift nor the day before tells, weeks by seven days; 0 where nothing is known.
        outcome: the same of the outcome.
        with_habit, without: how many days count on each side; of a dose, those above and not above its median.
        nuisance: how many numbers weekday and drift were fitted with.
    """

    habit: Numbers
    outcome: Numbers
    with_habit: int = field(repr=False)
    without: int = field(repr=False)
    nuisance: int = field(repr=False)

    @property
    def n(self) -> int:
        """How many days count."""
        return self.with_habit + self.without

    def part(self, weeks: slice) -> tuple[Numbers, Numbers]:
        """Give habit and outcome of some of the weeks."""
        return self.habit[weeks], self.outcome[weeks]


def paired(candidate: Candidate, series: Mapping[str, DailySeries], window: Window) -> Days | None:
    """Lay out a pair's days, or give None where they are too few, or nothing varies.

    Args:
        candidate: the pair.
        series: by name; a name that is not there has no known day.
        window: the dates of the outcome that may count.
    """
    import numpy as np

    x, y, on = _known(candidate, series, window)
    if len(on) < 2 * LEAST_A_SIDE:
        return None
    high = x > 0 if candidate.at_least is not None else x > np.median(x)
    sides = int(np.count_nonzero(high)), int(np.count_nonzero(~high))
    nuisance = _nuisance(on)
    if min(sides) < LEAST_A_SIDE or len(on) < nuisance.shape[1] + _SPARE_DAYS:
        return None
    whitened = Whitening.fitting(on, y, nuisance)
    expected = orthonormal(whitened.of(nuisance))
    left = [without(expected, whitened.of(column)) for column in (x, y)]
    if any(np.abs(rest).max() <= _NOTHING * max(1.0, np.abs(column).max()) for rest, column in zip(left, (x, y), strict=True)):
        return None
    since = on - on[0]
    laid = np.zeros((2, (since[-1] // 7 + 1) * 7))
    laid[:, since] = left
    by_week = laid.reshape(2, -1, 7)[:, np.unique(since // 7)]
    return Days(by_week[0], by_week[1], *sides, nuisance.shape[1])


def _known(candidate: Candidate, series: Mapping[str, DailySeries], window: Window) -> tuple[Numbers, Numbers, Numbers]:
    """Give habit, outcome and date (as its ordinal) of each day on which both are known."""
    import numpy as np

    habits, outcomes = series.get(candidate.habit, {}), series.get(candidate.outcome, {})
    lag = timedelta(days=candidate.lag_days)
    rows: list[tuple[float, float, int]] = []
    for day in sorted(day for day in outcomes if day in window and day - lag in habits):
        told, seen = _told(candidate, habits[day - lag]), _seen(candidate, outcomes[day])
        if told is not None and seen is not None:
            rows.append((told, seen, day.toordinal()))
    table = np.asarray(rows, float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2].astype(int)


def _told(candidate: Candidate, value: float) -> float | None:
    if not math.isfinite(value):
        return None
    return value / candidate.per if candidate.at_least is None else float(value >= candidate.at_least)


def _seen(candidate: Candidate, value: float) -> float | None:
    if not math.isfinite(value) or (candidate.scale == "percent" and value <= 0):
        return None
    return math.log(value) if candidate.scale == "percent" else value


def _nuisance(on: Numbers) -> Numbers:
    """Give what no law may live on: a level for each weekday, and cosines up to the drift's period; orthonormal columns."""
    import numpy as np

    since, span = on - on[0], int(on[-1] - on[0]) + 1
    weekdays = (on[:, None] % 7 == np.arange(7)).astype(float)
    swings = np.arange(1, 2 * span // DRIFT_DAYS + 1)
    drift = np.cos(np.pi * (since[:, None] + 0.5) * swings / span)
    return orthonormal(np.hstack([weekdays, drift]))
