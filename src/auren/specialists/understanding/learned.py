"""A small linear model beside the table of words: it knows the topic of a wording that no word of the table names."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from auren.specialists.understanding.small import SMALL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BUCKETS", "NONE", "Learned", "features", "shipped"]

BUCKETS: Final = 1 << 13
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

    Args:
        classes: topics' ids, and the class of what is on none.
        weights: one row a bucket, one column a class, in steps of `scale`.
        bias: one a class.
        scale: what one step of the weights is worth.
    """

    def __init__(self, classes: Sequence[str], weights: NDArray[np.int8], bias: NDArray[np.float32], *, scale: float) -> None:
        import numpy as np

        self._np = np
        self.classes = tuple(classes)
        self._weights = weights
        self._bias = bias
        self._scale = scale

    def shares(self, said: str, raised: Mapping[str, float]) -> dict[str, float]:
        """Give how likely each class is meant, 0 to 1; together 1.

        Args:
            said: in plain spelling.
            raised: what speaks for a class beside the model, as what is added to its score.
        """
        np = self._np
        held, by = features(said)
        scores = self._bias.astype(np.float64)
        if held:
            scores = scores + np.array(by) @ self._weights[held] * self._scale
        scores = scores + np.array([raised.get(name, 0.0) for name in self.classes])
        grown = np.exp(scores - scores.max())
        return dict(zip(self.classes, (grown / grown.sum()).tolist(), strict=True))


@cache
def shipped() -> Learned:
    """Give the model that ships with auren, loaded once."""
    import numpy as np

    data = files("auren.specialists.understanding").joinpath("learned.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        return Learned(str(held["classes"]).split(","), held["weights"], held["bias"], scale=float(held["scale"]))


def _shape(word: str) -> str:
    if word.isdecimal():
        return f"#{min(len(word), 5)}"
    return word[:_LONGEST_WORD]


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace")) % BUCKETS


@lru_cache(maxsize=8192)
def _parts(shape: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    worth = _SMALL_WORD if shape in SMALL else _NUMBER if shape.startswith("#") else 1.0
    if shape in SMALL or shape.startswith("#"):
        return (_bucket(f"={shape}"),), (worth,)
    tied = f"<{shape}>"
    grams = [tied[at : at + length] for length in _GRAMS for at in range(len(tied) - length + 1)]
    each = _PARTS / len(grams) ** 0.5 if grams else 0.0
    return (_bucket(f"={shape}"), *map(_bucket, grams)), (worth, *[each] * len(grams))
