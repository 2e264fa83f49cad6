"""Garmin's series: pairs of milliseconds and a value, every few minutes.

A sample's id is its instant, so the same minute counts once however many answers hold it.
"""

from __future__ import annotations

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.garmin.times import instant_of

__all__ = ["read_series"]

_NO_VALUE = "samples without a value"


def read_series(record: Record, draft: Draft, field: str, metric: str, unit: str, *, column: int = 1) -> int:
    """Read a list of samples, each a list that begins with its milliseconds; give how many were read.

    Args:
        record: where the list stands; nothing is read where it is missing or null.
        draft: what is being made of it; its id changes, so identify the record again afterwards.
        field: the list's name.
        metric: what is sampled.
        unit: in which the values are written.
        column: where the value stands in a sample.
    """
    samples = record.data.get(field)
    if samples is None:
        return 0
    if not isinstance(samples, list):
        draft.fault(record.wrong(field, "expected a list of samples"))
        return 0
    before, empty = len(draft.readings), 0
    for index, sample in enumerate(samples, 1):
        where = f"{field}[{index}]"
        if not isinstance(sample, list) or len(sample) <= column:
            draft.fault(record.wrong(where, "expected a list of milliseconds and a value"))
        elif sample[column] is None or _is_negative(sample[column]):
            # Negative levels stand for a watch that was off, or an arm that moved too much.
            empty += 1
        else:
            _read_sample(record, draft, where, (sample[0], sample[column]), metric, unit)
    if empty:
        draft.absent(record, field, _NO_VALUE, count=empty)
    return len(draft.readings) - before


def _read_sample(record: Record, draft: Draft, where: str, sample: tuple[object, object], metric: str, unit: str) -> None:
    at_ms, value = (Record(record.file, record.line, {where: number}, record.within) for number in sample)
    try:
        at = instant_of(at_ms, where, at_ms.number(where))
        draft.identify("sample", str(int(at.timestamp() * 1000)))
        draft.put(metric, value.number(where), unit, value, where, start=at, end=at)
    except MalformedRow as error:
        draft.fault(error)


def _is_negative(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value < 0
