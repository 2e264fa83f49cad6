"""The daily series of laws: each comes from a registered metric or is derived, and what is unknown stays so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from auren.history import InMemoryHistory
from auren.memory.laws import CANDIDATES, Candidate, daily_series, late_exercise, metrics_needed
from auren.memory.laws.candidates import series_needed
from auren.memory.laws.derived import METRICS_OF
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, Window

ANNA, BEN = Subject("anna"), Subject("ben")
OSLO = ZoneInfo("Europe/Oslo")
MONDAY = date(2025, 3, 10)
WEEK = Window(MONDAY, MONDAY + timedelta(days=6))


def on(number: int) -> date:
    return MONDAY + timedelta(days=number)


def session(day: int, hour: int, minute: int = 0, *, minutes: float = 45, subject: Subject = ANNA) -> Reading:
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute, tzinfo=OSLO) + timedelta(days=day)
    return Reading.of(
        subject,
        "exercise.duration",
        minutes,
        unit="min",
        start=start,
        end=start + timedelta(minutes=minutes),
        zone="Europe/Oslo",
        source="watch",
    )


def summed(day: int, minutes: float = 60) -> Reading:
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=OSLO) + timedelta(days=day)
    end = start + timedelta(days=1)
    return Reading.of(ANNA, "exercise.duration", minutes, unit="min", start=start, end=end, zone="Europe/Oslo", source="app")


def measured(metric: str, value: float, day: int, unit: str, subject: Subject = ANNA) -> Reading:
    at = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 6, tzinfo=UTC) + timedelta(days=day)
    return Reading.of(subject, metric, value, unit=unit, start=at, zone="Europe/Oslo", source="watch")


def worn(*days: int) -> list[date]:
    return [on(number) for number in days]


def test_every_series_is_a_registered_metric_or_derived_from_some() -> None:
    for name in series_needed():
        for metric in METRICS_OF.get(name, (name,)):
            assert metric in STANDARD_METRICS, name
    for pair in CANDIDATES:
        assert pair.unit in ("%", STANDARD_METRICS[pair.outcome].unit), pair.name
    assert "exercise.late" not in metrics_needed()
    assert "exercise.duration" in metrics_needed()


@pytest.mark.parametrize(
    ("hour", "minute", "late"), [(19, 59, 0.0), (20, 0, 1.0), (23, 59, 1.0), (4, 0, 0.0), (12, 0, 0.0)], ids=str
)
def test_late_is_from_eight_in_the_evening_on_the_persons_clock(hour: int, minute: int, late: float) -> None:
    assert late_exercise([session(2, hour, minute)], ()) == {on(2): late}


def test_what_begins_after_midnight_belongs_to_the_evening_before() -> None:
    assert late_exercise([session(3, 0, 30), session(4, 3, 59)], ()) == {on(2): 1.0, on(3): 1.0}


def test_one_late_session_makes_the_day_late_in_whatever_order() -> None:
    both = [session(0, 8), session(0, 21)]
    assert late_exercise(both, ()) == late_exercise(both[::-1], ()) == {on(0): 1.0}


def test_a_day_of_rest_is_a_no_only_where_a_watch_was_worn_between_two_sessions() -> None:
    sessions = [session(1, 21), session(5, 7)]
    assert late_exercise(sessions, worn(0, 2, 4, 6)) == {on(1): 1.0, on(2): 0.0, on(4): 0.0, on(5): 0.0}
    assert late_exercise([], worn(0, 1, 2)) == {}


def test_a_sum_over_the_day_says_nothing_of_the_evening() -> None:
    timed = [session(0, 7), session(2, 21), session(3, 9), session(4, 9)]
    known = late_exercise([*timed, summed(1), summed(2), summed(3)], worn(1, 3))
    assert known == {on(0): 0.0, on(2): 1.0, on(4): 0.0}


def test_a_session_of_no_time_is_none() -> None:
    assert late_exercise([session(0, 21, minutes=0)], ()) == {}


async def lived(readings: Sequence[Reading], candidates: Sequence[Candidate] = CANDIDATES) -> dict[str, dict[date, float]]:
    async with InMemoryHistory() as history:
        for subject in (ANNA, BEN):
            await history.append([reading for reading in readings if reading.subject == subject])
        found = await daily_series(history, ANNA, WEEK, candidates)
        return {name: dict(days) for name, days in found.items() if days}


async def test_the_history_gives_every_series_of_its_person_and_of_the_window() -> None:
    found = await lived(
        [
            *(measured("heart.resting", 50, number, "bpm") for number in range(7)),
            measured("nutrition.alcohol", 2, 0, "count"),
            measured("load.srpe", 300, 1, "AU"),
            measured("load.srpe", 200, 4, "AU"),
            session(1, 20, 30),
            session(3, 9),
            measured("hrv.rmssd", 60, 6, "ms", BEN),
            measured("hrv.rmssd", 60, 9, "ms"),
        ]
    )
    assert found["nutrition.alcohol"] == {on(0): 2.0}
    assert found["load.srpe"] == {on(1): 300.0, on(2): 0.0, on(3): 0.0, on(4): 200.0}
    assert found["exercise.late"] == {on(1): 1.0, on(2): 0.0, on(3): 0.0}
    assert "hrv.rmssd" not in found
    # Of what serves to derive, nothing is handed on that no pair asks for.
    assert "exercise.duration" not in found


async def test_only_the_series_of_the_given_pairs_are_looked_up() -> None:
    found = await lived([measured("hrv.rmssd", 60, 1, "ms"), measured("nutrition.alcohol", 1, 1, "count")], CANDIDATES[1:2])
    assert found == {"nutrition.alcohol": {on(1): 1.0}}


async def test_a_metric_that_the_host_does_not_register_has_no_known_day() -> None:
    own = MetricRegistry([STANDARD_METRICS["hrv.rmssd"]])
    async with InMemoryHistory(metrics=own) as history:
        assert await daily_series(history, ANNA, WEEK) == {"hrv.rmssd": {}}
