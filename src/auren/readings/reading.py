"""A reading: one value of one metric for one person, as a source delivered it."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import Subject, zone_info
from auren.readings.calendar import local_day
from auren.readings.metrics import STANDARD_METRICS, MetricRegistry
from auren.readings.units import convert

__all__ = ["Reading", "checked_reading", "latest_revisions"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one metric for one person at one instant or over one interval.

    Build one with `Reading.of`, which checks and derives; the plain constructor trusts what it is given.

    Attributes:
        value: in the metric's unit.
        start, end: UTC; equal for an instant.
        day: the calendar date it counts for, in the zone where the person was.
        zone: IANA name or fixed offset in which the source wrote its times.
        source: vendor or file format, for example "fitbit".
        id: the same whenever the same reading is delivered again; unique for a person.
        device: as the source names it; untrusted text.
        revision: a higher one replaces a lower one.
        deleted: this revision takes the reading back.
        kind: the source's label, for example an activity's name; untrusted text.
    """

    subject: Subject
    metric: str
    value: float = field(repr=False)
    start: datetime
    end: datetime
    day: date
    zone: str
    source: str
    id: str
    device: str = field(default="", repr=False)
    revision: int = 0
    deleted: bool = False
    kind: str = ""

    @classmethod
    def of(
        cls,
        subject: Subject,
        metric: str,
        value: float,
        *,
        unit: str,
        start: datetime,
        zone: str | None,
        source: str,
        end: datetime | None = None,
        day: date | None = None,
        id: str = "",
        device: str = "",
        revision: int = 0,
        deleted: bool = False,
        kind: str = "",
        metrics: MetricRegistry = STANDARD_METRICS,
    ) -> Reading:
        """Give a reading that was checked, in the metric's own unit.

        Args:
            subject: whose reading it is.
            metric: a name in `metrics`.
            value: in `unit`.
            unit: the unit of the value; converted to the metric's own.
            start: aware datetime.
            zone: the zone where the person was.
            source: vendor or file format.
            end: aware datetime, not before the start; None for an instant.
            day: the date the vendor itself files it under; None derives it from the interval and the zone.
            id: the vendor's own record id; empty derives one from source, metric and interval.
            device: as the source names it.
            revision: 0 or more; higher replaces lower.
            deleted: True takes the reading back.
            kind: the source's label.
            metrics: the registry to check against.

        Raises:
            InvalidInput: the metric is unknown, a time is naive, the end is before the start, or the value is not a
                number or out of the metric's range.
            UnitMismatch: the unit measures something else.
        """
        known = metrics[metric]
        number = convert(float(value), unit, known.unit)
        expected = f"{known.low:g} to {known.high:g} {known.unit}"
        if not math.isfinite(number):
            raise InvalidInput(f"{metric}: a value that is not a number was given; expected {expected}.")
        if not deleted and not known.low <= number <= known.high:
            # The value itself stays out of the message: it is a person's.
            raise InvalidInput(f"{metric}: a value out of range was given; expected {expected}.")
        if revision < 0:
            raise InvalidInput(f"{metric}: revision {revision} was given; expected 0 or more.")
        zone_info(zone)
        begin = require_aware(start, f"{metric}: a start").astimezone(UTC)
        finish = begin if end is None else require_aware(end, f"{metric}: an end").astimezone(UTC)
        if finish < begin:
            raise InvalidInput(f"{metric}: an interval that ends before it starts was given.")
        return cls(
            subject=subject,
            metric=metric,
            value=number,
            start=begin,
            end=finish,
            day=day or local_day(finish if known.day_of == "end" else begin, zone),
            zone=zone or "",
            source=source,
            id=id or _derived_id(source, metric, begin, finish),
            device=device,
            revision=revision,
            deleted=deleted,
            kind=kind,
        )

    def supersedes(self, other: Reading) -> bool:
        """Tell whether this delivery wins over another delivery of the same reading, whatever order they came in."""
        return self._rank() > other._rank()

    def _rank(self) -> tuple[int, bool, datetime, datetime, float, date, tuple[str, ...]]:
        words = (self.zone, self.device, self.kind, self.metric, self.source)
        return (self.revision, self.deleted, self.end, self.start, self.value, self.day, words)


class _Unfrozen:
    """The same fields as a reading, which can still be set."""

    __slots__ = (
        "day",
        "deleted",
        "device",
        "end",
        "id",
        "kind",
        "metric",
        "revision",
        "source",
        "start",
        "subject",
        "value",
        "zone",
    )

    def __init__(
        self,
        subject: Subject,
        metric: str,
        value: float,
        start: datetime,
        end: datetime,
        day: date,
        zone: str,
        source: str,
        id: str,
        device: str,
        revision: int,
    ) -> None:
        self.subject = subject
        self.metric = metric
        self.value = value
        self.start = start
        self.end = end
        self.day = day
        self.zone = zone
        self.source = source
        self.id = id
        self.device = device
        self.revision = revision
        self.deleted = False
        self.kind = ""


def checked_reading(
    subject: Subject,
    metric: str,
    value: float,
    start: datetime,
    end: datetime,
    day: date,
    zone: str,
    source: str,
    id: str,
    device: str,
    revision: int,
) -> Reading:
    """Give a reading whose fields the caller has checked, at a third of the constructor's cost; for sources of millions.

    Args:
        subject: whose reading it is.
        metric: a registered name.
        value: in the metric's unit and range.
        start, end: UTC, in order.
        day: the calendar date it counts for.
        zone: in which the person was.
        source, id, device, revision: as in `Reading`.
    """
    # A frozen class sets each field by a call; one of the same layout sets it directly, and then becomes that class.
    unfrozen: Any = _Unfrozen(subject, metric, value, start, end, day, zone, source, id, device, revision)
    unfrozen.__class__ = Reading
    reading: Reading = unfrozen
    return reading


def latest_revisions(readings: list[Reading]) -> dict[str, Reading]:
    """Give the winning delivery of each reading by id, deletions included."""
    latest: dict[str, Reading] = {}
    for reading in readings:
        held = latest.get(reading.id)
        if held is None or reading.supersedes(held):
            latest[reading.id] = reading
    return latest


def _derived_id(source: str, metric: str, start: datetime, end: datetime) -> str:
    digest = hashlib.blake2b(f"{source}|{metric}|{start.isoformat()}|{end.isoformat()}".encode(), digest_size=10)
    return f"{source}:{digest.hexdigest()}"
