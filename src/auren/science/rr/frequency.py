"""Spectral power of an RR series in the usual bands, by Welch's method or by Lomb and Scargle's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from auren._extras import optional
from auren.science.rr.series import RRSeries

__all__ = ["AT_LEAST_S", "BandPower", "lomb_power", "welch_power"]

AT_LEAST_S: Final = 300.0
_WINDOW_S: Final = 300.0
_HOP_S: Final = 150.0
_RATE_HZ: Final = 4.0
# Bands of Task Force 1996; both edges belong to a band, as each is integrated by trapezoids from edge to edge.
_VLF_HZ: Final = (0.0, 0.04)
_LF_HZ: Final = (0.04, 0.15)
_HF_HZ: Final = (0.15, 0.4)
_EDGE: Final = 1e-9
_FEATURE: Final = "Spectral power of RR intervals"


@dataclass(frozen=True, slots=True)
class BandPower:
    """Spectral power by band.

    Args:
        vlf_ms2: up to 0.04 Hz, in ms².
        lf_ms2: 0.04 to 0.15 Hz, in ms².
        hf_ms2: 0.15 to 0.4 Hz, in ms².
        settings: how the spectrum was estimated; powers of different settings must not be compared.
    """

    vlf_ms2: float
    lf_ms2: float
    hf_ms2: float
    settings: str

    @property
    def lf_hf_ratio(self) -> float | None:
        """LF over HF, or None when there is no power in HF."""
        return self.lf_ms2 / self.hf_ms2 if self.hf_ms2 > 0 else None


def welch_power(series: RRSeries) -> BandPower:
    """Give band powers in ms² by Welch's method; N1: Task Force 1996 Circulation 93:1043.

    The intervals are interpolated by a cubic spline at 4 Hz and the mean of the recording is taken out once; spectra of
    300 s under a Hann window, half overlapping, are averaged; nothing is detrended.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 300 s.

    Raises:
        InvalidInput: the recording is shorter.
        MissingExtra: scipy is not installed.
    """
    series.require(AT_LEAST_S, "Spectral power")
    signal = optional("scipy.signal", feature=_FEATURE, extra="signals")
    interpolate = optional("scipy.interpolate", feature=_FEATURE, extra="signals")
    rr_ms = np.asarray(series.rr_ms, np.float64)
    beats_s = np.cumsum(rr_ms) / 1000
    even = interpolate.CubicSpline(beats_s, rr_ms)(np.arange(beats_s[0], beats_s[-1], 1 / _RATE_HZ))
    width = min(int(_WINDOW_S * _RATE_HZ), len(even))
    frequencies, density = signal.welch(
        even - np.mean(even), _RATE_HZ, window="hann", nperseg=width, noverlap=width // 2, detrend=False
    )
    return _by_band(frequencies, density, "Welch, 4 Hz cubic spline, 300 s Hann windows, half overlapping, no detrending")


def lomb_power(series: RRSeries) -> BandPower:
    """Give band powers in ms² by Lomb and Scargle's method; N1: Task Force 1996 Circulation 93:1043.

    The intervals are taken at their beats, without interpolation; spectra of 300 s under a Hann window, half
    overlapping, each less its own mean, are averaged.

    Args:
        series: RR intervals in ms, each 300 to 2000, of at least 300 s.

    Raises:
        InvalidInput: the recording is shorter.
        MissingExtra: scipy is not installed.
    """
    series.require(AT_LEAST_S, "Spectral power")
    signal = optional("scipy.signal", feature=_FEATURE, extra="signals")
    rr_ms = np.asarray(series.rr_ms, np.float64)
    beats_s = np.cumsum(rr_ms) / 1000
    # The first window ends no later than the recording does, though its first beat is only known once it is over.
    begins = np.arange(beats_s[0], max(beats_s[-1] - _WINDOW_S, beats_s[0]) + _EDGE, _HOP_S)
    frequencies = np.arange(1, round(_HF_HZ[1] * _WINDOW_S) + 1) / _WINDOW_S
    densities = []
    for begin in begins:
        inside = (beats_s >= begin) & (beats_s <= begin + _WINDOW_S)
        at_s, values = beats_s[inside], rr_ms[inside]
        weights = 0.5 - 0.5 * np.cos(2 * np.pi * (at_s - begin) / _WINDOW_S)
        weighted = (values - np.average(values, weights=weights)) * weights
        power = signal.lombscargle(at_s - begin, weighted, 2 * np.pi * frequencies)
        rate_hz = len(values) / (at_s[-1] - at_s[0])
        densities.append(2 * len(values) * power / (rate_hz * np.sum(np.square(weights))))
    return _by_band(
        frequencies, np.mean(densities, axis=0), "Lomb-Scargle, 300 s Hann windows, half overlapping, each less its mean"
    )


def _by_band(frequencies: NDArray[np.float64], density: NDArray[np.float64], settings: str) -> BandPower:
    def power(low: float, high: float) -> float:
        inside = (frequencies >= low - _EDGE) & (frequencies <= high + _EDGE)
        at, height = frequencies[inside], density[inside]
        return float(np.sum((height[1:] + height[:-1]) / 2 * np.diff(at)))

    return BandPower(power(*_VLF_HZ), power(*_LF_HZ), power(*_HF_HZ), settings)
