"""The beginnings of words, so that "running" and "runs" are one."""

from __future__ import annotations

from typing import Final

from auren.specialists.understanding.small import SMALL

__all__ = ["stem", "stems"]

_LONGEST: Final = 24
_STEM: Final = 6
_SHORT: Final = 3
_LEAST_STEM: Final = 5


def stems(said: str) -> list[str]:
    """Give the stems of the words that tell something.

    Args:
        said: in plain spelling.
    """
    return [stem(word) for word in said.split() if word not in SMALL and not word.isdecimal()]


def stem(word: str) -> str:
    """Give the beginning of a word without an ending of number or time: "running" and "runs" are "run".

    Args:
        word: in plain spelling.
    """
    word = word[:_LONGEST]
    if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORT:
        word = word[:-1]
    if word.endswith("ing") and len(word) > _LEAST_STEM:
        word = _undoubled(word[:-3])
    elif word.endswith("ed") and len(word) > _LEAST_STEM:
        word = _undoubled(word[:-2])
    return word.removesuffix("e")[:_STEM]


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > _SHORT - 1 and word[-1] == word[-2] else word
