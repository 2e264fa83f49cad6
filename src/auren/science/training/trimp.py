"""Training impulses from heart rate: Banister's weighted minutes and Edwards' five zones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Figure, Lacking, direct
from auren.science.parameters import Arguments, QuantityParameter, SeriesParameter
from auren.science.person import SEX, PersonFacts
from auren.science.statistics import exact_sum

__all__ = ["COMPUTATIONS", "banister_trimp", "edwards_trimp", "heart_rate_reserve"]

_DAY_MIN: Final = 1440.0
_ZONES: Final = 5
_BPM: Final = (25.0, 250.0)
# Factor and exponent by sex: blood lactate rises more steeply with heart rate in men.
_WEIGHTS: Final = {"male": (0.64, 1.92), "female": (0.86, 1.67)}


def heart_rate_reserve(heart_rate_bpm: float, resting_bpm: float, max_bpm: float) -> float:
    """Give the used share of the heart-rate reserve, 0 to 1; T3: Banister 1991; Morton 1990 J Appl Physiol 69:1171.

    Args:
        heart_rate_bpm: mean heart rate of the session in bpm, `resting_bpm` to `max_bpm`.
        resting_bpm: resting heart rate in bpm, 25 to below `max_bpm`.
        max_bpm: highest heart rate in bpm, up to 250.

    Raises:
        InvalidInput: a heart rate is out of range, or the three do not lie in order.
    """
    for what, value in (
        ("A heart rate", heart_rate_bpm),
        ("A resting heart rate", resting_bpm),
        ("A highest heart rate", max_bpm),
    ):
        within(what, value, "bpm", *_BPM)
    if not resting_bpm <= heart_rate_bpm <= max_bpm or resting_bpm >= max_bpm:
        raise InvalidInput(
            "Heart rates that do not fit were given; expected resting <= session <= highest, and resting below it."
        )
    return (heart_rate_bpm - resting_bpm) / (max_bpm - resting_bpm)


def banister_trimp(minutes: float, heart_rate_bpm: float, resting_bpm: float, max_bpm: float, sex: str) -> float:
    """Give minutes * x * a * e^(b * x), x the heart-rate reserve; T3: Banister 1991; Morton 1990 J Appl Physiol 69:1171.

    Args:
        minutes: length of the session in minutes, 0 to 1440.
        heart_rate_bpm, resting_bpm, max_bpm: as in `heart_rate_reserve`.
        sex: "female" or "male", for the weights a and b.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A session", minutes, "min", 0, _DAY_MIN)
    if sex not in _WEIGHTS:
        raise InvalidInput("A sex that has no weights was given; expected 'female' or 'male'.")
    share = heart_rate_reserve(heart_rate_bpm, resting_bpm, max_bpm)
    factor, exponent = _WEIGHTS[sex]
    return minutes * share * factor * math.exp(exponent * share)


def edwards_trimp(zone_minutes: Sequence[float]) -> float:
    """Give the sum of minutes times zone number; T4: Edwards 1993.

    Args:
        zone_minutes: minutes in zones 1 to 5, which are 50-60, 60-70, 70-80, 80-90 and 90-100 % of the highest heart
            rate; each 0 or more, together at most 1440.

    Raises:
        InvalidInput: there are not five zones, or the minutes are out of range.
    """
    if len(zone_minutes) != _ZONES:
        raise InvalidInput(f"Minutes in {len(zone_minutes)} zones were given; expected {_ZONES}.")
    for minutes in zone_minutes:
        within("Time in a zone", minutes, "min", 0, _DAY_MIN)
    within("Time in all zones", exact_sum(zone_minutes), "min", 0, _DAY_MIN)
    return exact_sum(zone * minutes for zone, minutes in enumerate(zone_minutes, start=1))


def _banister(facts: PersonFacts, _: Arguments) -> Figure:
    value = banister_trimp(
        facts.number("minutes", "the length of the session"),
        facts.number("heart_rate", "the session's mean heart rate"),
        facts.number("resting_heart_rate", "the resting heart rate"),
        facts.number("max_heart_rate", "the highest heart rate"),
        facts.sex(),
    )
    return Figure(value, "Comparable only with training impulses of the same formula, not with session-RPE loads.")


def _edwards(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    minutes = asked.series("zone_minutes")
    if not minutes:
        return Lacking("the minutes in each of the five heart-rate zones", need=_ZONES)
    return Figure(
        edwards_trimp(minutes), "Comparable only with training impulses of the same formula, not with session-RPE loads."
    )


COMPUTATIONS: Final = (
    direct(
        "T3",
        "load.banister_trimp",
        title="your training impulse (Banister)",
        formula="min * x * a * e^(b * x), x = (HR - rest) / (max - rest); men a 0.64, b 1.92, women a 0.86, b 1.67",
        unit="AU",
        digits=2,
        guard="x from 0 to 1: the session's heart rate lies between the resting and the highest one",
        accepts=(
            QuantityParameter("minutes", "length of the session", "min", 0, _DAY_MIN),
            QuantityParameter("heart_rate", "mean heart rate of the session", "bpm", *_BPM),
            QuantityParameter("resting_heart_rate", "resting heart rate", "bpm", *_BPM),
            QuantityParameter("max_heart_rate", "highest heart rate", "bpm", *_BPM),
            SEX,
        ),
        gives=_banister,
    ),
    direct(
        "T4",
        "load.edwards_trimp",
        title="your training impulse (Edwards)",
        formula="sum of minutes * zone, zones 1 to 5 from 50 to 100 % of the highest heart rate in steps of 10 %",
        unit="AU",
        digits=0,
        guard="minutes in all five zones, together at most a day",
        accepts=(
            SeriesParameter(
                "zone_minutes", "minutes in zones 1 to 5, in that order", "min", 0, _DAY_MIN, at_least=_ZONES, at_most=_ZONES
            ),
        ),
        gives=_edwards,
    ),
)
"""What the catalogue offers on training impulses."""
