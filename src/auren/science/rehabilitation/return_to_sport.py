"""The way back to sport: what it still asks for, how much holding, lifting and stretching, and injuries by hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auren.errors import InvalidInput
from auren.science._said import NOTHING, check, flag, number, series, word
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.parameters import Arguments, FlagParameter, QuantityParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.rehabilitation.pain import COMPLAINT, not_for

__all__ = [
    "COMPUTATIONS",
    "injuries_per_1000_h",
    "return_to_sport_unmet",
    "stretch_time_s",
    "time_under_tension_s",
    "weekly_heavy_repetitions",
]

_MONTHS, _SYMMETRY, _HOPS, _CRITERIA = 9, 90.0, 4, 5
_HOLD_DOSE_S: Final = 225
_HOLD_SHARE: Final = 0.70
_HEAVY_SESSIONS: Final = 3
_STRETCH_SESSION_S, _STRETCH_WEEK_S, _STRETCH_DAYS = 60, 300, 2
_HOURS: Final = 1000

_SINCE = QuantityParameter("months", "full months since the operation", "count", 0, 240)
_QUADRICEPS = QuantityParameter("quadriceps_symmetry", "strength symmetry of the quadriceps", "%", 0, 300)
_HOP = SeriesParameter("hop_symmetry", "symmetry of each of the hop tests", "%", 0, 300, at_most=_HOPS)
_AGILITY = FlagParameter("agility_passed", "whether the agility test was passed")
_CLEARED = FlagParameter("surgeon_cleared", "whether the surgeon has given clearance")
_SETS = QuantityParameter("sets", "sets of a session", "count", 1, 20)
_HOLD = QuantityParameter("hold", "length of one hold", "s", 1, 120)
_STRONGEST = QuantityParameter("strongest", "strongest hold of the same muscle", "Nm", 1, 1000)
_HEAVY_SETS = QuantityParameter("sets", "sets of a session", "count", 3, 4)
_REPETITIONS = QuantityParameter("repetitions", "repetitions of a set", "count", 6, 15)
_STRETCH_SETS = QuantityParameter("sets", "stretches of the muscle in a session", "count", 1, 50)
_STRETCH_HOLD = QuantityParameter("hold", "length of one stretch", "s", 1, 600)
_DAYS = QuantityParameter("days", "days with stretching in the week", "count", 1, 7)
_INJURIES = QuantityParameter("injuries", "injuries in those hours", "count", 0, 10_000)
_LOST = QuantityParameter("days_lost", "days lost to them", "d", 0, 100_000)
_EXPOSURE = QuantityParameter("hours", "hours of training and competition", "h", 1, 1_000_000)


def return_to_sport_unmet(
    months: float, quadriceps_pct: float, hops_pct: Sequence[float], *, agility_passed: bool, surgeon_cleared: bool
) -> tuple[str, ...]:
    """Give the criteria after an ACL reconstruction that are not met; P11: Grindem 2016 BJSM 50:804.

    Args:
        months: full months since the operation, 0 to 240.
        quadriceps_pct: quadriceps symmetry in percent, 0 to 300.
        hops_pct: symmetry of each of the four hop tests in percent, 0 to 300.
        agility_passed: whether the agility test was passed.
        surgeon_cleared: whether the surgeon has given clearance.

    Raises:
        InvalidInput: a number is out of range, or there are not four hop tests.
    """
    check(_SINCE, months)
    check(_QUADRICEPS, quadriceps_pct)
    if len(hops_pct) != _HOPS or not all(_HOP.low <= hop <= _HOP.high for hop in hops_pct):
        raise InvalidInput(f"hop_symmetry: {len(hops_pct)} results were given; expected {_HOPS} from 0 to 300 %.")
    met = {
        f"{_MONTHS} months": months >= _MONTHS,
        "quadriceps symmetry": quadriceps_pct >= _SYMMETRY,
        "hop tests": min(hops_pct) >= _SYMMETRY,
        "agility test": agility_passed,
        "surgeon's clearance": surgeon_cleared,
    }
    return tuple(name for name, done in met.items() if not done)


def time_under_tension_s(sets: float, hold_s: float) -> float:
    """Give sets * hold in seconds; P13: Rio 2015 BJSM 49:1277.

    Args:
        sets: whole number, 1 to 20.
        hold_s: seconds of one hold, 1 to 120.

    Raises:
        InvalidInput: a number is out of range, or the sets are not whole.
    """
    _whole(_SETS, sets)
    check(_HOLD, hold_s)
    return sets * hold_s


def weekly_heavy_repetitions(sets: float, repetitions: float) -> float:
    """Give the repetitions of a week with three sessions of heavy slow resistance; P13: Kongsgaard 2009 SJMSS 19:790.

    Args:
        sets: 3 or 4.
        repetitions: whole number, from 15 at the start down to 6.

    Raises:
        InvalidInput: a number is out of range or not whole.
    """
    _whole(_HEAVY_SETS, sets)
    _whole(_REPETITIONS, repetitions)
    return _HEAVY_SESSIONS * sets * repetitions


def stretch_time_s(sets: float, hold_s: float, days: float) -> float:
    """Give the seconds a muscle is stretched in a week; P14: Garber 2011 MSSE 43:1334.

    Args:
        sets: stretches of a session, whole number, 1 to 50.
        hold_s: seconds of one stretch, 1 to 600.
        days: days of the week, whole number, 1 to 7.

    Raises:
        InvalidInput: a number is out of range or not whole where it must be.
    """
    _whole(_STRETCH_SETS, sets)
    check(_STRETCH_HOLD, hold_s)
    _whole(_DAYS, days)
    return sets * hold_s * days


def injuries_per_1000_h(injuries: float, days_lost: float, hours: float) -> tuple[float, float]:
    """Give injuries and lost days, each by 1000 h; P16: Bahr 2020 BJSM 54:372.

    Args:
        injuries: whole number, 0 to 10,000.
        days_lost: days, 0 to 100,000; none without an injury.
        hours: hours of training and competition, 1 to 1,000,000.

    Raises:
        InvalidInput: a number is out of range, or days were lost without an injury.
    """
    _whole(_INJURIES, injuries)
    check(_LOST, days_lost)
    check(_EXPOSURE, hours)
    if days_lost and not injuries:
        raise InvalidInput("days_lost: days without an injury were given; expected at least one injury for them.")
    return _HOURS * injuries / hours, _HOURS * days_lost / hours


def _whole(parameter: QuantityParameter, value: float) -> None:
    check(parameter, value)
    if value != int(value):
        raise InvalidInput(f"{parameter.name}: {value:g} was given; expected a whole number.")


def _gate(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    months, quadriceps = number(facts, _SINCE), number(facts, _QUADRICEPS)
    hops = series(facts, asked, _HOP)
    agility, cleared = flag(facts, asked, _AGILITY), flag(facts, asked, _CLEARED)
    if facts.missing:
        return NOTHING
    if len(hops) < _HOPS:
        return Lacking("the symmetry of the other hop tests", len(hops), _HOPS)
    unmet = return_to_sport_unmet(months, quadriceps, hops, agility_passed=agility, surgeon_cleared=cleared)
    said = f"Not met: {', '.join(unmet)}." if unmet else "All are met."
    return Figure(
        _CRITERIA - len(unmet), f"{said} Of {_CRITERIA} criteria; this only counts them, your physical therapist releases you."
    )


def _holds(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    complaint, sets, hold = word(facts, COMPLAINT), number(facts, _SETS), number(facts, _HOLD)
    if (barred := _barred(facts, complaint)) is not None:
        return barred
    value = time_under_tension_s(sets, hold)
    short = f"{_HOLD_DOSE_S - value:g} s short of" if value < _HOLD_DOSE_S else "at or above"
    strongest = asked.maybe_number(_STRONGEST.name)
    beside = () if strongest is None else (Beside("target", "70 % of your strongest hold", _HOLD_SHARE * strongest, "Nm", 0),)
    return Figure(value, f"That is {short} the studied 5 holds of 45 s at 70 % of the strongest one.", beside)


def _heavy(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    complaint, sets, repetitions = word(facts, COMPLAINT), number(facts, _HEAVY_SETS), number(facts, _REPETITIONS)
    if (barred := _barred(facts, complaint)) is not None:
        return barred
    return Figure(
        weekly_heavy_repetitions(sets, repetitions),
        "Three slow sessions a week, from sets of 15 with a load that allows no more down to sets of 6, judged by the pain "
        "during them and on the morning after.",
    )


def _barred(facts: PersonFacts, complaint: str) -> Lacking | None:
    """Give why nothing is computed: pain that must not be loaded comes before anything that was left out."""
    if complaint == "bone":
        facts.missing.clear()
    if facts.missing:
        return NOTHING
    return not_for(complaint)


def _stretch(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    sets, hold, days = number(facts, _STRETCH_SETS), number(facts, _STRETCH_HOLD), number(facts, _DAYS)
    value = stretch_time_s(sets, hold, days)
    short = max(0.0, _STRETCH_WEEK_S - value)
    said = [f"{short:g} s short of about 5 min a week." if short else "About 5 min a week or more."]
    if sets * hold < _STRETCH_SESSION_S:
        said.append(f"A session is under {_STRETCH_SESSION_S} s a muscle.")
    if days < _STRETCH_DAYS:
        said.append("2 to 3 days a week are advised.")
    return Figure(value, " ".join(said), (Beside("short", "what is missing to 5 min a week", short, "s"),))


def _rates(facts: PersonFacts, _: Arguments) -> Figure | Lacking:
    injuries, lost, hours = number(facts, _INJURIES), number(facts, _LOST), number(facts, _EXPOSURE)
    if facts.missing:
        return NOTHING
    incidence, burden = injuries_per_1000_h(injuries, lost, hours)
    return Figure(incidence, "", (Beside("burden", "your injury burden", burden, "d per 1000 h", 1),))


COMPUTATIONS: Final = (
    direct(
        "P11",
        "rehab.return_to_sport",
        title="your return-to-sport criteria met",
        formula="number met of: at least 9 months, quadriceps symmetry at least 90 %, all four hop tests at least 90 %, "
        "agility test, surgeon's clearance",
        unit="count",
        digits=0,
        guard="all criteria are known; it counts and never releases",
        accepts=(_SINCE, _QUADRICEPS, _HOP, _AGILITY, _CLEARED),
        gives=_gate,
    ),
    direct(
        "P13",
        "rehab.isometric_holds",
        title="your time under tension",
        formula="sets * hold; studied were 5 * 45 s at 70 % of the strongest hold",
        unit="s",
        digits=0,
        guard="tendon or kneecap pain; never pain in a bone",
        accepts=(COMPLAINT, _SETS, _HOLD, _STRONGEST),
        gives=_holds,
    ),
    direct(
        "P13",
        "rehab.heavy_slow_repetitions",
        title="your heavy slow repetitions a week",
        formula="3 sessions * sets * repetitions; 3 to 4 sets, from 15 down to 6 repetitions",
        unit="count",
        digits=0,
        guard="tendon or kneecap pain; never pain in a bone",
        accepts=(COMPLAINT, _HEAVY_SETS, _REPETITIONS),
        gives=_heavy,
    ),
    direct(
        "P14",
        "rehab.stretch_time",
        title="your stretching time a week",
        formula="sets * hold * days; at least 60 s a muscle and session, 2 to 3 days, about 5 min a week",
        unit="s",
        digits=0,
        guard="sets, hold and days are known",
        accepts=(_STRETCH_SETS, _STRETCH_HOLD, _DAYS),
        gives=_stretch,
    ),
    direct(
        "P16",
        "rehab.injury_incidence",
        title="your injury incidence",
        formula="1000 * injuries / hours; beside it 1000 * days lost / hours",
        unit="per 1000 h",
        digits=1,
        guard="hours of exposure are known",
        accepts=(_INJURIES, _LOST, _EXPOSURE),
        gives=_rates,
    ),
)
"""What the catalogue offers on the way back to sport."""
