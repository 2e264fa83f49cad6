"""What a sentence can state: numbers, shares, dates, spans, times, week days and names with digits."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

__all__ = ["Clock", "Day", "Name", "Number", "Numeral", "Pair", "Partial", "Span", "Weekday"]

Partial = tuple[int | None, int | None, int | None]
"""Year, month and day, each as far as it was said."""


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str = field(repr=False)
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Number(_Placed):
    """A number as it stands.

    Attributes:
        values: what it may mean, since "1,234" is read in two ways, the English reading first; empty when it cannot be read.
        unit: canonical unit; empty for none.
        sign: "+" or "-" when one is written.
        ordinal: whether it counts a place, as "16th" does.
        alike: whether the unit was only taken over from its neighbour in a list.
        article: whether it is the word "one", which mostly counts nothing.
    """

    values: tuple[Fraction, ...] = field(repr=False)
    unit: str = ""
    sign: str = ""
    ordinal: bool = False
    alike: bool = False
    article: bool = False


@dataclass(frozen=True, slots=True)
class Pair(_Placed):
    """So many of so many."""

    part: Number
    whole: Number


@dataclass(frozen=True, slots=True)
class Day(_Placed):
    """A date, or what is said of one; several readings where the order of day and month is open."""

    readings: tuple[Partial, ...] = field(repr=False)
    month_first: bool = False
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Span(_Placed):
    """From one date to another."""

    start: Day
    end: Day


@dataclass(frozen=True, slots=True)
class Clock(_Placed):
    """A time of day.

    Attributes:
        minutes: since midnight, in each way it can be read.
    """

    minutes: tuple[Fraction, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Weekday(_Placed):
    """A day of the week, 0 for Monday."""

    number: int


@dataclass(frozen=True, slots=True)
class Name(_Placed):
    """A word with digits in it."""


Numeral = Number | Pair | Day | Span | Clock | Weekday | Name
