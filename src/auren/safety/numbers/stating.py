"""Whether a sentence states a number, date or time at all: told by its parts, without the reading of what they state."""

from __future__ import annotations

from auren.safety.numbers.lexicon import LABELLED, WEEKDAYS
from auren.safety.numbers.parts import Part, parts_of

__all__ = ["states_any"]

_READ = frozenset({"iso", "slashes", "dots", "clock", "number"})


def states_any(sentence: str) -> bool:
    """Tell whether `numerals` would find anything.

    Args:
        sentence: any text.
    """
    return any(map(_states, parts_of(sentence)))


def _states(part: Part) -> bool:
    match part.kind:
        case "name":
            return part.low not in LABELLED
        case "word":
            # A month is nothing without its number, which is a part of its own.
            return part.text[0].isupper() and part.low in WEEKDAYS
        case kind:
            return kind in _READ
