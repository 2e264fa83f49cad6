"""Garmin's heart rate variability: one mean of RMSSD a night, and in the night's own answer also every five minutes.

The daily service names the date of waking, but not when the night began or ended; the reading then spans that whole local
day. The night's own answer tells both, and its mean has the same id.
"""

from __future__ import annotations

from datetime import date

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.fields import Field, measure_all, note_revision
from auren.sources.record import Record
from auren.sources.vendors.garmin.times import gmt, note_zone

__all__ = ["read_health_status", "read_night", "read_night_with_samples"]

_NIGHTLY = (Field("hrv.rmssd", "value", "ms", zero=False),)


def read_night(night: Record, draft: Draft) -> None:
    """Read the mean of one night."""
    _begin(night, draft)
    _read_mean(night, draft)


def read_night_with_samples(answer: Record, draft: Draft) -> None:
    """Read one night with its five-minute values."""
    summary = answer.child("hrvSummary")
    day = _begin(summary, draft)
    _over_night(answer, draft, day)
    _read_mean(summary, draft)
    try:
        samples = answer.children("hrvReadings") if answer.has("hrvReadings") else []
    except MalformedRow as error:
        draft.fault(error)
        return
    for sample in samples:
        _read_sample(sample, draft)


def read_health_status(record: Record, draft: Draft) -> None:
    """Read a night of an account export, in which it is one of several metrics of the day."""
    day = record.day("calendarDate")
    draft.identify("hrv", day.isoformat())
    draft.over_day(day)
    for metric in record.children("metrics"):
        if metric.data.get("type") == "HRV":
            measure_all(metric, draft, _NIGHTLY)
    if not draft.readings and not draft.problems:
        draft.absent(record, "metrics", "no value was computed that night")


def _begin(night: Record, draft: Draft) -> date:
    day = night.day("calendarDate")
    draft.identify("hrv", day.isoformat())
    draft.over_day(day)
    note_revision(night, draft, "createTimeStamp")
    return day


def _read_mean(night: Record, draft: Draft) -> None:
    if night.data.get("lastNightAvg") is None:
        draft.absent(night, "lastNightAvg", "no value was computed that night")
    else:
        draft.measure("hrv.rmssd", night, "lastNightAvg", "ms")


def _over_night(answer: Record, draft: Draft, day: date) -> None:
    if not (answer.has("startTimestampGMT") and answer.has("endTimestampGMT")):
        return
    try:
        begin, finish = gmt(answer, "startTimestampGMT"), gmt(answer, "endTimestampGMT")
    except MalformedRow as error:
        draft.fault(error)
        return
    if not begin <= finish:
        draft.fault(answer.wrong("endTimestampGMT", "expected a time that is not before startTimestampGMT"))
        return
    draft.over(begin, finish, day)
    note_zone(answer, draft, "startTimestampGMT", "startTimestampLocal")


def _read_sample(sample: Record, draft: Draft) -> None:
    if sample.data.get("hrvValue") is None:
        draft.absent(sample, "hrvValue", "no value was computed for these five minutes")
        return
    try:
        at = gmt(sample, "readingTimeGMT")
        value = sample.number("hrvValue")
    except MalformedRow as error:
        draft.fault(error)
    else:
        draft.put("hrv.rmssd", value, "ms", sample, "hrvValue", start=at, end=at, part=at.strftime("%Y%m%dT%H%M%S"))
