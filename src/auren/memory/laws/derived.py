"""The daily series that laws are tested on, as a person's history tells them: what is known of a day, rest days among it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from auren.memory.laws.candidates import CANDIDATES, Candidate, series_needed
from auren.memory.laws.days import DailySeries
from auren.people import Subject, zone_info
from auren.ports import History
from auren.readings import Reading, Window

__all__ = ["LATE_EXERCISE", "METRICS_OF", "daily_series", "late_exercise", "metrics_needed", "with_rest_days"]

LATE_EXERCISE: Final = "exercise.late"
"""The derived series that tells days on which a session began late in the evening."""
SESSIONS: Final = "exercise.duration"
WORN: Final = "heart.resting"
"""A day that has a value of this is one on which a watch was worn, so that a session would be known of."""
METRICS_OF: Final = {LATE_EXERCISE: (SESSIONS, WORN), "load.srpe": ("load.srpe", WORN)}
"""What series are derived from, if not from the metric of their name alone."""

_DAY_BEGINS_AT: Final = 4
"""Hour of the wall clock up to which a night belongs to the evening before."""
_LATE_FROM: Final = 20
"""Hour of the wall clock from which a session is late."""
_NO_TIME_OF_DAY: Final = timedelta(hours=12)
"""What lasts longer is a sum over the day, and says nothing of when the exercise was."""


def metrics_needed(candidates: Iterable[Candidate] = CANDIDATES) -> frozenset[str]:
    """Give the names of the metrics that the series of pairs are formed of.

    Args:
        candidates: the pairs that are tested.
    """
    return frozenset(metric for name in series_needed(candidates) for metric in METRICS_OF.get(name, (name,)))


async def daily_series(
    history: History, subject: Subject, window: Window, candidates: Iterable[Candidate] = CANDIDATES
) -> dict[str, DailySeries]:
    """Give a person's daily series by name; a date that is missing is unknown, which is not zero.

    Args:
        history: where the person's readings are.
        subject: whose series.
        window: the dates that are looked at.
        candidates: the pairs whose series are wanted; one of a metric that is not registered has no known day.

    Raises:
        StoreError: the history could not answer.
        LifecycleError: the history is not open.
    """
    pairs = tuple(candidates)
    values: dict[str, DailySeries] = {}
    for metric in sorted(metrics_needed(pairs)):
        if metric in history.metrics:
            days = await history.window(subject, metric, window)
            values[metric] = {day.day: day.value for day in days}
    series = {name: values[name] for name in series_needed(pairs) if name in values}
    worn = values.get(WORN, {})
    if LATE_EXERCISE in series_needed(pairs) and SESSIONS in history.metrics:
        series[LATE_EXERCISE] = late_exercise(await history.counted(subject, SESSIONS, window), worn)
    if "load.srpe" in series:
        series["load.srpe"] = with_rest_days(series["load.srpe"], worn)
    return series


def late_exercise(sessions: Iterable[Reading], worn: Collection[date]) -> DailySeries:
    """Tell of each day whether a session began late: from 20:00 on the person's wall clock until 4:00 of the next date.

    A day without a session is a no if a watch was worn, and sessions are on record before and after it. Exercise that is
    known only as a sum over the day leaves the day out.

    Args:
        sessions: readings of exercise.
        worn: the days on which a watch was worn.
    """
    late: dict[date, float] = {}
    untimed: set[date] = set()
    for session in sessions:
        if session.value <= 0:
            continue
        if session.end is not None and session.end - session.start > _NO_TIME_OF_DAY:
            untimed.add(session.day)
            continue
        begun = session.start.astimezone(zone_info(session.zone))
        evening = begun.date() - timedelta(days=begun.hour < _DAY_BEGINS_AT)
        is_late = begun.hour >= _LATE_FROM or begun.hour < _DAY_BEGINS_AT
        late[evening] = max(float(is_late), late.get(evening, 0.0))
    # One late session tells of the day, whatever else was summed up.
    known = {day: value for day, value in late.items() if value or day not in untimed}
    return _resting(known, [day for day in worn if day not in untimed])


def with_rest_days(load: DailySeries, worn: Collection[date]) -> DailySeries:
    """Give loads with a zero on each day that was worn, has no load, and lies between two that have.

    Args:
        load: by day.
        worn: the days on which a watch was worn.
    """
    return _resting(load, worn)


def _resting(known: DailySeries, worn: Collection[date]) -> DailySeries:
    # Before the first record and after the last one nobody wrote sessions down, as far as is known.
    if not known:
        return {}
    first, last = min(known), max(known)
    return {day: 0.0 for day in worn if first <= day <= last} | dict(known)
