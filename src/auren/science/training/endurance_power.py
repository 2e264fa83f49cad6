"""Endurance from a power meter: normalised power and training stress, critical power, and how fast its reserve refills."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import exact_sum, mean

__all__ = [
    "COMPUTATIONS",
    "critical_power",
    "intensity_factor",
    "normalised_power_w",
    "recovery_constant_s",
    "training_stress",
]

_POWER_W: Final = (0.0, 3000.0)
_THRESHOLD_W: Final = (20.0, 1000.0)
_LEAST_S: Final = 1200
_MOST_S: Final = 86_400
_MEAN_S: Final = 30
_EXPONENT: Final = 4
_HOUR_S: Final = 3600
_EFFORTS: Final = (2, 5)
_EFFORT_S: Final = (120.0, 900.0)
_EFFORT_W: Final = (1.0, 3000.0)
_BELOW_W: Final = (0.0, 1000.0)
_TAU_SCALE, _TAU_RATE, _TAU_BASE = 546, -0.01, 316


def normalised_power_w(power_w: Sequence[float]) -> float:
    """Give the fourth root of the mean fourth power of 30 s means, in W; T8: Allen & Coggan 2010.

    Args:
        power_w: power of each second in W, 0 to 3000; 20 min to 24 h of them.

    Raises:
        InvalidInput: there are too few or too many values, or one is out of range.
    """
    if not _LEAST_S <= len(power_w) <= _MOST_S:
        raise InvalidInput(f"Power of {len(power_w)} s was given; expected {_LEAST_S} to {_MOST_S} s, one value a second.")
    for power in power_w:
        within("A power", power, "W", *_POWER_W)
    means = (math.fsum(power_w[first : first + _MEAN_S]) / _MEAN_S for first in range(len(power_w) - _MEAN_S + 1))
    return float(mean(value**_EXPONENT for value in means) ** (1 / _EXPONENT))


def intensity_factor(normalised_w: float, threshold_w: float) -> float:
    """Give normalised power / functional threshold power; T8: Allen & Coggan 2010.

    Args:
        normalised_w: normalised power in W, 0 to 3000.
        threshold_w: functional threshold power in W, 20 to 1000.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A normalised power", normalised_w, "W", *_POWER_W)
    return normalised_w / within("A threshold power", threshold_w, "W", *_THRESHOLD_W)


def training_stress(duration_s: float, normalised_w: float, threshold_w: float) -> float:
    """Give 100 * s * NP * IF / (3600 * FTP), so that an hour at threshold is 100; T8: Allen & Coggan 2010.

    Args:
        duration_s: length of the session in s, 1200 to 86400.
        normalised_w: normalised power in W, 0 to 3000.
        threshold_w: functional threshold power in W, 20 to 1000.

    Raises:
        InvalidInput: a value is out of range.
    """
    within("A session", duration_s, "s", _LEAST_S, _MOST_S)
    factor = intensity_factor(normalised_w, threshold_w)
    return 100 * duration_s * normalised_w * factor / (_HOUR_S * threshold_w)


def critical_power(durations_s: Sequence[float], powers_w: Sequence[float]) -> tuple[float, float]:
    """Give CP in W and W' in J, fitted as W = W' + CP * t by least squares on work; T9: Jones 2010 MSSE 42:1876.

    Args:
        durations_s: length of each all-out effort in s, 120 to 900; 2 to 5 of them, not all alike.
        powers_w: mean power of each effort in W, 1 to 3000, in the same order.

    Raises:
        InvalidInput: a value is out of range, the lengths differ, or the efforts give no CP and W' above 0.
    """
    if len(durations_s) != len(powers_w) or not _EFFORTS[0] <= len(durations_s) <= _EFFORTS[1]:
        raise InvalidInput(
            f"{len(durations_s)} durations and {len(powers_w)} powers were given; "
            f"expected {_EFFORTS[0]} to {_EFFORTS[1]} of each."
        )
    for duration, power in zip(durations_s, powers_w, strict=True):
        within("An effort", duration, "s", *_EFFORT_S)
        within("A power", power, "W", *_EFFORT_W)
    work = [duration * power for duration, power in zip(durations_s, powers_w, strict=True)]
    mean_s, mean_j = mean(durations_s), mean(work)
    spread = exact_sum((duration - mean_s) ** 2 for duration in durations_s)
    if not spread:
        raise InvalidInput("Efforts of one and the same length were given; expected at least two lengths.")
    slope = exact_sum((duration - mean_s) * (done - mean_j) for duration, done in zip(durations_s, work, strict=True)) / spread
    reserve = mean_j - slope * mean_s
    if slope <= 0 or reserve <= 0:
        raise InvalidInput("Efforts that give no critical power were given; expected all-out efforts, the shorter the harder.")
    return slope, reserve


def recovery_constant_s(below_critical_w: float) -> float:
    """Give 546 * e^(-0.01 * D) + 316 in s, the time constant by which W' refills; T10: Skiba 2012 MSSE 44:1526.

    Args:
        below_critical_w: how far the mean recovery power lies below critical power in W, 0 to 1000.

    Raises:
        InvalidInput: the difference is out of range.
    """
    return _TAU_SCALE * math.exp(_TAU_RATE * within("A difference", below_critical_w, "W", *_BELOW_W)) + _TAU_BASE


def _normalised(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    power = asked.series("power")
    if len(power) < _LEAST_S:
        return Lacking("more seconds of power, one value a second", have=len(power), need=_LEAST_S)
    return Figure(normalised_power_w(power))


def _stress(facts: PersonFacts, _: Arguments) -> Figure:
    normalised = facts.number("normalised_power", "the normalised power of the session")
    threshold = facts.number("threshold_power", "the functional threshold power")
    value = training_stress(facts.number("duration", "the length of the session"), normalised, threshold)
    return Figure(
        value,
        "An hour at threshold power is 100.",
        (Beside("intensity", "your intensity factor", intensity_factor(normalised, threshold), "ratio", 2),),
    )


def _critical(_: PersonFacts, asked: Arguments) -> Figure | Lacking:
    durations, powers = asked.series("durations"), asked.series("powers")
    have = min(len(durations), len(powers))
    if have < _EFFORTS[0]:
        return Lacking("more all-out efforts, each with its length and mean power", have=have, need=_EFFORTS[0])
    power, reserve = critical_power(durations, powers)
    note = "It holds for the efforts as far as they were all-out."
    return Figure(power, note, (Beside("reserve", "your work reserve above it (W′)", reserve / 1000, "kJ", 1),))


def _recovery(facts: PersonFacts, _: Arguments) -> Figure:
    below = facts.number("below_critical", "how far the recovery power lies below critical power")
    return Figure(recovery_constant_s(below), "A group's mean; one person's may differ much.")


COMPUTATIONS: Final = (
    direct(
        "T8",
        "endurance.normalised_power",
        title="your normalised power",
        formula="(mean of (30 s moving mean)^4)^(1/4)",
        unit="W",
        digits=0,
        guard="at least 20 min of power, one value a second",
        accepts=(SeriesParameter("power", "power of each second", "W", *_POWER_W, at_most=_MOST_S),),
        gives=_normalised,
    ),
    direct(
        "T8",
        "endurance.training_stress",
        title="your training stress score",
        formula="100 * s * NP * IF / (3600 * FTP), IF = NP / FTP",
        unit="score",
        digits=2,
        guard="a session of at least 20 min",
        accepts=(
            QuantityParameter("duration", "length of the session", "s", _LEAST_S, _MOST_S),
            QuantityParameter("normalised_power", "normalised power of the session", "W", *_POWER_W),
            QuantityParameter("threshold_power", "functional threshold power", "W", *_THRESHOLD_W),
        ),
        gives=_stress,
    ),
    direct(
        "T9",
        "endurance.critical_power",
        title="your critical power",
        formula="slope of work on time by least squares, W = W' + CP * t; beside it W'",
        unit="W",
        digits=2,
        guard="2 to 5 all-out efforts of 2 to 15 min, not all of one length",
        accepts=(
            SeriesParameter("durations", "length of each effort", "s", *_EFFORT_S, at_most=_EFFORTS[1]),
            SeriesParameter("powers", "mean power of each effort, in the same order", "W", *_EFFORT_W, at_most=_EFFORTS[1]),
        ),
        gives=_critical,
    ),
    direct(
        "T10",
        "endurance.recovery_constant",
        title="your time constant of recovery below critical power",
        formula="546 * e^(-0.01 * D) + 316, D = critical power - mean recovery power",
        unit="s",
        digits=1,
        guard="a mean recovery power at or below critical power",
        accepts=(QuantityParameter("below_critical", "how far mean recovery power lies below critical power", "W", *_BELOW_W),),
        gives=_recovery,
    ),
)
"""What the catalogue offers on endurance from a power meter."""
