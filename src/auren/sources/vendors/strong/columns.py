"""Which columns a file has, and which units they are in: what a header states counts, and the rest must be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from auren.sources.record import Record

__all__ = ["REQUIRED", "UNIT_NAMES", "Columns", "Measure", "columns_of"]

REQUIRED: Final = ("Date", "Workout Name", "Exercise Name", "Set Order")

UNIT_NAMES: Final = {
    "kg": "kg",
    "kgs": "kg",
    "lb": "lb",
    "lbs": "lb",
    "km": "km",
    "mi": "mi",
    "miles": "mi",
    "m": "m",
    "meters": "m",
    "yd": "yd",
    "yards": "yd",
    "ft": "ft",
}
"""Units as the app writes them."""

_DURATIONS: Final = ("Duration", "Workout Duration", "Duration (sec)")


@dataclass(frozen=True, slots=True)
class Measure:
    """A column with a weight or a distance.

    Args:
        column: its name; empty when there is none.
        unit: stated by its header; empty when it is not.
        unit_column: the column that states it row by row; empty when there is none.
    """

    column: str = ""
    unit: str = ""
    unit_column: str = ""

    def unit_of(self, row: Record, told: str | None) -> str:
        """Give the unit of a row's value.

        Args:
            row: the row.
            told: what the caller said, for files that do not say.

        Raises:
            MalformedRow: neither says, or the row names a unit that the app does not know.
        """
        if self.unit:
            return self.unit
        if self.unit_column:
            unit = UNIT_NAMES.get(row.label(self.unit_column).casefold())
            if unit is None:
                raise row.wrong(self.unit_column, "expected a unit such as kg, lbs, km or miles")
            return unit
        if told is None:
            raise row.wrong(self.column, "expected a file that states the unit, or to be told it")
        return told


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file that are read.

    Args:
        weight: of the sets.
        distance: of the sets.
        duration: of the workout; empty when there is none.
        decimal_comma: whether numbers may be written with a comma.
    """

    weight: Measure
    distance: Measure
    duration: str
    decimal_comma: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that is read, but for those that a file may lack."""
        measures = (self.weight.column, self.weight.unit_column, self.distance.column, self.distance.unit_column)
        return tuple(name for name in (*REQUIRED, *measures, self.duration) if name)


def columns_of(header: Sequence[str], delimiter: str) -> Columns:
    """Give the columns that a header names; a decimal comma can only stand where commas do not part cells."""
    return Columns(
        _measure(header, "Weight"),
        _measure(header, "Distance"),
        next((name for name in _DURATIONS if name in header), ""),
        delimiter != ",",
    )


def _measure(header: Sequence[str], what: str) -> Measure:
    for name in header:
        if name == what:
            return Measure(name, "", f"{what} Unit" if f"{what} Unit" in header else "")
        stated = name.removeprefix(f"{what} (").removesuffix(")")
        if name == f"{what} ({stated})" and stated.casefold() in UNIT_NAMES:
            return Measure(name, UNIT_NAMES[stated.casefold()])
    return Measure()
