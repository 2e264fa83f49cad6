"""What recall has to know of a record beyond its text, worked out once and kept for as long as the record is the same."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from auren.facts import MemoryRecord
from auren.memory._words import words
from auren.memory.recall.language import EMPTY_WORDS, entities, prose, stem, terms
from auren.memory.recall.meaning import Meanings
from auren.people import Subject

__all__ = ["AHEAD", "BEHIND", "Card", "Cards", "asks", "brief", "card_of", "neighbours_words"]

BEHIND: Final = 3
"""How many turns before a turn are its context."""
AHEAD: Final = 3
"""How many turns after it."""
_NEAR: Final = (0.55, 0.4, 0.3, 0.15, 0.15, 0.1)
"""What a word of a neighbour counts for: of the turn before, the turn after, the one before that, and so on."""
_ASKED: Final = 0.5
"""What a word of the turn before counts for besides, when it asks: an answer seldom repeats the question."""
_LEAD: Final = 160
_SPEAKS_FOR_ITSELF: Final = 35
"""From so many terms on, a record needs its neighbours less and less."""
_OF_A_NEIGHBOUR: Final = 40

_TIME: Final = re.compile(
    r"\b(yesterday|today|tonight|tomorrow|ago|last|next|this (?:week|month|year|morning|weekend)|weekend|since|recently|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|\d{4}|gestern|heute|morgen|letzte[nrs]?|vor \w+ (?:tagen|wochen|monaten|jahren))\b",
    re.IGNORECASE,
)
_STANDING: Final = re.compile(
    r"(?:^|[.!?]\s)\W*(?:please,?\s+)?(?:always|never|from now on|immer|niemals|ab jetzt)\b|\bprefer|\brather\b|\blieber\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"\?\W*(?:\[[^\]]*\]\s*)*\Z")


@dataclass(frozen=True, slots=True)
class Card:
    """What recall compares.

    Args:
        record: the record.
        held: its terms, those of its neighbours with a part of their weight.
        own: its own terms alone.
        length: how many they are.
        leaning: 1 for a record that is understood only with its neighbours, less the longer it is.
        told: its own words that tell something, each once, as they are written.
        entities: terms of what it names.
        speaker: terms of the name of who said it; empty when that is not said.
        asks: whether it ends in a question.
        tells_time: whether its own words say when something was.
        stands: whether it is a standing wish or instruction of the person.
    """

    record: MemoryRecord
    held: dict[str, float] = field(repr=False)
    own: frozenset[str] = field(repr=False)
    length: float
    leaning: float
    told: tuple[str, ...] = field(repr=False)
    entities: frozenset[str] = field(repr=False)
    speaker: frozenset[str] = field(repr=False)
    asks: bool
    tells_time: bool
    stands: bool


def card_of(record: MemoryRecord) -> Card:
    """Work out a record's card."""
    own = " ".join(prose(record.text).split()[:_LEAD])
    said = Counter(terms(own))
    held: dict[str, float] = dict(said)
    leaning = min(1.0, _SPEAKS_FOR_ITSELF / max(said.total(), 1)) ** 4
    for place, (weight, line) in enumerate(zip(_NEAR, record.context.split("\n"), strict=False)):
        if place == 0 and asks(line):
            weight += _ASKED
        for term, count in Counter(terms(line)).items():
            held[term] = held.get(term, 0.0) + leaning * weight * count
    said_by = next((value for name, value in record.data if name == "speaker"), "")
    return Card(
        record=record,
        held=held,
        own=frozenset(said),
        length=sum(held.values()),
        leaning=leaning,
        told=tuple(dict.fromkeys(word for word in words(own) if word not in EMPTY_WORDS)),
        entities=entities(own),
        speaker=frozenset(map(stem, words(said_by))),
        asks=asks(record.text),
        tells_time=_TIME.search(own) is not None,
        stands=record.origin == "person" and _STANDING.search(own) is not None,
    )


def asks(text: str) -> bool:
    """Tell whether a text ends in a question; a note in brackets after it, such as a picture's, does not matter."""
    return _ASKS.search(text) is not None


def neighbours_words(before: Iterable[str], after: Iterable[str]) -> str:
    """Give a record's context: of each neighbour the beginning on a line of its own, nearest first, before and after in turn.

    Args:
        before: texts that came before, nearest first.
        after: texts that came after, nearest first.
    """
    pasts, nexts = [brief(text) for text in before][:BEHIND], [brief(text) for text in after][:AHEAD]
    lines = [line for pair in zip(_filled(pasts), _filled(nexts), strict=True) for line in pair]
    return "\n".join(lines).rstrip("\n")


def _filled(lines: list[str]) -> list[str]:
    return lines + [""] * (max(BEHIND, AHEAD) - len(lines))


def brief(text: str) -> str:
    """Give what a neighbour's context holds of a text: its beginning, on one line."""
    return " ".join(prose(text).split()[:_OF_A_NEIGHBOUR])


class Cards:
    """Keeps cards of the people who asked last; what has changed is worked out anew.

    Args:
        people: of how many people cards are kept.
        of_a_person: how many of one person.
    """

    def __init__(self, people: int = 64, of_a_person: int = 5000) -> None:
        self._people = people
        self._of_a_person = of_a_person
        self._kept: OrderedDict[Subject, OrderedDict[str, Card]] = OrderedDict()
        self.meanings = Meanings()

    def of(self, subject: Subject, records: Iterable[MemoryRecord]) -> list[Card]:
        """Give the cards of a person's records."""
        kept = self._kept.setdefault(subject, OrderedDict())
        self._kept.move_to_end(subject)
        found = [self._card(kept, record) for record in records]
        while len(kept) > self._of_a_person:
            kept.popitem(last=False)
        while len(self._kept) > self._people:
            self._kept.popitem(last=False)
        return found

    def forget(self, subject: Subject) -> None:
        """Drop a person's cards and the vectors of their words."""
        self._kept.pop(subject, None)
        self.meanings.forget(subject)

    def clear(self) -> None:
        """Drop all."""
        self._kept.clear()
        self.meanings.clear()

    def _card(self, kept: OrderedDict[str, Card], record: MemoryRecord) -> Card:
        card = kept.get(record.id)
        if card is None or (card.record is not record and card.record != record):
            card = kept[record.id] = card_of(record)
        kept.move_to_end(record.id)
        return card
