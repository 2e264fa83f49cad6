"""A small linear model beside the table of words: it knows the topic of a wording that no word of the table names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from typing import Final
from zlib import crc32

from auren._shipped import shipped_file
from auren.specialists.understanding.small import SMALL

__all__ = ["BUCKETS", "NONE", "Learned", "features", "shares", "shipped"]

BUCKETS: Final = 1 << 14
NONE: Final = "none"
"""The class of a text that is on no topic."""
_GRAMS: Final = (3, 4, 5)
_PARTS: Final = 0.9
"""How much the parts of a word count together, against the word itself."""
_PAIR: Final = 0.7
_SMALL_PAIR: Final = 0.3
_SMALL_WORD: Final = 0.25
_NUMBER: Final = 0.3
_LONGEST_WORD: Final = 24
_MOST_WORDS: Final = 120


def features(said: str) -> tuple[list[int], list[float]]:
    """Give the hashed features of a text and how much each counts: its words, their parts, and its pairs of words.

    Each word counts the same, however long; small words count little.

    Args:
        said: in plain spelling; of many words the first and the last are read.
    """
    words = [_shape(word) for word in said.split()]
    if len(words) > _MOST_WORDS:
        words = words[: _MOST_WORDS // 2] + words[-_MOST_WORDS // 2 :]
    buckets: list[int] = []
    weights: list[float] = []
    for word in words:
        here, by = _parts(word)
        buckets.extend(here)
        weights.extend(by)
    for first, second in pairwise(words):
        buckets.append(_bucket(f"{first} {second}"))
        weights.append(_SMALL_PAIR if first in SMALL or second in SMALL else _PAIR)
    norm = sum(by * by for by in weights) ** 0.5 or 1.0
    return buckets, [by / norm for by in weights]


class Learned:
    """A multinomial logistic regression over hashed features.

    In plain Python: a question has few features, and loading an array library costs more than a thousand questions.

    Args:
        classes: topics' ids, and the class of what is on none.
        weights: one signed byte a bucket and class, bucket by bucket, in steps of `scale`.
        bias: one a class.
        scale: what one step of the weights is worth.
    """

    def __init__(self, classes: Sequence[str], weights: bytes, bias: Sequence[float], *, scale: float) -> None:
        self.classes = tuple(classes)
        self._weights = memoryview(weights).cast("b")
        self._bias = tuple(bias)
        self._scale = scale

    @classmethod
    def unpacked(cls, data: bytes) -> Learned:
        """Give the model that `packed` wrote down.

        Args:
            data: a line of JSON, and the weights.
        """
        told, _, weights = data.partition(b"\n")
        head = json.loads(told)
        return cls(head["classes"], weights, head["bias"], scale=head["scale"])

    def packed(self) -> bytes:
        """Give the model as the bytes that it is shipped as."""
        head = {"classes": self.classes, "scale": self._scale, "bias": self._bias}
        return json.dumps(head).encode() + b"\n" + self._weights.tobytes()

    def scores(self, said: str) -> dict[str, float]:
        """Give how much speaks for each class, as logarithms of odds.

        Args:
            said: in plain spelling.
        """
        wide = len(self.classes)
        sums = [0.0] * wide
        for bucket, by in zip(*features(said), strict=True):
            row = self._weights[bucket * wide : (bucket + 1) * wide]
            sums = [total + by * step for total, step in zip(sums, row, strict=True)]
        told = zip(self.classes, self._bias, sums, strict=True)
        return {name: start + total * self._scale for name, start, total in told}


def shares(scores: Mapping[str, float], raised: Mapping[str, float]) -> dict[str, float]:
    """Give how likely each class is meant, 0 to 1; together 1.

    Args:
        scores: how much speaks for each class.
        raised: what speaks for a class beside the model, as what is added to its score.
    """
    most = max(score + raised.get(name, 0.0) for name, score in scores.items())
    grown = {name: exp(score + raised.get(name, 0.0) - most) for name, score in scores.items()}
    together = sum(grown.values())
    return {name: by / together for name, by in grown.items()}


@cache
def shipped() -> Learned:
    """Give the model that ships with auren, loaded once.

    Raises:
        ConfigurationError: its file cannot be read.
    """
    data = shipped_file("auren.specialists.understanding", "learned.bin")
    # Not compressed, since the first question would wait for it; a wheel is compressed anyway.
    return Learned.unpacked(data)


def _shape(word: str) -> str:
    if word.isdecimal():
        return f"#{min(len(word), 5)}"
    return word[:_LONGEST_WORD]


def _bucket(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) % BUCKETS


@lru_cache(maxsize=8192)
def _parts(shape: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    worth = _SMALL_WORD if shape in SMALL else _NUMBER if shape.startswith("#") else 1.0
    if shape in SMALL or shape.startswith("#"):
        return (_bucket(f"={shape}"),), (worth,)
    tied = f"<{shape}>"
    grams = [tied[at : at + length] for length in _GRAMS for at in range(len(tied) - length + 1)]
    each = _PARTS / len(grams) ** 0.5 if grams else 0.0
    return (_bucket(f"={shape}"), *map(_bucket, grams)), (worth, *[each] * len(grams))
