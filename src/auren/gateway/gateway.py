"""The gateway: asks its models in order until one answers, within one deadline."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack

from opentelemetry import trace

from auren._telemetry import SPAN_MODEL, traced
from auren.clock import Clock, SystemClock
from auren.errors import ConfigurationError, GatewayError, ProtocolError
from auren.gateway._attempts import Attempts, falls_on
from auren.gateway._deadline import Deadline
from auren.gateway._spans import StreamSpan, describe_answer, request_attributes
from auren.inference import Completion, Delta, ModelRequest
from auren.ports.model import Model

__all__ = ["Gateway"]


class Gateway(Model):
    """Several models with the shape of one.

    A failure of one model leads to the next, unless no other model could mend it: DeadlineExceeded, BudgetExceeded,
    ConfigurationError, LifecycleError and every error that is not about a model are raised at once. A streamed answer
    changes models only before its first text; later failures are raised with the text so far as `partial`.

    Args:
        models: asked in this order; opened and closed with the gateway. Empty is allowed: every request then ends in
            GatewayUnavailable, and the host renders plainly.
        clock: tells when a request's deadline has come.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take over all models together;
            None leaves it to the models and the request's deadline.
    """

    def __init__(self, models: Sequence[Model], *, clock: Clock | None = None, timeout_s: float | None = 120.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._models = tuple(models)
        self._clock = SystemClock() if clock is None else clock
        self._held = AsyncExitStack()

    @property
    def name(self) -> str:
        """How the gateway is called in routes and metrics."""
        return "gateway"

    def __repr__(self) -> str:
        return f"Gateway([{', '.join(model.name for model in self._models)}])"

    async def _open(self) -> None:
        async with AsyncExitStack() as stack:
            for model in self._models:
                await stack.enter_async_context(model)
            self._held = stack.pop_all()

    async def _close(self) -> None:
        await self._held.aclose()

    async def _complete(self, request: ModelRequest) -> Completion:
        attempts = Attempts()
        async with Deadline(self._clock, request.deadline) as deadline:
            for model in self._models:
                try:
                    with traced(SPAN_MODEL, **request_attributes(model.name, request, stream=False)):
                        async with deadline.step():
                            completion = await model.complete(request)
                        describe_answer(trace.get_current_span(), completion)
                except Exception as error:
                    if not falls_on(error):
                        raise
                    attempts.failed(model, error)
                else:
                    return attempts.answered(model, completion)
        raise attempts.none_answered()

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        attempts = Attempts()
        async with Deadline(self._clock, request.deadline) as deadline:
            for model in self._models:
                spoken = False
                answer = self._stream_from(model, request, deadline)
                try:
                    async for delta in answer:
                        if delta.completion is not None:
                            yield Delta(delta.text, attempts.answered(model, delta.completion))
                            return
                        spoken = True
                        yield delta
                except Exception as error:
                    if not spoken and falls_on(error):
                        attempts.failed(model, error)
                    elif isinstance(error, GatewayError) or not falls_on(error):
                        raise
                    else:
                        raise ProtocolError(
                            f"{model.name} broke off its answer with {type(error).__name__}; the cause has the details."
                        ) from error
                finally:
                    await answer.aclose()
        raise attempts.none_answered()

    async def _stream_from(self, model: Model, request: ModelRequest, deadline: Deadline) -> AsyncGenerator[Delta, None]:
        """Give one model's pieces, without the empty ones, up to the one that carries the completion."""
        pieces = model.stream(request)
        try:
            with StreamSpan(model.name, request) as span:
                while True:
                    with span.step():
                        async with deadline.step():
                            delta = await anext(pieces, None)
                    if delta is None:
                        raise ProtocolError(f"{model.name} ended its answer without a completion; mend the adapter.")
                    if delta.completion is not None:
                        describe_answer(span.span, delta.completion)
                        yield delta
                        return
                    if delta.text:
                        yield delta
        finally:
            await pieces.aclose()

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        # Vectors of two models cannot be compared, so a failure is raised rather than answered by another model.
        for model in self._models:
            try:
                return await model.embed(texts)
            except ConfigurationError:
                continue
        raise ConfigurationError("No model of this gateway has embeddings; hand it one that serves /v1/embeddings.")
