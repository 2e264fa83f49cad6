"""Everything in a sentence that states a number, a date or a time, with the unit it is stated in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.safety.numbers.parts import tidy
    from auren.safety.numbers.reading import numerals
    from auren.safety.numbers.stating import states_any
    from auren.safety.numbers.tokens import Clock, Day, Name, Number, Numeral, Pair, Partial, Span, Weekday

__all__ = [
    "Clock",
    "Day",
    "Name",
    "Number",
    "Numeral",
    "Pair",
    "Partial",
    "Span",
    "Weekday",
    "numerals",
    "states_any",
    "tidy",
]

# Whether anything is stated is told without the tables and shapes of what may be.
__getattr__, __dir__ = later(
    __name__,
    {
        ".parts": ("tidy",),
        ".reading": ("numerals",),
        ".stating": ("states_any",),
        ".tokens": ("Clock", "Day", "Name", "Number", "Numeral", "Pair", "Partial", "Span", "Weekday"),
    },
)
