"""Meaning word by word: how near the nearest word of a record comes to each word of a question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

import numpy as np

from auren.people import Subject

if TYPE_CHECKING:
    from auren.memory.recall.cards import Card

__all__ = ["KnowsWords", "Meanings", "nearness"]

FAR: Final = 0.3
"""Words that are less near than this have nothing to do with one another."""
_NEAR: Final = {1: (0.5, 0.4), 2: (0.3, 0.25)}
"""Steps -> what a word counts for that the turn so many steps before says, and the one after."""
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
        self._kept: OrderedDict[Subject, _Vocabulary] = OrderedDict()

    def near(self, subject: Subject, cards: Sequence[Card], asked: Sequence[str], embedder: KnowsWords) -> Any:
        """Give a table with a row a word that is asked for and a column a card: how near its nearest word is, 0 to 1."""
        kept = self._kept.get(subject)
        if kept is None or len(kept) > self._of_a_person:
            kept = self._kept[subject] = _Vocabulary()
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


class _Vocabulary:
    """The words of one person's records, each with its vector; the first row stands for no word at all."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._vectors: Any = None
        self._told: dict[str, tuple[Card, Any]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def near(self, cards: Sequence[Card], asked: Sequence[str], embedder: KnowsWords) -> Any:
        told = self._places_of(cards, embedder)
        question = np.asarray(embedder.word_vectors(asked), dtype=np.float32)
        # Rounded, so that nothing depends on where in the table a word stands.
        likeness = np.round(question @ self._vectors.T, 4)
        likeness[likeness < FAR] = 0.0
        starts = np.cumsum([0, *map(len, told[:-1])])
        return np.maximum.reduceat(likeness[:, np.concatenate(told)], starts, axis=1)

    def _places_of(self, cards: Sequence[Card], embedder: KnowsWords) -> list[Any]:
        known = self._told
        new = [card for card in cards if (kept := known.get(card.record.id)) is None or kept[0] is not card]
        if new or self._vectors is None:
            self._learn(dict.fromkeys(word for card in new for word in card.told), embedder)
            for card in new:
                known[card.record.id] = card, np.array([self._places[word] for word in card.told] or [0])
        return [known[card.record.id][1] for card in cards]

    def _learn(self, told: Iterable[str], embedder: KnowsWords) -> None:
        new = [word for word in told if word not in self._places]
        if self._vectors is None:
            self._vectors = np.zeros((1, np.asarray(embedder.word_vectors(["word"])).shape[1]), dtype=np.float32)
        if new:
            rows = np.asarray(embedder.word_vectors(new), dtype=np.float32)
            self._places |= {word: place for place, word in enumerate(new, len(self._places) + 1)}
            self._vectors = np.concatenate([self._vectors, rows])


def nearness(near: Any, weights: Sequence[float], cards: Sequence[Card], together: Mapping[int, Any]) -> Any:
    """Give each card's mean over the words asked for, a neighbour's word counting in part.

    Args:
        near: how near each card's nearest word is to each word asked for.
        weights: what each word asked for counts.
        cards: in the order of the talk.
        together: steps -> whether a card and the one so many steps further belong to one talk.
    """
    best = near.copy()
    leaning = np.array([card.leaning for card in cards])
    for step, (before, after) in _NEAR.items():
        if step < len(cards):
            one = together[step]
            best[:, step:] = np.maximum(best[:, step:], before * one * leaning[step:] * near[:, :-step])
            best[:, :-step] = np.maximum(best[:, :-step], after * one * leaning[:-step] * near[:, step:])
    return np.asarray(weights) @ best
