"""The person of a scenario: readings, profile, and the moment at which is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from auren.errors import AurenError, InvalidInput
from auren.evaluation.scenario import PersonData
from auren.facts import Fact
from auren.memory.facts.slots import SLOTS, Slots
from auren.people import Profile, Subject, zone_info
from auren.readings import STANDARD_METRICS, Reading
from auren.sources import open as open_source
from auren.testing import SimulatedAthlete

__all__ = ["Person", "person"]

FIRST_DAY: Final = date(2025, 1, 6)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a scenario asks for.

    Args:
        subject: the pseudonym.
        profile: what is known.
        readings: all that was measured.
        now: the evening of the last day; aware.
        facts: what memory holds.
    """

    subject: Subject
    profile: Profile
    readings: tuple[Reading, ...]
    now: datetime
    facts: tuple[Fact, ...]


def person(data: PersonData, beside: Path | None = None) -> Person:
    """Give the person of a scenario.

    Args:
        data: as the scenario gives them.
        beside: the folder that a folder of real data is relative to; None takes the present one.

    Raises:
        InvalidInput: the data cannot be read, or a value is out of its metric's range.
    """
    subject, profile = Subject("athlete"), Profile(zone=data.zone, locale=data.locale)
    readings: list[Reading] = []
    if data.folder:
        try:
            readings += list(open_source(Path(beside or ".") / data.folder, subject=subject, zone=data.zone))
        except AurenError as error:
            raise InvalidInput(f"data: field folder cannot be read ({type(error).__name__}).") from error
    elif data.seed is not None:
        athlete = SimulatedAthlete(
            seed=data.seed, days=data.days, first_day=FIRST_DAY, zone=data.zone, overreaching=data.overreaching
        )
        readings += athlete.readings()
        profile = replace(athlete.profile, locale=data.locale)
    readings += [_reading(subject, data.zone, *row) for row in data.readings]
    last = data.until or max((r.day for r in readings), default=FIRST_DAY + timedelta(days=data.days - 1))
    readings = [r for r in readings if r.day <= last]
    for metric, days, factor in data.changes:
        readings = list(_changed(readings, metric, last - timedelta(days=days - 1), factor))
    now = datetime.combine(last, time(21), zone_info(data.zone)).astimezone(UTC)
    return Person(subject, profile, tuple(readings), now, _facts(subject, data, now))


def _facts(subject: Subject, data: PersonData, now: datetime) -> tuple[Fact, ...]:
    slots, since = Slots(SLOTS), now - timedelta(days=1)
    return tuple(
        Fact(f"f{n}", subject, attribute, value, slots.of(attribute).unit, since, None, since, None, 1.0, "stated")
        for n, (attribute, value) in enumerate(data.facts)
    )


def _reading(subject: Subject, zone: str, metric: str, day: date, value: float) -> Reading:
    at = datetime.combine(day, time(8), zone_info(zone)).astimezone(UTC)
    unit = STANDARD_METRICS[metric].unit
    return Reading.of(subject, metric, value, unit=unit, start=at, day=day, zone=zone, source="scenario")


def _changed(readings: Iterable[Reading], metric: str, since: date, factor: float) -> Iterable[Reading]:
    registered = STANDARD_METRICS[metric]
    for reading in readings:
        if reading.metric != metric or reading.day < since:
            yield reading
        elif factor:
            yield replace(reading, value=min(registered.high, max(registered.low, reading.value * factor)))
