"""Models of the day: sleep pressure, caffeine that is left, and how long a new time zone takes."""

from __future__ import annotations

import math
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, check, number, word
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, ChoiceParameter, QuantityParameter
from auren.science.person import PersonFacts

__all__ = ["COMPUTATIONS", "caffeine_cutoff_h", "caffeine_left_mg", "jet_lag_days", "sleep_pressure"]

_RISE_H, _FALL_H = 18.2, 4.2
_CUTOFFS: Final = ((107.0, 8.8), (217.5, 13.2))
_EAST_DAYS, _WEST_ZONES = 1.0, 1.5
_LEAST_ZONES: Final = 3.0
_LONGER: Final = "It takes longer in pregnancy and with the contraceptive pill."

_START = QuantityParameter("start", "sleep pressure at the start, from nought to one", "ratio", 0, 1)
_STATE = ChoiceParameter("state", "whether awake or asleep since then", ("awake", "asleep"))
_HOURS = QuantityParameter("hours", "hours since then", "h", 0, 120)
_DOSE = QuantityParameter("caffeine", "caffeine taken", "mg", 0, 2000)
_SINCE = QuantityParameter("hours", "hours since it was taken", "h", 0, 72)
_HALF_LIFE = QuantityParameter("half_life", "time in which caffeine halves", "h", 2, 10, 5.0)
_ZONES = QuantityParameter("zones", "time zones crossed", "count", 0, 12)
_DIRECTION = ChoiceParameter("direction", "direction of the flight", ("east", "west"))


def sleep_pressure(start: float, hours: float, *, awake: bool) -> float:
    """Give process S: awake 1 - (1 - S0) * e^(-t/18.2), asleep S0 * e^(-t/4.2); N10: Borbély 1982, Daan 1984.

    Args:
        start: pressure at the start, 0 to 1.
        hours: hours since then, 0 to 120.
        awake: whether the person was awake.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_START, start)
    check(_HOURS, hours)
    return 1 - (1 - start) * math.exp(-hours / _RISE_H) if awake else start * math.exp(-hours / _FALL_H)


def caffeine_left_mg(dose_mg: float, hours: float, half_life_h: float = 5.0) -> float:
    """Give dose * 0.5^(hours / half-life) in mg; N18: Gardiner 2023 Sleep Med Rev 69:101764.

    Args:
        dose_mg: caffeine in mg, 0 to 2000.
        hours: hours since it was taken, 0 to 72.
        half_life_h: hours in which it halves, 2 to 10.

    Raises:
        InvalidInput: a value is out of range.
    """
    check(_DOSE, dose_mg)
    check(_SINCE, hours)
    check(_HALF_LIFE, half_life_h)
    return dose_mg * math.pow(0.5, hours / half_life_h)


def caffeine_cutoff_h(dose_mg: float) -> float:
    """Give the hours before bed to stop: 8.8 h up to 107 mg, 13.2 h up to 217.5 mg; N18: Gardiner 2023 Sleep Med Rev 69:101764.

    Args:
        dose_mg: caffeine in mg, above 0 and at most 217.5, the larger of the studied amounts.

    Raises:
        InvalidInput: the dose is out of range.
    """
    if not 0 < dose_mg <= _CUTOFFS[-1][0]:
        raise InvalidInput(f"caffeine: {dose_mg:g} mg was given; expected above 0 and at most {_CUTOFFS[-1][0]:g} mg.")
    return next(hours for most, hours in _CUTOFFS if dose_mg <= most)


def jet_lag_days(zones: float, direction: str) -> float:
    """Give days to adapt: zones east, zones / 1.5 west; N19: Eastman & Burgess 2009 Sleep Med Clin 4:241.

    Args:
        zones: time zones crossed, 3 to 12.
        direction: "east" or "west".

    Raises:
        InvalidInput: the zones are out of range, or the direction is neither.
    """
    if not _LEAST_ZONES <= zones <= _ZONES.high:
        raise InvalidInput(f"zones: {zones:g} was given; expected {_LEAST_ZONES:g} to {_ZONES.high:g}.")
    if direction not in _DIRECTION.choices:
        raise InvalidInput(f"direction: {direction!r} was given; expected {_DIRECTION.expected}.")
    return zones * _EAST_DAYS if direction == "east" else zones / _WEST_ZONES


def _pressure(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    start, state, hours = number(facts, _START), word(facts, _STATE), number(facts, _HOURS)
    return Figure(sleep_pressure(start, hours, awake=state == "awake"), "A model's figure; nobody measured it.")


def _left(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    dose, hours, half_life = number(facts, _DOSE), number(facts, _SINCE), asked.number(_HALF_LIFE.name)
    low, high = (caffeine_left_mg(dose, hours, span) for span in (_HALF_LIFE.low, _HALF_LIFE.high))
    return Figure(
        caffeine_left_mg(dose, hours, half_life),
        f"A model's figure with a half-life of {half_life:g} h; people differ from {_HALF_LIFE.low:g} to {_HALF_LIFE.high:g} "
        f"h. {_LONGER}",
        (
            Beside("low", "the same in somebody who clears it fast", low, "mg", 0),
            Beside("high", "the same in somebody who clears it slowly", high, "mg", 0),
        ),
    )


def _cutoff(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    dose = number(facts, _DOSE)
    if facts.missing:
        return NOTHING
    if not 0 < dose <= _CUTOFFS[-1][0]:
        return Lacking("an amount of caffeine within the studied ones")
    studied = next(most for most, _ in _CUTOFFS if dose <= most)
    return Figure(caffeine_cutoff_h(dose), f"Before bed, as was found for {studied:g} mg of caffeine. {_LONGER}")


def _jet_lag(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    zones, direction = number(facts, _ZONES), word(facts, _DIRECTION)
    if facts.missing:
        return NOTHING
    if zones < _LEAST_ZONES:
        return Lacking("more time zones crossed; the rule was not made for a short step")
    return Figure(jet_lag_days(zones, direction), "A rule of thumb; light at the right hours can shorten it.")


COMPUTATIONS: Final = (
    direct(
        "N10",
        "circadian.sleep_pressure",
        title="your modelled sleep pressure",
        formula="awake 1 - (1 - S0) * e^(-t / 18.2), asleep S0 * e^(-t / 4.2), t in h",
        unit="ratio",
        digits=4,
        guard="pressure at the start, state and hours are known; a model, shown as one",
        accepts=(_START, _STATE, _HOURS),
        gives=_pressure,
    ),
    direct(
        "N18",
        "circadian.caffeine_left",
        title="your caffeine that is left",
        formula="dose * 0.5^(hours / half-life)",
        unit="mg",
        digits=2,
        guard="dose and hours are known; a half-life of 2 to 10 h, 5 h if not said",
        accepts=(_DOSE, _SINCE, _HALF_LIFE),
        gives=_left,
    ),
    direct(
        "N18",
        "circadian.caffeine_cutoff",
        title="your last caffeine before bed",
        formula="8.8 h up to 107 mg, 13.2 h up to 217.5 mg",
        unit="h",
        digits=1,
        guard="an amount above 0 and at most 217.5 mg",
        accepts=(_DOSE,),
        gives=_cutoff,
    ),
    direct(
        "N19",
        "circadian.jet_lag",
        title="your days to adapt to the new time zone",
        formula="zones * 1.0 east, zones / 1.5 west",
        unit="d",
        digits=1,
        guard="at least 3 time zones",
        accepts=(_ZONES, _DIRECTION),
        gives=_jet_lag,
    ),
)
"""What the catalogue offers on models of the day."""
