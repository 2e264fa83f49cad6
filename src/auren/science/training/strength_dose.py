"""How much strength work: the week's dose for strength, muscle and power, and the next step up in load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science.bounds import whole, within
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, QuantityParameter, SeriesParameter
from auren.science.person import AGE, PersonFacts

__all__ = ["COMPUTATIONS", "hypertrophy_sets_short", "overload_kg", "power_load_kg", "strength_dose_gaps"]

_ADULT: Final = 18
_MOST_SETS: Final = 100
_HYPERTROPHY_SETS: Final = 10
_STRENGTH_LOAD: Final = 80.0
_STRENGTH_SETS: Final = 2
_STRENGTH_SESSIONS: Final = 2
_MOST_SESSIONS: Final = 14
_PARTS: Final = 3
_POWER: Final = (0.30, 0.70)
_MOST_KG: Final = 1000.0
_STEP: Final = (1.02, 1.10)
_EXTRA: Final = 2
_EXTRA_SESSIONS: Final = 2
_MOST_EXTRA: Final = 20
_PAIN_STOP: Final = 5.0
_ADULTS: Final = "Stated for healthy adults."
_DOSE_GUARD: Final = "healthy adults, from 18 years on"


def hypertrophy_sets_short(weekly_sets: float) -> int:
    """Give how many sets a muscle is short of 10 a week; T15: ACSM position stand 2026; Schoenfeld 2017 J Sports Sci 35:1073.

    Args:
        weekly_sets: sets for one muscle in a week, a whole number from 0 to 100.

    Raises:
        InvalidInput: the number of sets is out of range.
    """
    return max(0, _HYPERTROPHY_SETS - whole("sets", weekly_sets, 0, _MOST_SETS))


def strength_dose_gaps(load_percent: float, sets: float, weekly_sessions: float) -> tuple[str, ...]:
    """Give which parts of the strength dose fall short; T15: ACSM position stand 2026 (MSSE, Apr).

    The dose is a load from 80 % of the one-repetition maximum on, 2 to 3 sets, at least 2 sessions a week.

    Args:
        load_percent: load in percent of the one-repetition maximum, 0 to 100.
        sets: sets of the exercise in a session, a whole number from 0 to 100.
        weekly_sessions: sessions a week, a whole number from 0 to 14.

    Raises:
        InvalidInput: a value is out of range.
    """
    parts = (
        ("load", within("A load", load_percent, "%", 0, 100) >= _STRENGTH_LOAD),
        ("sets", whole("sets", sets, 0, _MOST_SETS) >= _STRENGTH_SETS),
        ("sessions", whole("sessions", weekly_sessions, 0, _MOST_SESSIONS) >= _STRENGTH_SESSIONS),
    )
    return tuple(name for name, met in parts if not met)


def power_load_kg(one_rep_max_kg: float) -> tuple[float, float]:
    """Give the loads for power work in kg, 30 and 70 % of the maximum; T15: ACSM position stand 2026 (MSSE, Apr).

    Args:
        one_rep_max_kg: one-repetition maximum in kg, 0 to 1000.

    Raises:
        InvalidInput: the maximum is out of range.
    """
    within("A one-repetition maximum", one_rep_max_kg, "kg", 0, _MOST_KG)
    return _POWER[0] * one_rep_max_kg, _POWER[1] * one_rep_max_kg


def overload_kg(load_kg: float, extra_repetitions: Sequence[float], pain: float) -> tuple[float, float] | None:
    """Give the next load in kg, 2 and 10 % up, or None when it is not time; T16: ACSM 2009 MSSE 41:687.

    It is time after at least 2 repetitions beyond the target in each of 2 sessions running, and never on pain above 5.

    Args:
        load_kg: load of the exercise in kg, 0 to 1000.
        extra_repetitions: repetitions beyond the target in the last two sessions, whole numbers from 0 to 20.
        pain: worst pain in the exercise, 0 to 10.

    Raises:
        InvalidInput: a value is out of range, or there are not two sessions.
    """
    within("A load", load_kg, "kg", 0, _MOST_KG)
    within("Pain", pain, "of 10", 0, 10)
    if len(extra_repetitions) != _EXTRA_SESSIONS:
        raise InvalidInput(f"{len(extra_repetitions)} sessions were given; expected {_EXTRA_SESSIONS}.")
    counts = [whole("repetitions", extra, 0, _MOST_EXTRA) for extra in extra_repetitions]
    if pain > _PAIN_STOP or min(counts) < _EXTRA:
        return None
    return _STEP[0] * load_kg, _STEP[1] * load_kg


def _minor(facts: PersonFacts) -> Lacking | None:
    adult = facts.age() >= _ADULT
    return None if adult or facts.missing else Lacking("an adult's age; this dose is stated for healthy adults only")


def _hypertrophy(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    sets = facts.number("weekly_sets", "the week's sets for the muscle")
    short = hypertrophy_sets_short(sets)
    note = f"{short} short of {_HYPERTROPHY_SETS} sets a week for a muscle." if short else "The week's dose of sets is met."
    return _minor(facts) or Figure(short, f"{note} {_ADULTS}")


def _strength(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    gaps = strength_dose_gaps(
        facts.number("load_share", "the load as a share of the maximum"),
        facts.number("sets", "the sets of the exercise in a session"),
        facts.number("weekly_sessions", "the sessions a week"),
    )
    asked = "a load from 80 % of the maximum on, 2 to 3 sets, at least 2 sessions a week"
    note = f"Short in {' and '.join(gaps)}: the dose is {asked}." if gaps else f"All parts of the dose are met: {asked}."
    return _minor(facts) or Figure(_PARTS - len(gaps), f"{note} {_ADULTS}")


def _power(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    low, high = power_load_kg(facts.number("one_rep_max", "the one-repetition maximum"))
    beside = Beside("high", "the upper end of your load for power work", high, "kg", 1)
    return _minor(facts) or Figure(low, f"The lower end, 30 % of the maximum; the upper end is 70 %. {_ADULTS}", (beside,))


def _overload(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    load = facts.number("load", "the load of the exercise")
    pain = facts.number("pain", "the worst pain in the exercise")
    extra = asked.series("extra_repetitions")
    if not extra:
        facts.missing.append("the extra repetitions of the last two sessions")
    if facts.missing:
        return Lacking("")
    step = overload_kg(load, extra, pain)
    if pain > _PAIN_STOP:
        return Lacking(
            "an exercise without marked pain; load is not raised on it, and a physiotherapist should look at it first"
        )
    if step is None:
        done = sum(count >= _EXTRA for count in extra)
        return Lacking("two extra repetitions in each of two sessions running", have=done, need=_EXTRA_SESSIONS)
    beside = Beside("high", "the upper end of your next load", step[1], "kg", 1)
    return Figure(step[0], "The lower end, 2 % up; the upper end is 10 % up. Not on pain above 5 of 10.", (beside,))


_SETS: Final = QuantityParameter("sets", "sets of the exercise in a session, a whole number", "count", 0, _MOST_SETS)

COMPUTATIONS: Final = (
    direct(
        "T15",
        "strength.hypertrophy_sets_short",
        title="your sets short of the week's dose for a muscle",
        formula="max(0, 10 - sets for the muscle in the week)",
        unit="count",
        digits=0,
        guard=_DOSE_GUARD,
        accepts=(
            QuantityParameter("weekly_sets", "sets for one muscle in the week, a whole number", "count", 0, _MOST_SETS),
            AGE,
        ),
        gives=_hypertrophy,
    ),
    direct(
        "T15",
        "strength.strength_dose",
        title="your parts met of the week's dose for strength",
        formula="how many hold of: load >= 80 % of the one-repetition maximum, sets >= 2, sessions a week >= 2",
        unit="count",
        digits=0,
        guard=_DOSE_GUARD,
        accepts=(
            QuantityParameter("load_share", "load as a share of the one-repetition maximum", "%", 0, 100),
            _SETS,
            QuantityParameter("weekly_sessions", "sessions a week, a whole number", "count", 0, _MOST_SESSIONS),
            AGE,
        ),
        gives=_strength,
    ),
    direct(
        "T15",
        "strength.power_load",
        title="your load for power work",
        formula="30 to 70 % of the one-repetition maximum",
        unit="kg",
        digits=1,
        guard=_DOSE_GUARD,
        accepts=(QuantityParameter("one_rep_max", "one-repetition maximum", "kg", 0, _MOST_KG), AGE),
        gives=_power,
    ),
    direct(
        "T16",
        "strength.next_load",
        title="your next load",
        formula="load * 1.02 to load * 1.10",
        unit="kg",
        digits=1,
        guard="at least 2 extra repetitions in each of 2 sessions running, and pain not above 5 of 10",
        accepts=(
            QuantityParameter("load", "load of the exercise", "kg", 0, _MOST_KG),
            SeriesParameter(
                "extra_repetitions",
                "repetitions beyond the target in each of the last two sessions",
                "count",
                0,
                _MOST_EXTRA,
                at_least=_EXTRA_SESSIONS,
                at_most=_EXTRA_SESSIONS,
            ),
            QuantityParameter("pain", "worst pain in the exercise", "0-10", 0, 10),
        ),
        gives=_overload,
    ),
)
"""What the catalogue offers on how much strength work."""
