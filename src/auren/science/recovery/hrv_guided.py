"""The day rule of HRV-guided training: whether this night lies below the person's own recent nights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile
from auren.readings import STANDARD_METRICS, Window
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, NumberParameter
from auren.science.statistics import ln_values, personal_band

__all__ = ["COMPUTATIONS", "guided_day_limit_ms"]

_RMSSD: Final = "hrv.rmssd"
_AT_LEAST: Final = 10
_WIDTH_SD: Final = 1.0
_DAYS = NumberParameter("days", "Dates of the comparison; they end yesterday.", _AT_LEAST, 60, _AT_LEAST)


def guided_day_limit_ms(rmssd_ms: Iterable[float]) -> float:
    """Give exp(mean - 1 sd of ln RMSSD) in ms, sd with n - 1; N4: Kiviniemi 2007 EJAP 101:743.

    Args:
        rmssd_ms: RMSSD of the days before in ms, 1 to 400, at least two.

    Raises:
        InvalidInput: there are fewer than two values, or one is out of range.
    """
    values, known = tuple(rmssd_ms), STANDARD_METRICS[_RMSSD]
    if not all(known.low <= value <= known.high for value in values):
        raise InvalidInput(f"{_RMSSD}: a value out of range was given; expected {known.low:g} to {known.high:g} ms.")
    return math.exp(personal_band(ln_values(values), width_sd=_WIDTH_SD).low)


def _before(asked: Arguments) -> Window:
    return Window(asked.today, asked.today).before(asked.whole(_DAYS.name))


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {_RMSSD: Window(_before(asked).first, asked.today)}


def _guided(computation: Computation, inputs: Inputs, asked: Arguments, _: Profile) -> Measure | Insufficient:
    window = _needs(asked)[_RMSSD]
    earlier, today = inputs.days(_RMSSD, _before(asked), unit="ms"), inputs.on(_RMSSD, asked.today, unit="ms")
    if today is None:
        return computation.insufficient("HRV (RMSSD) of last night", have=0, need=1, window=window)
    if len(earlier) < _AT_LEAST:
        return computation.insufficient(
            "more nights with HRV (RMSSD) before today", have=len(earlier), need=_AT_LEAST, window=window
        )
    known = STANDARD_METRICS[_RMSSD]
    if not known.low <= today.value <= known.high:
        raise InvalidInput(f"{_RMSSD}: a value out of range was given; expected {known.low:g} to {known.high:g} ms.")
    limit = guided_day_limit_ms(daily.value for daily in earlier.values())
    coverage = Coverage(len(earlier) + 1, window.days)
    # Nights all alike have a limit at themselves; its rounding must not make an equal night a low one.
    low = today.value < limit and not math.isclose(today.value, limit)
    note = "Below it: the rule takes an easy day or rest." if low else "Not below it: the rule lets the planned training stand."
    beside = Measure(
        f"{computation.name}.limit",
        "the lower limit of your recent nights",
        limit,
        "ms",
        1,
        window,
        coverage,
        computation.citation,
    )
    return computation.measure(
        today.value,
        window,
        [today, *earlier.values()],
        coverage=coverage,
        note=f"Compared with its limit. {note}",
        related=(beside,),
    )


COMPUTATIONS: Final = (
    Computation(
        name="hrv.guided_day",
        title="your HRV (RMSSD) for today's training",
        formula="today's RMSSD; low if ln RMSSD < mean - 1 * sd of ln RMSSD over the dates before today, sd with n - 1",
        unit="ms",
        digits=1,
        guard="today and at least 10 of the dates before have RMSSD; SDNN does not count",
        citation=CITATIONS["N4"],
        looks_at=_needs,
        formed_by=_guided,
        accepts=(_DAYS,),
    ),
)
"""What the catalogue offers on HRV-guided training."""
