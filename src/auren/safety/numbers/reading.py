"""What a sentence states: its parts read from left to right, and neighbours that belong together joined."""

from __future__ import annotations

from auren.safety.numbers.joining import joined
from auren.safety.numbers.parts import parts_of
from auren.safety.numbers.reader import Reader
from auren.safety.numbers.tokens import Numeral

__all__ = ["numerals"]


def numerals(sentence: str) -> list[Numeral]:
    """Give all that states a number, date or time, in order.

    Args:
        sentence: any text.
    """
    parts = parts_of(sentence)
    return joined(Reader(parts).read(), parts)
