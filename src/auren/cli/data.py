"""The data a command works on: a real export, or the simulated athlete."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.prompt import Prompt

from auren.errors import InvalidInput
from auren.people import Profile, Subject, zone_info
from auren.readings import Reading
from auren.sources import SourceReport
from auren.sources import open as open_source
from auren.testing import SimulatedAthlete

__all__ = ["Recording", "chosen_zone", "open_recording", "working"]


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's readings, as a command works on them.

    Args:
        subject: the pseudonym.
        profile: what is known.
        readings: all readings.
        report: what the source read and skipped; None for the simulated athlete.
        title: where they come from, for the eye.
    """

    subject: Subject
    profile: Profile
    readings: tuple[Reading, ...]
    report: SourceReport | None
    title: str

    @property
    def last_day(self) -> date:
        """The last date that any reading counts for."""
        return max(reading.day for reading in self.readings)

    def until(self, day: date) -> list[Reading]:
        """Give the readings up to a day.

        Raises:
            InvalidInput: there are none.
        """
        found = [reading for reading in self.readings if reading.day <= day]
        if not found:
            first = min(reading.day for reading in self.readings)
            raise InvalidInput(f"The data begin on {first}, after the day {day} that was asked for; name a later day.")
        return found


def working(console: Console) -> Progress:
    """Give a progress line that goes away when the work is done."""
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True)


def open_recording(console: Console, data: Path | None, zone: str | None) -> Recording:
    """Read an export, or make the simulated athlete when none is named.

    Raises:
        InvalidInput: the export needs a zone, and nobody is there to ask; or it holds no reading.
        SourceError: the export cannot be read.
    """
    if data is None:
        athlete = SimulatedAthlete()
        return Recording(
            athlete.subject, athlete.profile, tuple(athlete.readings()), None, f"a simulated athlete (seeded), {athlete.window}"
        )
    chosen = chosen_zone(console, zone)
    subject = Subject("demo")
    source = open_source(data, subject=subject, zone=chosen)
    with working(console) as progress:
        progress.add_task(f"Reading {data.name}")
        readings = tuple(source)
    if not readings:
        raise InvalidInput("The export holds no reading that auren knows; run with another path.")
    return Recording(subject, Profile(zone=chosen), readings, source.report, str(data))


def chosen_zone(console: Console, zone: str | None) -> str:
    """Give the zone that was named, or ask for it.

    Raises:
        InvalidInput: there is no such zone, or none was named and nobody is there to ask.
    """
    chosen = zone or _asked_for_zone(console)
    zone_info(chosen)
    return chosen


def _asked_for_zone(console: Console) -> str:
    if not sys.stdin.isatty():
        raise InvalidInput(
            "Which day a reading counts for depends on where the person lived, and auren does not guess it: pass --zone, for "
            "example --zone Europe/Oslo."
        )
    return Prompt.ask(
        "Which day a reading counts for depends on it: where did the person live, such as Europe/Oslo?", console=console
    )
