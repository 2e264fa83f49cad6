"""Made talk for measurements of memory: a vocabulary in which few words are common and most are rare."""

from __future__ import annotations

import random

__all__ = ["Texts"]


class Texts:
    """Turns of talk of about a dozen words, and questions about them.

    Args:
        seed: of the vocabulary.
    """

    def __init__(self, *, seed: int) -> None:
        rng = random.Random(seed)
        known = ["knee", "run", "sleep", "tired", "race", "calf", "stretch", "bread", "coffee", "night", "morning", "coach"]
        made = {"".join(rng.choices("abdeghiklmnoprstuv", k=rng.randint(4, 9))) for _ in range(6000)}
        self._words = [*known, *sorted(made)]
        self._weights = [1 / (rank + 3) for rank in range(len(self._words))]

    def turn(self, number: int) -> str:
        """Give a turn by number, always the same."""
        rng = random.Random(number)
        return " ".join(rng.choices(self._words, self._weights, k=rng.randint(6, 20)))

    def question(self, number: int) -> str:
        """Give a question with words of a turn."""
        rng = random.Random(-1 - number)
        return " ".join(rng.sample(self.turn(rng.randrange(1000)).split(), 5))
