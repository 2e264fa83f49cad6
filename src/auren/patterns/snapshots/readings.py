"""A state's readings by metric, a column for each field."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from auren.patterns.snapshots import ids
from auren.patterns.snapshots.bits import BitReader, BitWriter
from auren.patterns.state import PersonState
from auren.readings import Reading

__all__ = ["read", "write"]

_MICROSECOND: Final = timedelta(microseconds=1)
_POWERS: Final = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
_DECIMALS: Final = range(len(_POWERS))
_BITS_OF_DECIMAL: Final = 10 / 3
_BITS_OF_FLOAT: Final = 56
_FLOAT: Final = struct.Struct(">d")
_BITS: Final = struct.Struct(">q")
_SCALED, _RAW, _WHOLE = range(3)


def write(out: BitWriter, state: PersonState) -> None:
    """Write all readings, deletions included."""
    by_metric: dict[str, list[Reading]] = {}
    for reading in state.readings:
        by_metric.setdefault(reading.metric, []).append(reading)
    origins: dict[tuple[str, str, str, str], int] = {}
    for metric in by_metric:
        by_metric[metric].sort(key=lambda r: (r.day, r.start, r.id))
    for metric in sorted(by_metric):
        for reading in by_metric[metric]:
            origins.setdefault(_origin(reading), len(origins))
    out.text(sorted(by_metric))
    out.text(list(origins))
    for metric in sorted(by_metric):
        rows = by_metric[metric]
        out.number(len(rows))
        _write_values(out, [row.value for row in rows])
        out.column([row.day.toordinal() for row in rows])
        out.column([(row.start - _midnight(row.day)) // _MICROSECOND for row in rows])
        out.column([(row.end - row.start) // _MICROSECOND for row in rows])
        out.column([origins[_origin(row)] for row in rows])
        out.column([row.revision for row in rows])
        out.column([int(row.deleted) for row in rows])
        ids.write(out, rows, state.metrics)


def read(source: BitReader, state: PersonState) -> None:
    """Have a state take in the readings that were written."""
    metrics, origins = source.text(), source.text()
    touched: set[tuple[str, date]] = set()
    for metric in metrics:
        count = source.count()
        values = _read_values(source, count)
        columns = zip(values, *(source.column(count) for _ in range(6)), strict=True)
        rows: list[Reading] = []
        for value, day, start_us, length_us, place, revision, deleted in columns:
            on = date.fromordinal(day)
            start = _midnight(on) + start_us * _MICROSECOND
            end = start + length_us * _MICROSECOND
            if place < 0:
                raise ValueError("an origin that is not there")
            came, device, zone, kind = origins[place]
            rows.append(
                Reading(state.subject, metric, value, start, end, on, zone, came, "", device, revision, bool(deleted), kind)
            )
        for reading in ids.read(source, rows, state.metrics):
            touched |= state.take(reading)
    for metric, on in touched:
        state.reform(metric, on)


def _origin(reading: Reading) -> tuple[str, str, str, str]:
    return (reading.source, reading.device, reading.zone, reading.kind)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _write_values(out: BitWriter, values: Sequence[float]) -> None:
    """Write values with few decimals as whole numbers, and others bit by bit."""
    decimals, kinds = min(_scalings(values), key=lambda scaling: _cost(*scaling))
    out.number(decimals)
    out.column(kinds)
    pairs = list(zip(values, kinds, strict=True))
    out.column([_scaled(value, decimals) for value, kind in pairs if kind == _SCALED], counted=True)
    out.column([_BITS.unpack(_FLOAT.pack(value))[0] for value, kind in pairs if kind == _RAW], counted=True)
    out.column([int(value) for value, kind in pairs if kind == _WHOLE], counted=True)


def _read_values(source: BitReader, count: int) -> list[float]:
    decimals = source.number()
    if decimals not in _DECIMALS:
        raise ValueError("more decimals than are ever written")
    kinds = source.column(count)
    scaled = (number / _POWERS[decimals] for number in source.column(kinds.count(_SCALED)))
    raw = (_FLOAT.unpack(_BITS.pack(number))[0] for number in source.column(kinds.count(_RAW)))
    whole = iter(source.column(kinds.count(_WHOLE)))
    by_kind = {_SCALED: scaled, _RAW: raw, _WHOLE: whole}
    return [next(by_kind[kind]) for kind in kinds]


def _scalings(values: Sequence[float]) -> Iterator[tuple[int, list[int]]]:
    """Give, for so many decimals, how each value is written, up to the first number of decimals that suits all."""
    for decimals in _DECIMALS:
        kinds = [_kind(value, decimals) for value in values]
        yield decimals, kinds
        if _RAW not in kinds:
            return


def _cost(decimals: int, kinds: Sequence[int]) -> float:
    raw = kinds.count(_RAW)
    return raw * _BITS_OF_FLOAT + (len(kinds) - raw) * decimals * _BITS_OF_DECIMAL


def _kind(value: float, decimals: int) -> int:
    # A value that is an int stays one: the digest of its finding's evidence tells 50 from 50.0.
    if type(value) is int:
        return _WHOLE
    number = float(value)
    if abs(number) >= 2**53:  # neither infinity nor what is no number passes here
        return _RAW
    exact = number == number and float.__repr__(_scaled(number, decimals) / _POWERS[decimals]) == float.__repr__(number)
    return _SCALED if exact else _RAW


def _scaled(value: float, decimals: int) -> int:
    return round(value * _POWERS[decimals])
