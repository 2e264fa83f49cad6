"""The people of the pattern benchmark: simulated histories, and readings in the order in which they arrive."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from auren.findings import Finding
from auren.patterns import Kernel
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports import PatternRule
from auren.readings import Reading

__all__ = ["END_OF_TIME", "FIRST", "arrivals", "heart_rate", "one_day", "person_days", "streamed"]

FIRST = date(2025, 1, 6)
END_OF_TIME = datetime(2100, 1, 1, tzinfo=UTC)
_DAILY = (("hrv.rmssd", 60.0, -15.0), ("heart.resting", 52.0, 6.0), ("sleep.duration", 430.0, -90.0))


def person_days(subject: Subject, days: int, seed: int, *, worn: float = 0.92) -> list[Reading]:
    """Give HRV, resting heart rate and sleep of so many days, with stretches in which all three are worse.

    Args:
        subject: whose.
        days: from `FIRST` on.
        seed: the same seed gives equal readings.
        worn: share of the days on which a metric was measured.
    """
    rnd = random.Random(f"{seed}")
    found: list[Reading] = []
    bad = 0
    for offset in range(days):
        bad = bad - 1 if bad else (rnd.randint(4, 9) if rnd.random() < 0.04 else 0)
        found.extend(one_day(subject, offset, rnd, bad=bool(bad), worn=worn))
    return found


def one_day(subject: Subject, offset: int, rnd: random.Random, *, bad: bool = False, worn: float = 1.0) -> list[Reading]:
    """Give one day's three values."""
    day = FIRST + timedelta(days=offset)
    morning = datetime.combine(day, time(6), UTC) + timedelta(minutes=rnd.randint(0, 60))
    found: list[Reading] = []
    for metric, level, swing in _DAILY:
        if rnd.random() >= worn:
            continue
        value = round(level + swing * bad + rnd.gauss(0, abs(swing) / 3), 1)  # as a watch states it
        start = morning - timedelta(minutes=450)
        found.append(
            Reading(subject, metric, value, start, morning, day, "UTC", "watch", f"watch:{metric}:{offset:05}", "Watch")
        )
    return found


def heart_rate(subject: Subject, at: datetime, value: float, serial: int) -> Reading:
    """Give one sample of heart rate."""
    return Reading(subject, "heart.rate", value, at, at, at.date(), "UTC", "watch", f"watch:hr:{serial}", "Watch")


def arrivals(
    readings: Sequence[Reading], seed: int | str, *, late: float, doubled: float, most_h: float = 72.0
) -> list[Reading]:
    """Give readings in the order of their arrival.

    Args:
        readings: as they were measured.
        seed: the same seed gives the same order.
        late: share that comes late, by up to `most_h`.
        doubled: share that comes a second time, up to `most_h` after the first.
        most_h: hours.
    """
    rnd = random.Random(f"{seed}")
    at = [
        (reading.end + timedelta(hours=rnd.uniform(0, most_h) if rnd.random() < late else 0.0), place)
        for place, reading in enumerate(readings)
    ]
    again = rnd.sample(at, round(len(at) * doubled))
    at.extend((instant + timedelta(hours=rnd.uniform(0, most_h)), place) for instant, place in again)
    return [readings[place] for _, place in sorted(at)]


def streamed(
    rules: Sequence[PatternRule], readings: Sequence[Reading], subject: Subject, *, step_days: int = 1, at_once: int = 1
) -> tuple[PersonState, list[Finding]]:
    """Play readings, with a time step whenever days have gone by, and give the end and every stage on the way.

    Args:
        rules: that judge them.
        readings: in the order in which they come.
        subject: whose they are.
        step_days: days from one time step to the next.
        at_once: readings that come together.
    """
    kernel = Kernel(rules)
    state, _ = kernel.restore(subject, [], [])
    stages: list[Finding] = []
    stepped: date | None = None
    for begin in range(0, len(readings), at_once):
        stages.extend(kernel.advance(state, readings[begin : begin + at_once]).changes)
        last = state.last_day
        if last is not None and (stepped is None or last >= stepped + timedelta(days=step_days)):
            stepped = last
            stages.extend(kernel.advance_time(state, datetime.combine(last, time(12), UTC)).changes)
    stages.extend(kernel.advance_time(state, END_OF_TIME).changes)
    return state, stages
