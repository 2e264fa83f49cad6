"""Vectors from any model that serves embeddings."""

from __future__ import annotations

from collections.abc import Sequence

from auren.errors import InvalidInput, ProtocolError
from auren.ports import Model

__all__ = ["EndpointEmbedder"]


class EndpointEmbedder:
    """Asks a model's endpoint, some texts at a time.

    Args:
        model: a model or gateway with embeddings; the host holds it open.
        model_id: name of the embedding model, kept beside the vectors.
        dimensions: length of its vectors.
        batch: texts of one request, 1 to 2048.

    Raises:
        InvalidInput: the name is empty, or a number is out of range.
    """

    def __init__(self, model: Model, *, model_id: str, dimensions: int, batch: int = 64) -> None:
        if not model_id or dimensions < 1 or not 1 <= batch <= 2048:
            raise InvalidInput("An embedder was given no model's name, or a number out of range; batch is 1 to 2048.")
        self._model = model
        self._model_id = model_id
        self._dimensions = dimensions
        self._batch = batch

    @property
    def model_id(self) -> str:
        """Name of the embedding model."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._dimensions

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Give one vector a text.

        Raises:
            GatewayError: the endpoint does not answer, or its vectors are fewer or of another length.
            ConfigurationError: the model has no embeddings.
        """
        found: list[list[float]] = []
        for start in range(0, len(texts), self._batch):
            # An endpoint may refuse an empty text.
            asked = [text if text.strip() else "-" for text in texts[start : start + self._batch]]
            vectors = await self._model.embed(asked)
            if len(vectors) != len(asked) or any(len(vector) != self._dimensions for vector in vectors):
                raise ProtocolError(
                    f"The endpoint of {self._model_id} did not give one vector of {self._dimensions} numbers a text; "
                    "look at the model's name and dimensions."
                )
            found += vectors
        return found
