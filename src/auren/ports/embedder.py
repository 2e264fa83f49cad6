"""The port that turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

__all__ = ["Embedder"]


@runtime_checkable
class Embedder(Protocol):
    """Gives one vector a text; the same text always the same vector.

    Attributes:
        model_id: stored with each collection, since vectors of two models must not be mixed.
        dimensions: length of every vector.
    """

    @property
    def model_id(self) -> str: ...
    @property
    def dimensions(self) -> int: ...

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Give one vector of `dimensions` numbers a text, in order.

        Raises:
            GatewayError: a remote embedder does not answer.
        """
        ...
