"""What the kernel keeps of one person: the latest readings, the days they form, and the findings so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from auren.findings import Finding
from auren.people import Subject
from auren.readings import DailyValue, MetricRegistry, Reading, form_day

__all__ = ["PersonState"]


@dataclass(slots=True)
class PersonState:
    """One person's part of the kernel; only the kernel changes it.

    Args:
        subject: whose state it is.
        metrics: the registry that says how a day is formed.
    """

    subject: Subject
    metrics: MetricRegistry
    last_day: date | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _days: dict[tuple[str, date], dict[str, Reading]] = field(default_factory=dict)
    _values: dict[tuple[str, date], DailyValue] = field(default_factory=dict)

    def value(self, metric: str, day: date) -> DailyValue | None:
        """Give the value of a metric on a date, or None for a missing day."""
        return self._values.get((metric, day))

    def take(self, reading: Reading) -> set[tuple[str, date]]:
        """Keep a reading if it supersedes what is held, and give the days it belongs to before and after."""
        held = self._readings.get(reading.id)
        if held is not None and not reading.supersedes(held):
            return set()
        touched = {(reading.metric, reading.day)}
        if held is not None:
            touched.add((held.metric, held.day))
            del self._days[held.metric, held.day][held.id]
        self._readings[reading.id] = reading
        self._days.setdefault((reading.metric, reading.day), {})[reading.id] = reading
        return touched

    def reform(self, metric: str, day: date) -> bool:
        """Form a day anew, and say whether its value changed."""
        value = form_day(self.metrics[metric], self._days.get((metric, day), {}).values(), self.metrics.priority)
        before = self._values.get((metric, day))
        if value == before:
            return False
        if value is None:
            del self._values[metric, day]
            if day == self.last_day:
                self.last_day = max((held for _, held in self._values), default=None)
        else:
            self._values[metric, day] = value
            self.last_day = day if self.last_day is None else max(self.last_day, day)
        return True

    def has_day(self, metrics: frozenset[str], day: date) -> bool:
        """Tell whether any of the metrics has a value on a date."""
        return any((metric, day) in self._values for metric in metrics)

    def days_with_values(self) -> list[date]:
        """Give every date with a value, in order."""
        return sorted({day for _, day in self._values})

    def drop_before(self, day: date) -> None:
        """Forget the readings and days before a date; findings stay, since advice may rest on them."""
        for key in [key for key in self._days if key[1] < day]:
            for id in self._days.pop(key):
                del self._readings[id]
            self._values.pop(key, None)
        for id in [id for id, finding in self.findings.items() if finding.day < day and finding.settled]:
            del self.findings[id]
