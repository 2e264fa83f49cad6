"""Endurance: heart-rate targets, maximal oxygen uptake from field tests, how training is spread, and the taper."""

from __future__ import annotations

import math
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter
from auren.science.person import AGE, PersonFacts

__all__ = [
    "COMPUTATIONS",
    "max_heart_rate_bpm",
    "polarisation_index",
    "taper_volume",
    "target_heart_rate_bpm",
    "vo2max_cooper",
    "vo2max_heart_rates",
]

_ADULT_Y: Final = (18.0, 100.0)
_BPM: Final = (25.0, 250.0)
_TANAKA_BASE, _TANAKA_SLOPE = 208, 0.7
_COOPER_M: Final = (600.0, 6000.0)
_COOPER_OFFSET, _COOPER_SLOPE = 504.9, 44.73
_UTH: Final = 15.3
_POLARISED: Final = 2.00
_SUM_TOLERANCE: Final = 1e-6
_TAPER: Final = (0.41, 0.60)
_TAPER_DAYS: Final = (8, 14)
_VOLUME_KM: Final = (0.0, 2000.0)
_BETA_BLOCKER: Final = (
    "a target that fits someone on a beta blocker, which holds the heart rate down; the clinician who prescribed it can set one"
)


def max_heart_rate_bpm(age_y: float) -> float:
    """Give 208 - 0.7 * age in bpm; T17: Tanaka 2001 JACC 37:153.

    Args:
        age_y: age in years, 18 to 100.

    Raises:
        InvalidInput: the age is out of range.
    """
    return _TANAKA_BASE - _TANAKA_SLOPE * within("An age", age_y, "y", *_ADULT_Y)


def target_heart_rate_bpm(resting_bpm: float, max_bpm: float, intensity_percent: float) -> float:
    """Give rest + i * (max - rest) in bpm; T17: Karvonen 1957.

    Args:
        resting_bpm: resting heart rate in bpm, 25 to below `max_bpm`.
        max_bpm: highest heart rate in bpm, up to 250.
        intensity_percent: share of the heart-rate reserve in percent, 0 to 100.

    Raises:
        InvalidInput: a value is out of range.
    """
    _in_order(resting_bpm, max_bpm)
    return resting_bpm + within("An intensity", intensity_percent, "%", 0, 100) / 100 * (max_bpm - resting_bpm)


def vo2max_cooper(distance_m: float) -> float:
    """Give (d - 504.9) / 44.73 in mL/kg/min, d the distance of 12 min; T18: Cooper 1968 JAMA 203:201.

    Args:
        distance_m: distance run flat out in 12 min, in m, 600 to 6000.

    Raises:
        InvalidInput: the distance is out of range.
    """
    return (within("A distance", distance_m, "m", *_COOPER_M) - _COOPER_OFFSET) / _COOPER_SLOPE


def vo2max_heart_rates(max_bpm: float, resting_bpm: float) -> float:
    """Give 15.3 * max / rest in mL/kg/min; T18: Uth 2004 EJAP 91:111.

    Args:
        max_bpm: highest heart rate, reached in a maximal effort, in bpm, up to 250.
        resting_bpm: resting heart rate in bpm, 25 to below `max_bpm`.

    Raises:
        InvalidInput: a heart rate is out of range.
    """
    _in_order(resting_bpm, max_bpm)
    return _UTH * max_bpm / resting_bpm


def polarisation_index(easy: float, middle: float, hard: float) -> float:
    """Give log10(Z1 / Z2 * Z3 * 100), fractions of training time; T21: Treff 2019 Front Physiol 10:707.

    Args:
        easy, middle, hard: fractions of time below, between and above the two thresholds, with a sum of 1 and in the
            order easy > hard > middle > 0.

    Raises:
        InvalidInput: the fractions have another sum or order.
    """
    if not (1 >= easy > hard > middle > 0 and abs(easy + middle + hard - 1) <= _SUM_TOLERANCE):
        raise InvalidInput("Fractions that do not fit were given; expected a sum of 1 and easy > hard > middle > 0.")
    # A quotient of fractions may leave the range of a float; their logarithms do not.
    return math.log10(easy) - math.log10(middle) + math.log10(hard) + 2


def taper_volume(weekly_volume: float) -> tuple[float, float]:
    """Give the week's volume cut by 60 and by 41 %, in the unit given; T25: Bosquet 2007 MSSE 39:1358.

    Args:
        weekly_volume: usual volume of a week, 0 to 2000 km or another unit.

    Raises:
        InvalidInput: the volume is out of range.
    """
    within("A weekly volume", weekly_volume, "km", *_VOLUME_KM)
    return weekly_volume * (1 - _TAPER[1]), weekly_volume * (1 - _TAPER[0])


def _in_order(resting_bpm: float, max_bpm: float) -> None:
    within("A resting heart rate", resting_bpm, "bpm", *_BPM)
    within("A highest heart rate", max_bpm, "bpm", *_BPM)
    if resting_bpm >= max_bpm:
        raise InvalidInput("A resting heart rate not below the highest one was given; expected resting < highest.")


def _tanaka(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("beta_blocker"):
        return Lacking(_BETA_BLOCKER)
    age = facts.age()
    if age and not _ADULT_Y[0] <= age <= _ADULT_Y[1]:
        return Lacking("an age in the equation's range; it was fitted on adults")
    note = "A mean for the age; one person's may lie ten beats off. It does not hold on a beta blocker."
    return Figure(max_heart_rate_bpm(age), note)


def _target(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    if asked.flag("beta_blocker"):
        return Lacking(_BETA_BLOCKER)
    resting = facts.number("resting_heart_rate", "the resting heart rate")
    intensity = facts.number("intensity", "the intensity")
    highest = asked.maybe_number("max_heart_rate")
    if highest is None:
        estimate = _tanaka(facts, asked)
        if facts.missing or isinstance(estimate, Lacking):
            return estimate
        highest = estimate.value
    note = "From the share of the heart-rate reserve. It does not hold on a beta blocker."
    beside = Beside("max", "the highest heart rate it counts with", highest, "bpm")
    return Figure(target_heart_rate_bpm(resting, highest, intensity), note, (beside,))


def _cooper(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    distance = facts.number("distance", "the distance run in twelve minutes")
    if not asked.flag("all_out"):
        facts.missing.append("a run that was an all-out effort")
    return Figure(vo2max_cooper(distance), "It holds for a run that was all-out from start to end.")


def _uth(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    highest = facts.number("max_heart_rate", "the highest heart rate")
    resting = facts.number("resting_heart_rate", "the resting heart rate")
    if not asked.flag("all_out"):
        facts.missing.append("a highest heart rate that was reached in an all-out effort")
    return Figure(vo2max_heart_rates(highest, resting), "An estimate from two heart rates, coarser than a test on the move.")


def _polarisation(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    easy = facts.number("easy", "the time below the first threshold")
    middle = facts.number("middle", "the time between the thresholds")
    hard = facts.number("hard", "the time above the second threshold")
    total = easy + middle + hard
    shares = (easy / total, middle / total, hard / total) if total else (0.0, 0.0, 0.0)
    if not shares[0] > shares[2] > shares[1] > 0:
        return Lacking(
            "a spread with most time easy, less hard and least, but some, in the middle; else the index has no meaning"
        )
    value = polarisation_index(*shares)
    polarised = "A polarised" if value > _POLARISED else "Not a polarised"
    return Figure(value, f"{polarised} spread of training; above 2.00 it counts as one.")


def _taper(facts: PersonFacts, _: Arguments) -> Figure:
    low, high = taper_volume(facts.number("weekly_volume", "the usual weekly volume"))
    beside = (
        Beside("high", "the upper end of your weekly volume in the taper", high, "km", 1),
        Beside("shortest", "the shortest taper", _TAPER_DAYS[0], "d"),
        Beside("longest", "the longest taper", _TAPER_DAYS[1], "d"),
    )
    return Figure(low, "The lower end; volume 41 to 60 % down for 8 to 14 days, with the intensity kept.", beside)


_BLOCKER: Final = FlagParameter("beta_blocker", "whether the person takes a beta blocker")
_RESTING: Final = QuantityParameter("resting_heart_rate", "resting heart rate", "bpm", *_BPM)
_ALL_OUT: Final = FlagParameter("all_out", "whether it was an all-out effort; without one there is no number")


def _minutes(name: str, meaning: str) -> QuantityParameter:
    return QuantityParameter(name, meaning, "min", 0, 600_000)


COMPUTATIONS: Final = (
    direct(
        "T17",
        "endurance.max_heart_rate",
        title="your estimated highest heart rate",
        formula="208 - 0.7 * age",
        unit="bpm",
        digits=0,
        guard="adults; not on a beta blocker",
        accepts=(AGE, _BLOCKER),
        gives=_tanaka,
    ),
    direct(
        "T17",
        "endurance.target_heart_rate",
        title="your target heart rate",
        formula="rest + i * (max - rest), max = 208 - 0.7 * age unless it was measured",
        unit="bpm",
        digits=0,
        guard="not on a beta blocker; resting below highest heart rate",
        accepts=(
            _RESTING,
            QuantityParameter("intensity", "share of the heart-rate reserve", "%", 0, 100),
            QuantityParameter("max_heart_rate", "highest heart rate, measured", "bpm", *_BPM, source="208 - 0.7 * age"),
            AGE,
            _BLOCKER,
        ),
        gives=_target,
    ),
    direct(
        "T18",
        "endurance.vo2max_run",
        title="your maximal oxygen uptake, estimated from a twelve-minute run",
        formula="(d - 504.9) / 44.73, d in m",
        unit="mL/kg/min",
        digits=2,
        guard="an all-out run of 12 min",
        accepts=(QuantityParameter("distance", "distance run in 12 min", "m", *_COOPER_M), _ALL_OUT),
        gives=_cooper,
    ),
    direct(
        "T18",
        "endurance.vo2max_heart_rates",
        title="your maximal oxygen uptake, estimated from two heart rates",
        formula="15.3 * max / rest",
        unit="mL/kg/min",
        digits=2,
        guard="a highest heart rate that was reached in an all-out effort",
        accepts=(QuantityParameter("max_heart_rate", "highest heart rate", "bpm", *_BPM), _RESTING, _ALL_OUT),
        gives=_uth,
    ),
    direct(
        "T21",
        "endurance.polarisation",
        title="your polarisation index",
        formula="log10(Z1 / Z2 * Z3 * 100), fractions of time in three zones",
        unit="score",
        digits=2,
        guard="more time in the easy zone than in the hard, and more in the hard than in the middle, which is not empty",
        accepts=(
            _minutes("easy", "time below the first threshold"),
            _minutes("middle", "time between the two thresholds"),
            _minutes("hard", "time above the second threshold"),
        ),
        gives=_polarisation,
    ),
    direct(
        "T25",
        "endurance.taper_volume",
        title="your weekly volume in a taper",
        formula="volume * (1 - 0.60) to volume * (1 - 0.41)",
        unit="km",
        digits=1,
        guard="a usual weekly volume",
        accepts=(QuantityParameter("weekly_volume", "usual distance a week", "km", *_VOLUME_KM),),
        gives=_taper,
    ),
)
"""What the catalogue offers on endurance."""
