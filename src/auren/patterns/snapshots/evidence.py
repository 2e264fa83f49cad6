"""Evidence as plain values: its inputs as dates where they are days that the state holds, and looked up there again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from auren.errors import StoreCorrupted
from auren.findings import Baseline, Coverage, Evidence
from auren.patterns.state import PersonState
from auren.readings import DailyValue, Window

__all__ = ["Judge", "evidence_of", "evidence_row"]

Judge = Callable[[PersonState, str, int, date], tuple[Evidence, ...] | None]
"""Gives a rule's evidence on a day, by its name and version; None when it does not hold or is not known."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def evidence_row(state: PersonState, item: Evidence) -> list[Any]:
    """Give evidence as plain values; the state's readings must be known when it is read."""
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


def evidence_of(state: PersonState, row: list[Any]) -> Evidence:
    """Give the evidence that was made plain values."""
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
