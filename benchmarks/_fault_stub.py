"""A local endpoint of the OpenAI API that fails in the way its path names: the faults of `python -m benchmarks.faults`."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Final

__all__ = ["ANSWER", "FAULTS", "USED", "FaultServer", "in_a_process", "nobody", "serving_faults"]

ANSWER: Final = "You slept 7 h 30 min, näher an deinem Ziel 😴, so today is a good day for a hard session. aaaa aaaa aaaa."
"""With runs of the same character, so that a piece that came twice would show."""
USED: Final = (24, 16)
"""Tokens read and written."""
_USAGE = {"prompt_tokens": USED[0], "completion_tokens": USED[1], "total_tokens": sum(USED)}
_PIECES: Final = 16
_PACE_S: Final = 0.08
_ARGUMENTS: Final = '{"night": "2026-02-28", "of": "anna"}'


class Exchange:
    """One request as it came in, the how manyth at its URL, and the way to answer it."""

    def __init__(
        self, server: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, stream: bool, number: int
    ) -> None:
        self.server = server
        self.stream = stream
        self.number = number
        self._reader = reader
        self._writer = writer

    def head(self, status: int, *lines: str) -> None:
        self._writer.write("\r\n".join([f"HTTP/1.1 {status} Whatever", *lines, "", ""]).encode())

    def status(self, status: int, *lines: str) -> None:
        self.head(status, *lines, "Content-Length: 0")

    def whole(self, body: bytes, *, missing: int = 0) -> None:
        """Send a body at once, without its last bytes."""
        self.head(200, "Content-Type: application/json", f"Content-Length: {len(body)}")
        self._writer.write(body[: len(body) - missing])

    def streamed(self) -> None:
        self.head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked")

    async def chunk(self, data: bytes) -> None:
        self._writer.write(b"%x\r\n%s\r\n" % (len(data), data))
        await self._writer.drain()

    async def until_left(self) -> None:
        """Say nothing more until the client hangs up."""
        with suppress(ConnectionError):
            await self._reader.read()

    async def pause(self) -> None:
        """Wait between two pieces: for a while, or until a test says so."""
        await self.server.pause()

    def hang_up(self) -> None:
        self._writer.close()


def _event(**fields: object) -> bytes:
    return f"data: {json.dumps({'id': 'c', **fields}, ensure_ascii=False)}\n\n".encode()


def _texts() -> list[bytes]:
    step = -(-len(ANSWER) // _PIECES)
    texts = [ANSWER[start : start + step] for start in range(0, len(ANSWER), step)]
    return [_event(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": None}]) for text in texts]


def _end(*, usage: bool = True) -> list[bytes]:
    finish = _event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
    return [finish, *([_event(choices=[], usage=_USAGE)] if usage else []), b"data: [DONE]\n\n"]


def _body(message: Mapping[str, object], *, finish: str = "stop", usage: bool = True) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    return json.dumps({"id": "c", "choices": [choice], **({"usage": _USAGE} if usage else {})}).encode()


async def _good(exchange: Exchange, *, usage: bool = True) -> None:
    if not exchange.stream:
        exchange.whole(_body({"content": ANSWER}, usage=usage))
        return
    exchange.streamed()
    for event in (*_texts(), *_end(usage=usage)):
        await exchange.chunk(event)
    await exchange.chunk(b"")


async def _slow_headers(exchange: Exchange) -> None:
    exchange.server.silent.set()
    await exchange.until_left()


async def _slow_tokens(exchange: Exchange) -> None:
    """Stream a piece now and then; of an answer at once, send all but the end."""
    if not exchange.stream:
        exchange.whole(_body({"content": ANSWER}), missing=40)
        exchange.server.silent.set()
        await exchange.until_left()
        return
    exchange.streamed()
    for piece in _texts():
        await exchange.chunk(piece)
        exchange.server.silent.set()
        await exchange.pause()


async def _limited(exchange: Exchange) -> None:
    exchange.status(429)


async def _limited_for_long(exchange: Exchange) -> None:
    exchange.status(429, "Retry-After: 30")


async def _limited_once(exchange: Exchange) -> None:
    if exchange.number == 1:
        exchange.status(429, "Retry-After: 0.1")
    else:
        await _good(exchange)


async def _broken(exchange: Exchange) -> None:
    exchange.status(500)


async def _garbage(exchange: Exchange) -> None:
    if exchange.stream:
        exchange.streamed()
        await exchange.chunk(b"data: <html>secret-of-the-host</html>\n\n")
        await exchange.chunk(b"")
    else:
        exchange.whole(b"<html>secret-of-the-host</html>")


async def _cut(exchange: Exchange) -> None:
    if exchange.stream:
        exchange.streamed()
        for event in _texts()[: _PIECES // 2]:
            await exchange.chunk(event)
    else:
        exchange.whole(_body({"content": ANSWER}), missing=40)
    exchange.hang_up()


async def _cut_tool_call(exchange: Exchange) -> None:
    function = {"name": "sleep", "arguments": _ARGUMENTS}
    if exchange.stream:
        exchange.streamed()
        for start in range(0, 24, 8):
            part = {"index": 0, "function": {"arguments": _ARGUMENTS[start : start + 8]}}
            opened = {"id": "call_1", "index": 0, "function": {"name": "sleep", "arguments": ""}}
            delta = {"tool_calls": [part if start else {**opened, "function": {**function, "arguments": _ARGUMENTS[:8]}}]}
            await exchange.chunk(_event(choices=[{"index": 0, "delta": delta, "finish_reason": None}]))
    else:
        call = {"id": "call_1", "type": "function", "function": function}
        body = _body({"content": None, "tool_calls": [call]}, finish="tool_calls")
        exchange.whole(body, missing=len(body) - body.index(b"2026-02"))
    exchange.hang_up()


async def _without_usage(exchange: Exchange) -> None:
    await _good(exchange, usage=False)


FAULTS: Final[Mapping[str, Callable[[Exchange], Awaitable[None]]]] = {
    "good": _good,
    "slow_headers": _slow_headers,
    "slow_tokens": _slow_tokens,
    "limited": _limited,
    "limited_for_long": _limited_for_long,
    "limited_once": _limited_once,
    "broken": _broken,
    "garbage": _garbage,
    "cut": _cut,
    "cut_tool_call": _cut_tool_call,
    "without_usage": _without_usage,
}


class FaultServer:
    """The running server; a fault is chosen by the URL, as in "cut", or "cut~2" for calls that are counted apart.

    Args:
        pause: waits between two slow pieces.
    """

    def __init__(self, pause: Callable[[], Awaitable[None]]) -> None:
        self.pause = pause
        self.port = 0
        self.calls: Counter[str] = Counter()
        self.silent = asyncio.Event()
        self._handlers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def url(self, fault: str) -> str:
        """Give the base URL of an endpoint with this fault."""
        return _url(self.port, fault)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's requests, one after another."""
        task = asyncio.current_task()
        if task is not None:
            self._handlers[task] = writer
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                fault = head.split()[1].split("/")[1]
                lines = (line.partition(":") for line in head.split("\r\n")[1:])
                lengths = [int(value) for name, _, value in lines if name.lower() == "content-length"]
                body = json.loads(await reader.readexactly(lengths[0] if lengths else 0) or b"{}")
                if fault == "counts":
                    self._tell_counts(writer)
                else:
                    self.calls[fault] += 1
                    exchange = Exchange(self, reader, writer, stream=bool(body.get("stream")), number=self.calls[fault])
                    await FAULTS[fault.partition("~")[0]](exchange)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            if task is not None:
                self._handlers.pop(task, None)

    async def end(self) -> None:
        """Hang up on everybody."""
        handlers = dict(self._handlers)
        for task, writer in handlers.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)

    def _tell_counts(self, writer: asyncio.StreamWriter) -> None:
        counts = json.dumps(self.calls).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(counts), counts))


@asynccontextmanager
async def serving_faults(pause: Callable[[], Awaitable[None]]) -> AsyncIterator[FaultServer]:
    """Give a server that runs in this loop while the block does."""
    server = FaultServer(pause)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.end()


async def _serve(told: Connection) -> None:
    async with serving_faults(lambda: asyncio.sleep(_PACE_S)) as server:
        told.send(server.port)
        await asyncio.Event().wait()


def _main(told: Connection) -> None:
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(told))


@contextmanager
def in_a_process() -> Iterator[Callable[[str], str]]:
    """Give the base URL of each fault, at a server in a process of its own; "refused" is a port where nobody listens."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(there,), daemon=True)
    process.start()
    port: int = here.recv()
    with nobody() as refusing:
        try:
            yield lambda fault: _url(refusing if fault.startswith("refused") else port, fault)
        finally:
            process.kill()
            process.join()


@contextmanager
def nobody() -> Iterator[int]:
    """Give a port that is taken and not listened at: it refuses, and no other server gets it meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        yield port


def _url(port: int, fault: str) -> str:
    return f"http://127.0.0.1:{port}/{fault}/v1"
