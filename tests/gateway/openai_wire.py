"""A real HTTP server that speaks the OpenAI wire from inside the test process, and fails the way each test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from auren.inference import ChatMessage, ModelRequest

TEXT = "Schlaf tut gut: 7 h 30 min, naïve 😴 sleep."
PIECES = ["Schlaf tut ", "gut: 7 h 30 ", "min, naïve 😴", " sleep."]
QUESTION = "How did I sleep, given secret-content-4711?"


def question(**changes: Any) -> ModelRequest:
    return ModelRequest((ChatMessage("system", "Be plain."), ChatMessage("user", QUESTION)), **changes)


@dataclass
class Call:
    """One request as it came in, and the way to answer it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def chunk(self, data: bytes) -> None:
        self.writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await self.writer.drain()

    async def until_the_client_leaves(self) -> None:
        await self.reader.read()

    @property
    def streaming(self) -> bool:
        return bool(self.body.get("stream"))


Behaviour = Callable[[Call], Awaitable[None]]


@dataclass
class Wire:
    """The running server."""

    url: str = ""
    behaviour: Behaviour | None = None
    calls: list[Call] = field(default_factory=list)
    connections: int = 0
    left: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[Wire]:
    wire = Wire(behaviour=behaviour)
    handlers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers[task] = writer
        wire.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
                body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))) or b"{}")
                call = Call(first.split()[1], headers, body, writer, reader)
                wire.calls.append(call)
                assert wire.behaviour is not None
                await wire.behaviour(call)
                await writer.drain()
                if writer.is_closing():
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            wire.left.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    wire.url = f"http://{host}:{port}/v1"
    try:
        yield wire
    finally:
        server.close()
        for writer in handlers.values():
            writer.transport.abort()
        await asyncio.gather(*handlers, return_exceptions=True)


def head(status: int = 200, *headers: str, kind: str = "application/json") -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def answer(body: object, status: int = 200, *headers: str) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return head(status, f"Content-Length: {len(data)}", *headers) + data


def stream_head() -> bytes:
    return head(200, "Transfer-Encoding: chunked", kind="text/event-stream")


def whole(text: str | None = TEXT, *, finish: str = "stop", usage: object = ..., **message: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}],
    }
    if usage is ...:
        body["usage"] = USAGE
    elif usage is not None:
        body["usage"] = usage
    return body


USAGE = {"prompt_tokens": 21, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 16}}


def piece(text: str | None = None, *, finish: str | None = None, **delta: Any) -> dict[str, Any]:
    content = {} if text is None else {"content": text}
    return {"id": "c", "choices": [{"index": 0, "delta": {**content, **delta}, "finish_reason": finish}]}


def usage_piece() -> dict[str, Any]:
    return {"id": "c", "choices": [], "usage": USAGE}


def events(pieces: Iterable[dict[str, Any] | str], *, line_end: str = "\n", done: bool = True) -> bytes:
    said = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in pieces]
    return "".join(f"data: {each}{line_end}{line_end}" for each in [*said, *(["[DONE]"] if done else [])]).encode()


def usual_pieces(texts: Sequence[str] = PIECES) -> list[dict[str, Any]]:
    return [piece("", role="assistant"), *(piece(text) for text in texts), piece(finish="stop"), usage_piece()]


async def well_behaved(call: Call) -> None:
    if not call.streaming:
        call.send(answer(whole()))
        return
    call.send(stream_head())
    for each in usual_pieces():
        await call.chunk(events([each], done=False))
    await call.chunk(events([]))
    await call.chunk(b"")


def streaming(body: bytes, *, sizes: int = 7) -> Behaviour:
    """Stream a body in chunks of so many bytes, then end it properly."""

    async def behave(call: Call) -> None:
        call.send(stream_head())
        for start in range(0, len(body), sizes):
            await call.chunk(body[start : start + sizes])
        await call.chunk(b"")

    return behave


def always(data: bytes) -> Behaviour:
    """Answer everything with the same bytes."""

    async def behave(call: Call) -> None:
        call.send(data)

    return behave


def hanging_up_after(data: bytes) -> Behaviour:
    """Send these bytes and close the connection."""

    async def behave(call: Call) -> None:
        call.send(data)
        await call.writer.drain()
        call.writer.close()

    return behave
