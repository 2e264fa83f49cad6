"""Fitbit's samples: heart rate every few seconds, steps and the like by the minute, HRV every five minutes of sleep.

Files by the minute and the heart rate are written in UTC, although they do not say so; HRV is on the person's clock.
"""

from __future__ import annotations

from datetime import timedelta

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fitbit.times import Clock, instant_on, moment_of

__all__ = ["read_heart_rate", "read_hrv", "read_minute"]

_MINUTE = timedelta(minutes=1)


def read_heart_rate(record: Record, draft: Draft, *, clock: Clock) -> None:
    """Read one heart rate; the watch also writes values in which it has no confidence, and those are left out."""
    _at(record, draft, "heart-rate", "dateTime", clock)
    sample = record.child("value")
    if sample.data.get("confidence") == 0:
        draft.absent(sample, "confidence", "the watch had no confidence in the value")
    else:
        draft.measure("heart.rate", sample, "bpm", "bpm")


def read_minute(record: Record, draft: Draft, *, slug: str, metric: str, unit: str, clock: Clock) -> None:
    """Read what one minute came to.

    Args:
        record: the minute.
        draft: takes its reading.
        slug: names the kind in the reading's id.
        metric: what is counted.
        unit: in which it is written.
        clock: on which clock the minute stands.
    """
    _at(record, draft, slug, "dateTime", clock, _MINUTE)
    draft.measure(metric, record, "value", unit, written=True)


def read_hrv(row: Record, draft: Draft) -> None:
    """Read the RMSSD of five minutes of sleep."""
    _at(row, draft, "hrv-sample", "timestamp", "local")
    draft.measure("hrv.rmssd", row, "rmssd", "ms", written=True)


def _at(record: Record, draft: Draft, slug: str, field: str, clock: Clock, lasted: timedelta = timedelta(0)) -> None:
    moment = moment_of(record, field)
    draft.identify(slug, moment.isoformat())
    begin = instant_on(moment, clock, draft.tz)
    draft.over(begin, begin + lasted)
