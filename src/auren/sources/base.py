"""What every source is: an iterable of readings that keeps account of all that it was given."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.people import Subject, zone_info
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.draft import Draft
from auren.sources.files import csv_records, json_records
from auren.sources.record import Record
from auren.sources.report import SourceReport
from auren.sources.tally import Tally

__all__ = ["FilePlan", "FolderSource", "OnMalformed", "Source"]

OnMalformed = Literal["skip", "raise"]
"""What to do with a row that cannot be read: report it and go on, or raise it."""


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
        self._tally = Tally(self.name)

    def __iter__(self) -> Iterator[Reading]:
        tally = Tally(self.name, self._recognised)
        self._tally = tally
        return self._run(tally)

    @property
    def report(self) -> SourceReport:
        """The account of the latest pass, as far as it has come."""
        return self._tally.report()

    def because(self, reason: str) -> None:
        """Note why this source was chosen for the caller's path; reports repeat it."""
        self._recognised = reason
        self._tally = Tally(self.name, reason)

    @abstractmethod
    def _read(self, tally: Tally) -> Iterator[Reading]:
        """Give the readings of one pass."""

    def _run(self, tally: Tally) -> Iterator[Reading]:
        for reading in self._read(tally):
            yield tally.give(reading)
        tally.finish()

    def _settle(
        self,
        tally: Tally,
        kind: str,
        source: str,
        records: Iterable[Record | MalformedRow],
        read: Callable[[Record, Draft], None],
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
            draft = Draft(self.subject, self.zone, self._tz, source, row.file, row.line, self._metrics)
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


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How one file of a folder is read.

    Args:
        path: relative to the folder, with "/".
        kind: what its records are called in the report.
        source: the readings' source.
        read: turns one record into readings.
        columns: for CSV, the columns that are read; empty for a JSON list.
    """

    path: str
    kind: str
    source: str
    read: Callable[[Record, Draft], None]
    columns: tuple[str, ...] = ()


class FolderSource(Source):
    """A source that is a folder of known files.

    Args:
        path: the folder.
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such folder, or it holds none of the known files.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, subject: Subject, zone: str | None = None, on_malformed: OnMalformed = "skip"
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed)
        self.path = Path(path)
        if not self.path.is_dir():
            raise SourceError(f"{self.path}: no such folder; name the folder of a {self.name} export.")
        if not any((self.path / plan.path).is_file() for plan in self._plans()):
            expected = ", ".join(plan.path for plan in self._plans())
            raise SourceError(f"{self.path}: none of the files of a {self.name} export is there; expected some of {expected}.")

    @abstractmethod
    def _plans(self) -> Sequence[FilePlan]:
        """Give the known files in the order in which they are read."""

    def _read(self, tally: Tally) -> Iterator[Reading]:
        plans = self._plans()
        for plan in plans:
            file = self.path / plan.path
            if not file.is_file():
                tally.missing(plan.path)
                continue
            yield from self._settle(tally, plan.kind, plan.source, self._records(file, plan, tally), plan.read)
        known = {plan.path for plan in plans}
        tally.unread(*(name for name in _files_under(self.path) if name not in known))

    @staticmethod
    def _records(file: Path, plan: FilePlan, tally: Tally) -> Iterator[Record | MalformedRow]:
        if not plan.columns:
            return json_records(file, plan.path)

        def note_unread(header: Sequence[str]) -> None:
            tally.unread(*(f"{plan.path}: column {name}" for name in header if name not in plan.columns))

        return csv_records(file, plan.path, plan.columns, note_unread)


def _files_under(folder: Path) -> list[str]:
    names: list[str] = []
    for here, _, files in os.walk(folder):
        names += [(Path(here) / name).relative_to(folder).as_posix() for name in files]
    return sorted(names)
