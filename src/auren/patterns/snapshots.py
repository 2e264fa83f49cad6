"""A person's state as compact, versioned bytes: a header, then columns of readings and the findings as compressed JSON.

Evidence that the rule gives again from the days that the state holds is not written, and of any other its inputs mostly
are such days, so they are written as dates and looked up again.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from auren.errors import InvalidInput, StoreCorrupted
from auren.findings import Baseline, Coverage, Evidence, Finding, FindingStatus, evidence_digest, finding_id
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import DailyValue, MetricRegistry, Reading, Window

__all__ = ["MIGRATIONS", "VERSION", "Document", "dump_state", "load_state"]

Document = dict[str, Any]
Judge = Callable[[PersonState, str, int, date], tuple[Evidence, ...] | None]
"""Gives a rule's evidence on a day, by its name and version; None when it does not hold or is not known."""

VERSION: Final = 1
MIGRATIONS: Final[Mapping[int, Callable[[Document], Document]]] = {}
"""What turns a document of a version into one of the next version; a version that stands nowhere is refused."""

_MAGIC: Final = b"auren-state"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MOST_BYTES: Final = 256 * 1024 * 1024


def dump_state(state: PersonState, made_for: str, judge: Judge) -> bytes:
    """Give a state as bytes.

    Args:
        state: whose every part is written.
        made_for: what the state depends on; it must be the same when the bytes are loaded.
        judge: what gives evidence again.
    """
    document: Document = {
        "for": made_for,
        "subject": state.subject.id,
        "floor": _ordinal(state.floor),
        "furthest": _ordinal(state.furthest),
        "readings": _columns(state),
        "findings": [_finding_row(state, finding, judge) for finding in state.findings.values()],
    }
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return _MAGIC + bytes([VERSION]) + zlib.compress(text.encode(), 9)


def load_state(
    data: bytes,
    subject: Subject,
    metrics: MetricRegistry,
    made_for: str,
    judge: Judge,
    *,
    migrations: Mapping[int, Callable[[Document], Document]] = MIGRATIONS,
) -> PersonState:
    """Give the state that was written as bytes.

    Args:
        data: what `dump_state` gave.
        subject: whose state it must be.
        metrics: the registry that says how a day is formed.
        made_for: what the state must have been made for.
        judge: what gives evidence again.
        migrations: what turns a document of a version into one of the next.

    Raises:
        InvalidInput: the bytes are of an unknown version, another person's, or made for other rules; restore the state from
            history and journal.
        StoreCorrupted: the bytes are damaged.
    """
    if data[: len(_MAGIC)] != _MAGIC or len(data) <= len(_MAGIC) + 1:
        raise StoreCorrupted("Bytes that are no state of the pattern kernel were given; expected what dump gave.")
    version = data[len(_MAGIC)]
    if version != VERSION and version not in migrations:
        raise InvalidInput(
            f"A state of version {version} was given; this release reads {VERSION}. Restore it from history and journal."
        )
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data[len(_MAGIC) + 1 :], _MOST_BYTES)
        if not unpacker.eof:
            raise StoreCorrupted("The bytes of a state are cut off or too many; restore it from history and journal.")
        document: Document = json.loads(text)
        while version != VERSION:
            document, version = migrations[version](document), version + 1
        if document["subject"] != subject.id or document["for"] != made_for:
            raise InvalidInput("A state of another person or of other rules was given; restore it from history and journal.")
        return _state(document, subject, metrics, judge)
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise StoreCorrupted("The bytes of a state are damaged; restore it from history and journal.") from error


def _state(document: Document, subject: Subject, metrics: MetricRegistry, judge: Judge) -> PersonState:
    state = PersonState(subject, metrics)
    touched = [place for reading in _readings(document["readings"], subject) for place in state.take(reading)]
    for metric, day in touched:
        state.reform(metric, day)
    for row in document["findings"]:
        state.keep(_finding(state, row, judge))
    state.floor = _date(document["floor"])
    state.furthest = _date(document["furthest"])
    return state


def _columns(state: PersonState) -> Document:
    """Give the readings by metric, a column for each field; times and dates as steps from the one before."""
    by_metric: dict[str, list[Reading]] = {}
    for reading in state.readings:
        by_metric.setdefault(reading.metric, []).append(reading)
    columns: Document = {}
    for metric, readings in by_metric.items():
        readings.sort(key=lambda r: (r.day, r.start, r.id))
        origins: dict[tuple[str, str, str, str], int] = {}
        places = [origins.setdefault((r.source, r.device, r.zone, r.kind), len(origins)) for r in readings]
        columns[metric] = {
            "id": [r.id for r in readings],
            "value": [r.value for r in readings],
            "start": _steps([(r.start - _EPOCH) // _MICROSECOND for r in readings]),
            "length": _steps([(r.end - r.start) // _MICROSECOND for r in readings]),
            "day": _steps([r.day.toordinal() for r in readings]),
            "origins": list(origins),
            "origin": _sparse(places),
            "revision": _sparse([r.revision for r in readings]),
            "deleted": _sparse([int(r.deleted) for r in readings]),
        }
    return columns


def _readings(columns: Document, subject: Subject) -> list[Reading]:
    found: list[Reading] = []
    for metric, column in columns.items():
        count = len(column["id"])
        rows = zip(
            column["id"],
            column["value"],
            _sums(column["start"]),
            _sums(column["length"]),
            _sums(column["day"]),
            _dense(column["origin"], count),
            _dense(column["revision"], count),
            _dense(column["deleted"], count),
            strict=True,
        )
        for id, value, start_us, length_us, day, place, revision, deleted in rows:
            source, device, zone, kind = column["origins"][place]
            start = _EPOCH + start_us * _MICROSECOND
            end = start + length_us * _MICROSECOND
            on = date.fromordinal(day)
            found.append(
                Reading(subject, metric, value, start, end, on, zone, source, id, device, revision, bool(deleted), kind)
            )
    return found


def _finding_row(state: PersonState, finding: Finding, judge: Judge) -> list[Any]:
    again = judge(state, finding.rule, finding.rule_version, finding.day) == finding.evidence
    return [
        finding.rule,
        finding.rule_version,
        finding.title,
        finding.day.toordinal(),
        finding.status.value,
        finding.flag,
        None if again else [_evidence_row(state, item) for item in finding.evidence],
    ]


def _finding(state: PersonState, row: list[Any], judge: Judge) -> Finding:
    rule, version, title, day, status, flag, evidence = row
    on = date.fromordinal(day)
    items = judge(state, rule, version, on) if evidence is None else tuple(_evidence(state, item) for item in evidence)
    if items is None:
        raise StoreCorrupted("A state's finding does not hold on the days of the state; restore it from history and journal.")
    revision = evidence_digest(items)
    id = finding_id(state.subject, rule, version, on)
    return Finding(id, state.subject, rule, version, title, on, FindingStatus(status), revision, items, flag)


def _evidence_row(state: PersonState, item: Evidence) -> list[Any]:
    base = item.baseline
    return [
        item.signal,
        item.metric,
        item.value,
        item.unit,
        _span_row(item.window, item.coverage),
        _input_rows(state, item.metric, item.inputs, item.window),
        item.limit,
        None
        if base is None
        else [
            _span_row(base.window, base.coverage),
            base.mean,
            base.sd,
            base.low,
            base.high,
            base.unit,
            _input_rows(state, item.metric, base.inputs, base.window),
        ],
    ]


def _evidence(state: PersonState, row: list[Any]) -> Evidence:
    signal, metric, value, unit, span, inputs, limit, base = row
    window, coverage = _span(span)
    baseline = None
    if base is not None:
        base_span, mean, sd, low, high, base_unit, base_inputs = base
        base_window, base_coverage = _span(base_span)
        known = _inputs(state, metric, base_inputs, base_window)
        baseline = Baseline(base_window, base_coverage, mean, sd, low, high, base_unit, known)
    return Evidence(signal, metric, value, unit, window, coverage, _inputs(state, metric, inputs, window), baseline, limit)


def _span_row(window: Window, coverage: Coverage) -> list[int]:
    return [window.first.toordinal(), window.last.toordinal(), coverage.have, coverage.expected]


def _span(row: list[int]) -> tuple[Window, Coverage]:
    first, last, have, expected = row
    return Window(date.fromordinal(first), date.fromordinal(last)), Coverage(have, expected)


def _input_rows(state: PersonState, metric: str, inputs: tuple[DailyValue, ...], window: Window) -> Any:
    """Give 1 when the inputs are all that the state holds in the window, else each one: its date, or all of it."""
    if inputs == _held(state, metric, window):
        return 1
    return [
        value.day.toordinal()
        if value.metric == metric and state.value(metric, value.day) == value
        else [
            value.metric,
            value.day.toordinal(),
            value.value,
            value.unit,
            list(value.reading_ids),
            (value.start - _EPOCH) // _MICROSECOND,
            (value.end - _EPOCH) // _MICROSECOND,
        ]
        for value in inputs
    ]


def _inputs(state: PersonState, metric: str, rows: Any, window: Window) -> tuple[DailyValue, ...]:
    if rows == 1:
        return _held(state, metric, window)
    return tuple(_input(state, metric, row) for row in rows)


def _input(state: PersonState, metric: str, row: Any) -> DailyValue:
    if isinstance(row, int):
        held = state.value(metric, date.fromordinal(row))
        if held is None:
            raise StoreCorrupted("A state's finding rests on a day that the state lacks; restore it from history and journal.")
        return held
    own, day, value, unit, ids, start, end = row
    return DailyValue(
        own, date.fromordinal(day), value, unit, tuple(ids), _EPOCH + start * _MICROSECOND, _EPOCH + end * _MICROSECOND
    )


def _held(state: PersonState, metric: str, window: Window) -> tuple[DailyValue, ...]:
    # By the days that are held: a damaged window may be thousands of years long.
    days = (day for day in state.days_with_values() if day in window)
    return tuple(value for day in days if (value := state.value(metric, day)) is not None)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _steps(numbers: list[int]) -> list[int]:
    """Give the greatest common measure of all numbers, and each one's step from the one before in it."""
    measure = math.gcd(*numbers) or 1
    return [measure, *((number - before) // measure for before, number in zip([0, *numbers], numbers, strict=False))]


def _sums(steps: list[int]) -> list[int]:
    if not all(type(step) is int for step in steps):
        raise TypeError("steps that are no whole numbers")
    sums: list[int] = []
    measure, total = steps[0], 0
    for step in steps[1:]:
        total += step * measure
        sums.append(total)
    return sums


def _sparse(numbers: list[int]) -> list[list[int]]:
    """Give the place and number of those that are not 0."""
    return [[place, number] for place, number in enumerate(numbers) if number]


def _dense(pairs: list[list[int]], count: int) -> list[int]:
    numbers = [0] * count
    for place, number in pairs:
        numbers[place] = number
    return numbers
