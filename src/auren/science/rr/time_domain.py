"""Time-domain measures of an RR series; each states how long the recording must be, for they change with its length."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from auren.science.rr.series import RRSeries

__all__ = ["RMSSD_AT_LEAST_S", "SDNN_AT_LEAST_S", "mean_rr_ms", "nn50_count", "pnn50_percent", "rmssd_ms", "sdnn_ms"]

RMSSD_AT_LEAST_S: Final = 60.0
SDNN_AT_LEAST_S: Final = 300.0
_NN50_MS: Final = 50.0


def mean_rr_ms(series: RRSeries) -> float:
    """Give the mean RR interval in ms; N1: Task Force 1996 Circulation 93:1043.

    Args:
        series: RR intervals in ms, each 300 to 2000.
    """
    return float(np.mean(_intervals(series)))


def sdnn_ms(series: RRSeries) -> float:
    """Give the standard deviation (n - 1) of the RR intervals in ms; N1: Task Force 1996 Circulation 93:1043.

    It grows with the length of the recording: SDNN of 5 minutes, of an hour and of a day must not be compared.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 300 s.

    Raises:
        InvalidInput: the recording is shorter.
    """
    series.require(SDNN_AT_LEAST_S, "SDNN")
    return float(np.std(_intervals(series), ddof=1))


def rmssd_ms(series: RRSeries) -> float:
    """Give the root mean square of successive differences in ms; N1: Task Force 1996 Circulation 93:1043.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 60 s.

    Raises:
        InvalidInput: the recording is shorter.
    """
    series.require(RMSSD_AT_LEAST_S, "RMSSD")
    return float(np.sqrt(np.mean(np.square(np.diff(_intervals(series))))))


def nn50_count(series: RRSeries) -> int:
    """Give how many successive differences are larger than 50 ms; N1: Task Force 1996 Circulation 93:1043.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 60 s.

    Raises:
        InvalidInput: the recording is shorter.
    """
    series.require(RMSSD_AT_LEAST_S, "NN50")
    return int(np.count_nonzero(np.abs(np.diff(_intervals(series))) > _NN50_MS))


def pnn50_percent(series: RRSeries) -> float:
    """Give the share of successive differences larger than 50 ms in percent; N1: Task Force 1996 Circulation 93:1043.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 60 s.

    Raises:
        InvalidInput: the recording is shorter.
    """
    return 100 * nn50_count(series) / (len(series) - 1)


def _intervals(series: RRSeries) -> NDArray[np.float64]:
    return np.asarray(series.rr_ms, np.float64)
