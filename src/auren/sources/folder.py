"""A source that is a folder, or an archive of one, with known files in it."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Read, Source
from auren.sources.files import DEFAULT_LIMITS, JSONPath, Limits, csv_records, json_lines, json_records, place_of
from auren.sources.record import Record
from auren.sources.tally import Tally

__all__ = ["FilePlan", "FolderSource", "planned"]

_NAMED = 16


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How one file of a folder, or each file that matches a pattern, is read.

    Args:
        path: relative to the folder, with "/"; may hold "*" and "?", which also match "/".
        kind: what its records are called in the report.
        source: the readings' source.
        read: turns one record into readings.
        columns: for CSV, the columns that are read.
        within: for JSON, the keys that lead to the list of records; empty when the file is the list.
        form: how the file is written; None takes CSV when there are columns and JSON otherwise.
        usual: whether the report names it as missing when it is not there.
        delimiter: of a CSV file.
    """

    path: str
    kind: str
    source: str
    read: Read
    columns: tuple[str, ...] = ()
    within: JSONPath = ()
    form: Literal["csv", "json", "json lines"] | None = None
    usual: bool = True
    delimiter: str = ","

    @property
    def is_pattern(self) -> bool:
        """Whether the path can match many files."""
        return any(sign in self.path for sign in "*?")

    def matches(self, names: Sequence[str]) -> list[str]:
        """Give the names that this plan reads, in their order."""
        if not self.is_pattern:
            return [self.path] if self.path in names else []
        return [name for name in names if fnmatchcase(name, self.path)]


def planned(plans: Sequence[FilePlan], names: Sequence[str]) -> dict[str, FilePlan]:
    """Give the plan of each file that is read; where two plans match, the first one counts."""
    held = set(names)
    found: dict[str, FilePlan] = {}
    for plan in plans:
        if not plan.is_pattern:
            if plan.path in held:
                found.setdefault(plan.path, plan)
            continue
        for name in plan.matches(names):
            found.setdefault(name, plan)
    return found


class FolderSource(Source):
    """A source that is a folder of known files, or a zip archive of it.

    Args:
        path: the folder or archive.
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such folder, or it holds none of the known files.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        place = place_of(path, limits)
        self._place = self._files = place
        self.path = place.path
        plans = self._plans()
        if not planned(plans, place.names):
            expected = ", ".join(list(dict.fromkeys(plan.path for plan in plans))[:_NAMED])
            raise SourceError(f"{self.path}: none of the files of a {self.name} export is there; expected some of {expected}.")

    @abstractmethod
    def _plans(self) -> Sequence[FilePlan]:
        """Give the known files in the order in which they are read; called once `self._files` is there."""

    def _read(self, tally: Tally) -> Iterator[Reading]:
        plans = self._plans()
        chosen = planned(plans, self._files.names)
        for plan in plans:
            files = [name for name, by in chosen.items() if by is plan]
            if not files and plan.usual:
                tally.missing(plan.path)
            for file in files:
                yield from self._settle(tally, plan.kind, plan.source, self._records(file, plan, tally), plan.read)
        tally.unread(*(name for name in self._files.names if name not in chosen))

    def _records(self, file: str, plan: FilePlan, tally: Tally) -> Iterator[Record | MalformedRow]:
        def note_unread(header: Sequence[str]) -> None:
            # Of many files of one kind, a column is named once.
            where = plan.path if plan.is_pattern else file
            tally.unread(*(f"{where}: column {name}" for name in header if name not in plan.columns))

        limits = self._files.limits
        form = plan.form or ("csv" if plan.columns else "json")
        with self._files.open(file) as stream:
            match form:
                case "csv":
                    yield from csv_records(stream, file, plan.columns, note_unread, delimiter=plan.delimiter, limits=limits)
                case "json lines":
                    yield from json_lines(stream, file, limits=limits)
                case "json":
                    yield from json_records(stream, file, plan.within, limits=limits)
