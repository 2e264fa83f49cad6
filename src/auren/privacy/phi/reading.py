"""A text read once for all recognizers: in lower case, and where each of its words begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol, runtime_checkable

from auren.privacy.phi.folding import lowered
from auren.privacy.phi.spans import PhiSpan

__all__ = ["Reader", "Reading", "heads"]

_WORD: Final = re.compile(r"(\w{1,3})\w*")
_CAPITAL: Final = re.compile(r"[^\W\d_a-z](?<!\w.)")


def heads(words: str) -> frozenset[str]:
    """Give the heads of words: their first three letters, by which a reading looks their places up.

    Args:
        words: words in lower case with blanks between them.
    """
    return frozenset(found[1] for found in _WORD.finditer(words))


class Reading:
    """One text, its lower case and the places of its words; made for one call and let go of with it.

    Most patterns begin with one of a few words. Asked only where a word with such a head stands, they cost next to nothing;
    asked at every sign, a tenth of a millisecond each.

    Args:
        text: any text.
    """

    __slots__ = ("_starts", "capitals", "low", "numbers", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = lowered(text)
        starts: dict[str, list[int]] = {}
        for found in _WORD.finditer(self.low):
            head = found[1]
            if head in starts:
                starts[head].append(found.start())
            else:
                starts[head] = [found.start()]
        self._starts = starts
        self.capitals = [found.start() for found in _CAPITAL.finditer(text)]
        self.numbers = sorted(start for head, places in starts.items() if head[0].isdecimal() for start in places)

    def __repr__(self) -> str:
        return f"Reading({len(self.text)} signs)"

    def places(self, wanted: frozenset[str]) -> list[int]:
        """Give where words with one of these heads begin, in order."""
        return sorted(start for head in wanted & self._starts.keys() for start in self._starts[head])

    def places_or_numbers(self, wanted: frozenset[str]) -> list[int]:
        """Give where words with one of these heads begin, and where numbers do, in order."""
        return sorted([*self.places(wanted), *self.numbers])


@runtime_checkable
class Reader(Protocol):
    """A recognizer that can look at what was read once for several."""

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give what is personal in a text that was read already."""
        ...
