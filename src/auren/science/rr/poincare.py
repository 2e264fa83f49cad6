"""The Poincaré plot of an RR series: each interval against the one before it, as an ellipse of two widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from auren.science.rr.series import RRSeries

__all__ = ["AT_LEAST_S", "PoincarePlot", "poincare_plot"]

AT_LEAST_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class PoincarePlot:
    """The widths of the plot.

    Args:
        sd1_ms: across the line of identity, in ms: from beat to beat.
        sd2_ms: along the line of identity, in ms: the slower changes.
    """

    sd1_ms: float
    sd2_ms: float


def poincare_plot(series: RRSeries) -> PoincarePlot:
    """Give SD1 and SD2 in ms, with n - 1; N1: Brennan 2001 IEEE TBME 48:1342.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 300 s, since SD2 depends on the length as SDNN does.

    Raises:
        InvalidInput: the recording is shorter.
    """
    series.require(AT_LEAST_S, "A Poincaré plot")
    rr_ms = np.asarray(series.rr_ms, np.float64)
    before, after = rr_ms[:-1], rr_ms[1:]
    return PoincarePlot(float(np.std(after - before, ddof=1) / np.sqrt(2)), float(np.std(after + before, ddof=1) / np.sqrt(2)))
