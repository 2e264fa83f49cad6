"""One value of a metric: a quantity, the lowest, mean and highest heart rate, or a blood pressure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from auren.readings import STANDARD_METRICS
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import parse_date, pick_span
from auren.sources.vendors.health_auto_export.devices import device_of
from auren.sources.vendors.health_auto_export.quantities import METRICS, put_quantity

__all__ = ["Series", "is_read", "read_point"]

_BEGINS = ("startDate", "start", "date")
_ENDS = ("endDate", "end")
_WEEK_DAYS = 6


@dataclass(slots=True)
class Series:
    """What a metric's list says of all its values.

    Args:
        name: the app's name of the metric.
        units: as the app writes it; empty until it is met.
        daily: whether every value is of midnight, and so of a whole day or more.
        nearest_days: the fewest days between two values that follow one another; None with fewer than two.
        last: date of the value before.
    """

    name: str = ""
    units: str = ""
    daily: bool = True
    nearest_days: int | None = None
    last: date | None = None

    def saw(self, point: object) -> None:
        """Take note of one value's date."""
        written = next((point[field] for field in _BEGINS if field in point), None) if isinstance(point, dict) else None
        day = parse_date(written) if isinstance(written, str) else None
        if day is None or not isinstance(written, str):
            return
        self.daily = self.daily and written.strip()[11:19] in ("", "00:00:00")
        if self.last is not None and day != self.last:
            apart = abs((day - self.last).days)
            self.nearest_days = apart if self.nearest_days is None else min(apart, self.nearest_days)
        self.last = day

    @property
    def by_week(self) -> bool:
        """Whether the values are of weeks, months or years, so that a sum among them is of no single day."""
        return self.daily and self.nearest_days is not None and self.nearest_days >= _WEEK_DAYS


def is_read(name: str) -> bool:
    """Tell whether a metric's values are read as points."""
    return name in METRICS or name in _SHAPES


def read_point(record: Record, draft: Draft, series: Series) -> None:
    """Read one value of a metric."""
    begins = next((field for field in _BEGINS if record.has(field)), "date")
    draft.device = device_of(record)
    if series.daily:
        day = record.day(begins)
        key = day.isoformat()
        draft.over_day(day)
    else:
        start = record.moment(begins)
        ends = next((field for field in _ENDS if record.has(field)), begins)
        span = pick_span(start, record.moment(ends), draft.tz)
        if span is None:
            raise record.wrong(ends, "expected a time that is not before the start")
        draft.over(*span)
        # What a whole day comes to replaces what it came to before; several devices measure at one instant.
        key = f"{span[0].isoformat()}:{draft.device}".removesuffix(":")
    draft.identify(series.name, record.identifier("id") if record.has("id") else key)
    shape = _SHAPES.get(series.name)
    if shape is not None:
        shape(record, draft, series)
        return
    metric = METRICS[series.name]
    if series.by_week and STANDARD_METRICS[metric].day_rule == "sum":
        draft.absent(record, "qty", "the values are summed over weeks or longer; export them by day or finer")
        return
    put_quantity(metric, record, "qty", series.units, draft)


def _read_heart_rate(record: Record, draft: Draft, series: Series) -> None:
    if record.has("qty") and not record.has("Avg"):
        put_quantity("heart.rate", record, "qty", series.units, draft)
        return
    for metric, field in (("heart.rate", "Avg"), ("heart.min", "Min"), ("heart.max", "Max")):
        put_quantity(metric, record, field, series.units, draft)


def _read_pressure(record: Record, draft: Draft, series: Series) -> None:
    for metric, field in (("vital.systolic", "systolic"), ("vital.diastolic", "diastolic")):
        put_quantity(metric, record, field, series.units, draft)


_SHAPES: Final[dict[str, Callable[[Record, Draft, Series], None]]] = {
    "heart_rate": _read_heart_rate,
    "blood_pressure": _read_pressure,
}
