"""The transports under a model: what they keep to, which errors they let out, and what a cancelled request costs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from openai_wire import Call, answer, events, piece, question, serving, stream_head, well_behaved

from auren.errors import (
    ConfigurationError,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    LifecycleError,
    MissingExtra,
)
from auren.gateway import OpenAIModel
from auren.gateway.transports import AiohttpTransport, HttpxTransport, Transport
from auren.gateway.transports._tls import nobody
from auren.inference import Completion, ModelRequest
from auren.ports import Model

KEY = "sk-never-to-be-seen"
HEADERS = {"Accept-Encoding": "identity"}

Ask = Callable[[Model, ModelRequest], Awaitable[Completion]]


async def by_complete(model: Model, request: ModelRequest) -> Completion:
    return await model.complete(request)


async def by_stream(model: Model, request: ModelRequest) -> Completion:
    async for delta in model.stream(request):
        if delta.completion is not None:
            return delta.completion
    raise AssertionError("a stream ended without a completion")


both_ways = pytest.mark.parametrize("ask", [by_complete, by_stream])
over_each = pytest.mark.parametrize("build", [HttpxTransport, AiohttpTransport])


def model_at(url: str, **options: Any) -> OpenAIModel:
    return OpenAIModel(url, model="tiny", api_key=KEY, **options)


async def whole_body(transport: Transport, url: str) -> tuple[int, bytes]:
    said = b""
    async with transport.send(url, headers=HEADERS, body=b"{}") as answered:
        while chunk := await answered.more():
            said += chunk
    return answered.status, said


@over_each
class TestEither:
    async def test_used_before_it_is_opened(self, build: Callable[..., Transport]) -> None:
        with pytest.raises(LifecycleError):
            build(tls=nobody()).send("http://127.0.0.1:1/", headers=HEADERS)

    async def test_follows_no_redirect_and_keeps_no_cookie(self, build: Callable[..., Transport]) -> None:
        async def behave(call: Call) -> None:
            call.send(answer({}, 307, "Location: /elsewhere", "Set-Cookie: person=4711; Path=/"))

        async with serving(behave) as wire, build(tls=nobody()) as transport:
            # By name: some clients keep no cookie of a bare address anyway.
            url = wire.url.replace("127.0.0.1", "localhost")
            for _ in range(2):
                assert (await whole_body(transport, f"{url}/x"))[0] == 307
        assert [call.path for call in wire.calls] == ["/v1/x", "/v1/x"]
        assert all("cookie" not in call.headers for call in wire.calls)

    async def test_unpacks_nothing(self, build: Callable[..., Transport]) -> None:
        packed = bytes.fromhex("1f8b08000000000000034b04000000")
        async with serving(always_packed(packed)) as wire, build(tls=nobody()) as transport:
            assert await whole_body(transport, wire.url) == (200, packed)

    async def test_reads_no_proxy_from_the_environment(
        self, build: Callable[..., Transport], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        async with serving(well_behaved) as wire, build(tls=nobody()) as transport:
            assert (await whole_body(transport, wire.url))[0] == 200

    async def test_gets_without_a_body(self, build: Callable[..., Transport]) -> None:
        asked: list[bytes] = []

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()[:2]
        async with (
            server,
            build(tls=nobody()) as transport,
            transport.send(f"http://{host}:{port}/health", headers=HEADERS) as answered,
        ):
            assert await answered.more() == b"ok"
        assert asked[0].startswith(b"GET /health HTTP/1.1\r\n")

    async def test_a_body_left_unread_gives_its_slot_back(self, build: Callable[..., Transport]) -> None:
        async def behave(call: Call) -> None:
            call.send(stream_head())
            await call.chunk(b"x" * 10)
            await call.until_the_client_leaves()

        async with serving(behave) as wire, build(tls=nobody(), max_connections=1) as transport:
            for _ in range(3):
                async with transport.send(wire.url, headers=HEADERS, body=b"{}") as answered:
                    assert answered.status == 200
        assert wire.connections == 3

    async def test_a_body_that_was_read_gives_its_connection_back(self, build: Callable[..., Transport]) -> None:
        async with serving(well_behaved) as wire, build(tls=nobody()) as transport:
            for _ in range(3):
                await whole_body(transport, wire.url)
        assert wire.connections == 1

    async def test_no_more_at_a_time_than_the_pool_holds(self, build: Callable[..., Transport]) -> None:
        at_once = most = 0

        async def behave(call: Call) -> None:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.01)
            at_once -= 1
            await well_behaved(call)

        async with serving(behave) as wire, build(tls=nobody(), max_connections=3) as transport:
            await asyncio.gather(*(whole_body(transport, wire.url) for _ in range(12)))
        assert most == wire.connections == 3

    def test_opens_again_in_another_loop(self, build: Callable[..., Transport]) -> None:
        transport = build(tls=nobody(), max_connections=1)

        async def three_at_once() -> None:
            async with serving(well_behaved) as wire, transport:
                await asyncio.gather(*(whole_body(transport, wire.url) for _ in range(3)))

        for _ in range(2):
            asyncio.run(three_at_once())

    async def test_two_models_share_one_pool(self, build: Callable[..., Transport]) -> None:
        transport = build(tls=nobody())
        async with serving(well_behaved) as wire:
            first, second = model_at(wire.url, transport=transport), model_at(wire.url, transport=transport)
            async with first:
                async with second:
                    await second.complete(question())
                await first.complete(question())
            with pytest.raises(LifecycleError):
                transport.send(wire.url, headers=HEADERS)
        assert wire.connections == 1

    async def test_a_name_that_does_not_exist_was_not_billed(self, build: Callable[..., Transport]) -> None:
        async with model_at("http://nowhere.invalid/v1", transport=build(tls=nobody())) as model:
            with pytest.raises(GatewayUnavailable) as caught:
                await model.complete(question())
        assert caught.value.unbilled

    @pytest.mark.parametrize(
        "options", [{"max_connections": 0}, {"connect_timeout_s": 0.0}, {"connect_timeout_s": float("nan")}]
    )
    def test_numbers_that_mean_nothing(self, build: Callable[..., Transport], options: dict[str, Any]) -> None:
        with pytest.raises(InvalidInput):
            build(**options)


def always_packed(packed: bytes) -> Callable[[Call], Awaitable[None]]:
    async def behave(call: Call) -> None:
        call.send(answer(packed, 200, "Content-Encoding: gzip"))

    return behave


def test_without_the_extra_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(MissingExtra, match=r"auren\[fast\]"):
        AiohttpTransport()


def test_the_fast_driver_is_loaded_only_when_it_is_used() -> None:
    code = (
        "import sys; from auren.gateway.transports import AiohttpTransport;"
        "assert 'aiohttp' not in sys.modules; AiohttpTransport(); assert 'aiohttp' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


async def test_a_transport_and_a_client_are_one_too_many() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(ConfigurationError):
            model_at("http://127.0.0.1:1/v1", client=client, transport=HttpxTransport())


async def test_cancelling_over_a_transport_that_tells_nothing() -> None:
    asked = asyncio.Event()

    async def respond(request: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client,
        model_at("http://127.0.0.1:1/v1", client=client) as model,
    ):
        task = asyncio.ensure_future(model.complete(question()))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


DRIVER_ERRORS = sorted(
    {kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, Exception)},
    key=lambda kind: kind.__name__,
)


def made(kind: type[Exception]) -> Exception:
    request = httpx.Request("POST", "http://127.0.0.1/")
    if kind is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("x", request=request, response=httpx.Response(500, request=request))
    if kind in (httpx.StreamConsumed, httpx.StreamClosed, httpx.ResponseNotRead, httpx.RequestNotRead):
        return kind()
    return kind("x")


class _Breaking(httpx.AsyncByteStream):
    def __init__(self, error: Exception) -> None:
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield events([piece("so far")], done=False)
        raise self._error


@both_ways
@pytest.mark.parametrize("in_the_body", [False, True])
@pytest.mark.parametrize("kind", [*DRIVER_ERRORS, OSError, ConnectionResetError, TimeoutError])
async def test_no_error_of_the_driver_crosses_the_border(ask: Ask, kind: type[Exception], in_the_body: bool) -> None:
    assert len(DRIVER_ERRORS) > 20

    def respond(request: httpx.Request) -> httpx.Response:
        if in_the_body:
            return httpx.Response(200, stream=_Breaking(made(kind)))
        raise made(kind)

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client,
        model_at("http://127.0.0.1:1/v1", client=client) as model,
    ):
        with pytest.raises(GatewayError) as caught:
            await ask(model, question())
    assert isinstance(caught.value.__cause__, kind)
    if kind in (httpx.ConnectError, httpx.ReadError, OSError):
        assert isinstance(caught.value, GatewayUnavailable)
    if issubclass(kind, httpx.TimeoutException | TimeoutError):
        assert isinstance(caught.value, GatewayTimeout)


async def test_a_client_of_the_host_stays_open() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        async with serving(well_behaved) as wire, model_at(wire.url, client=client) as model:
            await model.complete(question())
        assert not client.is_closed
    async with model_at("http://127.0.0.1:1/v1", client=client) as model:
        with pytest.raises(LifecycleError):
            await model.complete(question())


@pytest.mark.parametrize("url", ["", "not a url", "ftp://x/v1", "http://", "https://user:secret@host/v1", "http://[::1"])
def test_urls_that_cannot_be_used(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        OpenAIModel(url, model="tiny")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["", "sk secret", "sk-secret\n", "sk-secrét"])
def test_keys_that_cannot_be_used(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        OpenAIModel(model="tiny", api_key=key)
    assert "secr" not in str(caught.value)


def test_repr_masks_the_key() -> None:
    assert repr(OpenAIModel(model="tiny", api_key=KEY)) == "OpenAIModel(host='api.openai.com', model='tiny', api_key='***')"
    assert repr(OpenAIModel("http://h:8000/v1", model="t")) == "OpenAIModel(host='h:8000', model='t', api_key=None)"


def test_importing_the_gateway_loads_no_driver() -> None:
    code = (
        "import sys; from auren.gateway import Gateway, ScriptedModel; import auren.gateway.models as models;"
        "assert 'httpx' not in sys.modules; assert 'pydantic' not in sys.modules;"
        "assert models.OpenAIModel; assert 'httpx' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_model_is_not_used_across_a_fork() -> None:
    code = """
import asyncio, os, sys
from auren.errors import LifecycleError
from auren.gateway import ScriptedModel
from auren.inference import ChatMessage, ModelRequest

async def main():
    request = ModelRequest((ChatMessage("user", "?"),))
    async with ScriptedModel("yes") as model:
        child = os.fork()
        if not child:
            try:
                asyncio.run(model.complete(request))
            except LifecycleError as error:
                os._exit(3 if "fork" in str(error) else 4)
            os._exit(5)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
        assert (await model.complete(request)).text == "yes"

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", code], check=True)
