"""Any endpoint that speaks the OpenAI API over HTTP: OpenAI itself, vLLM, llama.cpp's server, Ollama and many others."""

from __future__ import annotations

import asyncio
import math
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from auren.clock import Clock, SystemClock
from auren.errors import (
    ConfigurationError,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    LifecycleError,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, Embeddings, Whole, read
from auren.gateway.models._chat_request import MaxTokensField, chat_body, encoded
from auren.gateway.models._exchange import Exchange
from auren.gateway.models._sse import EventReader
from auren.inference import Completion, Delta, ModelRequest, Usage
from auren.ports.model import Model

__all__ = ["OpenAIModel"]

_DONE: Final = "[DONE]"
_DRAIN_S: Final = 0.2
_BYTES_OF_A_VECTOR: Final = 256 * 1024


class OpenAIModel(Model):
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
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take.
        connect_timeout_s: seconds that connecting may take.
        max_connections: requests at a time, and size of the connection pool.
        max_answer_bytes: a longer answer is refused as a ProtocolError; vectors get 256 KiB each on top.
        max_tokens_field: what the endpoint calls the bound of the answer; newer OpenAI models want "max_completion_tokens".
        extra_body: fields added to the body of every chat call; None leaves a field out, as in {"temperature": None}.
        client: an HTTP client of the host's own, which is not closed here and decides on pool, proxies and certificates;
            None builds one that reads no environment variable.
        clock: the present instant, for a Retry-After that names a date.

    Raises:
        ConfigurationError: the URL or the key cannot be used.
    """

    def __init__(
        self,
        url: str = "https://api.openai.com/v1",
        *,
        model: str,
        api_key: str | None = None,
        embedding_model: str | None = None,
        timeout_s: float = 60.0,
        connect_timeout_s: float = 5.0,
        max_connections: int = 20,
        max_answer_bytes: int = 16 * 1024 * 1024,
        max_tokens_field: MaxTokensField = "max_tokens",
        extra_body: Mapping[str, object] | None = None,
        client: httpx.AsyncClient | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._url = _checked_url(url)
        self._host = self._url.netloc.decode("ascii")
        self._headers = _headers(api_key)
        self._model = model
        self._embedding_model = embedding_model or model
        self._timeouts = httpx.Timeout(timeout_s, connect=connect_timeout_s)
        self._max_connections = max_connections
        self._slots = asyncio.Semaphore(max_connections)
        self._max_answer_bytes = max_answer_bytes
        self._max_tokens_field: MaxTokensField = max_tokens_field
        self._extra_body = dict(extra_body or {})
        self._given_client = client
        self._client: httpx.AsyncClient | None = None
        self._clock = SystemClock() if clock is None else clock

    @property
    def name(self) -> str:
        """How the model is called in routes and metrics."""
        return self._model

    def __repr__(self) -> str:
        key = "'***'" if "Authorization" in self._headers else "None"
        return f"OpenAIModel(host={self._host!r}, model={self._model!r}, api_key={key})"

    async def _open(self) -> None:
        self._slots = asyncio.Semaphore(self._max_connections)
        if self._given_client is not None:
            self._client = self._given_client
            return
        # Reading the certificates takes long enough to hold up a loop; a context without any trusts nobody.
        tls = (
            await asyncio.to_thread(httpx.create_ssl_context, trust_env=False)
            if self._url.scheme == "https"
            else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        )
        limits = httpx.Limits(max_connections=self._max_connections, max_keepalive_connections=self._max_connections)
        self._client = httpx.AsyncClient(verify=tls, limits=limits, trust_env=False)

    async def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None and client is not self._given_client:
            await client.aclose()

    async def _complete(self, request: ModelRequest) -> Completion:
        body = self._chat_body(request, stream=False)
        answer = self._builder(request, body)
        answer.add_whole(read(Whole, await self._fetch("chat/completions", body, self._max_answer_bytes), host=self._host))
        return answer.completion()

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        body = self._chat_body(request, stream=True)
        answer = self._builder(request, body)
        ended = False
        async with self._posting("chat/completions", body) as response, aclosing(self._events(response)) as events:
            async for event in events:
                if event == _DONE:
                    ended = True
                    continue
                text = answer.add_chunk(read(Chunk, event, host=self._host))
                if text:
                    yield Delta(text)
        if not ended and not answer.finished:
            raise ProtocolError(f"{self._host} cut its answer short; try again, or look at its log.")
        yield Delta(completion=answer.completion())

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        if not texts:
            return []
        body = encoded({"model": self._embedding_model, "input": list(texts), "encoding_format": "float"})
        limit = self._max_answer_bytes + len(texts) * _BYTES_OF_A_VECTOR
        answer = read(Embeddings, await self._fetch("embeddings", body, limit), host=self._host)
        vectors = {item.index: item.embedding for item in answer.data}
        lengths = {len(vector) for vector in vectors.values()}
        if len(answer.data) != len(texts) or vectors.keys() != set(range(len(texts))) or len(lengths) != 1 or 0 in lengths:
            raise ProtocolError(
                f"{self._host} answered {len(answer.data)} vectors where {len(texts)} of one length were expected."
            )
        return [vectors[index] for index in range(len(texts))]

    def _chat_body(self, request: ModelRequest, *, stream: bool) -> bytes:
        return chat_body(
            request, model=self._model, max_tokens_field=self._max_tokens_field, extra=self._extra_body, stream=stream
        )

    def _builder(self, request: ModelRequest, body: bytes) -> AnswerBuilder:
        # No tokenizer in use makes more tokens of a text than it has bytes; JSON's own marks outweigh a chat template's.
        bound = Usage(len(body), request.max_tokens, exact=False)
        return AnswerBuilder(model=self.name, bound=bound, host=self._host)

    async def _fetch(self, path: str, body: bytes, limit: int) -> bytes:
        async with self._posting(path, body) as response:
            return b"".join([chunk async for chunk in self._bounded(response, limit)])

    async def _events(self, response: _Response) -> AsyncGenerator[str, None]:
        """Give the data of each event, with the end mark last."""
        reader = EventReader()
        async with aclosing(self._bounded(response, self._max_answer_bytes)) as chunks:
            try:
                async for chunk in chunks:
                    for event in reader.feed(chunk):
                        yield event
                        if event == _DONE:
                            # A body read to its end leaves the connection usable for the next request.
                            with suppress(TimeoutError, httpx.HTTPError, ProtocolError):
                                async with asyncio.timeout(_DRAIN_S):
                                    async for _ in chunks:
                                        pass
                            return
                for event in reader.end():
                    yield event
            except UnicodeDecodeError as error:
                raise ProtocolError(f"{self._host} streamed bytes that are not UTF-8.") from error

    async def _bounded(self, response: _Response, limit: int) -> AsyncGenerator[bytes, None]:
        """Give the body's bytes, as many as were agreed to and no more."""
        received = 0
        async with aclosing(response.chunks()) as chunks:
            async for chunk in chunks:
                received += len(chunk)
                if received > limit:
                    raise ProtocolError(
                        f"{self._host} answered more than {limit} bytes; raise max_answer_bytes if that is meant."
                    )
                yield chunk

    @asynccontextmanager
    async def _posting(self, path: str, body: bytes) -> AsyncIterator[_Response]:
        """Send a request, check the status, and let none of the HTTP client's errors out."""
        client = self._client
        if client is None or client.is_closed:
            raise LifecycleError("The HTTP client given to OpenAIModel is closed; keep it open as long as the model.")
        url = self._url.copy_with(path=f"{self._url.path.rstrip('/')}/{path}")
        request = client.build_request("POST", url, content=body, headers=self._headers, timeout=self._timeouts)
        exchange = Exchange()
        request.extensions["trace"] = exchange.trace
        answer = _Response(exchange)
        try:
            # A request that waits here, and not inside the pool, can be cancelled at any time.
            async with self._slots:
                try:
                    await exchange.run(answer.arrive(client, request))
                    self._check_head(answer.head)
                    yield answer
                finally:
                    await answer.close()
        except _DRIVER_ERRORS as error:
            raise self._ours(error, answering=answer.arrived) from error

    def _ours(self, error: Exception, *, answering: bool) -> GatewayError:
        kind = type(error).__name__
        if isinstance(error, httpx.TimeoutException | TimeoutError):
            return GatewayTimeout(f"{self._host} did not answer in time ({kind}); raise timeout_s or look at the server.")
        if isinstance(error, httpx.RemoteProtocolError) and answering:
            return ProtocolError(f"{self._host} broke off its answer ({kind}); try again, or look at its log.")
        if isinstance(error, httpx.RemoteProtocolError):
            return GatewayUnavailable(f"{self._host} hung up without an answer ({kind}); try again, or look at its log.")
        if isinstance(error, httpx.NetworkError | httpx.ProxyError | OSError):
            return GatewayUnavailable(f"{self._host} cannot be reached ({kind}); check the URL and that the server runs.")
        return ProtocolError(f"{self._host} and this client do not understand each other ({kind}); the cause has the details.")

    def _check_head(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 200:
            # Unpacking could make gigabytes of a few bytes, and none was asked for.
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise ProtocolError(f"{self._host} compressed its answer although it was asked not to.")
            return
        said = f"{self._host} answered with status {status}"
        if status == 429:
            wait_s = self._wait_s(response.headers.get("Retry-After"))
            raise RateLimited(f"{said}: too many requests; wait before trying again.", retry_after_s=wait_s)
        if status == 408:
            raise GatewayTimeout(f"{said}: it gave up waiting; try again.")
        if 400 <= status < 500:
            raise RequestRejected(f"{said}: it refused the request; check the model's name, the key and the request's size.")
        if status >= 500:
            raise GatewayUnavailable(f"{said}: it cannot answer now; try again, or look at its log.")
        raise ProtocolError(f"{said} where 200 was expected; check that the URL is the API's base.")

    def _wait_s(self, retry_after: str | None) -> float | None:
        """Give the seconds that a Retry-After header asks to wait, or None when it says nothing readable."""
        if retry_after is None:
            return None
        with suppress(ValueError):
            seconds = float(retry_after)
            return max(0.0, seconds) if math.isfinite(seconds) else None
        try:
            instant = parsedate_to_datetime(retry_after)
        except (ValueError, OverflowError):
            return None
        aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
        return max(0.0, (aware - self._clock.now()).total_seconds())


_DRIVER_ERRORS: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict, OSError)


class _Response:
    """A response on its way."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._arrived: httpx.Response | None = None

    @property
    def arrived(self) -> bool:
        """Whether its head is there."""
        return self._arrived is not None

    @property
    def head(self) -> httpx.Response:
        """Give the status and headers."""
        if self._arrived is None:
            raise LifecycleError("A response was read before it arrived; run `arrive` first.")
        return self._arrived

    async def arrive(self, client: httpx.AsyncClient, request: httpx.Request) -> None:
        """Send the request and wait for the head."""
        self._arrived = await client.send(request, stream=True, follow_redirects=False)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Give the body as it comes."""
        body = self.head.aiter_bytes()
        while (chunk := await self._exchange.run(_next(body))) is not None:
            yield chunk

    async def close(self) -> None:
        """Let the connection go: back to the pool after a body that was read, closed after any other."""
        if self._arrived is not None:
            await self._exchange.run(self._arrived.aclose())


async def _next(body: AsyncIterator[bytes]) -> bytes | None:
    return await anext(body, None)


def _checked_url(url: str) -> httpx.URL:
    expected = 'expected the API\'s base, such as "https://api.openai.com/v1"'
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise ConfigurationError(f"OpenAIModel was given something that is no URL; {expected}.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigurationError(f"OpenAIModel was given a URL without http(s) scheme or host; {expected}.")
    if parsed.userinfo:
        raise ConfigurationError("OpenAIModel was given a URL with a user or password in it; hand the key in as api_key.")
    return parsed


def _headers(api_key: str | None) -> dict[str, str]:
    # Without identity, the client asks for compression.
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if api_key is not None:
        if not api_key or not all("!" <= character <= "~" for character in api_key):
            raise ConfigurationError(
                "OpenAIModel was given an api_key that is empty or holds signs that no header carries; check its source."
            )
        headers["Authorization"] = f"Bearer {api_key}"
    return headers
