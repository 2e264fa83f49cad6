"""The source: a CSV file in which each row is a set, and rows of one date and workout name are one workout.

Older files name no unit of weight or distance; which one it was is asked for, and never guessed. Notes are personal text
and stay unread.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Final, Literal

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, FilePlace, Limits, csv_records
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.tally import Tally
from auren.sources.vendors.strong.columns import REQUIRED, Measure, columns_of
from auren.sources.vendors.strong.sets import is_rest, key_of, read_set, read_workout, start_of

__all__ = ["DistanceUnit", "Strong", "WeightUnit"]

WeightUnit = Literal["kg", "lb"]
DistanceUnit = Literal["km", "mi", "m", "yd", "ft"]

_OPTIONAL: Final = ("Reps", "RPE")
_NUMBERS: Final = "123456789"


class Strong(Source):
    """The CSV file that Strong exports, with commas or semicolons.

    Each set gives its weight, repetitions, their product and its rating, with the exercise's name as kind; each workout
    gives its duration once. Warm-up sets do not count as work.

    Args:
        path: the file.
        subject: whose readings they are.
        zone: IANA zone where the person was; the file does not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.
        weight_unit: "kg" or "lb", for files that do not state it.
        distance_unit: "km", "mi", "m", "yd" or "ft", for files that do not state it.

    Raises:
        InvalidInput: the zone is missing or unknown, or the file holds weights or distances and nothing tells their unit.
        SourceError: there is no such file, or it lacks the app's columns.
    """

    name = "strong"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
        weight_unit: WeightUnit | None = None,
        distance_unit: DistanceUnit | None = None,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        if weight_unit not in (None, "kg", "lb"):
            raise InvalidInput("weight_unit is neither 'kg' nor 'lb'; choose one of the two.")
        if distance_unit not in (None, "km", "mi", "m", "yd", "ft"):
            raise InvalidInput("distance_unit is none of 'km', 'mi', 'm', 'yd' and 'ft'; choose one of them.")
        file = Path(path)
        if not file.is_file():
            raise SourceError(f"{file}: no such file; name a CSV file that Strong exported.")
        self._place = self._file = FilePlace(file, limits)
        self._units = (weight_unit, distance_unit)
        self._delimiter, header = _header(Look(self._file), file.name)
        lacking = [name for name in REQUIRED if header.count(name) != 1]
        if lacking:
            raise SourceError(
                f"{file}: the columns {', '.join(lacking)} are missing or doubled; "
                "name a CSV file that Strong exported with the app in English."
            )
        self._columns = columns_of(header, self._delimiter)
        self._ask(self._columns.weight, weight_unit, "weight_unit='kg' or 'lb'")
        self._ask(self._columns.distance, distance_unit, "distance_unit='km' or 'mi'")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as Strong's file, or None when it is not."""
        if len(look.names) != 1 or not look.names[0].lower().endswith(".csv"):
            return None
        if not set(REQUIRED) <= set(_header(look, look.names[0])[1]):
            return None
        return "the file has Strong's columns, among them Workout Name, Exercise Name and Set Order"

    def _ask(self, measure: Measure, told: str | None, how: str) -> None:
        if not measure.column or measure.unit or measure.unit_column or told is not None:
            return
        if any(_says_something(row, measure.column) for row in self._rows(None)):
            raise InvalidInput(
                f"{self._file.path}: the file does not say in which unit its {measure.column} is; pass {how}, "
                "as the app was set when the sets were logged."
            )

    def _rows(self, tally: Tally | None) -> Iterator[Record | MalformedRow]:
        def note_unread(header: Sequence[str]) -> None:
            if tally is not None:
                tally.unread(*(f"column {name}" for name in header if name not in {*self._columns.names, *_OPTIONAL}))

        file = self._file
        try:
            with file.open(file.path.name) as stream:
                yield from csv_records(
                    stream, file.path.name, self._columns.names, note_unread, delimiter=self._delimiter, limits=file.limits
                )
        except MalformedRow as error:
            # Asked before the pass, only what comes before the fault counts; the pass reports it.
            if tally is not None:
                self._refuse(tally, error)

    def _read(self, tally: Tally) -> Iterator[Reading]:
        tally.kind("workouts")
        tally.kind("sets")
        seen: set[str] = set()
        workout, sets = "", Counter[str]()
        for row in self._rows(tally):
            if isinstance(row, MalformedRow):
                yield from self._settle_one(tally, "sets", self.name, row, _nothing)
                continue
            if is_rest(row):
                tally.pass_over("rest timers", row.file, "a pause between sets", line=row.line)
                continue
            if key_of(row) != workout:
                # A workout's rows stand together; delivered again, they are the same sets.
                workout, sets = key_of(row), Counter()
            if workout not in seen and _is_dated(row, self._tz):
                seen.add(workout)
                yield from self._settle_one(tally, "workouts", self.name, row, partial(read_workout, columns=self._columns))
            one = key_of(row, row.label("Exercise Name"), row.label("Set Order"))
            sets[one] += 1
            read = partial(read_set, columns=self._columns, units=self._units, occurrence=sets[one])
            yield from self._settle_one(tally, "sets", self.name, row, read)


def _header(look: Look, name: str) -> tuple[str, list[str]]:
    """Give what parts the cells, and the column names."""
    for delimiter in (",", ";"):
        header = look.header(name, delimiter)
        if set(REQUIRED) <= set(header):
            return delimiter, header
    return ",", look.header(name)


def _says_something(row: Record | MalformedRow, column: str) -> bool:
    return isinstance(row, Record) and any(sign in _NUMBERS for sign in row.label(column))


def _is_dated(row: Record, zone: tzinfo) -> bool:
    try:
        start_of(row, zone)
    except MalformedRow:
        return False
    return True


def _nothing(_row: Record, _draft: Draft) -> None:
    """Read nothing, since there is no row."""
