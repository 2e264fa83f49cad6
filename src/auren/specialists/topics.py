"""What a question is about, told by its words: a small, fixed table, so that the same words always mean the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

__all__ = ["FIELDS", "Topic", "topics_of", "words_of"]

Topic = Literal["training", "sleep", "recovery", "heart", "stress"]

# Whole words, or with a trailing "*" any word that begins so. "rest" alone is not here: "the rest of my week" is not recovery.
_WORDS: Final[Mapping[Topic, tuple[str, ...]]] = MappingProxyType(
    {
        "training": (
            *("train*", "workout*", "session*", "run", "running", "runs", "ride", "riding", "race", "racing", "gym", "lift*"),
            *("exercis*", "interval*", "tempo", "marathon", "swim*", "cycle", "cycling", "sport*", "hard", "harder", "load"),
        ),
        "sleep": (
            *(
                "sleep*",
                "slept",
                "asleep",
                "night*",
                "bed",
                "bedtime",
                "nap",
                "naps",
                "napping",
                "tired",
                "awake",
                "wake",
                "woke",
            ),
            *("waking", "efficiency", "insomnia"),
        ),
        "recovery": (
            *("hrv", "rmssd", "sdnn", "variability", "recover*", "readiness", "ready", "rested", "restored", "fatigue*"),
            *("exhausted", "strained"),
        ),
        "heart": ("heart", "heartbeat", "pulse", "bpm", "rhr", "resting"),
        "stress": ("stress*", "tense", "tension", "overwhelm*", "nervous", "mood", "relax*", "calm*", "wellness"),
    }
)

FIELDS: Final[Mapping[Topic, frozenset[str]]] = MappingProxyType(
    {
        # Whether to train today is as much a matter of recovery as of load.
        "training": frozenset({"training", "load", "exercise", "activity", "recovery"}),
        "sleep": frozenset({"sleep"}),
        "recovery": frozenset({"recovery", "hrv"}),
        "heart": frozenset({"heart"}),
        "stress": frozenset({"stress", "wellness"}),
    }
)
"""The expertise that each topic asks for."""

_TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> frozenset[str]:
    """Give a text's words, lower-case.

    Args:
        text: any text; untrusted.
    """
    return frozenset(_WORD.findall(text.casefold()))


def topics_of(text: str) -> tuple[Topic, ...]:
    """Give what a question is about, in a fixed order; nothing for words that no topic knows.

    Args:
        text: the person's words; untrusted.
    """
    words = words_of(text)
    return tuple(topic for topic in _TOPICS if any(_said(pattern, words) for pattern in _WORDS[topic]))


def _said(pattern: str, words: frozenset[str]) -> bool:
    if pattern.endswith("*"):
        return any(word.startswith(pattern[:-1]) for word in words)
    return pattern in words
