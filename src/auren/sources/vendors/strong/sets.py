"""One row of the file, a set: what was lifted and how often, or how far it went."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta, tzinfo
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import instants, parse_moment
from auren.sources.vendors.strong.columns import Columns

__all__ = ["Units", "is_rest", "key_of", "read_set", "read_workout", "start_of"]

Units = tuple[str | None, str | None]
"""Weight and distance unit as the caller told them."""

_TWELVE_HOURS: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,2}):([0-9]{2}):([0-9]{2})[\s\u202f]?([AP])M", re.IGNORECASE
)
_SPENT: Final = re.compile(r"(?:(?P<h>[0-9]{1,3})h)?\s*(?:(?P<m>[0-9]{1,4})m(?:in)?)?\s*(?:(?P<s>[0-9]{1,6})s)?")
_COMMA: Final = re.compile(r"[0-9]+,[0-9]{1,3}")
_LONGEST = timedelta(hours=24)
_WARM_UP: Final = ("w", "warm up", "warm-up")


def is_rest(row: Record) -> bool:
    """Tell whether a row is the pause between sets."""
    return "rest timer" in (row.label("Set Order").casefold(), row.label("Exercise Name").casefold())


def start_of(row: Record, zone: tzinfo) -> datetime:
    """Give when the row's workout began; the file writes the clock of the zone."""
    text = row.text("Date")
    twelve = _TWELVE_HOURS.fullmatch(text)
    if twelve is not None:
        day, hour, minute, second, half = twelve.groups()
        text = f"{day} {int(hour) % 12 + (12 if half in 'pP' else 0):02}:{minute}:{second}"
    wall = parse_moment(text)
    if wall is None:
        raise row.wrong("Date", "expected a time such as 2019-11-02 07:19:30")
    return instants(wall, zone)[0]


def key_of(row: Record, *more: str) -> str:
    """Give what tells a workout, or something of it, from all others; names are the person's and only show as a digest."""
    words = (row.label("Date"), row.label("Workout Name"), *more)
    return hashlib.blake2b("\x1f".join(words).encode(), digest_size=10).hexdigest()


def read_workout(row: Record, draft: Draft, *, columns: Columns) -> None:
    """Read the workout that a row is of."""
    start = start_of(row, draft.tz)
    draft.identify("workout", key_of(row))
    if not columns.duration or not row.has(columns.duration):
        draft.absent(row, columns.duration or "Duration", "no duration was recorded")
        return
    spent = _spent(row, columns)
    draft.over(start, start + spent)
    draft.put("exercise.duration", spent.total_seconds(), "s", row, columns.duration)


def read_set(row: Record, draft: Draft, *, columns: Columns, units: Units, occurrence: int) -> None:
    """Read one set.

    Args:
        row: the row.
        draft: takes its readings.
        columns: the file's columns.
        units: as told by the caller.
        occurrence: how many sets of this workout, exercise and order came before, and this one.
    """
    start = start_of(row, draft.tz)
    order = row.label("Set Order").casefold()
    exercise = row.label("Exercise Name")
    if not exercise:
        raise row.wrong("Exercise Name", "expected a name")
    draft.identify("set", key_of(row, exercise, order, str(occurrence)))
    draft.kind = exercise
    # The file has no time of a set; it lies within the workout.
    draft.over(start, start + _spent_or_nothing(row, columns))
    if order in _WARM_UP:
        draft.absent(row, "Set Order", "a warm-up set, which does not count as work")
        return
    weight = _amount(row, columns.weight.column, columns, draft)
    reps = _amount(row, "Reps", columns, draft)
    if weight:
        unit = columns.weight.unit_of(row, units[0])
        draft.put("strength.weight", weight, unit, row, columns.weight.column)
        if reps:
            draft.put("strength.volume", weight * reps, unit, row, columns.weight.column)
    if reps:
        draft.put("strength.reps", reps, "count", row, "Reps")
    distance = _amount(row, columns.distance.column, columns, draft)
    if distance:
        draft.put("exercise.distance", distance, columns.distance.unit_of(row, units[1]), row, columns.distance.column)
    rpe = _amount(row, "RPE", columns, draft)
    if rpe:
        draft.put("strength.rpe", rpe, "0-10", row, "RPE")


def _amount(row: Record, column: str, columns: Columns, draft: Draft) -> float:
    # The app writes 0 for what a set does not have, such as the weight of a push-up.
    if not column or not row.has(column):
        return 0.0
    try:
        number = _number(row, column, columns)
    except MalformedRow as error:
        draft.fault(error)
        return 0.0
    if number < 0:
        draft.fault(row.wrong(column, "expected 0 or more"))
        return 0.0
    return number


def _number(row: Record, column: str, columns: Columns) -> float:
    text = row.text(column)
    if columns.decimal_comma and _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return row.number(column, written=True)


def _spent(row: Record, columns: Columns) -> timedelta:
    if columns.duration.endswith("(sec)"):
        seconds = row.number(columns.duration, written=True)
    else:
        found = _SPENT.fullmatch(row.text(columns.duration))
        if found is None or not any(found.groups()):
            raise row.wrong(columns.duration, "expected a duration such as 1h 5m")
        seconds = int(found["h"] or 0) * 3600.0 + int(found["m"] or 0) * 60 + int(found["s"] or 0)
    if not 0 <= seconds <= _LONGEST.total_seconds():
        raise row.wrong(columns.duration, "expected at most 24 hours")
    return timedelta(seconds=seconds)


def _spent_or_nothing(row: Record, columns: Columns) -> timedelta:
    # The workout reports what is wrong with its duration.
    try:
        return _spent(row, columns) if columns.duration else timedelta()
    except MalformedRow:
        return timedelta()
