"""A small model of its own for the row that nobody may miss: it reads a whole text for suicidal thoughts and self-harm.

One sentence may say it in a long story of other things, and a long sad story may not say it at all. So each window is scored,
the scores are joined by a soft maximum that grows no higher with their number, and the text as a whole is read beside them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from math import exp, log
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from auren.safety.flags.features import Read, read, unsure
from auren.safety.flags.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CRISIS", "LEAST_SURE", "CrisisEar", "Weights", "crisis_ear"]

CRISIS: Final = "R7"
"""The row of suicidal thoughts and self-harm."""
_FEWEST: Final = 6
LEAST_SURE: Final = 0.8
"""Probability from which few words, or a question, are raised; the signs know those that speak of a wish."""
_RATHER_ASK: Final = 0.78
_RATHER_ASK_FEW: Final = 0.96
"""The shares of the thresholds from which a text, and few words, are raised: the thresholds were set on texts that all
sound like a crisis, and who asks once too often does less harm than who does not hear. auren's convention."""
_SHORT: Final = 15
_UNLIKE: Final = 0.5
_FAR_UNLIKE: Final = 2.0
"""How far a text, and one of so few words at most, must be from everyday talk; chosen on texts that no model had seen."""


class Weights(NamedTuple):
    """What each hashed feature counts, in a window and in the text as a whole.

    Args:
        window: one weight a bucket for windows, in steps of `scale`.
        whole: the same for the text as a whole.
        scale: what one step of the weights is worth.
    """

    window: NDArray[np.int8]
    whole: NDArray[np.int8]
    scale: float

    def score(self, text: Read) -> float:
        """Give what windows and whole text score together.

        Args:
            text: as `read` gave it.
        """
        import numpy as np

        sums: NDArray[Any] = np.concatenate([[0.0], self.window[text.ids].cumsum(dtype=np.float64)])
        scores = (sums[text.stops] - sums[text.starts]) * self.scale / np.sqrt(text.stops - text.starts)
        most = float(scores.max())
        pooled = most + log(float(np.exp(scores - most).mean()))
        return pooled + float(self.whole[text.kinds].sum(dtype=np.float64)) * self.scale / float(np.sqrt(len(text.kinds)))


class CrisisEar:
    """Two logistic regressions over the hashed features of a text's windows and of the whole text.

    The first parts a crisis from what is as dark and none; the second from what people say every day, of which there is far
    more than the first could be taught.

    Args:
        dark: weights of the first.
        talk: weights of the second; None leaves it out.
        bias: what stands at the beginning of the first one's score.
        slope: how much of its score counts.
        least: probability from which a text is raised, above 0.
    """

    def __init__(
        self, dark: Weights, talk: Weights | None = None, *, bias: float = 0.0, slope: float = 1.0, least: float = 0.5
    ) -> None:
        self._dark = dark
        self._talk = talk
        self._bias = bias
        self._slope = slope
        self.least = least

    def share(self, words: Words) -> float:
        """Give how likely ending a life or self-harm is meant, 0 to 1.

        Args:
            words: of any text; of a very long one the end is heard.
        """
        text = read(words)
        if text is None:
            return 0.0
        told = self._slope * self._dark.score(text) + self._bias
        return 1 / (1 + exp(-max(-60.0, min(60.0, told))))

    def raises(self, words: Words) -> bool:
        """Tell whether ending a life or self-harm is likely enough to be raised."""
        text = read(words)
        if text is None or len(words.words) <= _FEWEST:
            return False
        if self._talk is not None and self._talk.score(text) < (_UNLIKE if len(words.words) > _SHORT else _FAR_UNLIKE):
            return False
        least = _RATHER_ASK * self.least
        return self.share(words) >= (max(least, _RATHER_ASK_FEW * LEAST_SURE) if unsure(words) else least)


@cache
def crisis_ear() -> CrisisEar:
    """Give the model that ships with auren, loaded once."""
    import numpy as np

    data = files("auren.safety.flags").joinpath("crisis.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        dark, talk = (Weights(held[f"{of}_window"], held[f"{of}_whole"], float(held[f"{of}_scale"])) for of in ("dark", "talk"))
        numbers = {name: float(held[name]) for name in ("bias", "slope", "least")}
        return CrisisEar(dark, talk, **numbers)
