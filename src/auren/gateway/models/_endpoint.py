"""One endpoint that speaks the OpenAI API over HTTP, whoever runs it: chat, whole or in pieces, and embeddings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

import httpx

from auren.clock import Clock, SystemClock
from auren.errors import ConfigurationError, GatewayError, ProtocolError
from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, Embeddings, Whole, read
from auren.gateway.models._chat_request import MaxTokensField, chat_fields, encoded
from auren.gateway.models._sse import EventReader
from auren.gateway.models._status import check_head
from auren.gateway.models._url import checked_url, headers_with, joined
from auren.gateway.transports import _tls
from auren.gateway.transports.base import Transport, WireAnswer
from auren.gateway.transports.httpx import HttpxTransport
from auren.inference import Completion, Delta, ModelRequest, ModelTraits, Usage
from auren.ports.model import Model

__all__ = ["ChatEndpoint"]

_DONE: Final = "[DONE]"
_DRAIN_S: Final = 0.2
_BYTES_OF_A_VECTOR: Final = 256 * 1024


class ChatEndpoint(Model):
    """Base of the models behind an OpenAI-compatible endpoint; they state the arguments."""

    def __init__(
        self,
        url: str,
        *,
        model: str,
        api_key: str | None,
        embedding_model: str | None,
        traits: ModelTraits | None,
        timeout_s: float,
        connect_timeout_s: float,
        max_connections: int,
        max_answer_bytes: int,
        max_tokens_field: MaxTokensField,
        extra_body: Mapping[str, object] | None,
        transport: Transport | None,
        client: httpx.AsyncClient | None,
        clock: Clock | None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        kind = type(self).__name__
        if transport is not None and client is not None:
            raise ConfigurationError(f"{kind} was given a transport and a client; hand in one of them.")
        base = checked_url(url, kind)
        self._host = base.netloc.decode("ascii")
        self._base = base
        self._chat_url = joined(base, "chat/completions")
        self._embeddings_url = joined(base, "embeddings")
        self._headers = headers_with(api_key, kind)
        self._model = model
        self._embedding_model = embedding_model or model
        self._traits = traits or ModelTraits()
        self._max_answer_bytes = max_answer_bytes
        self._max_tokens_field: MaxTokensField = max_tokens_field
        self._extra_body = dict(extra_body or {})
        self._transport = transport or HttpxTransport(
            client=client,
            max_connections=max_connections,
            connect_timeout_s=connect_timeout_s,
            tls=None if base.scheme == "https" else _tls.nobody(),
        )
        self._clock = SystemClock() if clock is None else clock

    @property
    def name(self) -> str:
        """How the model is called in routes and metrics."""
        return self._model

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of it."""
        return self._traits

    def __repr__(self) -> str:
        key = "'***'" if "Authorization" in self._headers else "None"
        return f"{type(self).__name__}(host={self._host!r}, model={self._model!r}, api_key={key})"

    async def _open(self) -> None:
        await self._transport.open()

    async def _close(self) -> None:
        await self._transport.close()

    async def _complete(self, request: ModelRequest) -> Completion:
        body = self._chat_body(request, stream=False)
        answer = self._builder(request, body)
        said = await self._fetch(self._chat_url, body, limit=self._max_answer_bytes)
        answer.add_whole(read(Whole, said, host=self._host))
        return answer.completion()

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        body = self._chat_body(request, stream=True)
        answer = self._builder(request, body)
        reader = EventReader()
        received = 0
        ended = False
        async with self._transport.send(self._chat_url, headers=self._headers, body=body) as wire:
            check_head(wire, host=self._host, clock=self._clock)
            while not ended:
                chunk = await wire.more()
                received += len(chunk)
                self._check_size(received, self._max_answer_bytes)
                for event in self._events(reader, chunk):
                    if event == _DONE:
                        ended = True
                        break
                    text = answer.add_chunk(read(Chunk, event, host=self._host))
                    if text:
                        yield Delta(text)
                if not chunk:
                    break
            if ended:
                await self._drain(wire)
        if not ended and not answer.finished:
            raise ProtocolError(f"{self._host} cut its answer short; try again, or look at its log.")
        yield Delta(completion=answer.completion())

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        if not texts:
            return []
        body = encoded({"model": self._embedding_model, "input": list(texts), "encoding_format": "float"})
        limit = self._max_answer_bytes + len(texts) * _BYTES_OF_A_VECTOR
        answer = read(Embeddings, await self._fetch(self._embeddings_url, body, limit=limit), host=self._host)
        vectors = {item.index: item.embedding for item in answer.data}
        lengths = {len(vector) for vector in vectors.values()}
        if len(answer.data) != len(texts) or vectors.keys() != set(range(len(texts))) or len(lengths) != 1 or 0 in lengths:
            raise ProtocolError(
                f"{self._host} answered {len(answer.data)} vectors where {len(texts)} of one length were expected."
            )
        return [vectors[index] for index in range(len(texts))]

    def _fields(self, request: ModelRequest, *, stream: bool) -> dict[str, object]:
        """Give the fields of a chat call; an endpoint with words of its own adds them here."""
        return chat_fields(request, model=self._model, max_tokens_field=self._max_tokens_field, stream=stream)

    def _chat_body(self, request: ModelRequest, *, stream: bool) -> bytes:
        fields = self._fields(request, stream=stream)
        if self._extra_body:
            fields.update(self._extra_body)
            fields = {name: value for name, value in fields.items() if value is not None}
        return encoded(fields)

    def _builder(self, request: ModelRequest, body: bytes) -> AnswerBuilder:
        # No tokenizer in use makes more tokens of a text than it has bytes; JSON's own marks outweigh a chat template's.
        bound = Usage(len(body), request.max_tokens, exact=False)
        return AnswerBuilder(model=self.name, bound=bound, host=self._host)

    async def _fetch(self, url: str, body: bytes | None, *, limit: int) -> bytes:
        """Send a request and give the whole body of its answer."""
        async with self._transport.send(url, headers=self._headers, body=body) as wire:
            check_head(wire, host=self._host, clock=self._clock)
            whole = await wire.more()
            self._check_size(len(whole), limit)
            chunks = [whole]
            received = len(whole)
            while chunk := await wire.more():
                received += len(chunk)
                self._check_size(received, limit)
                chunks.append(chunk)
        return whole if len(chunks) == 1 else b"".join(chunks)

    def _check_size(self, received: int, limit: int) -> None:
        if received > limit:
            raise ProtocolError(f"{self._host} answered more than {limit} bytes; raise max_answer_bytes if that is meant.")

    def _events(self, reader: EventReader, chunk: bytes) -> Iterator[str]:
        try:
            yield from reader.feed(chunk) if chunk else reader.end()
        except UnicodeDecodeError as error:
            raise ProtocolError(f"{self._host} streamed bytes that are not UTF-8.") from error

    async def _drain(self, wire: WireAnswer) -> None:
        """Read what is left after the end mark: a body read to its end leaves the connection for the next request."""
        left = self._max_answer_bytes
        with suppress(TimeoutError, GatewayError):
            async with asyncio.timeout(_DRAIN_S):
                while left > 0 and (chunk := await wire.more()):
                    left -= len(chunk)
