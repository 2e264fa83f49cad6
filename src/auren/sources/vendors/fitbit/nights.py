"""Fitbit's nightly values in CSV: HRV, breathing rate, oxygen, skin temperature, and the scores of sleep and readiness.

Most name only the date, so their readings span that whole local day. Where a time has a Z, the clock is the person's own
all the same (seen in the sleep scores of eight people), so only its date is used.
"""

from __future__ import annotations

from datetime import timedelta

from auren.sources.draft import Draft
from auren.sources.fields import span_of
from auren.sources.record import Record

__all__ = ["read_score", "read_temperature", "read_value"]

_LONGEST = timedelta(hours=24)


def read_value(row: Record, draft: Draft, *, slug: str, date: str, field: str, metric: str, unit: str) -> None:
    """Read the one value of a date.

    Args:
        row: the date's row.
        draft: takes its reading.
        slug: names the kind in the reading's id; two files that hold the same share it.
        date: the column with the date.
        field: the column with the value.
        metric: what it is.
        unit: in which it is written.
    """
    day = row.day(date)
    draft.identify(slug, day.isoformat())
    draft.over_day(day)
    _measure(row, draft, field, metric, unit)


def read_score(row: Record, draft: Draft) -> None:
    """Read the score of a sleep, which names its sleep log."""
    draft.identify("sleep", row.identifier("sleep_log_entry_id"))
    draft.over_day(row.day("timestamp"))
    _measure(row, draft, "overall_score", "sleep.score_vendor", "score")


def read_temperature(row: Record, draft: Draft) -> None:
    """Read a night's skin temperature, which names when the sleep began and ended."""
    if row.label("type") != "SKIN":
        draft.absent(row, "type", "only skin temperature is read")
        return
    draft.identify("temperature", row.text("sleep_start"))
    draft.over(*span_of(row, "sleep_start", "sleep_end", draft.tz, _LONGEST))
    _measure(row, draft, "nightly_temperature", "vital.skin_temperature", "degC")


def _measure(row: Record, draft: Draft, field: str, metric: str, unit: str) -> None:
    if not row.has(field) or row.data[field] in ("0", "0.0", "NaN"):
        draft.absent(row, field, "no value was computed that night")
    else:
        draft.measure(metric, row, field, unit, written=True)
