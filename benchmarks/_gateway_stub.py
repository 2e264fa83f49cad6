"""A local endpoint of the OpenAI API that answers fixed bytes as fast as Python can, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

__all__ = ["ANSWER", "PIECES", "serving"]

ANSWER = "You slept well, so today is a good day for a hard session."
PIECES = 16
_USAGE = {"prompt_tokens": 24, "completion_tokens": 16, "total_tokens": 40}
_WHOLE = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1_760_000_000,
    "model": "stub",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}],
    "usage": _USAGE,
}


def _chunk(**fields: object) -> bytes:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_760_000_000, "model": "stub", **fields}
    data = f"data: {json.dumps(chunk)}\n\n".encode()
    return b"%x\r\n%s\r\n" % (len(data), data)


def _streamed() -> list[bytes]:
    step = -(-len(ANSWER) // PIECES)
    texts = [ANSWER[start : start + step] for start in range(0, len(ANSWER), step)]
    chunks = [_chunk(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": None}]) for text in texts]
    chunks.append(_chunk(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}]))
    chunks.append(_chunk(choices=[], usage=_USAGE))
    done = b"data: [DONE]\n\n"
    return [*chunks, b"%x\r\n%s\r\n0\r\n\r\n" % (len(done), done)]


_BODY = json.dumps(_WHOLE).encode()
_AT_ONCE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
_IN_PIECES = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(_streamed())


class _Endpoint(asyncio.Protocol):
    """Reads requests, one after another, and answers each at once."""

    def __init__(self) -> None:
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (body := self._next()) is not None:
            if self._transport is not None:
                streamed = b'"stream":true' in body or b'"stream": true' in body
                self._transport.write(_IN_PIECES if streamed else _AT_ONCE)

    def _next(self) -> bytes | None:
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return None
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if len(rest) < length:
            return None
        self._read = rest[length:]
        return rest[:length]


async def _serve(told: Connection) -> None:
    server = await asyncio.get_running_loop().create_server(_Endpoint, "127.0.0.1", 0)
    told.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


def _main(told: Connection) -> None:
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(told))
    sys.exit(0)


@contextmanager
def serving() -> Iterator[str]:
    """Give the base URL of an endpoint that runs while the block does."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/v1"
    finally:
        process.kill()
        process.join()
