"""How memory is recalled: questions read by rules, records scored by words, vectors, facts and cues, a choice among them."""

from __future__ import annotations

from auren.memory.recall.cards import Card, Cards, neighbours_words
from auren.memory.recall.meaning import KnowsWords, Meanings
from auren.memory.recall.question import Question, Window, read
from auren.memory.recall.scoring import WEIGHTS, Weights, scored
from auren.memory.recall.selection import spread_over_time, within_budget

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
