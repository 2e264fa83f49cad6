"""Daily values and readings for the tests of the science room, and where the recorded data lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from auren.findings import Insufficient, Measure
from auren.people import Profile, Subject
from auren.readings import DailyValue, Reading
from auren.science import Inputs, catalogue

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded data sets (../shared/data) are not on this machine")

TODAY = date(2023, 7, 20)
WHO = Profile(zone="Europe/Oslo")
SUBJECT = Subject("p01")
UNITS = {
    "hrv.rmssd": "ms",
    "hrv.sdnn": "ms",
    "heart.resting": "bpm",
    "sleep.duration": "min",
    "sleep.in_bed": "min",
    "sleep.efficiency_vendor": "%",
    "load.srpe": "AU",
}


def value(metric: str, day: date, number: float, unit: str = "") -> DailyValue:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return DailyValue(metric, day, number, unit or UNITS[metric], (f"{metric}:{day}",), noon, noon)


def ending(metric: str, last: date, numbers: Sequence[float | None]) -> list[DailyValue]:
    """Give a number a day, the last one on `last`; None is a missing day."""
    first = last - timedelta(days=len(numbers) - 1)
    return [value(metric, first + timedelta(days=n), number) for n, number in enumerate(numbers) if number is not None]


def inputs(**days: Sequence[float | None]) -> Inputs:
    """Give inputs of metrics written with two underscores for the dot, all ending today."""
    return Inputs({name.replace("__", "."): ending(name.replace("__", "."), TODAY, numbers) for name, numbers in days.items()})


def run(
    name: str, given: Inputs, *, today: date = TODAY, profile: Profile = WHO, **arguments: object
) -> Measure | Insufficient:
    return catalogue()[name].run(given, today=today, profile=profile, **arguments)


def measured(name: str, given: Inputs, *, today: date = TODAY, profile: Profile = WHO, **arguments: object) -> Measure:
    result = run(name, given, today=today, profile=profile, **arguments)
    assert isinstance(result, Measure), result
    return result


def missing(name: str, given: Inputs, *, today: date = TODAY, profile: Profile = WHO, **arguments: object) -> Insufficient:
    result = run(name, given, today=today, profile=profile, **arguments)
    assert isinstance(result, Insufficient), result
    return result


def beside(measure: Measure) -> Mapping[str, Measure]:
    return {part.name: part for part in measure.related}


def bout(start: datetime, end: datetime, *, id: str = "", zone: str = "Europe/Oslo", deleted: bool = False) -> Reading:
    minutes = (end - start).total_seconds() / 60
    return Reading.of(
        SUBJECT,
        "sleep.bout",
        minutes,
        unit="min",
        start=start,
        end=end,
        zone=zone,
        source="test",
        id=id,
        deleted=deleted,
        revision=int(deleted),
    )
