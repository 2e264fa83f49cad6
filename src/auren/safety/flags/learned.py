"""A small linear model beside the signs: it hears the row of a wording that no sign knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, cast

from auren.safety.flags.features import Read, read
from auren.safety.flags.model import Level
from auren.safety.flags.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NONE", "Heard", "Learned", "shipped"]

NONE: Final = ""
"""The class of a text that raises nothing."""
_FEWEST: Final = 6
_FEW: Final = 13
_LEAST_GRAVE: Final = 0.95
"""Of fewer words only an emergency is heard, and from this share; the signs know those that mean something."""
_EMPTY: Final = frozenset(
    ("it", "is", "its", "was", "now", "only", "about", "a", "out", "of", "at", "like", "maybe", "rest", "today")
)
"""Words that say nothing but how much something is; beside numbers alone there is nothing to hear."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model heard.

    Args:
        row: the likeliest row.
        level: its level.
        share: probability that any row is meant, 0 to 1.
        urgent: probability that an emergency is meant, 0 to 1.
    """

    row: str
    level: Level
    share: float
    urgent: float


class Learned:
    """A multinomial logistic regression over hashed features of a window of words.

    Args:
        classes: row and level of each column; the empty row is the class of what raises nothing.
        weights: one row a bucket, one column a class, in steps of `scale`.
        bias: one a class.
        scale: what one step of the weights is worth.
        least: share from which a text counts as raised, above 0.
        least_urgent: share of emergency classes from which it is raised as an emergency, whatever its share.
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

    def heard(self, words: Words) -> Heard | None:
        """Give what is heard in a text's likeliest window; None for a text without words.

        Args:
            words: of any text; of a very long one the end is heard.
        """
        np = self._np
        text = read(words)
        if text is None:
            return None
        shares = self._shares(text)
        any_row = 1 - shares[:, self._none]
        urgent = shares[:, self._urgent].sum(axis=1)
        grave = bool(urgent.max() >= self.least_urgent)
        best = int(np.argmax(urgent if grave else any_row))
        rows = np.where(self._urgent == grave, shares[best], -1)
        rows[self._none] = -1
        row, level = self._classes[int(np.argmax(rows))]
        return Heard(row, cast("Level", level), float(any_row.max()), float(urgent.max()))

    def raised(self, words: Words) -> tuple[str, Level] | None:
        """Give the row and level that are heard if they are likely enough to be raised, else None."""
        heard = self.heard(words)
        if heard is None or all(word.isdecimal() or word in _EMPTY for word in words.words):
            return None
        if len(words.words) < _FEW:
            likely = heard.urgent >= max(self.least_urgent, _LEAST_GRAVE)
        else:
            likely = heard.urgent >= self.least_urgent or heard.share >= self.least
        return (heard.row, heard.level) if likely and len(words.words) > _FEWEST else None

    def _shares(self, text: Read) -> NDArray[np.float32]:
        np = self._np
        each = np.add.reduceat(self._weights[text.ids].astype(np.float32), text.ends[:-1], axis=0)
        sums = np.vstack([np.zeros((1, each.shape[1]), np.float32), each.cumsum(axis=0)])
        # Back from buckets to words: a window begins and ends with one.
        first, last = (np.searchsorted(text.ends, at) for at in (text.starts, text.stops))
        norm = np.sqrt(text.stops - text.starts)[:, None]
        scores = (sums[last] - sums[first]) * (self._scale / norm) + self._bias
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
        )
