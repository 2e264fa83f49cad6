"""What every source is: an iterable of readings that keeps account of all that it was given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Literal

from auren.errors import InvalidInput, MalformedRow
from auren.people import Subject, zone_info
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.draft import Draft
from auren.sources.files import Place, Progress
from auren.sources.record import Record
from auren.sources.report import SourceReport
from auren.sources.tally import Tally

__all__ = ["OnMalformed", "Read", "Source"]

OnMalformed = Literal["skip", "raise"]
"""What to do with a row that cannot be read: report it and go on, or raise it."""

Read = Callable[[Record, Draft], None]
"""Turns one vendor record into readings of its draft."""


class Source(ABC):
    """Readings from files or payloads of one vendor or format.

    Iterate over it; each pass reads anew and starts a fresh report. Readings come as the files are read, and the
    `report` grows with them.

    Args:
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it. What is well-formed and holds no value is
            reported in both.
        metrics: the registry that values are checked against.

    Raises:
        InvalidInput: the zone is missing or unknown, or `on_malformed` is neither "skip" nor "raise".
    """

    name: ClassVar[str]

    def __init__(
        self,
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
    ) -> None:
        if not zone:
            raise InvalidInput(
                f"No time zone was given for a {self.name} source, whose days and clock times are local; "
                "pass zone= with the person's IANA zone, for example zone='Europe/Oslo'."
            )
        if on_malformed not in ("skip", "raise"):
            raise InvalidInput("on_malformed is neither 'skip' nor 'raise'; choose one of the two.")
        self.subject = subject
        self.zone = zone
        self.on_malformed: OnMalformed = on_malformed
        self._tz = zone_info(zone)
        self._metrics = metrics
        self._recognised = ""
        self._place: Place | None = None
        self._tally = Tally(self.name, metrics=metrics)

    def __iter__(self) -> Iterator[Reading]:
        tally = Tally(self.name, self._recognised, self._metrics)
        self._tally = tally
        if self._place is not None:
            self._place.restart()
        return self._run(tally)

    @property
    def report(self) -> SourceReport:
        """The account of the latest pass, as far as it has come."""
        return self._tally.report()

    @property
    def progress(self) -> Progress:
        """How far the latest pass has come; nothing of nothing where no file is read."""
        return Progress(0, 0, "") if self._place is None else self._place.progress

    def because(self, reason: str) -> None:
        """Note why this source was chosen for the caller's path; reports repeat it."""
        self._recognised = reason
        self._tally = Tally(self.name, reason, self._metrics)

    @abstractmethod
    def _read(self, tally: Tally) -> Iterator[Reading]:
        """Give the readings of one pass."""

    def _run(self, tally: Tally) -> Iterator[Reading]:
        for reading in self._read(tally):
            yield tally.give(reading)
        if self._place is not None:
            tally.unread(*self._place.outside)
        tally.finish()

    def _settle(
        self,
        tally: Tally,
        kind: str,
        source: str,
        records: Iterable[Record | MalformedRow],
        read: Read,
    ) -> Iterator[Reading]:
        # Turns records into readings one by one; each record ends as used or as unused, whatever happens to it.
        tally.kind(kind)
        rows = iter(records)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except MalformedRow as error:
                self._refuse(tally, error)
                return
            yield from self._settle_one(tally, kind, source, row, read)

    def _settle_one(
        self, tally: Tally, kind: str, source: str, row: Record | MalformedRow, read: Read, revision: int = 0
    ) -> Iterator[Reading]:
        draft = Draft(self.subject, self.zone, self._tz, source, row.file, row.line, self._metrics)
        draft.revision = revision
        failure = row if isinstance(row, MalformedRow) else None
        if isinstance(row, Record):
            try:
                read(row, draft)
            except MalformedRow as error:
                failure = error
        tally.settle(kind, draft, failure)
        fault = failure or draft.first_fault
        if fault is not None and self.on_malformed == "raise":
            raise fault
        yield from draft.readings

    def _refuse(self, tally: Tally, error: MalformedRow) -> None:
        if self.on_malformed == "raise":
            raise error
        tally.refuse(error)
