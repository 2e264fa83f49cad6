"""What every embedder must do."""

from __future__ import annotations

import math

import pytest

from auren.ports import Embedder

__all__ = ["EmbedderContract"]

TEXTS = ("slept badly before the race", "Søvn på høyfjellet", "昨晚的睡眠质量不好", "42", "the", "?!", "x" * 5000)


@pytest.mark.asyncio
class EmbedderContract:
    """Subclass it and give the fixture `embedder`."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError("Give the fixture `embedder`.")

    async def test_it_says_whose_vectors_it_gives(self, embedder: Embedder) -> None:
        assert isinstance(embedder, Embedder)
        assert embedder.model_id
        assert embedder.dimensions >= 1

    async def test_each_text_has_one_vector_of_finite_numbers(self, embedder: Embedder) -> None:
        for texts in ((), TEXTS[:1], TEXTS, TEXTS * 20):
            vectors = await embedder.embed(texts)
            assert len(vectors) == len(texts)
            for vector in vectors:
                assert len(vector) == embedder.dimensions
                assert all(math.isfinite(number) for number in vector)

    async def test_a_texts_vector_does_not_depend_on_the_texts_beside_it(self, embedder: Embedder) -> None:
        together = await embedder.embed(TEXTS)
        for text, vector in zip(TEXTS, together, strict=True):
            (alone,) = await embedder.embed([text])
            assert alone == pytest.approx(vector, abs=1e-5)
        assert await embedder.embed(TEXTS[::-1]) == [pytest.approx(vector, abs=1e-5) for vector in reversed(together)]

    async def test_an_empty_text_is_no_mistake(self, embedder: Embedder) -> None:
        for text in ("", "  \n"):
            (vector,) = await embedder.embed([text])
            assert len(vector) == embedder.dimensions
