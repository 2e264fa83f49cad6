"""Meaning word by word: how near the nearest word of a record comes to each word of a question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from auren.people import Subject

if TYPE_CHECKING:
    from auren.memory.recall.cards import Card
    from auren.memory.recall.vocabulary import Vocabulary

__all__ = ["KnowsWords", "Meanings"]

_PEOPLE: Final = 16
_WORDS: Final = 20_000


@runtime_checkable
class KnowsWords(Protocol):
    """An embedder to whom a single word costs next to nothing."""

    def word_vectors(self, words: Sequence[str]) -> Any:
        """Give an array with one row of length 1 a word, in order; a row of zeros for a word that it does not know."""
        ...


class Meanings:
    """Keeps the vectors of the words of the people who asked last.

    Args:
        people: of how many people.
        of_a_person: how many words of one person; those of one question may be more.
    """

    def __init__(self, people: int = _PEOPLE, of_a_person: int = _WORDS) -> None:
        self._people = people
        self._of_a_person = of_a_person
        self._kept: OrderedDict[Subject, Vocabulary] = OrderedDict()

    def near(self, subject: Subject, cards: Sequence[Card], asked: Sequence[str], embedder: KnowsWords) -> Any:
        """Give a table with a row a word that is asked for and a column a card: how near its nearest word is, 0 to 1."""
        # Arrays are loaded with the first question that is compared word by word.
        from auren.memory.recall.vocabulary import Vocabulary

        kept = self._kept.get(subject)
        if kept is None or len(kept) > self._of_a_person:
            kept = self._kept[subject] = Vocabulary()
        self._kept.move_to_end(subject)
        while len(self._kept) > self._people:
            self._kept.popitem(last=False)
        return kept.near(cards, asked, embedder)

    def forget(self, subject: Subject) -> None:
        """Drop a person's words."""
        self._kept.pop(subject, None)

    def clear(self) -> None:
        """Drop all."""
        self._kept.clear()
