"""How memory is recalled: questions read by rules, records scored by words, vectors, facts and cues, a choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.memory.recall.cards import Card, Cards, neighbours_words
from auren.memory.recall.meaning import KnowsWords, Meanings
from auren.memory.recall.question import Question, Window, read
from auren.memory.recall.selection import spread_over_time, within_budget
from auren.memory.recall.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from auren.memory.recall.scoring import scored

__all__ = [
    "WEIGHTS",
    "Card",
    "Cards",
    "KnowsWords",
    "Meanings",
    "Question",
    "Weights",
    "Window",
    "neighbours_words",
    "read",
    "scored",
    "spread_over_time",
    "within_budget",
]

# Scores are arrays: who recalls nothing loads no array library.
__getattr__, __dir__ = later(__name__, {".scoring": ("scored",)})
