"""Which foods, exercises, body parts, metrics and circumstances a text names."""

from __future__ import annotations

from collections.abc import Mapping

from auren.safety.flags.words import Words
from auren.safety.naming.lexicon import IMPLIED, NAMES

__all__ = ["things"]

_LONGEST: dict[str, int] = {}
"""How many words the longest name has that begins with a word."""
for _name in NAMES:
    _LONGEST[_name[0]] = max(len(_name), _LONGEST.get(_name[0], 0))


def things(text: str) -> Mapping[str, str]:
    """Give what a text names, each with the text's own words for it; the longest name counts.

    Args:
        text: any text, in English or German.
    """
    words = Words.of(text).words
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        length = next((size for size in range(_LONGEST.get(words[at], 0), 0, -1) if words[at : at + size] in NAMES), 0)
        if length:
            said = words[at : at + length]
            found.setdefault(NAMES[said], " ".join(said))
            for implied in IMPLIED.get(NAMES[said], ()):
                found.setdefault(implied, " ".join(said))
        at += length or 1
    return found
