"""Vectors from a table of words that comes inside a wheel: no network, no graphics card, thousands of texts a second."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

from auren._extras import optional
from auren.memory._words import words
from auren.memory.recall.language import EMPTY_WORDS, prose

__all__ = ["WordLlamaEmbedder"]

_AT_ONCE: Final = 64
_IN_PLACE: Final = 16
"""Up to so many texts are quicker than a thread."""


class WordLlamaEmbedder:
    """Gives the mean of the vectors of a text's words, without those that every text holds.

    A question and its answer share few of the small words and all of the meaning, so without them the right turn is found
    about twice as often.

    Raises:
        MissingExtra: wordllama is not installed.
    """

    dimensions: int = 256

    def __init__(self) -> None:
        package = optional("wordllama", feature="WordLlamaEmbedder", extra="local")
        # Its own folder holds the tokenizer, which it would look for elsewhere first and then on the network.
        self._model: Any = package.WordLlama.load(
            cache_dir=Path(str(package.__file__)).parent, dim=self.dimensions, disable_download=True
        )
        self._lock = Lock()

    @property
    def model_id(self) -> str:
        """Name of the model; what is left out of a text is part of it."""
        return "wordllama-l2-supercat-256/told-words-1"

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Give one vector a text."""
        if len(texts) <= _IN_PLACE:
            return self._embedded(texts)
        found: list[list[float]] = []
        for start in range(0, len(texts), _AT_ONCE):
            found += await asyncio.to_thread(self._embedded, texts[start : start + _AT_ONCE])
        return found

    def word_vectors(self, words: Sequence[str]) -> Any:
        """Give an array with one row of length 1 a word, in order."""
        clean = [word.encode("utf-8", "ignore").decode() or "-" for word in words]
        with self._lock:
            return self._model.embed(clean, norm=True, batch_size=512)

    def _embedded(self, texts: Sequence[str]) -> list[list[float]]:
        told = [_told(text) for text in texts]
        # Each by itself, so that a text's vector does not depend on the texts beside it.
        with self._lock:
            return [self._model.embed([text], norm=True)[0].tolist() if text else [0.0] * self.dimensions for text in told]


def _told(text: str) -> str:
    found = words(prose(text).encode("utf-8", "ignore").decode())
    return " ".join([word for word in found if word not in EMPTY_WORDS] or found)
