"""One date's readings of one metric, whose daily value follows each new reading without being formed of all of them again."""

from __future__ import annotations

import math
from bisect import insort
from datetime import datetime

from auren.readings import DailyValue, DayRule, Metric, Reading, SourcePriority, form_day

__all__ = ["FormedDay"]

_ADDED_UP = (DayRule.SUM, DayRule.MEAN)


class FormedDay:
    """A date's readings by id, and the daily value they form.

    The value is what `form_day` gives, to the last bit. While one device alone delivers new readings, each is worked in
    at once; a correction, a deletion or a second device has the day formed anew.

    Args:
        metric: whose day rule is used.
        priority: whose readings count where several devices measured the same stretch of time.
    """

    __slots__ = ("_metric", "_priority", "_running", "_stale", "readings", "value")

    def __init__(self, metric: Metric, priority: SourcePriority) -> None:
        self.readings: dict[str, Reading] = {}
        self.value: DailyValue | None = None
        self._metric = metric
        self._priority = priority
        self._running: _Running | None = None
        self._stale = False

    def put(self, reading: Reading) -> None:
        """Take a reading in, or replace the one of its id."""
        replaces = reading.id in self.readings
        self.readings[reading.id] = reading
        if self._stale or replaces or reading.deleted or self.value is None or not self._follow(self.value, reading):
            self._stale = True

    def remove(self, id: str) -> None:
        """Take a reading out."""
        del self.readings[id]
        self._stale = True

    def formed(self) -> DailyValue | None:
        """Give the value of all readings, or None when nothing is left of the date."""
        if self._stale:
            self._stale, self._running = False, None
            self.value = form_day(self._metric, self.readings.values(), self._priority)
        return self.value

    def _follow(self, value: DailyValue, reading: Reading) -> bool:
        if self._running is None:
            self._running = _Running.of([held for held in self.readings.values() if held is not reading])
        running = self._running
        if (reading.source, reading.device) != running.origin:
            return False
        rule = self._metric.day_rule
        if rule in _ADDED_UP:
            running.add(reading)
            self.value = running.value(value, mean=rule == DayRule.MEAN)
            return True
        if rule == DayRule.LONGEST:
            longest = value.end - value.start if len(value.reading_ids) == 1 else None
            length = reading.end - reading.start
            if longest is None or length == longest:
                return False
            wins = length > longest
        else:
            wins = self._wins(rule, self.readings[value.reading_ids[0]], reading)
        if wins:
            self.value = form_day(self._metric, (reading,), self._priority)
        return True

    @staticmethod
    def _wins(rule: DayRule, held: Reading, reading: Reading) -> bool:
        first = (held.start, held.end, held.id) > (reading.start, reading.end, reading.id)
        match rule:
            case DayRule.MAX:
                return reading.value > held.value or (reading.value == held.value and first)
            case DayRule.MIN:
                return reading.value < held.value or (reading.value == held.value and first)
            case _:
                return not first


class _Running:
    """The sum, ids and span of one device's readings; the sum is exact, as partial sums that do not overlap."""

    __slots__ = ("end", "ids", "origin", "partials", "start")

    def __init__(self, origin: tuple[str, str], ids: list[str], start: datetime, end: datetime) -> None:
        self.origin: tuple[str, str] | None = origin
        self.ids = ids
        self.partials: list[float] = []
        self.start = start
        self.end = end

    @classmethod
    def of(cls, readings: list[Reading]) -> _Running:
        live = [reading for reading in readings if not reading.deleted]
        running = cls(
            (live[0].source, live[0].device),
            sorted(reading.id for reading in live),
            min(reading.start for reading in live),
            max(reading.end for reading in live),
        )
        if any((reading.source, reading.device) != running.origin for reading in live):
            running.origin = None
        for reading in live:
            running._add_value(reading.value)
        return running

    def add(self, reading: Reading) -> None:
        insort(self.ids, reading.id)
        self._add_value(reading.value)
        self.start = min(self.start, reading.start)
        self.end = max(self.end, reading.end)

    def value(self, before: DailyValue, *, mean: bool) -> DailyValue:
        total = math.fsum(self.partials)
        number = total / len(self.ids) if mean else total
        return DailyValue(before.metric, before.day, number, before.unit, tuple(self.ids), self.start, self.end)

    def _add_value(self, number: float) -> None:
        kept: list[float] = []
        for partial in self.partials:
            large, small = (number, partial) if abs(number) >= abs(partial) else (partial, number)
            number = large + small
            lost = small - (number - large)
            if lost:
                kept.append(lost)
        kept.append(number)
        self.partials = kept
