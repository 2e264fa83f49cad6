"""Strength from a set: the one-repetition maximum it suggests, and what bar speed says of effort and load."""

from __future__ import annotations

from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import whole, within
from auren.science.direct import Beside, Figure, direct
from auren.science.parameters import Arguments, QuantityParameter
from auren.science.person import PersonFacts

__all__ = [
    "COMPUTATIONS",
    "bench_press_share",
    "one_rep_max_brzycki_kg",
    "one_rep_max_epley_kg",
    "one_rep_max_in_reserve_kg",
    "velocity_loss",
]

_MOST_KG: Final = 1000.0
_MOST_REPETITIONS: Final = 10
_MOST_IN_RESERVE: Final = 4.0
_EPLEY: Final = 30
_BRZYCKI_TOP, _BRZYCKI_BASE = 36, 37
_SLOWEST: Final = 0.01
_FASTEST: Final = 5.0
_BENCH_SLOWEST: Final = 0.15
_BENCH_FASTEST: Final = 1.40
_BENCH_SQUARE, _BENCH_LINEAR, _BENCH_BASE = 8.4326, -73.501, 112.33


def one_rep_max_epley_kg(weight_kg: float, repetitions: float) -> float:
    """Give w * (1 + r / 30) in kg; T11: Epley 1985; LeSuer 1997 JSCR 11:211.

    Args:
        weight_kg: weight lifted in kg, 0 to 1000.
        repetitions: repetitions to failure, a whole number from 1 to 10.

    Raises:
        InvalidInput: a value is out of range.
    """
    count = whole("repetitions", repetitions, 1, _MOST_REPETITIONS)
    return within("A weight", weight_kg, "kg", 0, _MOST_KG) * (1 + count / _EPLEY)


def one_rep_max_brzycki_kg(weight_kg: float, repetitions: float) -> float:
    """Give 36 * w / (37 - r) in kg; T11: Brzycki 1993 JOPERD 64:88; LeSuer 1997 JSCR 11:211.

    Args:
        weight_kg: weight lifted in kg, 0 to 1000.
        repetitions: repetitions to failure, a whole number from 1 to 10.

    Raises:
        InvalidInput: a value is out of range.
    """
    count = whole("repetitions", repetitions, 1, _MOST_REPETITIONS)
    return within("A weight", weight_kg, "kg", 0, _MOST_KG) * (_BRZYCKI_TOP / (_BRZYCKI_BASE - count))


def one_rep_max_in_reserve_kg(weight_kg: float, repetitions: float, in_reserve: float) -> float:
    """Give Epley's estimate of the repetitions done and those left, in kg; T12: Zourdos 2016 JSCR 30:267.

    Args:
        weight_kg: weight lifted in kg, 0 to 1000.
        repetitions: repetitions done, a whole number from 1 to 10.
        in_reserve: repetitions left, 0 to 4; 10 less the set's rating.

    Raises:
        InvalidInput: a value is out of range.
    """
    count = whole("repetitions", repetitions, 1, _MOST_REPETITIONS)
    left = within("A reserve", in_reserve, "repetitions", 0, _MOST_IN_RESERVE)
    return within("A weight", weight_kg, "kg", 0, _MOST_KG) * (1 + (count + left) / _EPLEY)


def velocity_loss(best_m_per_s: float, last_m_per_s: float) -> float:
    """Give 100 * (best - last) / best in percent; T13: Sánchez-Medina 2011 MSSE 43:1725.

    Args:
        best_m_per_s: mean speed of the set's fastest repetition in m/s, 0.01 to 5.
        last_m_per_s: mean speed of its last repetition in m/s, 0.01 to `best_m_per_s`.

    Raises:
        InvalidInput: a speed is out of range, or the last is above the best.
    """
    within("A best speed", best_m_per_s, "m/s", _SLOWEST, _FASTEST)
    within("A last speed", last_m_per_s, "m/s", _SLOWEST, _FASTEST)
    if last_m_per_s > best_m_per_s:
        raise InvalidInput("A last repetition faster than the best was given; expected the two of one set of one exercise.")
    return 100 * (best_m_per_s - last_m_per_s) / best_m_per_s


def bench_press_share(mean_propulsive_m_per_s: float) -> float:
    """Give 8.4326 * v^2 - 73.501 * v + 112.33, the share of the maximum in percent; T14: González-Badillo 2010 IJSM 31:347.

    Args:
        mean_propulsive_m_per_s: mean propulsive speed of a bench press in m/s, 0.15 to 1.4.

    Raises:
        InvalidInput: the speed is out of range.
    """
    speed = within("A bar speed", mean_propulsive_m_per_s, "m/s", _BENCH_SLOWEST, _BENCH_FASTEST)
    return _BENCH_SQUARE * speed**2 + _BENCH_LINEAR * speed + _BENCH_BASE


_WEIGHT_LIFTED: Final = QuantityParameter("weight_lifted", "weight lifted", "kg", 0, _MOST_KG)
_REPETITIONS: Final = QuantityParameter("repetitions", "repetitions of the set, a whole number", "count", 1, _MOST_REPETITIONS)


def _set(facts: PersonFacts) -> tuple[float, float]:
    return facts.number("weight_lifted", "the weight lifted"), facts.number("repetitions", "the repetitions of the set")


def _one_rep_max(facts: PersonFacts, _: Arguments) -> Figure:
    weight, repetitions = _set(facts)
    epley = one_rep_max_epley_kg(weight, repetitions)
    beside = Beside("epley", "the same by Epley's formula", epley, "kg", 2)
    note = "By Brzycki's formula, the lower of the two. An estimate from a set to failure, not a tested maximum."
    return Figure(one_rep_max_brzycki_kg(weight, repetitions), note, (beside,))


def _in_reserve(facts: PersonFacts, _: Arguments) -> Figure:
    weight, repetitions = _set(facts)
    left = facts.number("in_reserve", "the repetitions left in reserve")
    note = "An estimate that rests on how well the repetitions left were judged."
    return Figure(one_rep_max_in_reserve_kg(weight, repetitions, left), note)


def _velocity_loss(facts: PersonFacts, _: Arguments) -> Figure:
    best = facts.number("best_speed", "the speed of the fastest repetition")
    last = facts.number("last_speed", "the speed of the last repetition")
    return Figure(velocity_loss(best, last), "Comparable only within one and the same exercise.")


def _bench_press(facts: PersonFacts, _: Arguments) -> Figure:
    speed = facts.number("bar_speed", "the mean propulsive speed of the bar")
    return Figure(bench_press_share(speed), "It holds for the bench press only.")


COMPUTATIONS: Final = (
    direct(
        "T11",
        "strength.one_rep_max",
        title="your estimated one-repetition maximum",
        formula="36 * w / (37 - r) (Brzycki); beside it w * (1 + r / 30) (Epley)",
        unit="kg",
        digits=2,
        guard="1 to 10 repetitions to failure",
        accepts=(_WEIGHT_LIFTED, _REPETITIONS),
        gives=_one_rep_max,
    ),
    direct(
        "T12",
        "strength.one_rep_max_in_reserve",
        title="your estimated one-repetition maximum from repetitions in reserve",
        formula="w * (1 + (r + repetitions left) / 30)",
        unit="kg",
        digits=2,
        guard="1 to 10 repetitions, at most 4 left in reserve",
        accepts=(
            _WEIGHT_LIFTED,
            _REPETITIONS,
            QuantityParameter(
                "in_reserve", "repetitions left in reserve: 10 less the set's rating of exertion", "count", 0, _MOST_IN_RESERVE
            ),
        ),
        gives=_in_reserve,
    ),
    direct(
        "T13",
        "strength.velocity_loss",
        title="your velocity loss in the set",
        formula="100 * (best - last) / best of the mean speeds of one set",
        unit="%",
        digits=1,
        guard="both speeds of the same exercise, the last not above the best",
        accepts=(
            QuantityParameter("best_speed", "mean speed of the fastest repetition", "m/s", _SLOWEST, _FASTEST),
            QuantityParameter("last_speed", "mean speed of the last repetition", "m/s", _SLOWEST, _FASTEST),
        ),
        gives=_velocity_loss,
    ),
    direct(
        "T14",
        "strength.bench_press_share",
        title="your bench press load as a share of the one-repetition maximum",
        formula="8.4326 * v^2 - 73.501 * v + 112.33, v the mean propulsive speed",
        unit="%",
        digits=2,
        guard="bench press only, 0.15 to 1.4 m/s",
        accepts=(QuantityParameter("bar_speed", "mean propulsive speed of the bar", "m/s", _BENCH_SLOWEST, _BENCH_FASTEST),),
        gives=_bench_press,
    ),
)
"""What the catalogue offers on strength from a set."""
