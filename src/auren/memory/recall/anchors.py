"""Times that a question names by what happened then: "since my injury", "before the marathon", "seit der Operation"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from auren.memory._words import words
from auren.memory.recall.cards import Card
from auren.memory.recall.language import EMPTY_WORDS, stemmed

__all__ = ["Anchor", "anchor_of", "happened"]

_BEFORE: Final = frozenset({"before", "vor"})
_ON: Final = "and|or|but|how|what|when|did|do|have|has|was|were"
_ENGLISH: Final = re.compile(
    r"\b(?P<when>since|after|before)\s+(?:my|the|that|our|his|her|their)\s+"
    rf"(?P<what>(?:[\w'-]+\s+){{0,3}}?[\w'-]+?)(?=[?.!,;]|\s(?:{_ON})\b|\Z)",
    re.IGNORECASE,
)
# The verb may follow at once, so that it is the capital that shows the noun; without one it is the first word.
_GERMAN: Final = re.compile(
    r"\b(?P<when>[Ss]eit|[Nn]ach|[Vv]or)\s+(?:de[mnr]|diese[mnr]|(?:mein|unser|sein|ihr)e[mnr])\s+"
    r"(?P<what>(?:[a-zäöüß]+\s+){0,2}[A-ZÄÖÜ][\w-]*|\w+)"
)
_PERIODS: Final = re.compile(r"\b(?:day|week|month|year|night|morning|evening|tag|woche|monat|jahr|nacht|abend)\w*\Z")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A time told by what happened then.

    Args:
        event: terms of what happened.
        is_before: whether the time before it is meant; else the time since.
    """

    event: frozenset[str] = field(repr=False)
    is_before: bool


def anchor_of(text: str) -> Anchor | None:
    """Find in a question what a time is counted from; None when it names nothing of the kind."""
    for found in (*_ENGLISH.finditer(text), *_GERMAN.finditer(text)):
        what = found["what"].casefold()
        told = [word for word in words(what) if word not in EMPTY_WORDS]
        if told and not _PERIODS.search(what):
            # The whole question says which language its words are in.
            return Anchor(frozenset(stemmed(text, told)), found["when"].casefold() in _BEFORE)
    return None


def happened(anchor: Anchor, cards: Sequence[Card]) -> datetime | None:
    """Give when a person's records first speak of all that an anchor names; None when none does.

    Their own words must say it: a turn beside them may be from a time when nobody knew of it.
    """
    times = [card.record.at for card in cards if anchor.event <= card.own]
    return min(times, default=None)
