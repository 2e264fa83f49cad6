"""Words as arrays: how near the words of records come to those asked for; loaded when a word is first compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from auren.memory.recall.cards import Card
    from auren.memory.recall.meaning import KnowsWords

__all__ = ["Vocabulary", "nearness"]

FAR: Final = 0.3
"""Words that are less near than this have nothing to do with one another."""
_NEAR: Final = {1: (0.5, 0.4), 2: (0.3, 0.25)}
"""Steps -> what a word counts for that the turn so many steps before says, and the one after."""


class Vocabulary:
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
