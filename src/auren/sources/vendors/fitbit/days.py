"""Fitbit's daily values in JSON: resting heart rate, minutes by heart-rate zone and by activity, and VO2max."""

from __future__ import annotations

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fitbit.times import day_of

__all__ = ["read_minutes", "read_resting", "read_vo2max", "read_zones"]

_ZONES = {
    "heart.zone_below": "BELOW_DEFAULT_ZONE_1",
    "heart.zone_1": "IN_DEFAULT_ZONE_1",
    "heart.zone_2": "IN_DEFAULT_ZONE_2",
    "heart.zone_3": "IN_DEFAULT_ZONE_3",
}


def read_resting(record: Record, draft: Draft) -> None:
    """Read a day's resting heart rate; 0 stands for none."""
    _over_day(record, draft, "resting-heart-rate")
    outer = record.data.get("value")
    inner = record.child("value") if outer is not None else record
    if outer is None or inner.data.get("value") is None or inner.number("value") == 0:
        draft.absent(record, "value", "no value was computed that day")
    else:
        draft.measure("heart.resting", inner, "value", "bpm")


def read_zones(record: Record, draft: Draft) -> None:
    """Read a day's minutes in each heart-rate zone."""
    _over_day(record, draft, "heart-rate-zones")
    minutes = record.child("value").child("valuesInZones")
    for metric, field in _ZONES.items():
        draft.measure(metric, minutes, field, "min")


def read_minutes(record: Record, draft: Draft, *, slug: str, metric: str) -> None:
    """Read a day's minutes of one kind of activity.

    Args:
        record: the day.
        draft: takes its reading.
        slug: names the kind in the reading's id.
        metric: what the minutes are.
    """
    _over_day(record, draft, slug)
    draft.measure(metric, record, "value", "min", written=True)


def read_vo2max(record: Record, draft: Draft, *, slug: str, field: str) -> None:
    """Read an estimate of VO2max.

    Args:
        record: the day.
        draft: takes its reading.
        slug: names the kind of estimate in the reading's id.
        field: where the smoothed estimate stands.
    """
    _over_day(record, draft, slug)
    estimate = record.child("value")
    if estimate.data.get(field) in (None, 0):
        draft.absent(estimate, field, "no value was computed that day")
    else:
        draft.measure("fitness.vo2max", estimate, field, "mL/kg/min")


def _over_day(record: Record, draft: Draft, slug: str) -> None:
    day = day_of(record, "dateTime")
    draft.identify(slug, day.isoformat())
    draft.over_day(day)
