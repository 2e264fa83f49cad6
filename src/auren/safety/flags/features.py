"""What the small models read of a text: hashed features of its words, and the windows in which they are read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from auren.safety.flags.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BUCKETS", "Read", "features", "read"]

BUCKETS: Final = 1 << 15
_GRAMS: Final = (3, 4, 5)
_LONGEST_WORD: Final = 24
_WINDOW: Final = 24
_STRIDE: Final = 12
_MOST_WORDS: Final = 4_000
_NEGATIONS: Final = frozenset(
    (
        *("no", "not", "never", "without", "none", "dont", "didnt", "wasnt", "isnt", "cant", "wont", "kein", "keine", "nicht"),
        *("nie", "ohne", "sin", "nunca", "ni", "pas", "sans", "jamais", "sem", "nao", "nem"),
    )
)


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the models read it.

    Args:
        ids: its buckets, in order.
        ends: where each word's buckets end among them, after a 0.
        starts, stops: where each window begins and ends among them.
        kinds: each bucket once, so that what is said over and over counts no more.
    """

    ids: NDArray[np.int64]
    ends: NDArray[np.int64]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    kinds: NDArray[np.int64]


def read(words: Words) -> Read | None:
    """Give a text's buckets and windows; None for a text without words.

    Args:
        words: of any text; of a very long one the end is read.
    """
    import numpy as np

    spans = list(_windows(words))
    if not spans:
        return None
    first = min(start for start, _ in spans)
    found = features(words.words[first:])
    ends = np.array([0, *map(len, found)]).cumsum()
    ids = np.fromiter((bucket for here in found for bucket in here), dtype=np.int64, count=int(ends[-1]))
    starts, stops = (ends[np.array([span[side] - first for span in spans])] for side in (0, 1))
    return Read(ids, ends, starts, stops, np.unique(ids))


def features(words: Sequence[str]) -> list[list[int]]:
    """Give the hashed features that end at each word: the word, its parts, and its pairs with the two words before.

    Args:
        words: in plain spelling.
    """
    found: list[list[int]] = []
    denied = 0
    for at, word in enumerate(words):
        shape = _shape(word)
        here = list(_parts(shape))
        if at:
            here.append(_bucket(f"{_shape(words[at - 1])} {shape}"))
        if at > 1:
            here.append(_bucket(f"{_shape(words[at - 2])} _ {shape}"))
            here.append(_bucket(f"{_shape(words[at - 2])} {_shape(words[at - 1])} {shape}"))
        if denied:
            here.append(_bucket(f"! {shape}"))
        denied = 3 if word in _NEGATIONS else max(0, denied - 1)
        found.append(here)
    return found


def _windows(words: Words) -> Iterator[tuple[int, int]]:
    """Give the windows that are listened to: each sentence, each two that follow one another, and pieces of long ones.

    Args:
        words: of any text; of a very long one the end is heard.
    """
    total = len(words.words)
    start = max(0, total - _MOST_WORDS)
    bounds = [start, *(at for at in range(start + 1, total) if words.sentences[at] != words.sentences[at - 1]), total]
    sentences = [(first, end) for first, end in pairwise(bounds) if end > first]
    for first, end in sentences:
        if end - first <= 2 * _WINDOW:
            yield first, end
        if end - first > _WINDOW:
            for at in range(first, end - _STRIDE, _STRIDE):
                yield at, min(at + _WINDOW, end)
    for (first, _), (_, end) in pairwise(sentences):
        if end - first <= 2 * _WINDOW:
            yield first, end


def _shape(word: str) -> str:
    """Give a word as the model knows it; of a number only its size counts."""
    if not word.isdecimal():
        return word[:_LONGEST_WORD]
    if len(word) > 2:
        return "#" * min(len(word), 5)
    return f"#{int(word) // 5}"


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode()) % BUCKETS


@lru_cache(maxsize=8192)
def _parts(shape: str) -> tuple[int, ...]:
    if shape.startswith("#"):
        return (_bucket(shape), _bucket("#"))
    tied = f"<{shape}>"
    grams = (tied[at : at + length] for length in _GRAMS for at in range(len(tied) - length + 1))
    return (_bucket(f"={shape}"), *(_bucket(gram) for gram in grams))
