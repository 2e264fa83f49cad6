"""Readings and what they are made of: metrics, units, calendar windows and daily values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.readings.calendar import Window, local_day
    from auren.readings.daily import DailyValue
    from auren.readings.days import form_day
    from auren.readings.metrics import STANDARD_METRICS, DayRule, Metric, MetricRegistry
    from auren.readings.priority import SourcePriority, without_overlap
    from auren.readings.reading import Reading, latest_revisions
    from auren.readings.units import convert, known_units

__all__ = [
    "STANDARD_METRICS",
    "DailyValue",
    "DayRule",
    "Metric",
    "MetricRegistry",
    "Reading",
    "SourcePriority",
    "Window",
    "convert",
    "form_day",
    "known_units",
    "latest_revisions",
    "local_day",
    "without_overlap",
]

__getattr__, __dir__ = later(
    __name__,
    {
        ".calendar": ("Window", "local_day"),
        ".daily": ("DailyValue",),
        ".days": ("form_day",),
        ".metrics": ("STANDARD_METRICS", "DayRule", "Metric", "MetricRegistry"),
        ".priority": ("SourcePriority", "without_overlap"),
        ".reading": ("Reading", "latest_revisions"),
        ".units": ("convert", "known_units"),
    },
)
