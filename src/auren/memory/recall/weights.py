"""What each part of a record's score counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["WEIGHTS", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts for; a part that a question does not ask for, or that nothing is known of, counts nothing.

    Args:
        words: terms that the record and its neighbours share with the question, by their rarity (BM25).
        vectors: nearness of meaning, where there is an embedder.
        meaning: nearness of single words, where the embedder knows words.
        entities: names and numbers of the question that the record's own words hold.
        decomposed: how well it fits the part that it fits best of a question that joins several.
        facts: whether facts that fit the question rest on the record.
        answers: does not end in a question, for a question about what somebody has said.
        speaker: said by whom the question names.
        own: said by the person, who asks about their own; or by the other, for a question about what they have said.
        time: says when something was, for a question that asks so.
        window: lies in the span of time that the question names, or before or after what it names.
        recency: how new it is, for a question that asks for the latest.
        standing: a standing wish of the person, which bears on every question.
        expansion: no part, but what a term counts for beside those of the question when the best records share it.
    """

    words: float = 0.5
    vectors: float = 0.4
    meaning: float = 0.2
    entities: float = 0.05
    decomposed: float = 0.2
    facts: float = 0.15
    answers: float = 0.12
    speaker: float = 0.2
    own: float = 0.35
    time: float = 0.15
    window: float = 0.2
    recency: float = 0.25
    standing: float = 0.2
    expansion: float = 0.1


WEIGHTS: Final = Weights()
