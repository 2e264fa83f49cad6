"""The port to a language model; a gateway has the same shape, so gateways nest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import ClassVar, final

from auren._resource import Resource
from auren.errors import AurenError, ConfigurationError, GatewayError, GatewayTimeout, GatewayUnavailable, ProtocolError
from auren.inference import Completion, Delta, ModelRequest, ModelTraits

__all__ = ["Model"]


class Model(Resource, ABC):
    """Answers requests in words.

    Adapters fill `_complete` and `_stream`, and `_embed` where the endpoint can.

    Args:
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take; None for no bound.
    """

    _timeout_error: ClassVar[type[AurenError]] = GatewayTimeout
    _unforeseen: ClassVar[type[AurenError] | None] = ProtocolError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {
        OSError: GatewayUnavailable,
        TimeoutError: GatewayTimeout,
    }

    @property
    @abstractmethod
    def name(self) -> str:
        """How the model is called in routes and metrics."""

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of it; an adapter that can tell overrides this."""
        return ModelTraits()

    @final
    async def count_tokens(self, request: ModelRequest) -> int | None:
        """Give how many input tokens a request has, exactly; None when the model cannot tell.

        Raises:
            GatewayError: the endpoint that counts does not answer.
            LifecycleError: the model is not open.
        """
        async with self._working("count_tokens"):
            return await self._count_tokens(request)

    @final
    async def complete(self, request: ModelRequest) -> Completion:
        """Give the whole answer.

        Raises:
            GatewayError: the model cannot answer; the subclass says why and `retryable` whether another try may help.
            LifecycleError: the model is not open.
        """
        async with self._working("complete"):
            return await self._complete(request)

    @final
    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Give the answer piece by piece; the last piece carries the completion.

        Raises:
            GatewayError: the model cannot answer; `partial` holds the text that had arrived.
            LifecycleError: the model is not open.
        """
        self._check_open()
        pieces = self._stream(request)
        said: list[str] = []
        try:
            while True:
                async with self._working("stream"):
                    try:
                        delta = await anext(pieces)
                    except StopAsyncIteration:
                        return
                said.append(delta.text)
                yield delta
        except GatewayError as error:
            error.partial = error.partial or "".join(said)
            raise
        finally:
            await pieces.aclose()

    @final
    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Give one vector a text.

        Raises:
            GatewayError: the model cannot answer.
            ConfigurationError: this model has no embeddings.
            LifecycleError: the model is not open.
        """
        async with self._working("embed"):
            return await self._embed(texts)

    @abstractmethod
    async def _complete(self, request: ModelRequest) -> Completion: ...

    @abstractmethod
    def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]: ...

    async def _count_tokens(self, request: ModelRequest) -> int | None:  # noqa: ARG002 - the hook's signature
        return None

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:  # noqa: ARG002 - the hook's signature
        raise ConfigurationError(f"{self.name} has no embeddings; use an endpoint that serves /v1/embeddings.")
