"""How steady the rhythm of rest and activity is from day to day, and how broken up it is within a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from auren.errors import InvalidInput
from auren.findings import Coverage, Insufficient, Measure
from auren.people import Profile, zone_info
from auren.readings import STANDARD_METRICS, Reading, Window, form_day
from auren.science._said import series
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.direct import Beside, Figure, Lacking, direct
from auren.science.inputs import Inputs
from auren.science.parameters import Arguments, NumberParameter, SeriesParameter
from auren.science.person import PersonFacts
from auren.science.statistics import exact_sum, mean

__all__ = ["COMPUTATIONS", "rest_activity"]

_BOUT: Final = "sleep.bout"
_HOURS: Final = 24
_DAYS_AT_LEAST: Final = 5
_MOST: Final = 1e9
_ALIKE: Final = "hours that differ; without any, a rhythm has no meaning"

_ACTIVITY = SeriesParameter("activity", "activity of each hour, whole days in order", "count", 0, _MOST, at_most=24 * 366)
_DAYS = NumberParameter("days", "Days to look at; they end today.", _DAYS_AT_LEAST, 90, 28)


def rest_activity(days: Sequence[Sequence[float] | None]) -> tuple[float, float] | None:
    """Give interdaily stability (0 to 1) and intradaily variability (0 on); N20: Van Someren 1999 Chronobiol Int 16:505.

    Args:
        days: consecutive days, each one number an hour, 0 to 1e9; None for a day that is not known, which is left out
            together with the steps into and out of it.

    Returns:
        Both, or None when all hours are alike.

    Raises:
        InvalidInput: no day is known, the days are of different length or of one number, or a number is out of range.
    """
    known = [day for day in days if day is not None]
    lengths = {len(day) for day in known}
    if len(lengths) != 1 or min(lengths) < 2:
        raise InvalidInput("Days without hours or of different length were given; expected one number an hour.")
    hours = [value for day in known for value in day]
    if not all(0 <= value <= _MOST for value in hours):
        raise InvalidInput(f"An hour out of range was given; expected 0 to {_MOST:g}.")
    centre = mean(hours)
    spread = exact_sum((value - centre) ** 2 for value in hours)
    if not spread:
        return None
    profile = [mean(same) for same in zip(*known, strict=True)]
    between = exact_sum((value - centre) ** 2 for value in profile)
    steps = [step for run in _runs(days) for step in pairwise(run)]
    jumps = exact_sum((later - earlier) ** 2 for earlier, later in steps)
    # Rounding may push the share past what it is a share of.
    stability = min(1.0, len(hours) * between / (len(profile) * spread))
    return stability, len(hours) * jumps / (len(steps) * spread)


def _runs(days: Sequence[Sequence[float] | None]) -> list[list[float]]:
    runs: list[list[float]] = [[]]
    for day in days:
        if day is None:
            runs.append([])
        else:
            runs[-1] += day
    return runs


def _said(facts: PersonFacts, asked: Arguments) -> Figure | Lacking:
    hours = series(facts, asked, _ACTIVITY)
    whole, rest = divmod(len(hours), _HOURS)
    if rest:
        return Lacking("whole days, with a number for each hour", len(hours), (whole + 1) * _HOURS)
    if whole < _DAYS_AT_LEAST:
        return Lacking("more days of activity by the hour", whole, _DAYS_AT_LEAST)
    found = rest_activity([hours[first : first + _HOURS] for first in range(0, len(hours), _HOURS)])
    if found is None:
        return Lacking(_ALIKE)
    beside = Beside("variability", "your intradaily variability", found[1], "ratio", 2)
    return Figure(found[0], "Nearer to 1 the days are more alike; a higher variability means a more broken day.", (beside,))


def _needs(asked: Arguments) -> Mapping[str, Window]:
    # The first day begins at noon of the date before, and may so hold the end of that date's sleep.
    return {_BOUT: Window.ending(asked.today, asked.whole(_DAYS.name) + 1)}


def _recorded(computation: Computation, inputs: Inputs, asked: Arguments, profile: Profile) -> Measure | Insufficient:
    window = Window.ending(asked.today, asked.whole(_DAYS.name))
    bouts = inputs.readings_in(_BOUT, _needs(asked)[_BOUT])
    zones = {profile.zone} if profile.zone else {bout.zone for bout in bouts}
    if bouts and (len(zones) > 1 or not all(zones)):
        return computation.insufficient("your time zone", have=0, need=1, window=window)
    zone = zone_info(zones.pop()) if bouts else UTC
    days = [_day(day, bouts, zone) for day in window.dates()]
    known = sum(day is not None for day in days)
    if known < _DAYS_AT_LEAST:
        return computation.insufficient(
            "more days with recorded sleep and its times", have=known, need=_DAYS_AT_LEAST, window=window
        )
    found = rest_activity(days)
    if found is None:
        return computation.insufficient(_ALIKE, have=0, need=1, window=window)
    coverage = Coverage(known, window.days)
    beside = Measure(
        f"{computation.name}.variability",
        "your sleep's intradaily variability",
        found[1],
        "ratio",
        2,
        window,
        coverage,
        computation.citation,
    )
    note = "Formed of recorded sleep by the hour, not of movement, so it is not comparable with figures of an activity watch."
    begin = _noon(window.first - timedelta(days=1), zone)
    inside = [bout for bout in bouts if bout.end > begin]
    formed = [
        form_day(STANDARD_METRICS[_BOUT], [bout for bout in inside if bout.day == day])
        for day in sorted({bout.day for bout in inside})
    ]
    used = [daily for daily in formed if daily is not None]
    return computation.measure(found[0], window, used, coverage=coverage, note=note, related=(beside,))


def _day(day: date, bouts: Sequence[Reading], zone: tzinfo) -> list[float] | None:
    """Give the share of each hour on the wall that was slept, from noon to noon; None where no sleep counts for the date."""
    begin, end = _noon(day - timedelta(days=1), zone), _noon(day, zone)
    inside = sorted((max(bout.start, begin), min(bout.end, end)) for bout in bouts if bout.start < end and bout.end > begin)
    if not inside or all(bout.day != day for bout in bouts):
        return None
    apart = [inside[0]]
    for start, stop in inside[1:]:
        # Two devices may have recorded the same sleep.
        if start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], stop))
        else:
            apart.append((start, stop))
    wall = datetime.combine(day - timedelta(days=1), time(12), zone)
    edges = [(wall + timedelta(hours=hour)).astimezone(UTC) for hour in range(_HOURS + 1)]
    return [_slept(first, past, apart) for first, past in pairwise(edges)]


def _slept(first: datetime, past: datetime, apart: Sequence[tuple[datetime, datetime]]) -> float:
    if past <= first:
        # An hour that the clock skipped takes the state at that instant.
        return float(any(start <= first < stop for start, stop in apart))
    spans = (min(stop, past) - max(start, first) for start, stop in apart)
    return min(1.0, sum(max(0.0, span.total_seconds()) for span in spans) / (past - first).total_seconds())


def _noon(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(12), zone).astimezone(UTC)


_FORMULA: Final = (
    "IS = n * sum over hours (mean of the hour - mean)^2 / (24 * sum (x - mean)^2); beside it IV = n * sum (step)^2 / "
    "(number of steps * sum (x - mean)^2)"
)

COMPUTATIONS: Final = (
    direct(
        "N20",
        "circadian.rest_activity",
        title="your interdaily stability",
        formula=_FORMULA,
        unit="ratio",
        digits=2,
        guard="at least 5 whole days by the hour, and not all hours alike",
        accepts=(_ACTIVITY,),
        gives=_said,
    ),
    Computation(
        name="circadian.sleep_rhythm",
        title="your sleep's interdaily stability",
        formula=f"{_FORMULA}; x is the share of each hour on the wall clock that was slept, days run from noon to noon",
        unit="ratio",
        digits=2,
        guard="at least 5 days have recorded sleep; a day without is left out, not awake",
        citation=CITATIONS["N20"],
        looks_at=_needs,
        formed_by=_recorded,
        accepts=(_DAYS,),
        wants_readings=True,
    ),
)
"""What the catalogue offers on the rhythm of rest and activity."""
