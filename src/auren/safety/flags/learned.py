"""A small linear model beside the signs: it hears the row of a wording that no sign knows."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from auren.safety.flags.model import Level
from auren.safety.flags.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BUCKETS", "CRISIS", "NONE", "Heard", "Learned", "features", "shipped"]

BUCKETS: Final = 1 << 15
NONE: Final = ""
"""The class of a text that raises nothing."""
CRISIS: Final = "R7"
"""The row of suicidal thoughts and self-harm, which has a share of its own."""
_ASKING: Final = frozenset(
    ("how", "what", "where", "when", "which", "who", "why", "can", "could", "is", "are", "does", "do", "did", "should", "wie")
)
_FEWEST: Final = 6
_FEW_WORDS: Final = 13
_LEAST_SURE: Final = 0.8
_GRAMS: Final = (3, 4, 5)
_LONGEST_WORD: Final = 24
_WINDOW: Final = 24
_STRIDE: Final = 12
_MOST_WORDS: Final = 4_000
_EMPTY: Final = frozenset(
    ("it", "is", "its", "was", "now", "only", "about", "a", "out", "of", "at", "like", "maybe", "rest", "today")
)
"""Words that say nothing but how much something is; beside numbers alone there is nothing to hear."""
_NEGATIONS: Final = frozenset(
    (
        *("no", "not", "never", "without", "none", "dont", "didnt", "wasnt", "isnt", "cant", "wont", "kein", "keine", "nicht"),
        *("nie", "ohne", "sin", "nunca", "ni", "pas", "sans", "jamais", "sem", "nao", "nem"),
    )
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model heard.

    Args:
        row: the likeliest row.
        level: its level.
        share: probability that any row is meant, 0 to 1.
        crisis: probability that ending a life or self-harm is meant, 0 to 1.
    """

    row: str
    level: Level
    share: float
    crisis: float


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


class Learned:
    """A multinomial logistic regression over hashed features of a window of words.

    Args:
        classes: row and level of each column; the empty row is the class of what raises nothing.
        weights: one row a bucket, one column a class, in steps of `scale`.
        bias: one a class.
        scale: what one step of the weights is worth.
        least: share from which a text counts as raised, above 0.
        least_urgent: share of emergency classes from which it counts as an emergency.
        least_crisis: share of the crisis row from which that row counts as raised.
    """

    def __init__(
        self,
        classes: Sequence[tuple[str, str]],
        weights: NDArray[np.int8],
        bias: NDArray[np.float32],
        *,
        scale: float,
        least: float,
        least_urgent: float,
        least_crisis: float,
    ) -> None:
        import numpy as np

        self._np = np
        self._classes = list(classes)
        self._weights = weights
        self._bias = bias
        self._scale = scale
        self._none = self._classes.index((NONE, ""))
        self._urgent = np.array([level == "E0" for _, level in classes])
        self.least = least
        self.least_urgent = least_urgent
        self.least_crisis = least_crisis
        self._crisis = np.array([row == CRISIS for row, _ in classes])

    def heard(self, words: Words) -> Heard | None:
        """Give what is heard in a text's likeliest window; None for a text without words.

        Args:
            words: of any text; of a very long one the end is heard.
        """
        np = self._np
        spans = list(_windows(words))
        if not spans:
            return None
        shares = self._shares(words, spans)
        any_row = 1 - shares[:, self._none]
        best = int(np.argmax(any_row))
        rows = shares[best].copy()
        rows[self._none] = -1
        urgent = float(rows[self._urgent].sum())
        if urgent < self.least_urgent:
            rows[self._urgent] = -1
        else:
            rows[~self._urgent] = -1
        row, level = self._classes[int(np.argmax(rows))]
        crisis = float(shares[:, self._crisis].sum(axis=1).max())
        return Heard(row, cast("Level", level), float(any_row[best]), crisis)

    def raised(self, words: Words) -> tuple[str, Level] | None:
        """Give the row and level that are heard if they are likely enough to be raised, else None."""
        heard = self.heard(words)
        if heard is None or all(word.isdecimal() or word in _EMPTY for word in words.words):
            return None
        # Who begins with a question seldom speaks of a wish, and few words tell little; the signs know those that do.
        unsure = words.words[0] in _ASKING or len(words.words) < _FEW_WORDS
        least = max(self.least_crisis, _LEAST_SURE) if unsure else self.least_crisis
        if len(words.words) > _FEWEST and heard.crisis >= least:
            return CRISIS, "E1"
        # Sums of features do not read a denial; the signs do.
        if heard.share >= self.least and len(words.words) > _FEWEST and _NEGATIONS.isdisjoint(words.words):
            return heard.row, heard.level
        return None

    def _shares(self, words: Words, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        np = self._np
        first = min(start for start, _ in spans)
        found = features(words.words[first:])
        counts = np.array([0, *map(len, found)]).cumsum()
        ids = np.fromiter((bucket for here in found for bucket in here), dtype=np.int64, count=int(counts[-1]))
        each = np.add.reduceat(self._weights[ids].astype(np.float32), counts[:-1], axis=0)
        sums = np.vstack([np.zeros((1, each.shape[1]), np.float32), each.cumsum(axis=0)])
        starts = np.array([start - first for start, _ in spans])
        ends = np.array([end - first for _, end in spans])
        norm = np.sqrt(counts[ends] - counts[starts])[:, None]
        scores = (sums[ends] - sums[starts]) * (self._scale / norm) + self._bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return cast("NDArray[Any]", raised / raised.sum(axis=1, keepdims=True))


@cache
def shipped() -> Learned:
    """Give the model that ships with auren, loaded once."""
    import numpy as np

    data = files("auren.safety.flags").joinpath("learned.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        classes = [tuple(name.split("/")) for name in str(held["classes"]).split(",")]
        return Learned(
            [(row, level) for row, level in classes],
            held["weights"],
            held["bias"],
            scale=float(held["scale"]),
            least=float(held["least"]),
            least_urgent=float(held["least_urgent"]),
            least_crisis=float(held["least_crisis"]),
        )


def _windows(words: Words) -> Iterator[tuple[int, int]]:
    """Give the windows that are listened to: each sentence, each two that follow one another, and pieces of long ones."""
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
