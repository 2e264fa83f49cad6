"""What a computation is given: daily values by metric, readings where it needs them, and how to look at a window of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from auren.errors import InvalidInput, UnitMismatch
from auren.readings import DailyValue, Window

if TYPE_CHECKING:
    from auren.readings import Reading

__all__ = ["Inputs"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """One person's data for one computation, in any order, doubled or not.

    Args:
        values: daily values by name of metric; a day without a value is absent.
        readings: readings by name of metric, for computations that look inside a day.

    Raises:
        UnitMismatch: something stands under the name of another metric, so that SDNN cannot pass for RMSSD.
        InvalidInput: a value is not a finite number, or the readings are of more than one person.
    """

    values: Mapping[str, Sequence[DailyValue]] = field(default_factory=dict)
    readings: Mapping[str, Sequence[Reading]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({reading.subject for rows in self.readings.values() for reading in rows}) > 1:
            raise InvalidInput("Readings of more than one person were given; compute for one person at a time.")
        for table in (self.values, self.readings):
            for name, rows in table.items():
                for row in rows:
                    if row.metric != name:
                        raise UnitMismatch(f"A value of {row.metric!r} was given as {name!r}; two metrics are never mixed.")
                    if not math.isfinite(row.value):
                        raise InvalidInput(f"{name}: a value that is not a finite number was given; leave the day out.")

    def days(self, metric: str, window: Window, *, unit: str) -> dict[date, DailyValue]:
        """Give the daily values of a metric in a window, by date and in order of date.

        Args:
            metric: name of the metric.
            window: whole dates; what lies outside is not looked at.
            unit: the unit the formula is written in.

        Raises:
            UnitMismatch: a value is in another unit.
            InvalidInput: one date has two different values.
        """
        found: dict[date, DailyValue] = {}
        for value in self.values.get(metric, ()):
            if value.day not in window:
                continue
            if value.unit != unit:
                raise UnitMismatch(f"{metric}: a value in {value.unit!r} was given; expected {unit!r}.")
            held = found.setdefault(value.day, value)
            if held != value:
                raise InvalidInput(f"{metric}: two different values for one date were given; form one daily value first.")
        return {day: found[day] for day in sorted(found)}

    def on(self, metric: str, day: date, *, unit: str) -> DailyValue | None:
        """Give the daily value of one date, or None for a missing day.

        Args:
            metric: name of the metric.
            day: the date.
            unit: the unit the formula is written in.

        Raises:
            UnitMismatch: the value is in another unit.
            InvalidInput: the date has two different values.
        """
        return self.days(metric, Window(day, day), unit=unit).get(day)

    def readings_in(self, metric: str, window: Window) -> tuple[Reading, ...]:
        """Give the latest revisions of a metric's readings that count for a window, deletions left out, by start and id.

        Args:
            metric: name of the metric.
            window: the dates that the readings count for.
        """
        given = self.readings.get(metric, ())
        if not given:
            return ()
        # Loaded here, since most of what is computed needs daily values alone.
        from auren.readings import latest_revisions

        latest = latest_revisions(list(given))
        live = (reading for reading in latest.values() if not reading.deleted and reading.day in window)
        return tuple(sorted(live, key=lambda reading: (reading.start, reading.end, reading.id)))
