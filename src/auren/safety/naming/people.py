"""People and places by name: words with a capital letter in the middle of an English sentence."""

from __future__ import annotations

import re

from auren.safety._words import words
from auren.safety.numbers import tidy
from auren.safety.numbers.lexicon import MONTHS, WEEKDAYS

__all__ = ["people", "spoken"]

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")
_OPENERS = frozenset(".!?:;\"'([{>-\u2013\u201c\u201e#|\u2022\u2026")
_GERMAN = frozenset(
    words(
        "der die das und ist war dein deine deiner du nicht ein eine einen mit von im am an auf für bei zu über unter dem den "
        "hat nach dir dich"
    )
)
_COMMON = frozenset(words("i i'm i'll i've i'd god ok english german celsius fahrenheit"))


def people(text: str) -> frozenset[str]:
    """Give the names in a text, in lower case; German is passed over, since it writes every noun with a capital.

    Args:
        text: any text.
    """
    parts = _WORD.findall(tidy(text))
    if not _GERMAN.isdisjoint(part.lower() for part in parts):
        return frozenset()
    found: set[str] = set()
    for before, part in zip([".", *parts], parts, strict=False):
        low = part.lower().removesuffix("'s")
        named = len(low) > 1 and part[0].isupper() and part[1:].islower()
        if named and before not in _OPENERS and low not in _COMMON and low not in MONTHS and low not in WEEKDAYS:
            found.add(low)
    return frozenset(found)


def spoken(text: str) -> frozenset[str]:
    """Give all words of a text, in lower case, as `people` would give them if they were names.

    Args:
        text: any text.
    """
    return frozenset(part.lower().removesuffix("'s") for part in _WORD.findall(tidy(text)))
