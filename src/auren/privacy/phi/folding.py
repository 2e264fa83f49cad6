"""Patterns that do not mind case, matched on text in lower case: many times as fast as asking for it sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["caseless", "last_word", "lowered", "matches"]

_KEPT: Final = re.compile(r"\\.|\(\?P[<=]\w+[>)]|\w")


def caseless(pattern: str) -> re.Pattern[str]:
    """Give a pattern, written for either case, for text in lower case.

    Args:
        pattern: a regular expression; its capitals are taken for small letters, but for escapes and names of groups.
    """
    return re.compile(_KEPT.sub(lambda found: found[0] if len(found[0]) > 1 else found[0].lower(), pattern))


def matches(form: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Give what `form.finditer` gives, asking only at the places where it can begin.

    Args:
        form: the pattern; what it may stand behind, it looks for itself.
        text: any text.
        starts: places in order, all at which a match can begin among them.
    """
    end = 0
    for start in starts:
        if start >= end and (found := form.match(text, start)) is not None:
            yield found
            end = found.end()


def lowered(text: str) -> str:
    """Give a text in lower case, sign for sign, so that places in it are places in the text."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


_NEAR: Final = 128
"""How far back a last word is looked for: farther than whoever asks for one looks himself."""


def last_word(text: str, end: int) -> str:
    """Give the letters and digits of the last word before a place, in lower case; empty unless white space is between.

    Args:
        text: any text.
        end: the place.
    """
    near = text[max(0, end - _NEAR) : end]
    said = near.rstrip()
    if len(said) == len(near):
        return ""
    said = said.rstrip(".,:")
    if not said[-1:].isalnum():
        return ""
    last = said.rsplit(None, 1)[-1]
    if not last.isalnum():
        start = len(last)
        while last[start - 1].isalnum():
            start -= 1
        last = last[start:]
    return last.lower()
