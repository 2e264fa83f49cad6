"""LiteLLMModel: litellm only translates; it retries nothing, tells nobody, and leaves the process as it was."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import pytest
from openai_wire import (
    TEXT,
    Call,
    always,
    answer,
    events,
    hanging_up_after,
    piece,
    question,
    serving,
    stream_head,
    well_behaved,
    whole,
)

from auren.clock import FrozenClock
from auren.errors import (
    ConfigurationError,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    MissingExtra,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway.models.litellm import LiteLLMModel, _imported
from auren.inference import Completion, ModelTraits, ToolCall, ToolSpec, Usage
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

KEY = "sk-never-to-be-seen"
TOOL = ToolSpec("sleep_debt", "Hours owed.", {"type": "object", "properties": {"days": {"type": "integer"}}})

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # litellm's own warnings are not ours to mend
    pytest.mark.skipif(find_spec("litellm") is None, reason="the extra litellm is not installed"),
]


@pytest.fixture(autouse=True)
async def clients_of_litellm() -> AsyncIterator[None]:
    """Close the connections that litellm keeps for an hour."""
    yield
    litellm = _imported()
    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()


def model_at(url: str, **options: Any) -> LiteLLMModel:
    return LiteLLMModel("openai/tiny", **{"url": url, "api_key": KEY, **options})


async def streamed(model: Model, **changes: Any) -> Completion:
    said = ""
    async for delta in model.stream(question(**changes)):
        said += delta.text
        if delta.completion is not None:
            assert said == delta.completion.text
            return delta.completion
    raise AssertionError("a stream ended without a completion")


class TestContract(ModelContract):
    @pytest.fixture
    async def url(self) -> AsyncIterator[str]:
        async with serving(well_behaved) as wire:
            yield wire.url

    @pytest.fixture
    async def broken_url(self) -> AsyncIterator[str]:
        data = events([piece("half of ")], done=False)
        async with serving(hanging_up_after(stream_head() + f"{len(data):x}\r\n".encode() + data + b"\r\n")) as wire:
            yield wire.url

    @pytest.fixture
    def model(self, url: str) -> Model:
        return model_at(url)

    @pytest.fixture
    def broken_model(self, broken_url: str) -> Model:
        return model_at(broken_url)

    def expected_text(self) -> str:
        return TEXT


async def test_what_is_sent_and_read() -> None:
    traits = ModelTraits(quality=5)
    async with serving(well_behaved) as wire, model_at(wire.url, traits=traits) as model:
        completion = await model.complete(question(max_tokens=7, tools=(TOOL,), json_schema={"type": "object"}))
        assert model.traits is traits
    assert completion == Completion(TEXT, "openai/tiny", Usage(21, 9, 16))
    (call,) = wire.calls
    assert call.headers["authorization"] == f"Bearer {KEY}"
    assert call.body["max_tokens"] == 7
    assert call.body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert call.body["tools"][0]["function"]["name"] == "sleep_debt"


async def test_a_stream_and_its_usage() -> None:
    async with serving(well_behaved) as wire, model_at(wire.url) as model:
        completion = await streamed(model)
    assert (completion.text, completion.usage) == (TEXT, Usage(21, 9, 16))
    assert wire.calls[0].body["stream_options"] == {"include_usage": True}


async def test_tool_calls() -> None:
    calls = [{"id": "a", "type": "function", "function": {"name": "sleep_debt", "arguments": '{"days":3}'}}]
    body = answer(whole(None, tool_calls=calls, finish="tool_calls"))
    async with serving(always(body)) as wire, model_at(wire.url) as model:
        completion = await model.complete(question(tools=(TOOL,)))
    assert completion.tool_calls == (ToolCall("a", "sleep_debt", '{"days":3}'),)
    assert completion.finish_reason == "tool_calls"


async def test_embeddings() -> None:
    data = [{"object": "embedding", "index": 1, "embedding": [3.0]}, {"object": "embedding", "index": 0, "embedding": [1.0]}]
    body = answer({"object": "list", "data": data, "model": "v", "usage": {"prompt_tokens": 1, "total_tokens": 1}})
    async with serving(always(body)) as wire, model_at(wire.url, embedding_model="openai/v") as model:
        assert await model.embed(["a", "b"]) == [[1.0], [3.0]]
        assert await model.embed([]) == []
        with pytest.raises(ProtocolError):
            await model.embed(["a", "b", "c"])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RequestRejected),
        (401, RequestRejected),
        (404, RequestRejected),
        (429, RateLimited),
        (500, GatewayUnavailable),
        (503, GatewayUnavailable),
    ],
)
async def test_statuses_are_tried_once_and_told_to_nobody(
    status: int, kind: type[GatewayError], capfd: pytest.CaptureFixture[str]
) -> None:
    refusal = answer({"error": {"message": "secret"}}, status, "Retry-After: Sun, 01 Mar 2026 12:00:30 GMT")
    now = FrozenClock(datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    async with serving(always(refusal)) as wire, model_at(wire.url, clock=now) as model:
        with pytest.raises(GatewayError) as caught:
            await model.complete(question())
    assert type(caught.value) is kind
    assert caught.value.unbilled
    assert "secret" not in str(caught.value)
    assert len(wire.calls) == 1
    assert capfd.readouterr() == ("", "")
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after_s == 30.0


async def test_an_endpoint_that_is_not_there() -> None:
    async with model_at("http://127.0.0.1:1/v1") as model:
        with pytest.raises(GatewayUnavailable):
            await model.complete(question())


async def test_too_slow() -> None:
    async with serving(Call.until_the_client_leaves) as wire, model_at(wire.url, timeout_s=0.1) as model:
        with pytest.raises(GatewayTimeout) as caught:
            await model.complete(question())
    assert not caught.value.unbilled


async def test_what_is_no_json() -> None:
    async with model_at("http://127.0.0.1:1/v1") as model:
        with pytest.raises(InvalidInput):
            await model.complete(question(json_schema={"x": object()}))


async def test_the_process_is_left_as_it_was() -> None:
    litellm = _imported()

    def told(name: str) -> Callable[..., Awaitable[None]]:
        async def tell(*_: object) -> None:
            seen.append(name)

        return tell

    hooks = {name: told(name) for name in ("async_log_success_event", "async_log_failure_event", "async_log_stream_event")}
    spy = type("Spy", (litellm.integrations.custom_logger.CustomLogger,), hooks)()
    seen: list[str] = []
    litellm.callbacks = [spy]
    try:
        before = litellm.suppress_debug_info, logging.getLogger("LiteLLM").disabled, dict(os.environ)
        async with serving(well_behaved) as wire, model_at(wire.url) as model:
            await model.complete(question())
            await streamed(model)
        assert before == (litellm.suppress_debug_info, logging.getLogger("LiteLLM").disabled, dict(os.environ))
        assert before[0] is False
    finally:
        litellm.callbacks = []
    assert seen == []


def test_importing_it_reads_no_settings_and_fetches_nothing() -> None:
    code = (
        "import os, sys; import auren.gateway.models.litellm as adapter; assert 'litellm' not in sys.modules;"
        "before = dict(os.environ); model = adapter.LiteLLMModel('openai/tiny');"
        "import litellm; assert dict(os.environ) == before; assert litellm.litellm_mode == 'PRODUCTION'"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_without_the_extra_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "litellm", None)
    with pytest.raises(MissingExtra, match=r"auren\[litellm\]"):
        LiteLLMModel("openai/tiny")
    assert "LITELLM_MODE" not in os.environ


def test_no_name() -> None:
    with pytest.raises(ConfigurationError):
        LiteLLMModel("")


def test_repr_masks_the_key() -> None:
    assert repr(LiteLLMModel("openai/tiny", api_key=KEY)) == "LiteLLMModel('openai/tiny', api_key='***')"
