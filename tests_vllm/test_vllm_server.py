# ruff: noqa: S101
"""VLLMModel against a real vLLM server with a real, small language model; the last test kills the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import pytest
from pydantic import BaseModel
from vllm_process import NAME, Server

from auren.errors import GatewayError, RequestRejected
from auren.gateway import Gateway, ScriptedModel
from auren.gateway.models.vllm import VLLMModel
from auren.gateway.retries import Retries
from auren.gateway.structured import structured
from auren.gateway.transports import AiohttpTransport, HttpxTransport, Transport
from auren.inference import Account, ChatMessage, ModelRequest, ToolSpec
from auren.people import Subject
from auren.testing.contracts.model import ModelContract

REQUEST = ModelRequest(
    (ChatMessage("system", "Be plain."), ChatMessage("user", "Say a few words about sleep.")), max_tokens=32, temperature=0.0
)
TOOL = ToolSpec(
    "sleep_debt",
    "Hours of sleep that are owed.",
    {"type": "object", "properties": {"days": {"type": "integer"}}, "required": ["days"], "additionalProperties": False},
)
TIMEOUT_S = 180.0


class Night(BaseModel):
    hours: int
    rested: bool


@pytest.fixture(params=[HttpxTransport, AiohttpTransport])
async def model(server: Server, request: pytest.FixtureRequest) -> AsyncIterator[VLLMModel]:
    build: Callable[[], Transport] = request.param
    async with VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S, transport=build()) as opened:
        yield opened


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, server: Server) -> VLLMModel:
        return VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S)

    @pytest.fixture
    def broken_model(self, server: Server) -> VLLMModel:
        return VLLMModel(server.url, "no-such-model", timeout_s=TIMEOUT_S)


async def test_chat_and_its_stream_agree(model: VLLMModel) -> None:
    whole = await model.complete(REQUEST)
    pieces = [piece async for piece in model.stream(REQUEST)]
    assert whole.text
    assert len(pieces) > 4
    assert "".join(piece.text for piece in pieces) == whole.text
    assert pieces[-1].completion is not None
    assert pieces[-1].completion.usage.output_tokens == whole.usage.output_tokens
    assert whole.usage.exact


async def test_the_server_counts_what_it_then_reads(model: VLLMModel) -> None:
    for words in (1, 40):
        request = ModelRequest((*REQUEST.messages, ChatMessage("user", "naïve 😴 " * words)), max_tokens=1, temperature=0.0)
        assert await model.count_tokens(request) == (await model.complete(request)).usage.input_tokens


async def test_a_schema_holds_a_weak_model(model: VLLMModel) -> None:
    request = ModelRequest((ChatMessage("user", "How long did I sleep? Answer in JSON."),), max_tokens=80, temperature=0.0)
    answer = await structured(model, request, Night)
    assert json.loads(answer.completion.text) == answer.value.model_dump()


async def test_a_tool_call(server: Server) -> None:
    request = ModelRequest(
        (ChatMessage("user", "How many hours do I owe for 3 days?"),), max_tokens=80, temperature=0.0, tools=(TOOL,)
    )
    async with VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S, extra_body={"tool_choice": "required"}) as model:
        whole = await model.complete(request)
        streamed = [piece.completion async for piece in model.stream(request)][-1]
    assert streamed is not None
    for completion in (whole, streamed):
        (call,) = completion.tool_calls
        assert (call.name, json.loads(call.arguments).keys(), completion.finish_reason) == (
            "sleep_debt",
            {"days"},
            "tool_calls",
        )


async def test_a_persons_prompts_are_kept_from_others(server: Server) -> None:
    def asked(person: str) -> ModelRequest:
        words = (ChatMessage("user", "I slept for seven hours and woke up twice. " * 30),)
        return ModelRequest(words, max_tokens=1, temperature=0.0, account=Account(Subject(person)))

    async with VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S, cache_salt="per_person") as model:
        cached = [(await model.complete(asked(person))).usage.cached_tokens for person in ("a", "a", "b")]
    assert cached[0] == 0
    assert cached[1] > 0
    assert cached[2] == 0


async def idle(model: VLLMModel) -> None:
    """Wait until the server has noticed that a stream was left; it is no answer that anybody waits for."""
    async with asyncio.timeout(TIMEOUT_S):
        while (await model.load()).running:  # noqa: ASYNC110 - what is waited for lies in another process
            await asyncio.sleep(0.2)
    assert (await model.load()).waiting == 0


async def test_its_load_and_its_health(model: VLLMModel) -> None:
    await idle(model)
    async with aclosing(model.stream(ModelRequest(REQUEST.messages, max_tokens=400, temperature=0.0))) as pieces:
        await anext(pieces)
        busy = await model.load()
    assert busy.running == 1
    assert 0 < busy.cache_usage <= 1
    assert await model.is_healthy()
    await idle(model)


async def test_too_long_is_refused_and_costs_nothing(model: VLLMModel) -> None:
    with pytest.raises(RequestRejected) as caught:
        await model.complete(ModelRequest((ChatMessage("user", "sleep " * 3000),)))
    assert caught.value.unbilled


async def test_killed_in_mid_stream(server: Server) -> None:
    said: list[str] = []

    async def listen(gateway: Gateway) -> None:
        async for piece in gateway.stream(ModelRequest(REQUEST.messages, max_tokens=500, temperature=0.0)):
            said.append(piece.text)
            if len(said) == 5:
                server.kill()

    options: dict[str, Any] = {"retries": Retries(attempts=1)}
    first = VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S)
    async with Gateway([first, ScriptedModel("The fallback speaks.")], **options) as gateway:
        with pytest.raises(GatewayError) as caught:
            await listen(gateway)
        assert len(said) >= 5
        assert caught.value.partial == "".join(said)
        assert not caught.value.unbilled
        completion = await gateway.complete(REQUEST)
        assert not await first.is_healthy()
    assert completion.text == "The fallback speaks."
    assert any(NAME in line for line in completion.failures)
