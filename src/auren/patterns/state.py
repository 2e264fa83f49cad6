"""What the kernel keeps of one person: the latest readings, the days they form, and the findings so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from auren.findings import Finding
from auren.patterns.dayforming import FormedDay
from auren.patterns.sheet import Sheet
from auren.people import Subject
from auren.readings import DailyValue, MetricRegistry, Reading

__all__ = ["PersonState"]

_ONE_DAY = timedelta(days=1)


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
    furthest: date | None = None
    """The latest date that ever had a value or a finding; no anchor lies after it."""
    findings: dict[str, Finding] = field(default_factory=dict)
    open_findings: dict[str, Finding] = field(default_factory=dict)
    """Those for which something is still awaited."""
    _readings: dict[str, Reading] = field(default_factory=dict)
    _found: set[tuple[str, int, date]] = field(default_factory=set)
    _days: dict[str, dict[date, FormedDay]] = field(default_factory=dict)
    _values: dict[str, dict[date, DailyValue]] = field(default_factory=dict)
    floor: date | None = None
    """The first date of which anything is kept; None while nothing was dropped."""
    sheet: Sheet = field(init=False, repr=False, compare=False)
    """The daily values as rules look at them."""

    def __post_init__(self) -> None:
        self.sheet = Sheet(self._values)

    @property
    def readings(self) -> Collection[Reading]:
        """The latest revision of each reading, deletions included."""
        return self._readings.values()

    def value(self, metric: str, day: date) -> DailyValue | None:
        """Give the value of a metric on a date, or None for a missing day."""
        return self.sheet.value(metric, day)

    def take(self, reading: Reading) -> set[tuple[str, date]]:
        """Keep a reading if it supersedes what is held, and give the days it belongs to before and after."""
        held = self._readings.get(reading.id)
        place = (reading.metric, reading.day)
        touched = {place}
        if held is not None:
            if not reading.supersedes(held):
                return set()
            before = (held.metric, held.day)
            if before != place:
                touched.add(before)
                self._days[held.metric][held.day].remove(held.id)
        self._readings[reading.id] = reading
        self._day(*place).put(reading)
        return touched

    def reform(self, metric: str, day: date) -> bool:
        """Bring a day's value up to date, and say whether it changed."""
        values = self._values.setdefault(metric, {})
        value, before = self._day(metric, day).formed(), values.get(day)
        if value == before:
            return False
        if value is None:
            del values[day]
            if day == self.last_day:
                self.last_day = max((held for days in self._values.values() for held in days), default=None)
        else:
            values[day] = value
            self.last_day = day if self.last_day is None else max(self.last_day, day)
            self._reach(day)
        self.sheet.changed(metric, day)
        return True

    def keep(self, finding: Finding) -> Finding:
        """Keep a finding in its latest stage."""
        self.findings[finding.id] = finding
        self._found.add((finding.rule, finding.rule_version, finding.day))
        if finding.settled:
            self.open_findings.pop(finding.id, None)
        else:
            self.open_findings[finding.id] = finding
        self._reach(finding.day)
        return finding

    def has_finding(self, rule: str, version: int, day: date) -> bool:
        """Tell whether a rule ever found something on a day, withdrawn or not; quicker than to work out the finding's id."""
        return (rule, version, day) in self._found

    def has_day(self, metrics: frozenset[str], day: date) -> bool:
        """Tell whether any of the metrics has a value on a date."""
        for metric in metrics:
            days = self._values.get(metric)
            if days is not None and day in days:
                return True
        return False

    def days_with_values(self) -> list[date]:
        """Give every date with a value, in order."""
        return sorted({day for days in self._values.values() for day in days})

    def drop_before(self, day: date, touched: Iterable[date] = (), *, judged_from: date) -> None:
        """Forget the readings and days before a date, and the settled findings of days that are not judged any more.

        Args:
            day: the first date that is kept.
            touched: dates that were written to since the last call.
            judged_from: the first date whose findings may still change; the journal remembers the others.
        """
        if self.floor == day and min(touched, default=day) >= day:
            return
        floor, self.floor = self.floor, day
        gone = {written for written in touched if written < day}
        if floor is None:
            gone.update(held for days in self._days.values() for held in days if held < day)
        else:
            while floor < day:
                gone.add(floor)
                floor += _ONE_DAY
        if not gone:
            return
        for metric, days in self._days.items():
            for old in gone:
                formed = days.pop(old, None)
                if formed is not None:
                    for id in formed.readings:
                        del self._readings[id]
                    if self._values[metric].pop(old, None) is not None:
                        self.sheet.changed(metric, old)
        for id in [id for id, finding in self.findings.items() if finding.day < judged_from and finding.settled]:
            finding = self.findings.pop(id)
            self._found.discard((finding.rule, finding.rule_version, finding.day))

    def _day(self, metric: str, day: date) -> FormedDay:
        days = self._days.setdefault(metric, {})
        formed = days.get(day)
        if formed is None:
            formed = days[day] = FormedDay(self.metrics[metric], self.metrics.priority)
        return formed

    def _reach(self, day: date) -> None:
        if self.furthest is None or day > self.furthest:
            self.furthest = day
