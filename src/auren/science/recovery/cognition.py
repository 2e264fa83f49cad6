"""Vigilance, jumping and learning: reaction times, jump height as a sign of tiredness, and when to practise again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, check, check_each, series, word
from auren.science.change import typical_error
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import mean

__all__ = ["COMPUTATIONS", "Vigilance", "jump_height_m", "practice_gap_d", "vigilance"]

_FALSE_START_MS: Final = 100.0
_LAPSE_MS: Final = {"10 min": 500.0, "3 min": 355.0}
_TRIALS: Final = 20
_GRAVITY: Final = 9.80665
_JUMPS: Final = 3
_GAPS: Final = {"a week": (7.0, 0.20, 0.40), "a year": (365.0, 0.05, 0.10)}

_TIMES = SeriesParameter("reaction_times", "reaction times of the trials", "ms", 0, 60_000, at_most=2000)
_TEST = ChoiceParameter("test", "which length of the test was done", tuple(_LAPSE_MS))
_FLIGHT = QuantityParameter("flight_time", "flight time of a jump", "s", 0.1, 1.2)
_FLIGHTS = SeriesParameter("flight_times", "flight times of today's jumps", "s", _FLIGHT.low, _FLIGHT.high, at_most=100)
_EARLIER = SeriesParameter(
    "earlier_heights", "mean jump height of earlier sessions on the same device, in order", "m", 0.01, 2, at_most=1000
)
_RETENTION = ChoiceParameter("retention", "how long it is to be remembered", tuple(_GAPS))


@dataclass(frozen=True, slots=True)
class Vigilance:
    """Result of a vigilance test; false starts count in none of the other figures.

    Args:
        mean_ms: mean reaction time in ms.
        speed_per_s: mean of 1000 / reaction time in 1/s.
        lapses: reactions as slow as the test's limit, or slower.
        false_starts: reactions faster than 100 ms.
        trials: valid reactions.
    """

    mean_ms: float
    speed_per_s: float
    lapses: int
    false_starts: int
    trials: int


def vigilance(reaction_times_ms: Sequence[float], *, lapse_ms: float = 500.0) -> Vigilance:
    """Give mean, speed, lapses and false starts; N12: Dinges & Powell 1985, Basner & Dinges 2011 Sleep 34:581.

    Args:
        reaction_times_ms: one a trial in ms, 0 to 60,000.
        lapse_ms: 500 for the 10-min test, 355 for the 3-min one.

    Raises:
        InvalidInput: a time is out of range, or no reaction is slower than a false start.
    """
    check_each(_TIMES, reaction_times_ms)
    if not _FALSE_START_MS < lapse_ms < math.inf:
        raise InvalidInput(f"A lapse of {lapse_ms:g} ms was given; expected a time above {_FALSE_START_MS:g} ms.")
    valid = [time for time in reaction_times_ms if time >= _FALSE_START_MS]
    if not valid:
        raise InvalidInput("Only false starts were given; expected at least one reaction of 100 ms or more.")
    return Vigilance(
        mean(valid),
        mean(1000 / time for time in valid),
        sum(time >= lapse_ms for time in valid),
        len(reaction_times_ms) - len(valid),
        len(valid),
    )


def jump_height_m(flight_time_s: float) -> float:
    """Give g * t² / 8 in metres; N17: Bosco 1983 EJAP 50:273.

    Args:
        flight_time_s: flight time in s, 0.1 to 1.2.

    Raises:
        InvalidInput: the time is out of range.
    """
    check(_FLIGHT, flight_time_s)
    return _GRAVITY * flight_time_s * flight_time_s / 8


def practice_gap_d(retention: str) -> tuple[float, float]:
    """Give the shortest and longest good gap between two practices in days; N21: Cepeda 2008 Psychol Sci 19:1095.

    Args:
        retention: "a week", of which 20 to 40 %, or "a year", of which 5 to 10 %.

    Raises:
        InvalidInput: it is neither.
    """
    if retention not in _GAPS:
        raise InvalidInput(f"retention: {retention!r} was given; expected {_RETENTION.expected}.")
    days, low, high = _GAPS[retention]
    return days * low, days * high


def _test(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    times, test = series(facts, asked, _TIMES), word(facts, _TEST)
    if facts.missing:
        return NOTHING
    valid = sum(time >= _FALSE_START_MS for time in times)
    if valid < _TRIALS:
        return Lacking("more trials that were no false start", valid, _TRIALS)
    found = vigilance(times, lapse_ms=_LAPSE_MS[test])
    return Figure(
        found.mean_ms,
        f"A lapse is a reaction of {_LAPSE_MS[test]:g} ms or more in the {test} test; compare it with your own earlier tests.",
        (
            Beside("speed", "your mean response speed", found.speed_per_s, "1/s", 2),
            Beside("lapses", "your lapses", found.lapses, "count"),
            Beside("false_starts", "your false starts", found.false_starts, "count"),
        ),
    )


def _jump(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    flights, earlier = series(facts, asked, _FLIGHTS), asked.series(_EARLIER.name)
    if len(flights) < _JUMPS:
        return Lacking("more jumps", len(flights), _JUMPS)
    height = mean(jump_height_m(flight) for flight in flights)
    if len(earlier) < _JUMPS:
        return Figure(height, "Without at least 3 earlier sessions on the same device, no change can be told from error.")
    error = typical_error([later - before for before, later in pairwise(earlier)])
    change = height - mean(earlier)
    note = "Within your own typical error, so no change can be told."
    if abs(change) > error:
        note = f"{'Higher' if change > 0 else 'Lower'} than usual by more than your own typical error."
    return Figure(
        height,
        f"{note} It holds for the same device only.",
        (
            Beside("change", "the difference from your earlier sessions", change, "m", 3),
            Beside("typical_error", "your typical error of jumping", error, "m", 3),
        ),
    )


def _gap(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    low, high = practice_gap_d(word(facts, _RETENTION))
    return Figure(
        low,
        "The shorter end; practising again between the two ends is remembered best.",
        (Beside("longest", "the longer end", high, "d", 1),),
    )


COMPUTATIONS: Final = (
    direct(
        "N12",
        "mind.vigilance",
        title="your mean reaction time",
        formula="mean of reaction times of 100 ms or more; beside it mean of 1000 / time, lapses of 500 ms or more (355 ms in "
        "the 3 min test), and false starts under 100 ms",
        unit="ms",
        digits=0,
        guard="at least 20 trials that are no false start",
        accepts=(_TIMES, _TEST),
        gives=_test,
    ),
    direct(
        "N17",
        "mind.jump_height",
        title="your mean jump height",
        formula="mean of 9.80665 * t^2 / 8; beside it the change against earlier sessions and sd(differences) / sqrt(2)",
        unit="m",
        digits=4,
        guard="at least 3 jumps; a change is told only beyond the person's own typical error, on the same device",
        accepts=(_FLIGHTS, _EARLIER),
        gives=_jump,
    ),
    direct(
        "N21",
        "mind.practice_gap",
        title="your gap between two practices",
        formula="20 to 40 % of a week, 5 to 10 % of a year",
        unit="d",
        digits=1,
        guard="to be remembered for a week or for a year",
        accepts=(_RETENTION,),
        gives=_gap,
    ),
)
"""What the catalogue offers on vigilance, jumping and learning."""
