"""A turn's text as clauses: one statement or question each, without what is quoted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Clause", "clauses", "folded"]

_TYPOGRAPHY: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"})
_FACES: Final = re.compile(r"(?<!\w)[:;]-?[)(DP](?!\w)|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
_QUOTED: Final = re.compile(r'"[^"]*"|(?<!\w)\'[^\']{3,}\'(?!\w)')
# A point between digits belongs to a number, and one before a letter to an abbreviation.
_MONTHS: Final = r"(?i:j[aä]n|feb|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[kc]t|nov|de[zc])"
_SENTENCE: Final = re.compile(
    r"(?<=[!?])\s*|(?<=[^\d]\.)\s+(?=\S)|\s*[;\n]+\s*|(?<=[^\d\s])\.(?=[A-Z])"
    # "3. Mai" is a date.
    rf"|(?<=\d\.)\s+(?!{_MONTHS})(?=\S)"
)
_LONGEST: Final = 400
"""Characters of a clause that are read: patterns look at all of it more than once."""
_MAX: Final = 4000
"""Characters of a turn that are read; health facts of longer ones stand in their beginning, and the rest is found by recall."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a turn.

    Args:
        text: as written, but for typography and faces.
        question: whether it asks.
        supposed: whether its sentence begins as a supposition.
    """

    text: str = field(repr=False)
    question: bool = False
    supposed: bool = False


def folded(text: str) -> str:
    """Give a text in lower case with every letter at its place."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def clauses(text: str, *, joints: re.Pattern[str], asks: re.Pattern[str], shadows: re.Pattern[str]) -> list[Clause]:
    """Give the clauses of a turn in order.

    Args:
        text: the turn.
        joints: where one statement ends and another begins within a sentence.
        asks: what a question begins with.
        shadows: what a sentence of suppositions begins with.
    """
    plain = _FACES.sub(" ", unicodedata.normalize("NFC", text[:_MAX]).translate(_TYPOGRAPHY))
    found: list[Clause] = []
    for sentence in _SENTENCE.split(_QUOTED.sub(' "" ', plain)):
        supposed = shadows.match(folded(sentence.strip(" ,.-"))) is not None
        parts = [part for part in joints.split(sentence or "") if part and part.strip(" .,!?:-")]
        for n, part in enumerate(parts):
            opened = asks.match(folded(part.strip(" ,.-")))
            # In "I weigh 80 kg, is that much?" only the last part asks.
            asked = n == len(parts) - 1 and part.rstrip().endswith("?")
            found.append(
                Clause(" ".join(part.split()).strip(" ,")[:_LONGEST], question=asked or opened is not None, supposed=supposed)
            )
    return found
