"""One vendor record on its way to becoming readings: the readings so far, and what could not be used."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from auren.errors import InvalidInput, MalformedRow
from auren.people import Subject, zone_info
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, convert
from auren.sources.record import Record
from auren.sources.report import Skipped
from auren.sources.times import day_span

__all__ = ["Draft"]


class Draft:
    """Collects the readings of one vendor record, which share an interval, a device and an id.

    Args:
        subject: whose record it is.
        zone: name of the zone where the person was.
        tz: that zone.
        source: the readings' source.
        file: the record's file.
        line: its line or index, from 1.
        metrics: the registry that ranges are checked against.
    """

    def __init__(
        self,
        subject: Subject,
        zone: str,
        tz: tzinfo,
        source: str,
        file: str,
        line: int | None,
        metrics: MetricRegistry = STANDARD_METRICS,
    ) -> None:
        self.file = file
        self.line = line
        self.tz = tz
        self.id_prefix = ""
        self.device = ""
        self.kind = ""
        self.revision = 0
        self.deleted = False
        self.readings: list[Reading] = []
        self.problems: list[Skipped] = []
        self.empty: list[str] = []
        self.adjusted: list[str] = []
        self._subject = subject
        self._zone = zone
        self._source = source
        self._metrics = metrics
        self._start: datetime | None = None
        self._end: datetime | None = None
        self._day: date | None = None

    def identify(self, slug: str, key: str) -> None:
        """Set the id that the readings share: the same whenever the same vendor record is delivered again."""
        self.id_prefix = f"{self._source}:{slug}:{key}"

    def in_zone(self, zone: str) -> None:
        """Place the readings in the zone that the record itself names; call it before `over_day`.

        Args:
            zone: an IANA name or an offset such as "+01:00".

        Raises:
            InvalidInput: the zone is unknown.
        """
        self.tz, self._zone = zone_info(zone), zone

    def over(self, start: datetime, end: datetime, day: date | None = None) -> None:
        """Set the interval of the readings, and the day if the vendor names it.

        Args:
            start: aware.
            end: aware, not before the start.
            day: None derives it from the interval.
        """
        self._start, self._end, self._day = start, end, day

    def over_day(self, day: date) -> None:
        """Set the interval to a whole local day."""
        self.over(*day_span(day, self.tz), day)

    def measure(self, metric: str, record: Record, field: str, unit: str, *, written: bool = False) -> None:
        """Read a number from a field as a metric; a faulty one is entered as a problem of that field.

        Args:
            metric: its name.
            record: where the field stands.
            field: the field's name.
            unit: the unit in which the vendor writes it.
            written: True where the format writes numbers as text.
        """
        try:
            value = record.number(field, written=written)
        except MalformedRow as error:
            self.fault(error)
        else:
            self.put(metric, value, unit, record, field)

    def put(
        self,
        metric: str,
        value: float,
        unit: str,
        record: Record,
        field: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        part: str = "",
    ) -> None:
        """Add a reading; a value out of the metric's range is entered as a problem of its field.

        Args:
            metric: its name.
            value: in `unit`.
            unit: the unit of the value.
            record: where the field stands.
            field: the field's name.
            start: aware; None takes the draft's.
            end: aware; None takes the draft's.
            part: what tells several readings of one metric apart.
        """
        known = self._metrics[metric]
        number = convert(value, unit, known.unit)
        begin, finish = start or self._start, end or self._end
        if begin is None or finish is None:
            raise record.wrong(field, "expected a time for this value")
        if not math.isfinite(number) or not known.low <= number <= known.high:
            self.fault(record.wrong(field, f"expected {known.low:g} to {known.high:g} {known.unit}"))
            return
        try:
            reading = Reading.of(
                self._subject,
                metric,
                number,
                unit=known.unit,
                start=begin,
                end=finish,
                zone=self._zone,
                source=self._source,
                day=self._day,
                id=f"{self.id_prefix}:{metric}{':' if part else ''}{part}",
                device=self.device,
                revision=self.revision,
                deleted=self.deleted,
                kind=self.kind,
                metrics=self._metrics,
            )
        except InvalidInput:
            # The error's own text would repeat the value.
            self.fault(record.wrong(field, "expected a value and an interval that fit the metric"))
        else:
            self.readings.append(reading)

    def take_back(self, metrics: Iterable[str], at: datetime) -> None:
        """Take back the readings that a record gave, since the vendor says that it was deleted.

        Call `identify` first, as for the record itself, and set a revision above the record's own.

        Args:
            metrics: every metric that such a record may have given; with a colon and the part, where it gave several.
            at: aware; when it was deleted. What the record said is not needed, only its id.
        """
        self.deleted = True
        for name in metrics:
            metric = name.partition(":")[0]
            self.readings.append(
                Reading.of(
                    self._subject,
                    metric,
                    0.0,
                    unit=self._metrics[metric].unit,
                    start=at,
                    zone=self._zone,
                    source=self._source,
                    id=f"{self.id_prefix}:{name}",
                    revision=self.revision,
                    deleted=True,
                    metrics=self._metrics,
                )
            )

    def take_back_rest(self, metrics: Iterable[str]) -> None:
        """Take back what an earlier revision of the record may have given and this one does not.

        Call it last, once every reading was added. Without a revision nothing tells which record is the later one, so
        nothing is taken back.

        Args:
            metrics: as in `take_back`.
        """
        if not self.revision or self._end is None:
            return
        given = {reading.id for reading in self.readings}
        rest = [name for name in metrics if f"{self.id_prefix}:{name}" not in given]
        kept = self.deleted
        self.take_back(rest, self._end)
        self.deleted = kept

    def fault(self, error: MalformedRow) -> None:
        """Enter a field that cannot be read."""
        self.problems.append(Skipped(error.file, error.line, error.field, error.reason, "field"))

    def absent(self, record: Record, field: str, reason: str, *, count: int = 1) -> None:
        """Enter a field that is well-formed and holds nothing to use, or `count` values of it."""
        where = record.within + field
        self.problems.append(Skipped(record.file, record.line, where, reason, "field", malformed=False, count=count))

    def discard(self) -> None:
        """Drop the readings, since the record as a whole cannot be trusted."""
        self.readings.clear()

    @property
    def first_fault(self) -> MalformedRow | None:
        """The first field that cannot be read, as an error; None without one."""
        for problem in self.problems:
            if problem.malformed:
                return MalformedRow(problem.file, problem.line, problem.field, problem.reason)
        return None
