"""Any endpoint that speaks the OpenAI API over HTTP: OpenAI itself, llama.cpp's server, Ollama and many others."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from auren.clock import Clock
from auren.gateway.models._chat_request import MaxTokensField
from auren.gateway.models._endpoint import ChatEndpoint
from auren.gateway.transports.base import Transport
from auren.inference import ModelTraits

__all__ = ["OpenAIModel"]


class OpenAIModel(ChatEndpoint):
    """A model behind an OpenAI-compatible endpoint.

    A request's deadline is kept by the gateway, whose clock decides; a model alone is bounded by its timeouts. Where the
    endpoint does not say what an answer used, the usage is marked inexact and stands at a bound: one input token for each
    byte of the request, and as many output tokens as the request allows.

    Args:
        url: the API's base, up to and including its version, as in "http://127.0.0.1:8000/v1". It must hold no user or
            password, since URLs end up in logs.
        model: the endpoint's name of the model; also how it is called in routes.
        api_key: sent as a bearer token; None sends none.
        embedding_model: the endpoint's name of the model that embeds; None for the same model.
        traits: what a router has to know of the model, its price included.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take.
        connect_timeout_s: seconds that connecting may take.
        max_connections: requests at a time, and size of the connection pool.
        max_answer_bytes: a longer answer is refused as a ProtocolError; vectors get 256 KiB each on top.
        max_tokens_field: what the endpoint calls the bound of the answer; newer OpenAI models want "max_completion_tokens".
        extra_body: fields added to the body of every chat call; None leaves a field out, as in {"temperature": None}.
        transport: what carries the requests, instead of httpx with the two numbers above; opened and closed with the
            model. `AiohttpTransport` is several times as fast.
        client: an httpx client of the host's own, which is not closed here and decides on pool, proxies and certificates.
        clock: the present instant, for a Retry-After that names a date.

    Raises:
        ConfigurationError: the URL or the key cannot be used, or both a transport and a client were given.
    """

    def __init__(
        self,
        url: str = "https://api.openai.com/v1",
        *,
        model: str,
        api_key: str | None = None,
        embedding_model: str | None = None,
        traits: ModelTraits | None = None,
        timeout_s: float = 60.0,
        connect_timeout_s: float = 5.0,
        max_connections: int = 64,
        max_answer_bytes: int = 16 * 1024 * 1024,
        max_tokens_field: MaxTokensField = "max_tokens",
        extra_body: Mapping[str, object] | None = None,
        transport: Transport | None = None,
        client: httpx.AsyncClient | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(
            url,
            model=model,
            api_key=api_key,
            embedding_model=embedding_model,
            traits=traits,
            timeout_s=timeout_s,
            connect_timeout_s=connect_timeout_s,
            max_connections=max_connections,
            max_answer_bytes=max_answer_bytes,
            max_tokens_field=max_tokens_field,
            extra_body=extra_body,
            transport=transport,
            client=client,
            clock=clock,
        )
