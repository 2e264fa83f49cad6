"""Vectors of what is remembered: in one space over all tiers that search them, and made up for later where they are missing."""

from __future__ import annotations

from collections.abc import Sequence

from auren._withheld import withheld
from auren.errors import AurenError, ConfigurationError, GatewayError, ProtocolError
from auren.facts import MemoryRecord, Tier, VectorSpace
from auren.memory.recall import KnowsWords
from auren.memory.tiers import Tiers
from auren.ports import Embedder, MemoryStore

__all__ = ["Embedding"]

_AT_ONCE = 100


class Embedding:
    """Gives vectors to records and questions.

    Args:
        embedder: whose vectors; None for none.
        tiers: where they are kept.
    """

    def __init__(self, embedder: Embedder | None, tiers: Tiers) -> None:
        self._embedder = embedder
        self._tiers = tiers

    @property
    def searching(self) -> dict[Tier, MemoryStore]:
        """The tiers whose vectors are searched."""
        if self._embedder is None:
            return {}
        return {tier: store for tier, store in self._tiers.items() if "vector_search" in store.abilities}

    @property
    def of_words(self) -> KnowsWords | None:
        """The embedder, where single words cost it next to nothing."""
        return self._embedder if isinstance(self._embedder, KnowsWords) else None

    async def adopt(self) -> None:
        """Have all tiers that search take vectors of this embedder from now on."""
        if self._embedder is not None:
            for store in self.searching.values():
                await store.adopt(VectorSpace(self._embedder.model_id, self._embedder.dimensions))

    async def of(self, texts: Sequence[str]) -> list[list[float]]:
        """Give the vectors of texts.

        Raises:
            ConfigurationError: there is no embedder.
            GatewayError: the embedder does not answer.
        """
        if self._embedder is None:
            raise ConfigurationError("This memory has no embedder; give it one.")
        try:
            return await self._embedder.embed(texts)
        except AurenError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a third party's embedder raises
            raise ProtocolError(
                f"{type(self._embedder).__name__} failed with {type(error).__name__}; the cause has the details. Mend it."
            ) from withheld(error)

    async def of_records(self, records: Sequence[MemoryRecord]) -> dict[str, list[float]] | None:
        """Give a vector for the text of each record; None when nothing searches them or the embedder does not answer."""
        if not records or not self.searching:
            return None
        texts = list(dict.fromkeys(record.text for record in records))
        try:
            return dict(zip(texts, await self.of(texts), strict=True))
        except GatewayError:
            return None

    async def of_pending(self) -> int:
        """Give vectors to all records that have none, and say how many got one."""
        done = 0
        for store in self.searching.values():
            while some := await store.unembedded(_AT_ONCE):
                attached = await store.attach(some, await self.of([record.text for record in some]))
                if not attached:
                    break
                done += attached
        return done
