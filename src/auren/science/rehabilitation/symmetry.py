"""Comparing the two sides of the body, and muscles with their opponents: symmetry, reach, ankle motion and strength ratios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from auren.science._said import NOTHING, by_hand, check, number, series, word
from auren.science.computation import Computation
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "dorsiflexion_difference", "limb_symmetry", "strength_ratio", "y_balance"]

_SYMMETRY_PASS: Final = 90.0
_REACH_TRIALS: Final = 3
_ANTERIOR_LIMIT_CM: Final = 4.0
_LUNGE_LIMIT_CM: Final = 1.5
_DEGREES_PER_CM: Final = 3.6
_RATIO_LIMITS: Final = {
    "hamstrings to quadriceps": 0.60,
    "external to internal rotators": 0.75,
    "adductors to abductors": 0.80,
}


def _sides(unit: str, what: str) -> tuple[QuantityParameter, QuantityParameter]:
    return (
        QuantityParameter("involved", f"{what} of the injured side", unit, 0, 1000),
        QuantityParameter("uninvolved", f"{what} of the other side, with the same device and position", unit, 1, 1000),
    )


def _reaches(name: str, direction: str) -> SeriesParameter:
    return SeriesParameter(name, f"reaches in the {direction} direction, one a trial", "cm", 1, 200, at_most=20)


_ANTERIOR = _reaches("anterior", "anterior")
_POSTEROMEDIAL = _reaches("posteromedial", "posteromedial")
_POSTEROLATERAL = _reaches("posterolateral", "posterolateral")
_OTHER_ANTERIOR = _reaches("other_anterior", "anterior (other leg)")
_LEG = QuantityParameter("leg_length", "leg length", "cm", 40, 150)
_LEFT = QuantityParameter("left", "toe-to-wall distance of the left foot", "cm", 0, 40)
_RIGHT = QuantityParameter("right", "toe-to-wall distance of the right foot", "cm", 0, 40)
_PAIR = ChoiceParameter("pair", "which muscles are compared", tuple(_RATIO_LIMITS))
_FIRST = QuantityParameter("first", "strength of the first muscle group", "Nm", 0, 1000)
_SECOND = QuantityParameter("second", "strength of the second muscle group, with the same device and position", "Nm", 1, 1000)


def limb_symmetry(involved: float, uninvolved: float) -> float:
    """Give 100 * involved / uninvolved in percent; P1: Grindem 2016 BJSM 50:804.

    Args:
        involved: result of the injured side, 0 to 1000, in one and the same unit as the other.
        uninvolved: result of the other side, 1 to 1000.

    Raises:
        InvalidInput: a result is out of range.
    """
    for parameter, value in zip(_sides("score", "the result"), (involved, uninvolved), strict=True):
        check(parameter, value)
    return 100 * involved / uninvolved


def y_balance(anterior_cm: float, posteromedial_cm: float, posterolateral_cm: float, leg_length_cm: float) -> float:
    """Give the composite reach 100 * sum of the reaches / (3 * leg length) in percent; P2: Plisky 2006 JOSPT 36:911.

    Args:
        anterior_cm, posteromedial_cm, posterolateral_cm: best reach of each direction in cm, 1 to 200.
        leg_length_cm: leg length in cm, 40 to 150.

    Raises:
        InvalidInput: a length is out of range.
    """
    reaches = (anterior_cm, posteromedial_cm, posterolateral_cm)
    for name, value in zip(("anterior", "posteromedial", "posterolateral"), reaches, strict=True):
        check(QuantityParameter(name, "reach", "cm", 1, 200), value)
    check(_LEG, leg_length_cm)
    return 100 * sum(reaches) / (len(reaches) * leg_length_cm)


def dorsiflexion_difference(left_cm: float, right_cm: float) -> float:
    """Give the difference of the two knee-to-wall distances in cm; P9: Bennell 1998, Konor 2012 IJSPT 7:279.

    Args:
        left_cm, right_cm: toe-to-wall distance of each foot in cm, 0 to 40.

    Raises:
        InvalidInput: a distance is out of range.
    """
    check(_LEFT, left_cm)
    check(_RIGHT, right_cm)
    return abs(left_cm - right_cm)


def strength_ratio(first_nm: float, second_nm: float) -> float:
    """Give the strength of one muscle group over that of its opponent; P10: Croisier 2008 AJSM 36:1469.

    Args:
        first_nm: torque in Nm, 0 to 1000.
        second_nm: torque of the opponent in Nm, 1 to 1000.

    Raises:
        InvalidInput: a torque is out of range.
    """
    check(_FIRST, first_nm)
    check(_SECOND, second_nm)
    return first_nm / second_nm


def _symmetry(unit: str, what: str) -> Callable[[PersonFacts, Arguments], Figure | Lacking]:
    sides = _sides(unit, what)

    def gives(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
        value = limb_symmetry(*(number(facts, side) for side in sides))
        reached = "At or above" if by_hand(value) >= _SYMMETRY_PASS else "Below"
        return Figure(
            value,
            f"{reached} the 90 % that criteria for return to sport ask for. It overstates recovery when the other side has "
            "weakened, too, so a result from before the injury is the better comparison.",
        )

    return gives


def _y_balance(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    directions = [series(facts, asked, reach) for reach in (_ANTERIOR, _POSTEROMEDIAL, _POSTEROLATERAL)]
    leg = number(facts, _LEG)
    other = asked.series(_OTHER_ANTERIOR.name)
    if facts.missing:
        return NOTHING
    fewest = min(len(reaches) for reaches in (*directions, *([other] if other else [])))
    if fewest < _REACH_TRIALS:
        return Lacking("more trials of each direction", fewest, _REACH_TRIALS)
    best = [max(reaches) for reaches in directions]
    value = y_balance(best[0], best[1], best[2], leg)
    if not other:
        return Figure(value, "The anterior reach of the other leg was not given, so the sides were not compared.")
    apart = abs(best[0] - max(other))
    over = (
        f"more than {_ANTERIOR_LIMIT_CM:g} cm"
        if by_hand(apart) > _ANTERIOR_LIMIT_CM
        else f"no more than {_ANTERIOR_LIMIT_CM:g} cm"
    )
    beside = Beside("anterior_difference", "the difference of your two anterior reaches", apart, "cm", 1)
    return Figure(value, f"The two anterior reaches are {over} apart.", (beside,))


def _lunge(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    value = dorsiflexion_difference(number(facts, _LEFT), number(facts, _RIGHT))
    flagged = by_hand(value) > _LUNGE_LIMIT_CM
    note = (
        f"More than {_LUNGE_LIMIT_CM:g} cm apart: worth showing to a physical therapist."
        if flagged
        else f"No more than {_LUNGE_LIMIT_CM:g} cm apart, which is within what the test can tell."
    )
    angle = Beside("angle", "that difference as an angle, roughly", value * _DEGREES_PER_CM, "deg", 0)
    return Figure(value, note, (angle,))


def _ratio(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    pair, first, second = word(facts, _PAIR), number(facts, _FIRST), number(facts, _SECOND)
    if facts.missing:
        return NOTHING
    value, limit = strength_ratio(first, second), _RATIO_LIMITS[pair]
    reached = "At or above" if by_hand(value) >= limit else "Below"
    return Figure(value, f"{reached} {limit:.2f}, the usual mark for {pair}; it holds for one device and one position only.")


def _symmetry_of(name: str, title: str, unit: str, what: str) -> Computation:
    return direct(
        "P1",
        name,
        title=title,
        formula="100 * injured side / other side; 90 % or more is asked for",
        unit="%",
        digits=2,
        guard="both sides were measured, and the other side's result is not nothing",
        accepts=_sides(unit, what),
        gives=_symmetry(unit, what),
    )


COMPUTATIONS: Final = (
    _symmetry_of("rehab.strength_symmetry", "your strength symmetry", "Nm", "strength"),
    _symmetry_of("rehab.hop_symmetry", "your hop symmetry", "cm", "hop distance"),
    direct(
        "P2",
        "rehab.y_balance",
        title="your Y-Balance composite reach",
        formula="100 * (anterior + posteromedial + posterolateral) / (3 * leg length), best reach of each direction",
        unit="%",
        digits=2,
        guard="at least 3 trials of each direction",
        accepts=(_ANTERIOR, _POSTEROMEDIAL, _POSTEROLATERAL, _LEG, _OTHER_ANTERIOR),
        gives=_y_balance,
    ),
    direct(
        "P9",
        "rehab.dorsiflexion_difference",
        title="your ankle dorsiflexion difference",
        formula="|left - right| of the knee-to-wall lunge; 1 cm is about 3.6 degrees; more than 1.5 cm is flagged",
        unit="cm",
        digits=1,
        guard="both feet were measured knee to wall",
        accepts=(_LEFT, _RIGHT),
        gives=_lunge,
    ),
    direct(
        "P10",
        "rehab.strength_ratio",
        title="your strength ratio",
        formula="first / second; hamstrings to quadriceps 0.60, external to internal rotators 0.75, adductors to "
        "abductors 0.80",
        unit="ratio",
        digits=2,
        guard="both muscle groups were measured with one device in one position",
        accepts=(_PAIR, _FIRST, _SECOND),
        gives=_ratio,
    ),
)
"""What the catalogue offers on the two sides of the body and on muscles and their opponents."""
