"""Everything in a sentence that states a number, a date or a time, with the unit it is stated in."""

from __future__ import annotations

from auren.safety.numbers.joining import joined
from auren.safety.numbers.parts import parts_of, tidy
from auren.safety.numbers.reader import Reader
from auren.safety.numbers.tokens import Clock, Day, Name, Number, Numeral, Pair, Partial, Span, Weekday

__all__ = ["Clock", "Day", "Name", "Number", "Numeral", "Pair", "Partial", "Span", "Weekday", "numerals", "tidy"]


def numerals(sentence: str) -> list[Numeral]:
    """Give all that states a number, date or time, in order.

    Args:
        sentence: any text.
    """
    parts = parts_of(sentence)
    return joined(Reader(parts).read(), parts)
