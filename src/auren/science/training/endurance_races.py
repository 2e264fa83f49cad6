"""Endurance from races: VDOT of one performance, and what it suggests for another distance."""

from __future__ import annotations

import math
from typing import Final

from auren.science.bounds import within
from auren.science.direct import Figure, direct
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "race_time_min", "vdot"]

_VDOT_MIN: Final = (3.5, 240.0)
# Slower than a stroll the cost of running has no meaning; faster no one has run for so long.
_SPEED_M_PER_MIN: Final = (50.0, 450.0)
_DISTANCE_M: Final = (100.0, 110_000.0)
_RIEGEL_EXPONENT: Final = 1.06
_RIEGEL_MOST: Final = 8.0
_RACE_KM: Final = (0.1, 1000.0)
_RACE_MIN: Final = (0.1, 10_080.0)


def vdot(distance_m: float, time_min: float) -> float:
    """Give the oxygen cost of the speed over the share of VO2max held for the time, in mL/kg/min; T19: Daniels & Gilbert 1979.

    Args:
        distance_m: distance run in m; with the time a speed of 50 to 450 m/min.
        time_min: time in min, 3.5 to 240.

    Raises:
        InvalidInput: the time or the speed is out of range.
    """
    within("A time", time_min, "min", *_VDOT_MIN)
    speed = within("A speed", distance_m / time_min, "m/min", *_SPEED_M_PER_MIN)
    cost = -4.60 + 0.182258 * speed + 0.000104 * speed**2
    share = 0.8 + 0.1894393 * math.exp(-0.012778 * time_min) + 0.2989558 * math.exp(-0.1932605 * time_min)
    return cost / share


def race_time_min(time_min: float, distance_km: float, target_km: float) -> float:
    """Give T1 * (D2 / D1)^1.06 in min; T20: Riegel 1981 Am Sci 69:285.

    Args:
        time_min: time of the known race in min, 0.1 to 10080.
        distance_km: its distance in km, 0.1 to 1000.
        target_km: the distance asked about in km, 0.1 to 1000, at most 8 times the known one and at least an eighth.

    Raises:
        InvalidInput: a value is out of range, or the two distances lie too far apart.
    """
    within("A time", time_min, "min", *_RACE_MIN)
    within("A distance", distance_km, "km", *_RACE_KM)
    within("A distance", target_km, "km", *_RACE_KM)
    ratio = within("A ratio of distances", target_km / distance_km, "times", 1 / _RIEGEL_MOST, _RIEGEL_MOST)
    return float(time_min * ratio**_RIEGEL_EXPONENT)


def _vdot(facts: PersonFacts, _: Arguments) -> Figure:
    distance = facts.number("distance", "the distance of the race")
    return Figure(vdot(distance, facts.number("time", "the time of the race")), "It holds for a race run flat out.")


def _race(facts: PersonFacts, _: Arguments) -> Figure:
    value = race_time_min(
        facts.number("time", "the time of the known race"),
        facts.number("distance", "the distance of the known race"),
        facts.number("target_distance", "the distance asked about"),
    )
    return Figure(value, "It holds for someone who is trained for the distance asked about.")


COMPUTATIONS: Final = (
    direct(
        "T19",
        "endurance.vdot",
        title="your VDOT",
        formula="(-4.60 + 0.182258 * v + 0.000104 * v^2) / (0.8 + 0.1894393 * e^(-0.012778 * t) "
        "+ 0.2989558 * e^(-0.1932605 * t)), v in m/min, t in min",
        unit="mL/kg/min",
        digits=2,
        guard="a race of 3.5 to 240 min at a running speed",
        accepts=(
            QuantityParameter("distance", "distance of the race", "m", *_DISTANCE_M),
            QuantityParameter("time", "time of the race", "min", *_VDOT_MIN),
        ),
        gives=_vdot,
    ),
    direct(
        "T20",
        "endurance.race_time",
        title="your estimated race time",
        formula="T1 * (D2 / D1)^1.06",
        unit="min",
        digits=2,
        guard="the two distances differ by a factor of at most 8",
        accepts=(
            QuantityParameter("time", "time of the known race", "min", *_RACE_MIN),
            QuantityParameter("distance", "distance of the known race", "km", *_RACE_KM),
            QuantityParameter("target_distance", "distance asked about", "km", *_RACE_KM),
        ),
        gives=_race,
    ),
)
"""What the catalogue offers on endurance from races."""
