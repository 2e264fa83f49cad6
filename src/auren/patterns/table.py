"""The kernel over a table: the same rules over years of many people at once, with the same findings as from a stream.

A table is a data frame of polars, or any rows: readings, or mappings with the frame's column names. `subject`, `metric`,
`value` (in the metric's own unit) and `day` must be there; `start`, `end`, `zone`, `source`, `id`, `device`, `revision` and
`deleted` may be. A row without `id` stands for the one value of its metric and day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from auren._extras import optional
from auren.errors import InvalidInput
from auren.findings import Finding
from auren.patterns.kernel import Kernel
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports.pattern_rule import PatternRule
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading

__all__ = ["Progress", "Table", "TableFindings", "TablePeople", "over_table"]

_NEEDED = ("subject", "metric", "value", "day")
_OPTIONAL: Mapping[str, object] = {
    "start": None,
    "end": None,
    "zone": "",
    "source": "table",
    "id": "",
    "device": "",
    "revision": 0,
    "deleted": False,
}
_COLUMNS = (*_NEEDED, *_OPTIONAL)

Table = Any
"""A data frame of polars, or an iterable of readings or of mappings."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table has been worked through.

    Args:
        done: people whose rows have been judged.
        people: how many there are.
        findings: found so far.
    """

    done: int
    people: int
    findings: int


@dataclass(frozen=True, slots=True)
class TableFindings:
    """What rules found in a table.

    Args:
        findings: by person, anchor day and rule; each one confirmed, as a table holds what has settled.
        rows: rows that the table has.
        used: those whose metric a rule reads.
        people: people with such a row.
    """

    findings: tuple[Finding, ...]
    rows: int
    used: int
    people: int


class TablePeople:
    """The people of a table one after another, each with the state that their rows give and what was found.

    Args:
        kernel: judges them.
        table: the rows.
        progress: told after each person.

    Raises:
        InvalidInput: a column is missing, or a row cannot be read; the message names its number and column.
        MissingExtra: the table is none of plain rows, and polars is not installed.
    """

    def __init__(self, kernel: Kernel, table: Table, progress: Callable[[Progress], None] | None = None) -> None:
        self._kernel = kernel
        self._progress = progress
        self.rows = 0
        self.used = 0
        parts = self._of_frame(table) if hasattr(table, "partition_by") or hasattr(table, "collect") else self._of_rows(table)
        self._parts: Mapping[Subject, Callable[[], list[Reading]]] = parts

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[tuple[PersonState, tuple[Finding, ...]]]:
        found = 0
        for done, subject in enumerate(sorted(self._parts), 1):
            state, findings = self._kernel.judge_all(subject, self._parts[subject]())
            found += len(findings)
            yield state, findings
            if self._progress is not None:
                self._progress(Progress(done, len(self._parts), found))

    def _of_frame(self, frame: Any) -> dict[Subject, Callable[[], list[Reading]]]:
        polars = optional("polars", feature="A table", extra="table")
        frame = frame.lazy().collect()
        _require(frame.columns)
        self.rows = frame.height
        kept = frame.with_row_index("__row", offset=1).filter(polars.col("metric").is_in(sorted(self._kernel.reads)))
        self.used = kept.height
        parts: dict[Subject, Callable[[], list[Reading]]] = {}
        for part in kept.partition_by("subject", maintain_order=True) if kept.height else ():
            subject = _subject(part["subject"][0], part["__row"][0])
            parts[subject] = partial(self._of_part, part, subject)
        return parts

    def _of_part(self, part: Any, subject: Subject) -> list[Reading]:
        columns = [part[name].to_list() if name in part.columns else [_OPTIONAL[name]] * part.height for name in _COLUMNS[1:]]
        rows = zip(part["__row"].to_list(), *columns, strict=True)
        return [_reading(subject, row, cells, self._kernel.metrics) for row, *cells in rows]

    def _of_rows(self, rows: Iterable[Reading | Mapping[str, object]]) -> dict[Subject, Callable[[], list[Reading]]]:
        by_subject: dict[Subject, list[Reading]] = {}
        reads = self._kernel.reads
        for number, row in enumerate(rows, 1):
            self.rows += 1
            if isinstance(row, Reading):
                if row.metric in reads:
                    by_subject.setdefault(row.subject, []).append(row)
                    self.used += 1
                continue
            if not isinstance(row, Mapping):
                raise InvalidInput(f"Row {number} is neither a reading nor a mapping of columns.")
            _require(row)
            if row["metric"] in reads:
                subject = _subject(row["subject"], number)
                cells = [row.get(name, _OPTIONAL.get(name)) for name in _COLUMNS[1:]]
                by_subject.setdefault(subject, []).append(_reading(subject, number, cells, self._kernel.metrics))
                self.used += 1
        return {subject: partial(list[Reading], held) for subject, held in by_subject.items()}


def over_table(
    rules: Sequence[PatternRule],
    table: Table,
    *,
    metrics: MetricRegistry = STANDARD_METRICS,
    progress: Callable[[Progress], None] | None = None,
) -> TableFindings:
    """Give what rules find in a table: the ids and evidence that a stream of the same readings ends with.

    Args:
        rules: the rules; names must differ.
        table: a data frame of polars, or rows.
        metrics: the registry that says how a day is formed.
        progress: told after each person.

    Raises:
        RuleError: two rules have one name, or a rule has no meaning over the metrics.
        InvalidInput: a column is missing, or a row cannot be read.
        MissingExtra: a data frame was given and polars is not installed.
    """
    people = TablePeople(Kernel(rules, metrics=metrics), table, progress)
    findings = tuple(finding for _, found in people for finding in found)
    return TableFindings(findings, people.rows, people.used, len(people))


def _require(columns: Iterable[str]) -> None:
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise InvalidInput(f"A table without {missing[0]!r} was given; it needs the columns {', '.join(_NEEDED)}.")


def _subject(value: object, row: int) -> Subject:
    if not isinstance(value, str):
        raise InvalidInput(f"Row {row}: the subject is no text; give a pseudonymous id.")
    return Subject(value)


def _reading(subject: Subject, row: int, cells: Sequence[Any], metrics: MetricRegistry) -> Reading:
    name, value, day, start, end, zone, source, id, device, revision, deleted = cells
    metric = metrics[name]
    # The value itself stays out of the message: it is a person's.
    if not isinstance(value, int | float) or not math.isfinite(value) or not (deleted or metric.low <= value <= metric.high):
        raise InvalidInput(f"Row {row}: {name} is no number from {metric.low:g} to {metric.high:g} {metric.unit}.")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidInput(f"Row {row}: the day is no date.")
    begin = datetime.combine(day, time(), UTC) if start is None else _utc(start, row, "start")
    finish = begin if end is None else _utc(end, row, "end")
    if finish < begin:
        raise InvalidInput(f"Row {row}: the end is before the start.")
    return Reading(
        subject=subject,
        metric=name,
        value=float(value),
        start=begin,
        end=finish,
        day=day,
        zone=zone or "",
        source=source or "table",
        id=id or f"table:{name}:{day}",
        device=device or "",
        revision=revision or 0,
        deleted=bool(deleted),
    )


def _utc(instant: object, row: int, column: str) -> datetime:
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        raise InvalidInput(f"Row {row}: {column} is no instant with a zone.")
    return instant.astimezone(UTC)
