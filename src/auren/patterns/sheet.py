"""One person's daily values as rules look at them: by date for each series, and what was learned of them, once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from auren.findings import Evidence, evidence_digest
from auren.ports.pattern_rule import DailyTable, Verdict
from auren.readings import DailyValue, Window

__all__ = ["Numbered", "Seen", "Sheet", "seen_in"]

T = TypeVar("T")


class Numbered(Protocol):
    """A metric's daily values, each with one number; equal ones give equal numbers."""

    @property
    def metric(self) -> str:
        """Name of the metric."""
        ...

    def number(self, value: DailyValue) -> float:
        """Give the number of a daily value."""
        ...

    def __hash__(self) -> int: ...


class Seen(NamedTuple):
    """A window's daily values and their numbers, by date; missing days are absent."""

    days: Sequence[date]
    values: tuple[DailyValue, ...]
    numbers: Sequence[float]


class Sheet:
    """The daily values of a person's state, laid out so that a window is a slice.

    A rule asks for the same 60 dates day after day. As look-ups by date these took three quarters of the time of a judgement;
    two bisections and three slices take a fiftieth of that. What is learned of a window is the same for every rule that asks
    while no value changes, so it is kept until one does, or until `forget`.

    Args:
        values: of each metric by date; whoever changes one tells `changed`.
    """

    __slots__ = ("_columns", "_learned", "_values", "_verdicts", "_words")

    def __init__(self, values: Mapping[str, Mapping[date, DailyValue]]) -> None:
        self._values = values
        self._columns: dict[str, dict[Numbered, _Column]] = {}
        self._learned: dict[Hashable, object] = {}
        self._verdicts: dict[int, tuple[object, dict[date, Verdict]]] = {}
        self._words: dict[int, tuple[DailyValue, str]] = {}

    def value(self, metric: str, day: date) -> DailyValue | None:
        """Give the value of a metric on a date, or None for a missing day."""
        days = self._values.get(metric)
        return None if days is None else days.get(day)

    def over(self, series: Numbered, window: Window) -> Seen:
        """Give a window's daily values with their numbers in a series."""
        columns = self._columns.setdefault(series.metric, {})
        column = columns.get(series)
        if column is None:
            column = columns[series] = _Column(series, self._values.get(series.metric, {}))
        return column.over(window)

    def changed(self, metric: str, day: date) -> None:
        """Follow a value that is new, another or gone."""
        self.forget()
        columns = self._columns.get(metric)
        if columns:
            value = self.value(metric, day)
            for column in columns.values():
                column.put(day, value)

    def learned(self, key: Hashable, learn: Callable[[], T]) -> T:
        """Give what was learned under a key, and learn it the first time."""
        found = self._learned.get(key)
        if found is None:
            found = self._learned[key] = learn()
        return found  # type: ignore[return-value]  # a key says what is learned under it

    def verdict(self, condition: object, day: date, judge: Callable[[], Verdict]) -> Verdict:
        """Give what a condition says of a date, and judge it the first time."""
        # By identity, since the hash of a condition costs as much as half a judgement; held, so that it stays the only one.
        _, verdicts = self._verdicts.setdefault(id(condition), (condition, {}))
        verdict = verdicts.get(day)
        if verdict is None:
            verdict = verdicts[day] = judge()
        return verdict

    def digest(self, evidence: tuple[Evidence, ...]) -> str:
        """Give the digest of evidence, as `evidence_digest` does."""
        return evidence_digest(evidence, self._words)

    def forget(self) -> None:
        """Give up what was learned, which takes more room than the days themselves."""
        self._learned.clear()
        self._verdicts.clear()
        self._words.clear()


class _Column:
    """A series by date: three lists beside one another, with nothing between for a missing day."""

    __slots__ = ("_days", "_number", "_numbers", "_values")

    def __init__(self, series: Numbered, values: Mapping[date, DailyValue]) -> None:
        self._days = sorted(values)
        self._values = [values[day] for day in self._days]
        self._numbers = list(map(series.number, self._values))
        self._number = series.number

    def over(self, window: Window) -> Seen:
        first, last = bisect_left(self._days, window.first), bisect_right(self._days, window.last)
        return Seen(self._days[first:last], tuple(self._values[first:last]), self._numbers[first:last])

    def put(self, day: date, value: DailyValue | None) -> None:
        at = bisect_left(self._days, day)
        is_there = at < len(self._days) and self._days[at] == day
        if value is None:
            if is_there:
                del self._days[at], self._values[at], self._numbers[at]
        elif is_there:
            self._values[at], self._numbers[at] = value, self._number(value)
        else:
            self._days.insert(at, day)
            self._values.insert(at, value)
            self._numbers.insert(at, self._number(value))


def seen_in(table: DailyTable, series: Numbered, window: Window) -> Seen:
    """Give a window's daily values with their numbers, of any table."""
    if isinstance(table, Sheet):
        return table.over(series, window)
    values = tuple(value for day in window.dates() if (value := table.value(series.metric, day)) is not None)
    return Seen([value.day for value in values], values, [series.number(value) for value in values])
