"""When the person sleeps: chronotype and social jetlag, from what was said or from recorded nights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile, zone_info
from auren.readings import DailyValue, Window
from auren.rendering import quantity
from auren.science._said import NOTHING, flag, number
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, ChoiceParameter, FlagParameter, NumberParameter, QuantityParameter
from auren.science.person import PersonFacts
from auren.science.statistics import mean

__all__ = ["COMPUTATIONS", "Chronotype", "chronotype"]

_DAY_H: Final = 24.0
_ASLEEP: Final = "sleep.duration"
_WORK_DAYS, _FREE_DAYS = 5, 2
_WORK_AT_LEAST, _FREE_AT_LEAST = 5, 4
_WEEKENDS: Final = {"Saturday and Sunday": (5, 6), "Friday and Saturday": (4, 5), "Thursday and Friday": (3, 4)}

_ALARM = FlagParameter("alarm_on_free_days", "whether an alarm ends the sleep on free days")
_WEEKEND = ChoiceParameter("free_days", "which days are free", tuple(_WEEKENDS), "Saturday and Sunday")
_DAYS = NumberParameter("days", "Dates to look at; they end today.", 14, 180, 28)
_NO_ALARM: Final = "free days without an alarm; with one, it cannot be told when the body would wake by itself"


def _clock(name: str, meaning: str) -> QuantityParameter:
    return QuantityParameter(name, f"{meaning}, as hours after midnight", "h", 0, 24)


_WORK_ONSET = _clock("work_sleep", "clock time of falling asleep before workdays")
_WORK_WAKE = _clock("work_wake", "clock time of waking on workdays")
_FREE_ONSET = _clock("free_sleep", "clock time of falling asleep before free days")
_FREE_WAKE = _clock("free_wake", "clock time of waking on free days")


@dataclass(frozen=True, slots=True)
class Chronotype:
    """When the person sleeps if nothing else decides.

    Args:
        midsleep_free_h: middle of sleep on free days, hours after midnight.
        midsleep_corrected_h: the same without the sleep that makes up for workdays, hours after midnight.
        social_jetlag_h: how far the middles of sleep on free days and workdays lie apart, hours, 0 to 12.
        week_sleep_h: sleep a night over a week of five workdays and two free days, hours.
    """

    midsleep_free_h: float
    midsleep_corrected_h: float
    social_jetlag_h: float
    week_sleep_h: float


def chronotype(*, work_mid_h: float, work_sleep_h: float, free_mid_h: float, free_sleep_h: float) -> Chronotype:
    """Give MSFsc and social jetlag; N9: Roenneberg 2004 Curr Biol 14:R1038, Wittmann 2006 Chronobiol Int 23:497.

    Args:
        work_mid_h, free_mid_h: middle of sleep on workdays and on free days, hours after midnight, -24 to 24.
        work_sleep_h, free_sleep_h: length of sleep on them in hours, above 0 and at most 24.

    Raises:
        InvalidInput: a value is out of range.
    """
    if not all(-_DAY_H <= middle <= _DAY_H for middle in (work_mid_h, free_mid_h)):
        raise InvalidInput("A middle of sleep out of range was given; expected -24 to 24 h after midnight.")
    if not all(0 < slept <= _DAY_H for slept in (work_sleep_h, free_sleep_h)):
        raise InvalidInput("A length of sleep out of range was given; expected above 0 and at most 24 h.")
    week = (_WORK_DAYS * work_sleep_h + _FREE_DAYS * free_sleep_h) / (_WORK_DAYS + _FREE_DAYS)
    corrected = free_mid_h - (free_sleep_h - week) / 2 if free_sleep_h > work_sleep_h else free_mid_h
    apart = abs(free_mid_h - work_mid_h) % _DAY_H
    return Chronotype(_on_clock(free_mid_h), _on_clock(corrected), min(apart, _DAY_H - apart), week)


def _on_clock(hours: float) -> float:
    # The remainder of a tiny negative number rounds to the whole day.
    return (hours % _DAY_H) % _DAY_H


def _shown(hours: float) -> str:
    minutes = round(hours * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _said(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    times = [number(facts, parameter) for parameter in (_WORK_ONSET, _WORK_WAKE, _FREE_ONSET, _FREE_WAKE)]
    alarm = flag(facts, asked, _ALARM)
    if facts.missing:
        return NOTHING
    if alarm:
        return Lacking(_NO_ALARM)
    work, free = ((wake - onset) % _DAY_H for onset, wake in (times[:2], times[2:]))
    found = chronotype(
        work_mid_h=_on_clock(times[0] + work / 2),
        work_sleep_h=work,
        free_mid_h=_on_clock(times[2] + free / 2),
        free_sleep_h=free,
    )
    beside = Beside("social_jetlag", "your social jetlag", found.social_jetlag_h, "h", 2)
    return Figure(found.midsleep_corrected_h, f"On the clock that is {_shown(found.midsleep_corrected_h)}.", (beside,))


def _needs(asked: Arguments) -> Mapping[str, Window]:
    return {_ASLEEP: Window.ending(asked.today, asked.whole(_DAYS.name))}


def _recorded(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
    window = _needs(asked)[_ASLEEP]
    facts = PersonFacts(inputs, asked, profile)
    alarm = flag(facts, asked, _ALARM)
    if profile.zone is None:
        facts.missing.append("your time zone")
    if facts.missing:
        return computation.insufficient(", ".join(facts.missing), have=0, need=len(facts.missing), window=window)
    if alarm:
        return computation.insufficient(_NO_ALARM, have=0, need=1, window=window)
    nights = [night for night in inputs.days(_ASLEEP, window, unit="min").values() if night.end > night.start]
    weekend = _WEEKENDS[asked.word(_WEEKEND.name)]
    free = [night for night in nights if night.day.weekday() in weekend]
    work = [night for night in nights if night.day.weekday() not in weekend]
    for kind, found, need in (("workdays", work, _WORK_AT_LEAST), ("free days", free, _FREE_AT_LEAST)):
        if len(found) < need:
            return computation.insufficient(
                f"more recorded nights before {kind}, with their times", have=len(found), need=need, window=window
            )
    result = chronotype(
        work_mid_h=mean(_middle_h(night, profile) for night in work),
        work_sleep_h=mean(night.value / 60 for night in work),
        free_mid_h=mean(_middle_h(night, profile) for night in free),
        free_sleep_h=mean(night.value / 60 for night in free),
    )
    coverage = Coverage(len(nights), window.days)
    beside = Measure(
        f"{computation.name}.social_jetlag",
        "your social jetlag",
        result.social_jetlag_h,
        "h",
        2,
        window,
        coverage,
        computation.citation,
    )
    note = (
        f"On the clock that is {_shown(result.midsleep_corrected_h)}. Nights that end on {asked.word(_WEEKEND.name)} count as "
        f"free, the others as work; time asleep was {quantity(60 * result.week_sleep_h, 'min')} a night over the week."
    )
    return computation.measure(result.midsleep_corrected_h, window, nights, coverage=coverage, note=note, related=(beside,))


def _middle_h(night: DailyValue, profile: Profile) -> float:
    """Give the middle between the clock times of both ends of a night, in hours after the midnight of its date."""
    midnight = datetime.combine(night.day, time())
    zone = zone_info(profile.zone)
    ends = (edge.astimezone(zone).replace(tzinfo=None) - midnight for edge in (night.start, night.end))
    return sum(end.total_seconds() for end in ends) / 2 / 3600


COMPUTATIONS: Final = (
    direct(
        "N9",
        "circadian.chronotype_said",
        title="your chronotype from the sleep times you told",
        formula="MSFsc = MSF - (SDf - SDweek) / 2 if SDf > SDw, SDweek = (5 * SDw + 2 * SDf) / 7; beside it social jetlag = "
        "|MSF - MSW|",
        unit="h",
        digits=2,
        guard="no alarm on free days",
        accepts=(_WORK_ONSET, _WORK_WAKE, _FREE_ONSET, _FREE_WAKE, _ALARM),
        gives=_said,
    ),
    Computation(
        name="circadian.chronotype",
        title="your chronotype",
        formula="MSFsc = MSF - (SDf - SDweek) / 2 if SDf > SDw, SDweek = (5 * SDw + 2 * SDf) / 7; MSF the mean middle of the "
        "clock times of both ends of sleep on free days, SD the mean time asleep; beside it social jetlag = |MSF - MSW|",
        unit="h",
        digits=2,
        guard="no alarm on free days, a known time zone, and at least 5 nights before workdays and 4 before free days",
        citation=CITATIONS["N9"],
        looks_at=_needs,
        formed_by=_recorded,
        accepts=(_ALARM, _WEEKEND, _DAYS),
    ),
)
"""What the catalogue offers on when the person sleeps by nature."""
