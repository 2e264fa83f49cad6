"""What vendors' JSON has in common: a table of fields that may be missing, intervals, and when a record last changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import pick_span

__all__ = ["BOUTS", "LAST_EPOCH", "Field", "Stretch", "epoch", "measure_all", "note_revision", "put_bouts", "span_of"]

_LONGEST = timedelta(hours=48)
LAST_EPOCH = 7_258_118_400
"""Seconds since 1970 from which on no time is believed: the year 2200."""
_MOST_BOUTS = 40

BOUTS = tuple(f"sleep.bout:{number}" for number in range(1, _MOST_BOUTS + 1))
"""Every bout that one night may have given, for taking a night back."""

Stretch = tuple[bool, datetime, datetime]
"""Whether the person slept, from when, until when."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field of a record becomes a reading.

    Args:
        metric: its name.
        name: the field's name.
        unit: the unit in which the vendor writes it.
        written: True where the format writes numbers as text.
        zero: whether 0 is a value; False where the vendor writes 0 when nothing was measured.
    """

    metric: str
    name: str
    unit: str
    written: bool = False
    zero: bool = True


def measure_all(record: Record, draft: Draft, fields: Iterable[Field]) -> None:
    """Read each field that is there; one that is null, or 0 for nothing, is entered as absent."""
    for field in fields:
        if field.name not in record.data:
            continue
        value = record.data[field.name]
        if not record.has(field.name):
            draft.absent(record, field.name, "the vendor gives no value")
        elif not field.zero and value in (0, "0") and not isinstance(value, bool):
            draft.absent(record, field.name, "0 stands for nothing measured")
        else:
            draft.measure(field.metric, record, field.name, field.unit, written=field.written)


def span_of(record: Record, start: str, end: str, zone: tzinfo, longest: timedelta = _LONGEST) -> tuple[datetime, datetime]:
    """Give the instants, in UTC, between which a record lasted.

    Args:
        record: whose fields they are.
        start, end: names of the fields; times without an offset are on the zone's clock.
        zone: where the person was.
        longest: how long such a record can last.

    Raises:
        MalformedRow: a time cannot be read, or the end is before the start or too long after it.
    """
    span = pick_span(record.moment(start), record.moment(end), zone)
    if span is None or span[1] - span[0] > longest:
        hours = longest.total_seconds() / 3600
        raise record.wrong(end, f"expected a time of 0 to {hours:g} hours after {start}")
    return span


def epoch(record: Record, field: str) -> datetime:
    """Give the instant of a field in whole seconds since 1970.

    Raises:
        MalformedRow: it is no such number, or not from 1970 to 2199.
    """
    seconds = record.number(field)
    if not 0 <= seconds < LAST_EPOCH:
        raise record.wrong(field, "expected seconds since 1970")
    return datetime.fromtimestamp(seconds, UTC)


def note_revision(record: Record, draft: Draft, field: str) -> None:
    """Take the time of the vendor's last change as the readings' revision, in seconds since 1970; a fault costs only that."""
    if not record.has(field):
        return
    try:
        if isinstance(record.data[field], str):
            changed = record.moment(field)
            # Only the order of revisions matters, so a time without a zone may stand for UTC here.
            changed = changed if changed.tzinfo is not None else changed.replace(tzinfo=UTC)
        else:
            changed = epoch(record, field)
    except MalformedRow as error:
        draft.fault(error)
    else:
        draft.revision = max(0, int(changed.timestamp()))


def put_bouts(record: Record, draft: Draft, field: str, stretches: Sequence[Stretch]) -> None:
    """Add each unbroken sleep of a night; a revised night takes back those of which it has fewer.

    Args:
        record: where the field stands.
        draft: takes the readings.
        field: where the stretches were read.
        stretches: in order of time; neighbours that touch are joined.
    """
    bouts: list[tuple[datetime, datetime]] = []
    unbroken = False
    for asleep, start, end in stretches:
        if asleep and unbroken and start == bouts[-1][1]:
            bouts[-1] = (bouts[-1][0], end)
        elif asleep:
            bouts.append((start, end))
        unbroken = asleep
    if len(bouts) > _MOST_BOUTS:
        draft.fault(record.wrong(field, f"expected at most {_MOST_BOUTS} unbroken stretches of sleep"))
        return
    for number, (start, end) in enumerate(bouts, 1):
        minutes = (end - start).total_seconds() / 60
        draft.put("sleep.bout", minutes, "min", record, field, start=start, end=end, part=str(number))
    draft.take_back_rest(BOUTS)
