"""Readings and what they are made of: metrics, units, calendar windows and daily values."""

from auren.readings.calendar import Window, local_day
from auren.readings.days import DailyValue, form_day
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
