"""Detrended fluctuation analysis of an RR series over short scales: how alike the intervals are from 4 to 16 beats."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from auren.errors import InvalidInput
from auren.science.rr.series import RRSeries

__all__ = ["AT_LEAST_S", "dfa_alpha1"]

AT_LEAST_S: Final = 120.0
_SCALES: Final = range(4, 17)
# Of white noise this small the slope is that of rounding, not of a heart.
_SMALLEST_MS: Final = 1e-6


def dfa_alpha1(series: RRSeries) -> float:
    """Give the slope of log F(n) over log n for n = 4 to 16 beats; N6: Rogers 2021 Front Physiol 11:596567.

    F(n) is the root mean square left in the summed, centred intervals once a straight line is taken out of every window
    of n beats. The windows overlap, so that no beat at the end is left out and the direction of time does not matter.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 120 s; fewer than 3 % of its beats corrected.

    Raises:
        InvalidInput: the recording is shorter, or its intervals are all alike.
    """
    series.require(AT_LEAST_S, "DFA")
    rr_ms = np.asarray(series.rr_ms, np.float64)
    centred = rr_ms - np.mean(rr_ms)
    if np.max(np.abs(centred)) < _SMALLEST_MS:
        raise InvalidInput("RR intervals that are all alike were given; their fluctuation has no slope.")
    # With its origin, the profile reads the same backwards.
    profile = np.concatenate(([0.0], np.cumsum(centred)))
    fluctuations = []
    for n in _SCALES:
        line = np.vander(np.arange(n) - (n - 1) / 2, 2)
        left = np.eye(n) - line @ np.linalg.pinv(line)
        fluctuations.append(float(np.sqrt(np.mean(np.square(sliding_window_view(profile, n) @ left)))))
    return float(np.polyfit(np.log(_SCALES), np.log(fluctuations), 1)[0])
