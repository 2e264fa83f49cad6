"""Heart rate variability from RR intervals, loaded when it is first used, so that the catalogue costs no numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.science.rr.computations import COMPUTATIONS
from auren.science.rr.series import RRSeries

if TYPE_CHECKING:
    from auren.science.rr.artefacts import Artefact, Correction, correct_artefacts
    from auren.science.rr.dfa import dfa_alpha1
    from auren.science.rr.frequency import BandPower, lomb_power, welch_power
    from auren.science.rr.poincare import PoincarePlot, poincare_plot
    from auren.science.rr.time_domain import mean_rr_ms, nn50_count, pnn50_percent, rmssd_ms, sdnn_ms

__all__ = [
    "COMPUTATIONS",
    "Artefact",
    "BandPower",
    "Correction",
    "PoincarePlot",
    "RRSeries",
    "correct_artefacts",
    "dfa_alpha1",
    "lomb_power",
    "mean_rr_ms",
    "nn50_count",
    "pnn50_percent",
    "poincare_plot",
    "rmssd_ms",
    "sdnn_ms",
    "welch_power",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".artefacts": ("Artefact", "Correction", "correct_artefacts"),
        ".dfa": ("dfa_alpha1",),
        ".frequency": ("BandPower", "lomb_power", "welch_power"),
        ".poincare": ("PoincarePlot", "poincare_plot"),
        ".time_domain": ("mean_rr_ms", "nn50_count", "pnn50_percent", "rmssd_ms", "sdnn_ms"),
    },
)
