"""A small model of its own for the row that nobody may miss: it reads a whole text for suicidal thoughts and self-harm.

One sentence may say it in a long story of other things, and a long sad story may not say it at all. So a text is read as a
whole, and of a long one each window, too, which must speak more plainly.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from math import exp, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from auren.safety.flags.features import Read, read
from auren.safety.flags.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CRISIS", "CrisisEar", "Weights", "crisis_ear"]

CRISIS: Final = "R7"
"""The row of suicidal thoughts and self-harm."""
_FEWEST: Final = 6
_SHORT_ENOUGH: Final = 40
"""How many words a text may have to be read as a whole alone."""
_PLAINER: Final = 1.0
"""By how many log odds a window of a longer one must speak more plainly."""
_SHORT: Final = 15
_UNLIKE: Final = -1.5
_FAR_UNLIKE: Final = 1.0
"""How far a text, and one of so few words at most, must be from everyday talk; chosen on texts that no model had seen."""


class Weights(NamedTuple):
    """What each hashed feature counts in a text.

    Args:
        each: one weight a bucket, in steps of `scale`.
        bias: what a text without features scores.
        scale: what one step of the weights is worth.
    """

    each: NDArray[np.int8]
    bias: float
    scale: float

    def score(self, text: Read) -> float:
        """Give the log odds of what the text as a whole says, or, where that is more, the plainest of its windows.

        Args:
            text: as `read` gave it.
        """
        import numpy as np

        whole = self._odds(text.kinds)
        if len(text.ends) <= _SHORT_ENOUGH:
            return whole
        words = np.searchsorted(text.ends, text.stops) - np.searchsorted(text.ends, text.starts)
        spans = zip(text.starts[words >= _FEWEST], text.stops[words >= _FEWEST], strict=True)
        windows = (self._odds(np.unique(text.ids[start:stop])) for start, stop in spans)
        return max(whole, max(windows, default=whole) - _PLAINER)

    def _odds(self, kinds: NDArray[np.int64]) -> float:
        return float(self.each[kinds].sum(dtype=float)) * self.scale / sqrt(len(kinds) or 1) + self.bias


class CrisisEar:
    """Two logistic regressions over the hashed features of a text.

    The first parts a crisis from what is as dark and none; the second from what people say every day, of which there is far
    more than the first could be taught.

    Args:
        dark: weights of the first.
        talk: weights of the second; None leaves it out.
        least: probability from which a text is raised, above 0.
    """

    def __init__(self, dark: Weights, talk: Weights | None = None, *, least: float = 0.5) -> None:
        self._dark = dark
        self._talk = talk
        self.least = least

    def share(self, words: Words) -> float:
        """Give how likely ending a life or self-harm is meant, 0 to 1.

        Args:
            words: of any text; of a very long one the end is heard.
        """
        text = read(words)
        if text is None:
            return 0.0
        return 1 / (1 + exp(-max(-60.0, min(60.0, self._dark.score(text)))))

    def raises(self, words: Words) -> bool:
        """Tell whether ending a life or self-harm is likely enough to be raised."""
        text = read(words)
        if text is None or len(words.words) <= _FEWEST:
            return False
        if self._talk is not None and self._talk.score(text) < (_UNLIKE if len(words.words) > _SHORT else _FAR_UNLIKE):
            return False
        return self.share(words) >= self.least


@cache
def crisis_ear() -> CrisisEar:
    """Give the model that ships with auren, loaded once."""
    import numpy as np

    data = files("auren.safety.flags").joinpath("crisis.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        dark, talk = (
            Weights(held[f"{of}_each"], float(held[f"{of}_bias"]), float(held[f"{of}_scale"])) for of in ("dark", "talk")
        )
        return CrisisEar(dark, talk, least=float(held["least"]))
