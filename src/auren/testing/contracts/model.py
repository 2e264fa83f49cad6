"""What every model must do, as a pytest class: subclass it, give it a model, and run it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from auren.errors import GatewayError, LifecycleError
from auren.inference import ChatMessage, Delta, ModelRequest
from auren.ports.model import Model

__all__ = ["ModelContract"]


class ModelContract:
    """Proves that a model keeps the port's promises.

    Give the fixture `model`. The other hooks have defaults that suit a model which says the same thing twice.
    """

    deterministic: bool = True
    """Whether the same request brings the same words, so that a stream can be compared with a whole answer."""

    @pytest.fixture
    def model(self) -> Model:
        """Give a model that is not open yet and answers `request` with two words or more."""
        raise NotImplementedError("Override the fixture `model` with one that returns the model to be tested.")

    @pytest.fixture
    def broken_model(self) -> Model | None:
        """Give a model, not open yet, that fails on every request; None skips the tests that need one."""
        return None

    def request(self) -> ModelRequest:
        """Give the request that the tests send."""
        return ModelRequest((ChatMessage("user", "Say a few words about sleep."),), max_tokens=64, temperature=0.0)

    def expected_text(self) -> str | None:
        """Give the words that answer `request`, or None when they are not known."""
        return None

    @pytest.mark.asyncio
    async def test_used_before_it_is_opened(self, model: Model) -> None:
        with pytest.raises(LifecycleError):
            await model.complete(self.request())
        with pytest.raises(LifecycleError):
            await anext(model.stream(self.request()))

    @pytest.mark.asyncio
    async def test_used_after_it_was_closed(self, model: Model) -> None:
        async with model:
            pass
        with pytest.raises(LifecycleError):
            await model.complete(self.request())

    @pytest.mark.asyncio
    async def test_closes_with_its_last_holder_and_opens_again(self, model: Model) -> None:
        async with model:
            async with model:
                pass
            assert (await model.complete(self.request())).text
        assert not model.is_open
        async with model:
            assert (await model.complete(self.request())).text

    @pytest.mark.asyncio
    async def test_completes(self, model: Model) -> None:
        async with model:
            completion = await model.complete(self.request())
        assert completion.model
        assert completion.text == (self.expected_text() or completion.text)
        assert completion.text.strip()
        assert completion.usage.input_tokens >= 0
        assert completion.usage.output_tokens > 0

    @pytest.mark.asyncio
    async def test_the_parts_of_its_usage_lie_within_it(self, model: Model) -> None:
        async with model:
            usage = (await model.complete(self.request())).usage
        assert usage.cached_tokens + usage.cache_write_tokens + usage.audio_input_tokens <= usage.input_tokens
        assert max(usage.reasoning_tokens, usage.audio_output_tokens) <= usage.output_tokens

    @pytest.mark.asyncio
    async def test_counts_tokens_or_says_that_it_cannot(self, model: Model) -> None:
        async with model:
            counted = await model.count_tokens(self.request())
        assert counted is None or counted > 0

    def test_tells_its_traits_before_it_is_opened(self, model: Model) -> None:
        assert 1 <= model.traits.quality <= 5
        assert model.traits.context_tokens is None or model.traits.context_tokens > 0

    @pytest.mark.asyncio
    async def test_only_the_last_piece_carries_the_completion(self, model: Model) -> None:
        async with model:
            pieces = [piece async for piece in model.stream(self.request())]
        assert [piece.completion is not None for piece in pieces] == [False] * (len(pieces) - 1) + [True]

    @pytest.mark.asyncio
    async def test_pieces_join_to_the_completion(self, model: Model) -> None:
        async with model:
            pieces = [piece async for piece in model.stream(self.request())]
        assert pieces[-1].completion is not None
        assert _joined(pieces) == pieces[-1].completion.text

    @pytest.mark.asyncio
    async def test_streams_what_it_completes(self, model: Model) -> None:
        if not self.deterministic:
            pytest.skip("the model does not say the same thing twice")
        async with model:
            completion = await model.complete(self.request())
            pieces = [piece async for piece in model.stream(self.request())]
        assert _joined(pieces) == completion.text

    @pytest.mark.asyncio
    async def test_answers_several_at_once(self, model: Model) -> None:
        async with model:
            completions = await asyncio.gather(*(model.complete(self.request()) for _ in range(4)))
        assert all(completion.text for completion in completions)

    @pytest.mark.asyncio
    async def test_usable_after_a_cancelled_completion(self, model: Model) -> None:
        async with model:
            task = asyncio.create_task(model.complete(self.request()))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            assert (await model.complete(self.request())).text

    @pytest.mark.asyncio
    async def test_usable_after_many_were_cancelled_at_many_moments(self, model: Model) -> None:
        async with model:
            tasks = [asyncio.create_task(model.complete(self.request())) for _ in range(8)]
            for task in tasks:
                await asyncio.sleep(0)
                task.cancel()
            await asyncio.wait(tasks)
            assert (await model.complete(self.request())).text

    @pytest.mark.asyncio
    async def test_usable_after_a_stream_cancelled_half_way(self, model: Model) -> None:
        begun = asyncio.Event()

        async def listen() -> None:
            stream = model.stream(self.request())
            try:
                await anext(stream)
                begun.set()
                await asyncio.Event().wait()
            finally:
                await stream.aclose()

        async with model:
            task = asyncio.create_task(listen())
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await model.complete(self.request())).text

    @pytest.mark.asyncio
    async def test_usable_after_a_stream_left_half_way(self, model: Model) -> None:
        async with model:
            stream = model.stream(self.request())
            await anext(stream)
            await stream.aclose()
            assert (await model.complete(self.request())).text

    @pytest.mark.asyncio
    async def test_closed_in_mid_stream(self, model: Model) -> None:
        async with model:
            stream = model.stream(self.request())
            await anext(stream)
        with pytest.raises(LifecycleError):
            await anext(stream)

    @pytest.mark.asyncio
    async def test_fails_with_a_gateway_error(self, broken_model: Model | None) -> None:
        if broken_model is None:
            pytest.skip("no broken model was given")
        async with broken_model:
            with pytest.raises(GatewayError):
                await broken_model.complete(self.request())

    @pytest.mark.asyncio
    async def test_a_failing_stream_says_what_had_arrived(self, broken_model: Model | None) -> None:
        if broken_model is None:
            pytest.skip("no broken model was given")
        heard: list[Delta] = []

        async def listen() -> None:
            async for piece in broken_model.stream(self.request()):
                heard.append(piece)

        async with broken_model:
            with pytest.raises(GatewayError) as caught:
                await listen()
        assert caught.value.partial == _joined(heard)
        assert all(piece.completion is None for piece in heard)


def _joined(pieces: Sequence[Delta]) -> str:
    return "".join(piece.text for piece in pieces)
