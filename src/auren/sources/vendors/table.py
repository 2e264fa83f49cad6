"""Tables of one's own: CSV files and data frames whose columns, units and zone the caller declares."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading, convert
from auren.sources.base import OnMalformed, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, FilePlace, Limits, csv_header, csv_records
from auren.sources.record import Record
from auren.sources.tally import Tally
from auren.sources.times import day_span, instants, parse_date, parse_moment, pick_span
from auren.sources.vendors.table_frames import Frame, frame_of, frame_records, refuse_durations

__all__ = ["Column", "Table"]

_YEARS = range(1970, 2201)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Args:
        metric: a registered metric.
        unit: the unit in which the column is written.
    """

    metric: str
    unit: str


class Table(Source):
    """Readings from a table with one time column and one column a metric.

    A date in the time column means that whole local day; a time without an offset is on the clock of the zone; a time
    with an offset is that instant. Empty cells are counted and are no fault.

    Args:
        data: path of a CSV file in UTF-8 with a line of column names, or a data frame of pandas or polars.
        subject: whose readings they are.
        columns: what each column holds, by its name; each metric once. Other columns are reported as unread.
        time: the column with the date or time, written as 2019-11-02 or 2019-11-02 07:19:30.
        zone: IANA zone where the person was.
        end: the column with the end of the interval; None takes instants and whole days. A date means the end of that day.
        id: the column with a row id that stays the same when the row is delivered again; None takes the time.
        source: the readings' source, for example the name of the app; readings of two tables need two names if times coincide.
        device: the readings' device.
        time_format: pattern of `datetime.strptime`, where times are written in another way.
        delimiter: of the CSV file, one character.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry in which the metrics are looked up.
        limits: bounds on what is read.

    Raises:
        InvalidInput: the zone, a metric or the declaration cannot be used.
        UnitMismatch: a unit does not measure the metric.
        SourceError: there is no such file, or a data frame lacks a declared column.
    """

    name = "table"

    def __init__(
        self,
        data: str | os.PathLike[str] | Frame,
        *,
        subject: Subject,
        columns: Mapping[str, Column],
        time: str,
        zone: str | None = None,
        end: str | None = None,
        id: str | None = None,
        source: str = "table",
        device: str = "",
        time_format: str | None = None,
        delimiter: str = ",",
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        _check(columns, metrics)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise InvalidInput("The delimiter is not one character that can part cells; use for example ',' or ';'.")
        if time_format is not None:
            _check_format(time_format)
        self._columns = dict(columns)
        self._time = time
        self._end = end
        self._id = id
        self._source = source
        self._device = device
        self._time_format = time_format
        self._delimiter = delimiter
        self._needed: list[str] = []
        for name in (time, end, id, *columns):
            if name and name not in self._needed:
                self._needed.append(name)
        self._data: FilePlace | Frame
        if isinstance(data, (str, os.PathLike)):
            path = Path(data)
            if not path.is_file():
                raise SourceError(f"{path}: no such file; name a CSV file or give a data frame.")
            self._place = self._data = FilePlace(path, limits)
            with self._data.open(path.name) as stream:
                self._require(csv_header(stream, delimiter), path.name)
        else:
            self._data = frame_of(data, time)
            self._require([str(name) for name in self._data.columns], "the data frame")
            refuse_durations(self._data, self._needed)

    def _require(self, header: Sequence[str], what: str) -> None:
        # A header that cannot be read at all is a fault of the file, which shows when it is read.
        lacking = [name for name in self._needed if header and list(header).count(name) != 1]
        if lacking:
            # A file without column names has the person's own values in its first line, so they are not repeated here.
            raise SourceError(
                f"{what}: declared columns are missing or doubled: {', '.join(lacking)}; "
                f"expected them among the {len(header)} column names, which are the first line of a CSV file."
            )

    def _read(self, tally: Tally) -> Iterator[Reading]:
        def note_unread(header: Sequence[str]) -> None:
            tally.unread(*(f"column {name}" for name in header if name not in self._needed))

        if isinstance(self._data, FilePlace):
            records = self._rows(self._data, note_unread)
        else:
            records = frame_records(self._data)
            note_unread([str(name) for name in self._data.columns])
        yield from self._settle(tally, "rows", self._source, records, self._read_row)

    def _rows(self, place: FilePlace, on_header: Callable[[Sequence[str]], None]) -> Iterator[Record | MalformedRow]:
        (name,) = place.names
        with place.open(name) as stream:
            yield from csv_records(stream, name, self._needed, on_header, delimiter=self._delimiter, limits=place.limits)

    def _read_row(self, row: Record, draft: Draft) -> None:
        begin = self._when(row, self._time)
        finish = self._when(row, self._end) if self._end else None
        self._span(row, draft, begin, finish)
        key = row.identifier(self._id) if self._id else ":".join(w.isoformat() for w in (begin, finish) if w is not None)
        draft.identify("row", key)
        draft.device = self._device
        for name, column in self._columns.items():
            if row.has(name):
                draft.measure(column.metric, row, name, column.unit, written=True)
            else:
                draft.empty.append(name)
        if len(draft.empty) == len(self._columns):
            draft.absent(row, "", "every declared cell is empty")

    def _span(self, row: Record, draft: Draft, begin: date, finish: date | None) -> None:
        if finish is None:
            if isinstance(begin, datetime):
                instant = instants(begin, draft.tz)[0]
                draft.over(instant, instant)
            else:
                draft.over_day(begin)
            return
        first = begin if isinstance(begin, datetime) else day_span(begin, draft.tz)[0]
        # Midnight itself would count for the next day.
        last = finish if isinstance(finish, datetime) else day_span(finish, draft.tz)[1] - timedelta(microseconds=1)
        span = pick_span(first, last, draft.tz)
        if span is None:
            raise row.wrong(self._end or "", "expected a time that is not before the start")
        draft.over(*span)

    def _when(self, row: Record, field: str) -> date:
        value = row.data.get(field)
        found: date | None = None
        if isinstance(value, str):
            found = self._parsed(value)
        elif isinstance(value, datetime):
            # A plain datetime: pandas' own subclass behaves differently in arithmetic.
            found = datetime.combine(value.date(), value.time(), value.tzinfo).replace(fold=value.fold)
        elif isinstance(value, date):
            found = value
        if found is None or found.year not in _YEARS:
            raise row.wrong(
                field, f"expected a date or time {self._time_format or 'such as 2019-11-02 07:19:30'}, from 1970 to 2200"
            )
        return found

    def _parsed(self, text: str) -> date | None:
        if self._time_format is None:
            return parse_moment(text) or parse_date(text)
        try:
            found = datetime.strptime(text.strip(), self._time_format)  # noqa: DTZ007  # the zone follows
        except (ValueError, OverflowError):
            return None
        has_clock = any(code in self._time_format for code in ("%H", "%I", "%c", "%X"))
        return found if has_clock else found.date()


def _check(columns: Mapping[str, Column], metrics: MetricRegistry) -> None:
    if not columns:
        raise InvalidInput("No column was declared; name at least one, for example {'rmssd': Column('hrv.rmssd', unit='ms')}.")
    names = [column.metric for column in columns.values()]
    for name in names:
        if names.count(name) > 1:
            raise InvalidInput(f"Two columns were declared as {name!r}; read them as two tables with different sources.")
    for column in columns.values():
        convert(1.0, column.unit, metrics[column.metric].unit)


def _check_format(time_format: str) -> None:
    example = datetime(2019, 11, 2, 7, 19, 30, tzinfo=UTC)
    try:
        found = datetime.strptime(example.strftime(time_format), time_format)  # noqa: DTZ007  # only its date is used
    except (ValueError, re.error) as error:
        raise InvalidInput("time_format is not a pattern of datetime.strptime; use for example '%d.%m.%Y %H:%M'.") from error
    if found.date() != example.date():
        raise InvalidInput("time_format does not name year, month and day; use for example '%d.%m.%Y'.")
