"""OpenAIModel against a real HTTP server, over each transport: what it sends, what it reads, and what it does on failure."""

from __future__ import annotations

import asyncio
import json
import math
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from openai_wire import (
    PIECES,
    QUESTION,
    TEXT,
    Behaviour,
    Call,
    always,
    answer,
    events,
    hanging_up_after,
    head,
    piece,
    question,
    serving,
    stream_head,
    streaming,
    usage_piece,
    usual_pieces,
    well_behaved,
    whole,
)

from auren.clock import FrozenClock
from auren.errors import (
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway import OpenAIModel
from auren.gateway.transports import AiohttpTransport
from auren.gateway.transports._tls import nobody
from auren.inference import ChatMessage, Completion, ModelRequest, ToolCall, ToolSpec, Usage
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

KEY = "sk-never-to-be-seen"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TOOL = ToolSpec("sleep_debt", "Hours owed.", {"type": "object", "properties": {"days": {"type": "integer"}}})

Ask = Callable[[Model, ModelRequest], Awaitable[Completion]]


async def by_complete(model: Model, request: ModelRequest) -> Completion:
    return await model.complete(request)


async def by_stream(model: Model, request: ModelRequest) -> Completion:
    said = ""
    async for delta in model.stream(request):
        said += delta.text
        if delta.completion is not None:
            assert said == delta.completion.text
            return delta.completion
    raise AssertionError("a stream ended without a completion")


both_ways = pytest.mark.parametrize("ask", [by_complete, by_stream])


carriers: list[str] = ["httpx"]


@pytest.fixture(autouse=True, params=["httpx", "aiohttp"])
def carrier(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every test of this module over both transports."""
    carriers.append(request.param)
    yield
    carriers.pop()


def model_at(url: str, **options: Any) -> OpenAIModel:
    if carriers[-1] == "aiohttp":
        options["transport"] = AiohttpTransport(max_connections=options.pop("max_connections", 20), tls=nobody())
    return OpenAIModel(url, **{"model": "tiny", "api_key": KEY, **options})


async def failure_of(behaviour: Behaviour, ask: Ask, **options: Any) -> GatewayError:
    async with serving(behaviour) as wire, model_at(wire.url, **options) as model:
        with pytest.raises(GatewayError) as caught:
            await ask(model, question())
    shown = f"{caught.value!s} {caught.value!r}"
    assert KEY not in shown
    assert "secret" not in shown
    assert "Schlaf" not in shown.replace(caught.value.partial, "")
    return caught.value


class TestContract(ModelContract):
    @pytest.fixture
    async def url(self) -> AsyncIterator[str]:
        async with serving(well_behaved) as wire:
            yield wire.url

    @pytest.fixture
    async def broken_url(self) -> AsyncIterator[str]:
        async with serving(hanging_up_after(stream_head() + _chunk(events([piece("half of ")], done=False)))) as wire:
            yield wire.url

    @pytest.fixture
    def model(self, url: str) -> Model:
        return model_at(url)

    @pytest.fixture
    def broken_model(self, broken_url: str) -> Model:
        return model_at(broken_url)

    def expected_text(self) -> str:
        return TEXT


class TestWhatIsSent:
    async def test_the_whole_request(self) -> None:
        request = ModelRequest(
            (
                ChatMessage("system", "Be plain."),
                ChatMessage("assistant", "", tool_calls=(ToolCall("a1", "sleep_debt", '{"days":3}'),)),
                ChatMessage("tool", "4.5 h", tool_call_id="a1"),
                ChatMessage("user", "Grüße \ud83d"),
            ),
            max_tokens=77,
            temperature=0.5,
            tools=(TOOL,),
            json_schema=MappingProxyType({"type": "object"}),
            stop=("END",),
        )
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            await model.complete(request)
        (call,) = wire.calls
        assert call.path == "/v1/chat/completions"
        assert call.headers["authorization"] == f"Bearer {KEY}"
        assert call.body == {
            "model": "tiny",
            "messages": [
                {"role": "system", "content": "Be plain."},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [
                        {"id": "a1", "type": "function", "function": {"name": "sleep_debt", "arguments": '{"days":3}'}}
                    ],
                },
                {"role": "tool", "content": "4.5 h", "tool_call_id": "a1"},
                {"role": "user", "content": "Grüße ?"},
            ],
            "max_tokens": 77,
            "temperature": 0.5,
            "stop": ["END"],
            "tools": [
                {
                    "type": "function",
                    "function": {"name": TOOL.name, "description": TOOL.description, "parameters": dict(TOOL.parameters)},
                }
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object"}},
            },
        }

    async def test_a_stream_asks_for_its_usage(self) -> None:
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            await by_stream(model, question())
        assert wire.calls[0].body["stream"] is True
        assert wire.calls[0].body["stream_options"] == {"include_usage": True}

    async def test_options_for_newer_models(self) -> None:
        extra = {"temperature": None, "reasoning_effort": "low"}
        async with (
            serving(well_behaved) as wire,
            model_at(wire.url + "/?api-version=1", max_tokens_field="max_completion_tokens", extra_body=extra) as model,
        ):
            await model.complete(question(max_tokens=5))
        (call,) = wire.calls
        assert call.path == "/v1/chat/completions?api-version=1"
        assert call.body.keys() == {"model", "messages", "max_completion_tokens", "reasoning_effort"}
        assert call.body["max_completion_tokens"] == 5

    @pytest.mark.parametrize("changes", [{"temperature": math.nan}, {"json_schema": {"x": object()}}])
    async def test_a_request_that_is_no_json(self, changes: dict[str, Any]) -> None:
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            with pytest.raises(InvalidInput):
                await model.complete(question(**changes))
        assert wire.calls == []

    async def test_no_environment_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
        async with serving(well_behaved) as wire, model_at(wire.url, api_key=None) as model:
            assert (await model.complete(question())).text == TEXT
        assert "authorization" not in wire.calls[0].headers

    @both_ways
    async def test_one_connection_serves_many_requests(self, ask: Ask) -> None:
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            for _ in range(3):
                await ask(model, question())
        assert wire.connections == 1


class TestWhatIsRead:
    @both_ways
    async def test_text_and_usage(self, ask: Ask) -> None:
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            completion = await ask(model, question())
        assert completion == Completion(TEXT, "tiny", Usage(21, 9, 16))

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("sizes", [1, 2, 3, 5, 64])
    async def test_line_ends_and_split_characters(self, line_end: str, sizes: int) -> None:
        body = b"\xef\xbb\xbf: hello\n\nevent: x\n" + events(usual_pieces(), line_end=line_end)
        async with serving(streaming(body, sizes=sizes)) as wire, model_at(wire.url) as model:
            texts = [delta.text async for delta in model.stream(question())]
        assert texts == [*PIECES, ""]

    async def test_usage_said_twice_counts_once(self) -> None:
        body = events([*usual_pieces(), usage_piece(), usage_piece()])
        async with serving(streaming(body)) as wire, model_at(wire.url) as model:
            completion = await by_stream(model, question())
        assert completion.usage == Usage(21, 9, 16)

    @both_ways
    async def test_missing_usage_stands_at_its_bound(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            if call.streaming:
                await streaming(events([piece(TEXT), piece(finish="stop")]))(call)
            else:
                call.send(answer(whole(usage=None)))

        async with serving(behave) as wire, model_at(wire.url) as model:
            usage = (await ask(model, question(max_tokens=50))).usage
        sent = json.dumps(wire.calls[0].body, ensure_ascii=False, separators=(",", ":")).encode()
        assert usage == Usage(len(sent), 50, exact=False)
        assert usage.input_tokens >= len(QUESTION)

    async def test_half_a_usage_is_not_exact(self) -> None:
        body = answer(whole(usage={"prompt_tokens": 3, "completion_tokens": None, "prompt_tokens_details": None}))
        async with serving(always(body)) as wire, model_at(wire.url) as model:
            assert (await model.complete(question(max_tokens=50))).usage == Usage(3, 50, exact=False)

    @pytest.mark.parametrize(
        ("said", "meant"),
        [("stop", "stop"), ("length", "length"), ("content_filter", "content_filter"), ("eos", "unknown"), (None, "unknown")],
    )
    async def test_finish_reasons(self, said: str, meant: str) -> None:
        async with serving(always(answer(whole(finish=said)))) as wire, model_at(wire.url) as model:
            assert (await model.complete(question())).finish_reason == meant

    async def test_a_refusal(self) -> None:
        async with serving(always(answer(whole(None, refusal="I will not.")))) as wire, model_at(wire.url) as model:
            completion = await model.complete(question())
        assert (completion.text, completion.finish_reason) == ("", "content_filter")

    async def test_a_stream_without_the_end_mark_but_with_a_finish(self) -> None:
        body = events([piece(TEXT), piece(finish="length")], done=False).rstrip(b"\n")
        async with serving(streaming(body)) as wire, model_at(wire.url) as model:
            completion = await by_stream(model, question())
        assert (completion.text, completion.finish_reason) == (TEXT, "length")

    async def test_a_stream_that_stays_open_after_its_end_mark(self) -> None:
        async def behave(call: Call) -> None:
            call.send(stream_head())
            await call.chunk(events(usual_pieces()))
            await call.until_the_client_leaves()

        async with serving(behave) as wire, model_at(wire.url, timeout_s=5.0) as model:
            assert (await by_stream(model, question())).text == TEXT
            await wire.left.wait()

    async def test_only_the_first_choice_counts(self) -> None:
        second = {"choices": [{"index": 1, "delta": {"content": "another"}, "finish_reason": "stop"}]}
        body = events([piece("one"), second, piece(finish="stop")])
        async with serving(streaming(body)) as wire, model_at(wire.url) as model:
            assert (await by_stream(model, question())).text == "one"

    async def test_embeddings_in_order(self) -> None:
        data = [{"index": 1, "embedding": [3, 4.5]}, {"index": 0, "embedding": [1, 2]}]
        async with (
            serving(always(answer({"data": data}))) as wire,
            model_at(wire.url, embedding_model="vectors") as model,
        ):
            assert await model.embed(["a", "b"]) == [[1.0, 2.0], [3.0, 4.5]]
            assert await model.embed([]) == []
        (call,) = wire.calls
        assert call.path == "/v1/embeddings"
        assert call.body == {"model": "vectors", "input": ["a", "b"], "encoding_format": "float"}

    @pytest.mark.parametrize(
        "data",
        [
            [],
            [{"index": 0, "embedding": [1.0]}],
            [{"index": 0, "embedding": [1.0]}, {"index": 0, "embedding": [1.0]}],
            [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}],
            [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}],
            [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [math.nan]}],
        ],
    )
    async def test_embeddings_that_do_not_fit(self, data: list[object]) -> None:
        async with serving(always(answer({"data": data}))) as wire, model_at(wire.url) as model:
            with pytest.raises(ProtocolError):
                await model.embed(["a", "b"])


def called(*pieces: dict[str, Any]) -> dict[str, Any]:
    return piece(tool_calls=list(pieces))


class TestToolCalls:
    async def asked(self, *pieces: dict[str, Any]) -> tuple[ToolCall, ...]:
        async with serving(streaming(events([*pieces, piece(finish="tool_calls")]))) as wire, model_at(wire.url) as model:
            completion = await by_stream(model, question(tools=(TOOL,)))
        assert completion.finish_reason == "tool_calls"
        return completion.tool_calls

    async def test_put_together_over_chunks(self) -> None:
        calls = await self.asked(
            called({"index": 0, "id": "a", "function": {"name": "sleep_debt", "arguments": ""}}),
            called({"index": 0, "function": {"arguments": '{"da'}}),
            called({"index": 1, "id": "b", "function": {"name": "load", "arguments": "{}"}}),
            called({"index": 0, "function": {"arguments": 'ys":3}'}}),
        )
        assert calls == (ToolCall("a", "sleep_debt", '{"days":3}'), ToolCall("b", "load", "{}"))

    async def test_without_an_index_or_with_the_same_one(self) -> None:
        whole_calls: list[dict[str, Any]] = [
            {"index": 0, "id": "a", "function": {"name": "one", "arguments": "{}"}},
            {"index": 0, "id": "b", "function": {"name": "two", "arguments": "{}"}},
            {"id": "c", "function": {"name": "three", "arguments": "{"}},
            {"function": {"arguments": "}"}},
            {"function": {"name": "four", "arguments": "{}"}},
        ]
        calls = await self.asked(*(called(call) for call in whole_calls))
        assert [(call.id, call.name, call.arguments) for call in calls] == [
            ("a", "one", "{}"),
            ("b", "two", "{}"),
            ("c", "three", "{}"),
            ("call_3", "four", "{}"),
        ]

    async def test_in_a_whole_answer(self) -> None:
        calls = [{"id": "a", "function": {"name": "one"}}, {"id": "b", "function": {"name": "one", "arguments": "{}"}}]
        async with serving(always(answer(whole(None, tool_calls=calls)))) as wire, model_at(wire.url) as model:
            completion = await model.complete(question(tools=(TOOL,)))
        assert completion.tool_calls == (ToolCall("a", "one", "{}"), ToolCall("b", "one", "{}"))
        assert completion.finish_reason == "tool_calls"
        assert completion.text == ""

    async def test_cut(self) -> None:
        body = events([called({"index": 0, "id": "a", "function": {"name": "one", "arguments": '{"da'}})], done=False)
        assert isinstance(await failure_of(streaming(body), by_stream), ProtocolError)

    @both_ways
    async def test_without_a_name(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            nameless = {"index": 0, "id": "a", "function": {"arguments": "{}"}}
            if call.streaming:
                await streaming(events([called(nameless), piece(finish="tool_calls")]))(call)
            else:
                call.send(answer(whole(None, tool_calls=[nameless])))

        assert isinstance(await failure_of(behave, ask), ProtocolError)


@both_ways
class TestFaults:
    async def test_refused(self, ask: Ask) -> None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            async with model_at(f"http://127.0.0.1:{unused.getsockname()[1]}/v1") as model:
                with pytest.raises(GatewayUnavailable) as caught:
                    await ask(model, question())
        assert caught.value.unbilled

    async def test_slow_to_answer(self, ask: Ask) -> None:
        error = await failure_of(Call.until_the_client_leaves, ask, timeout_s=0.05)
        assert isinstance(error, GatewayTimeout)
        assert not error.unbilled

    async def test_hangs_up_without_an_answer(self, ask: Ask) -> None:
        error = await failure_of(hanging_up_after(b""), ask)
        assert isinstance(error, GatewayUnavailable)
        assert not error.unbilled

    async def test_no_http_at_all(self, ask: Ask) -> None:
        assert isinstance(await failure_of(hanging_up_after(b"secret SSH-2.0\r\n\r\n"), ask), GatewayError)

    async def test_reset_in_mid_answer(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            call.send(head(200, "Content-Length: 1000") + b"{")
            await call.writer.drain()
            raw = call.writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            call.writer.transport.abort()

        assert isinstance(await failure_of(behave, ask), GatewayUnavailable)

    async def test_too_many_requests(self, ask: Ask) -> None:
        error = await failure_of(always(answer({"error": "secret"}, 429)), ask)
        assert isinstance(error, RateLimited)
        assert error.retry_after_s is None

    @pytest.mark.parametrize(
        ("header", "wait_s"),
        [
            ("3", 3.0),
            ("0.25", 0.25),
            ("-1", 0.0),
            ("inf", None),
            ("soon", None),
            ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
            ("Sun, 01 Mar 2026 12:00:30 -0000", 30.0),
            ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ],
    )
    async def test_too_many_requests_and_when_to_come_back(self, ask: Ask, header: str, wait_s: float | None) -> None:
        behaviour = always(answer({}, 429, f"Retry-After: {header}"))
        error = await failure_of(behaviour, ask, clock=FrozenClock(NOW))
        assert isinstance(error, RateLimited)
        assert error.retry_after_s == wait_s

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, RequestRejected),
            (401, RequestRejected),
            (403, RequestRejected),
            (404, RequestRejected),
            (422, RequestRejected),
            (408, GatewayTimeout),
            (500, GatewayUnavailable),
            (503, GatewayUnavailable),
            (504, GatewayUnavailable),
            (529, GatewayUnavailable),
            (204, ProtocolError),
            (301, ProtocolError),
        ],
    )
    async def test_statuses(self, ask: Ask, status: int, kind: type[GatewayError]) -> None:
        refusal = answer({"error": {"message": "secret"}}, status, "Location: http://127.0.0.1:1/")
        error = await failure_of(always(head(204) if status == 204 else refusal), ask)
        assert type(error) is kind
        assert error.unbilled is (status not in (204, 504))
        assert str(status) in str(error)

    @pytest.mark.parametrize("body", [b"secret", b"", b"[]", b'{"choices": 3}', b"\xff\xfe", b'{"choices": [{"index": 0}]}'])
    async def test_garbage(self, ask: Ask, body: bytes) -> None:
        async def behave(call: Call) -> None:
            if call.streaming:
                await streaming(events([piece("so ")], done=False) + b"data: " + body + b"\n\n")(call)
            else:
                call.send(answer(body))

        error = await failure_of(behave, ask)
        assert isinstance(error, ProtocolError)
        assert error.partial == ("so " if ask is by_stream else "")
        assert "secret" not in repr(error.__cause__)

    async def test_negative_usage(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            used = {"prompt_tokens": -1, "completion_tokens": 1}
            if call.streaming:
                await streaming(events([piece(TEXT, finish="stop"), {"usage": used}]))(call)
            else:
                call.send(answer(whole(usage=used)))

        assert isinstance(await failure_of(behave, ask), ProtocolError)

    async def test_cut(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            if call.streaming:
                await hanging_up_after(stream_head() + _chunk(events([piece("so "), piece("far")], done=False)))(call)
            else:
                data = answer(whole())
                await hanging_up_after(data[:-5])(call)

        error = await failure_of(behave, ask)
        assert isinstance(error, GatewayUnavailable)
        assert not error.unbilled
        assert error.partial == ("so far" if ask is by_stream else "")

    async def test_ended_early_but_properly(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            if call.streaming:
                await streaming(events([piece("so "), piece("far")], done=False))(call)
            else:
                call.send(answer({"choices": []}))

        error = await failure_of(behave, ask)
        assert isinstance(error, ProtocolError)
        assert error.partial == ("so far" if ask is by_stream else "")

    async def test_an_error_inside_the_answer(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            failed = {"error": {"message": "secret overload"}}
            if call.streaming:
                await streaming(events([piece("so far"), failed]))(call)
            else:
                call.send(answer(failed))

        error = await failure_of(behave, ask)
        assert isinstance(error, GatewayUnavailable)
        assert error.partial == ("so far" if ask is by_stream else "")

    async def test_endless(self, ask: Ask) -> None:
        async def behave(call: Call) -> None:
            call.send(stream_head())
            while True:
                await call.chunk(b": secret\n" * 100)

        assert isinstance(await failure_of(behave, ask, max_answer_bytes=10_000), ProtocolError)

    async def test_compressed(self, ask: Ask) -> None:
        assert isinstance(await failure_of(always(answer(b"x", 200, "Content-Encoding: gzip")), ask), ProtocolError)

    async def test_cancelling_hangs_up(self, ask: Ask) -> None:
        arrived = asyncio.Event()

        async def behave(call: Call) -> None:
            if call.streaming:
                call.send(stream_head())
                await call.chunk(events([piece("so far")], done=False))
            arrived.set()
            await call.until_the_client_leaves()

        async with serving(behave) as wire, model_at(wire.url) as model:
            task = asyncio.ensure_future(ask(model, question()))
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await wire.left.wait()
            wire.behaviour = well_behaved
            assert (await ask(model, question())).text == TEXT


@both_ways
async def test_cancelling_at_any_moment_costs_the_pool_nothing(ask: Ask) -> None:
    async with serving(well_behaved) as wire, model_at(wire.url, max_connections=1) as model:
        for moment in range(150):
            task = asyncio.ensure_future(ask(model, question()))
            for _ in range(moment):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
        assert (await asyncio.wait_for(ask(model, question()), 5.0)).text == TEXT


async def test_cancelling_while_waiting_for_a_connection() -> None:
    async def behave(call: Call) -> None:
        asked.set()
        await release.wait()
        await well_behaved(call)

    asked, release = asyncio.Event(), asyncio.Event()
    async with serving(behave) as wire, model_at(wire.url, max_connections=1) as model:
        first = asyncio.ensure_future(model.complete(question()))
        waiting = [asyncio.ensure_future(model.complete(question())) for _ in range(3)]
        await asked.wait()
        for task in waiting[:2]:
            task.cancel()
        release.set()
        assert (await first).text == (await waiting[2]).text == TEXT
        assert len(wire.calls) == 2


async def test_a_stream_that_falls_silent_says_what_had_arrived() -> None:
    async def behave(call: Call) -> None:
        call.send(stream_head())
        await call.chunk(events([piece("so "), piece("far")], done=False))
        await call.until_the_client_leaves()

    error = await failure_of(behave, by_stream, timeout_s=0.5)
    assert isinstance(error, GatewayTimeout)
    assert error.partial == "so far"


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"
