"""The source: a file of the app, or a folder or archive of them, each read twice.

A metric's unit may stand after its values, and only all dates of a list together show that they are of whole days; so a
first pass over the file looks at names, units and dates, and the second one reads.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.files import DEFAULT_LIMITS, JSONPath, Limits, Progress, json_values, place_of
from auren.sources.look import Look
from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.tally import Tally
from auren.sources.vendors.health_auto_export.points import Series, is_read, read_point
from auren.sources.vendors.health_auto_export.sleep import Segments, is_segment, read_night, read_summary
from auren.sources.vendors.health_auto_export.workouts import read_workout

__all__ = ["HealthAutoExport"]

_COLLECTIONS: Final = (
    "metrics",
    "workouts",
    "stateOfMind",
    "medications",
    "symptoms",
    "cycleTracking",
    "ecg",
    "heartRateNotifications",
)
_HEAD: Final = re.compile(
    rb'^(?:\xef\xbb\xbf)?\s*\{\s*"data"\s*:\s*\{\s*"(?:' + "|".join(_COLLECTIONS).encode() + rb')"\s*:\s*\['
)
_METRIC: Final[JSONPath] = ("data", "metrics", "[]")
_SURVEYED: Final[list[JSONPath]] = [(*_METRIC, "name"), (*_METRIC, "units"), (*_METRIC, "data", "[]")]
# What is no list where one is expected comes as a whole, at the shorter path.
_WANTED: Final[list[JSONPath]] = [
    (*_METRIC, "data", "[]"),
    (*_METRIC, "data"),
    ("data", "*", "[]"),
    ("data", "*"),
    ("data",),
    (),
]
_MOST_SERIES = 10_000
_NIGHTS = "nights of segments"


@dataclass(slots=True)
class _File:
    """One file on its second pass.

    Args:
        name: the file's name.
        series: what each metric's list says of its values, by its place in the file.
        segments: segments of sleep, which are read once all are there.
        index: how many records came so far.
        other: names of metrics that are not read.
    """

    name: str
    series: dict[int, Series]
    segments: Segments = field(default_factory=Segments)
    index: int = 0
    other: set[str] = field(default_factory=set)

    def record(self, value: object) -> Record | MalformedRow:
        """Give the next record."""
        self.index += 1
        return Record.of(self.name, self.index, value)


class HealthAutoExport(Source):
    """A JSON file of the app Health Auto Export, or a folder or zip archive of such files.

    Values of midnight only are of whole days. Heart rate variability is SDNN, as Apple measures it.

    Args:
        path: the file, folder or archive.
        subject: whose readings they are.
        zone: IANA zone where the person was; the offsets in the file are the phone's on the day of the export.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such file, or no JSON file in the folder.
    """

    name = "health_auto_export"

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
        self._place = self._files = place_of(path, limits)
        if not any(_is_json(name) for name in self._files.names):
            raise SourceError(f"{self._files.path}: no JSON file is there; name a file that Health Auto Export wrote.")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as the app's, or None when it is not."""
        name = look.first("*.json")
        if name is None or not _HEAD.match(look.head(name)):
            return None
        return "the file begins with data and metrics or workouts of Health Auto Export"

    @property
    def progress(self) -> Progress:
        """How far the latest pass has come; every byte counts twice, since every file is read twice."""
        now = self._files.progress
        return Progress(now.done_bytes, now.total_bytes * 2, now.file)

    def _read(self, tally: Tally) -> Iterator[Reading]:
        for name in self._files.names:
            if not _is_json(name):
                tally.unread(name)
                continue
            file = _File(name, self._survey(name))
            yield from self._read_file(tally, file)
            for night in file.segments.nights():
                yield from self._settle_one(tally, _NIGHTS, self.name, night[0][2], partial(read_night, night=night))
            tally.unread(*sorted(f"metric {name}" for name in file.other))

    def _survey(self, name: str) -> dict[int, Series]:
        found: dict[int, Series] = {}
        # The second pass meets the same fault, and reports it.
        with suppress(MalformedRow):
            for path, value in self._values(name, _SURVEYED):
                number = path[2]
                if not isinstance(number, int) or (number not in found and len(found) >= _MOST_SERIES):
                    continue
                series = found.setdefault(number, Series())
                match path[3:]:
                    case ("name",):
                        series.name = value if isinstance(value, str) else ""
                    case ("units",):
                        series.units = value if isinstance(value, str) else ""
                    case _:
                        series.saw(value)
        return found

    def _values(self, name: str, wanted: Sequence[JSONPath]) -> Iterator[tuple[JSONPath, object]]:
        with self._files.open(name) as stream:
            yield from json_values(stream, name, wanted, limits=self._files.limits)

    def _read_file(self, tally: Tally, file: _File) -> Iterator[Reading]:
        values = self._values(file.name, _WANTED)
        while True:
            try:
                path, value = next(values)
            except StopIteration:
                return
            except MalformedRow as error:
                self._refuse(tally, error)
                return
            yield from self._read_value(tally, file, path, value)

    def _read_value(self, tally: Tally, file: _File, path: JSONPath, value: object) -> Iterator[Reading]:
        match path:
            case ("data", "metrics", int(number), "data", int()):
                yield from self._read_point(tally, file, file.series.get(number, Series()), file.record(value))
            case ("data", "workouts", int()):
                yield from self._settle_one(tally, "workouts", self.name, file.record(value), read_workout)
            case ("data", str(name), int()) if name in _COLLECTIONS and name != "metrics":
                file.index += 1
                tally.pass_over(name, file.name, f"auren keeps nothing of {name}", line=file.index)
            case ("data", str(name)) | ("data", str(name), int()) if name not in _COLLECTIONS:
                tally.unread(f"{file.name}: data.{clean(name)[:LABEL_LENGTH]}")
            case _ if value not in ([], {}) or len(path) < 2:
                where = ".".join(str(step) for step in path) or "data"
                self._refuse(tally, MalformedRow(file.name, None, where, "expected lists of metrics or workouts"))

    def _read_point(self, tally: Tally, file: _File, series: Series, row: Record | MalformedRow) -> Iterator[Reading]:
        if series.name == "sleep_analysis":
            if not isinstance(row, Record) or not is_segment(row):
                yield from self._settle_one(tally, "nights", self.name, row, read_summary)
                return
            try:
                file.segments.add(row, self._tz)
            except MalformedRow as error:
                yield from self._settle_one(tally, _NIGHTS, self.name, error, read_summary)
        elif is_read(series.name):
            yield from self._settle_one(tally, f"values of {series.name}", self.name, row, partial(read_point, series=series))
        else:
            file.other.add(clean(series.name)[:LABEL_LENGTH])
            tally.pass_over("values of other metrics", file.name, "auren keeps no such metric", line=file.index)


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")
