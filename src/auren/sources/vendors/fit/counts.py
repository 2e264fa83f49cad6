"""Daily counts of a wellness file: running totals since midnight for each activity, of which the day's last one counts.

The same day goes on in the next file. So each activity's count of a day has one id, and its time is the revision: however
many files tell it, in whatever order, the latest stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from auren.sources.draft import Draft
from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.vendors.fit.origin import Told

__all__ = ["MOST", "DayCount", "DayCounts", "has_totals", "read_count", "totals_of"]

# Metric, its unit, and the field that is named when the total cannot be.
_TOTALS = {
    "activity.steps": ("count", "cycles"),
    "activity.distance": ("m", "distance"),
    "energy.active": ("kcal", "active_calories"),
}
_FIELDS = ("cycles", "steps", "distance", "active_calories")
_ON_FOOT = ("walking", "running")
_ALL = "all"
MOST = 10_000
"""How many days and activities of one file are held."""


@dataclass(slots=True)
class DayCount:
    """The running totals of one activity on one day.

    Attributes:
        day: on the device's clock.
        activity: its name, such as "walking".
        at: when it was told last.
        record: the message that told it then.
        totals: the fullest total of each metric.
    """

    day: date
    activity: str
    at: datetime
    record: Record
    totals: dict[str, float] = field(default_factory=dict)


class DayCounts:
    """Gathers the running totals of one file."""

    def __init__(self) -> None:
        self._days: dict[tuple[date, str], DayCount] = {}

    def add(self, day: date, at: datetime, record: Record) -> None:
        """Take in a message with totals.

        Raises:
            MalformedRow: a total cannot be read.
        """
        totals = totals_of(record)
        activity = clean(str(record.data["activity_type"]))[:LABEL_LENGTH]
        count = self._days.setdefault((day, activity), DayCount(day, activity, at, record))
        if at >= count.at:
            count.at, count.record = at, record
        for metric, total in totals.items():
            count.totals[metric] = max(total, count.totals.get(metric, total))

    @property
    def full(self) -> bool:
        """Whether more days and activities were told than any device counts."""
        return len(self._days) >= MOST

    def counts(self) -> Iterator[DayCount]:
        """Give each day's counts; of all activities together only where they are not told apart."""
        apart = {day for day, activity in self._days if activity != _ALL}
        for (day, activity), count in self._days.items():
            if activity != _ALL or day not in apart:
                yield count


def has_totals(record: Record) -> bool:
    """Tell whether a monitoring message tells running totals."""
    return record.has("activity_type") and any(record.has(name) for name in _FIELDS)


def totals_of(record: Record) -> dict[str, float]:
    """Give the running totals of a message by metric.

    Raises:
        MalformedRow: a total cannot be read.
    """
    totals = {}
    if record.has("steps"):
        totals["activity.steps"] = record.number("steps")
    elif record.has("cycles") and record.data["activity_type"] in _ON_FOOT:
        # On foot a cycle is a stride of two steps; on a bicycle and in water it is something else.
        totals["activity.steps"] = record.number("cycles") * 2
    if record.has("distance"):
        totals["activity.distance"] = record.number("distance")
    if record.has("active_calories"):
        totals["energy.active"] = record.number("active_calories")
    return totals


def read_count(record: Record, draft: Draft, told: Told, count: DayCount) -> None:
    """Read a day's count of one activity, which the message told last."""
    draft.identify("day", f"{told.origin.device_key}:{count.day.isoformat()}:{count.activity}")
    draft.device = told.origin.device
    draft.kind = count.activity.replace("_", " ")
    draft.revision = int(count.at.timestamp())
    draft.over_day(count.day)
    for metric, total in count.totals.items():
        unit, name = _TOTALS[metric]
        draft.put(metric, total, unit, record, name)
    if not count.totals:
        draft.absent(record, "cycles", "it counts neither steps nor distance")
