"""Heart rate variability: the week's mean of ln RMSSD, and the person's own band for it; SDNN never enters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import DailyValue, Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments
from auren.science.recovery.averages import BASELINE, WEEK, baseline_window
from auren.science.statistics import coefficient_of_variation, ln_values, mean, personal_band

__all__ = ["COMPUTATIONS", "ln_rmssd_band", "ln_rmssd_cv", "ln_rmssd_mean"]

_RMSSD: Final = "hrv.rmssd"
_WEEK_AT_LEAST: Final = 3
_BASELINE_AT_LEAST: Final = 14
_BAND_SD: Final = 0.5


def ln_rmssd_mean(values: Iterable[float]) -> float:
    """Give the mean of ln RMSSD; N2: Plews 2012 EJAP 112:3729.

    Args:
        values: daily RMSSD in ms, each above 0, at least one.

    Raises:
        InvalidInput: there is no value, or one is not finite or not above 0.
    """
    return mean(ln_values(values))


def ln_rmssd_cv(values: Iterable[float]) -> float:
    """Give the coefficient of variation of ln RMSSD in percent; N2: Flatt & Esco 2015 IJSPP 10:994.

    Args:
        values: daily RMSSD in ms, each above 0, at least two.

    Raises:
        InvalidInput: there are fewer than two values, one is not finite or not above 0, or the logarithms' mean is 0.
    """
    return coefficient_of_variation(ln_values(values))


def ln_rmssd_band(values: Iterable[float]) -> tuple[float, float, float]:
    """Give low end, mean and high end of the personal band of ln RMSSD; N3: Buchheit 2014 Front Physiol 5:73.

    Args:
        values: daily RMSSD of the baseline in ms, each above 0, at least two.

    Raises:
        InvalidInput: there are fewer than two values, or one is not finite or not above 0.
    """
    band = personal_band(ln_values(values), width_sd=_BAND_SD)
    return band.low, band.mean, band.high


def _nights(inputs: Inputs, window: Window) -> dict[date, DailyValue]:
    days = inputs.days(_RMSSD, window, unit="ms")
    if not days:
        return days
    from auren.readings import STANDARD_METRICS

    known = STANDARD_METRICS[_RMSSD]
    if not all(known.low <= daily.value <= known.high for daily in days.values()):
        # Outside the valid range a logarithm may not exist, and a band of it may leave the range of a float.
        raise InvalidInput(f"{_RMSSD}: a value out of range was given; expected {known.low:g} to {known.high:g} ms.")
    return days


def _week_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_RMSSD: Window.ending(asked.today, WEEK)}


def _weekly_mean(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, WEEK)
    days = _nights(inputs, window)
    if len(days) < _WEEK_AT_LEAST:
        return computation.insufficient(
            "more nights with HRV (RMSSD) in the last week", have=len(days), need=_WEEK_AT_LEAST, window=window
        )
    values = [daily.value for daily in days.values()]
    logarithm = ln_rmssd_mean(values)
    result = computation.measure(math.exp(logarithm), window, days.values(), coverage=Coverage(len(days), WEEK))
    related = [_beside(result, "ln", "the mean of its logarithms", logarithm, "ln ms", 4)]
    if logarithm > 0:
        related.append(_beside(result, "cv", "its variation from day to day", ln_rmssd_cv(values), "%", 1))
    return replace(result, related=tuple(related))


def _band_needs(asked: Arguments) -> Mapping[str, Window]:
    return {_RMSSD: baseline_window(asked)}


def _band(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = baseline_window(asked)
    days = _nights(inputs, window)
    if len(days) < _BASELINE_AT_LEAST:
        return computation.insufficient(
            "more nights with HRV (RMSSD) before this week", have=len(days), need=_BASELINE_AT_LEAST, window=window
        )
    low, centre, high = ln_rmssd_band(daily.value for daily in days.values())
    result = computation.measure(math.exp(centre), window, days.values(), coverage=Coverage(len(days), window.days))
    return replace(
        result,
        related=(
            _beside(result, "low", "the low end of your usual HRV (RMSSD)", math.exp(low), "ms", computation.digits),
            _beside(result, "high", "the high end of your usual HRV (RMSSD)", math.exp(high), "ms", computation.digits),
        ),
    )


def _beside(result: Measure, name: str, title: str, value: float, unit: str, digits: int) -> Measure:
    return replace(result, name=f"{result.name}.{name}", title=title, value=value, unit=unit, digits=digits, inputs=())


COMPUTATIONS: Final = (
    Computation(
        name="hrv.weekly_mean",
        title="your 7-day HRV (RMSSD)",
        formula="exp(mean(ln RMSSD)) over the 7 dates that end today; beside it the mean of ln RMSSD and CV = 100 * sd / mean "
        "of ln RMSSD, sd with n - 1",
        unit="ms",
        digits=1,
        guard="at least 3 of the 7 dates have RMSSD; SDNN does not count",
        citation=CITATIONS["N2"],
        looks_at=_week_needs,
        formed_by=_weekly_mean,
    ),
    Computation(
        name="hrv.band",
        title="your usual HRV (RMSSD)",
        formula="exp(mean ± 0.5 * sd of ln RMSSD), sd with n - 1, over a baseline that ends the day before the last 7 dates",
        unit="ms",
        digits=1,
        guard="at least 14 dates of the baseline have RMSSD; SDNN does not count",
        citation=CITATIONS["N3"],
        looks_at=_band_needs,
        formed_by=_band,
        accepts=(BASELINE,),
    ),
)
"""What the catalogue offers on heart rate variability."""
