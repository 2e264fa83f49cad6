"""States of the first version, which are still read: a document in JSON, compressed."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from auren.errors import InvalidInput, StoreCorrupted
from auren.findings import FindingStatus
from auren.patterns.snapshots.evidence import Judge
from auren.patterns.snapshots.findings import finding_of
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import MetricRegistry, Reading

__all__ = ["load"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MOST_BYTES: Final = 256 * 1024 * 1024


def load(data: bytes, subject: Subject, metrics: MetricRegistry, made_for: str, judge: Judge) -> PersonState:
    """Give the state that was written; arguments as in `load_state`."""
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(data, _MOST_BYTES)
    if not unpacker.eof:
        raise StoreCorrupted("The bytes of a state are cut off or too many; restore it from history and journal.")
    document: dict[str, Any] = json.loads(text)
    if document["subject"] != subject.id or document["for"] != made_for:
        raise InvalidInput("A state of another person or of other rules was given; restore it from history and journal.")
    state = PersonState(subject, metrics)
    touched = [place for reading in _readings(document["readings"], subject) for place in state.take(reading)]
    for metric, day in touched:
        state.reform(metric, day)
    for rule, version, title, day, status, flag, row in document["findings"]:
        on = date.fromordinal(day)
        state.keep(finding_of(state, judge, rule, version, title, flag, on, FindingStatus(status), row))
    state.floor = _date(document["floor"])
    state.furthest = _date(document["furthest"])
    return state


def _readings(columns: dict[str, Any], subject: Subject) -> list[Reading]:
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


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _sums(steps: list[int]) -> list[int]:
    if not all(type(step) is int for step in steps):
        raise TypeError("steps that are no whole numbers")
    sums: list[int] = []
    measure, total = steps[0], 0
    for step in steps[1:]:
        total += step * measure
        sums.append(total)
    return sums


def _dense(pairs: list[list[int]], count: int) -> list[int]:
    numbers = [0] * count
    for place, number in pairs:
        numbers[place] = number
    return numbers
