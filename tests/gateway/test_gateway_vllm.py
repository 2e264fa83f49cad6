"""VLLMModel's own words on the wire: guided decoding, salts, counts, load and health."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai_wire import TEXT, Call, always, answer, head, question, serving, well_behaved

from auren.errors import ConfigurationError, GatewayUnavailable, InvalidInput, LifecycleError, ProtocolError
from auren.gateway.models._prometheus import samples
from auren.gateway.models._vllm_load import VLLMLoad, load_of
from auren.gateway.models.vllm import VLLMModel
from auren.gateway.transports import AiohttpTransport
from auren.gateway.transports._tls import nobody
from auren.inference import Account, ModelTraits, Price, ToolSpec
from auren.people import Subject
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

TOOL = ToolSpec("sleep_debt", "Hours owed.", {"type": "object"})
METRICS = """\
# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="tiny"} 3.0
vllm:num_requests_running{engine="1",model_name="tiny"} 1.0
vllm:num_requests_running{engine="0",model_name="other"} 9.0
vllm:num_requests_waiting{engine="0",model_name="tiny"} 2.0
vllm:num_requests_waiting_by_reason{engine="0",model_name="tiny",reason="capacity"} 7.0
vllm:kv_cache_usage_perc{engine="0",model_name="tiny"} 0.25
vllm:kv_cache_usage_perc{engine="1",model_name="tiny"} 0.5
process_start_time_seconds 1.7e+09
"""


def model_at(url: str, **options: Any) -> VLLMModel:
    return VLLMModel(url, "tiny", **options)


def of(person: str) -> Account:
    return Account(Subject(person))


class TestContract(ModelContract):
    @pytest.fixture
    async def url(self) -> AsyncIterator[str]:
        async def behave(call: Call) -> None:
            if call.path == "/tokenize":
                call.send(answer({"count": 21}))
            else:
                await well_behaved(call)

        async with serving(behave) as wire:
            yield wire.url

    @pytest.fixture
    def model(self, url: str) -> Model:
        return model_at(url)

    def expected_text(self) -> str:
        return TEXT


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
async def test_its_address_with_or_without_the_version(ending: str) -> None:
    async with serving(well_behaved) as wire, model_at(wire.url.removesuffix("/v1") + ending) as model:
        assert (await model.complete(question())).text == TEXT
        assert await model.is_healthy()
    assert [call.path for call in wire.calls] == ["/v1/chat/completions", "/health"]


async def test_behind_a_path() -> None:
    async with serving(well_behaved) as wire, model_at(wire.url.removesuffix("/v1") + "/a/v1") as model:
        await model.complete(question())
        await model.is_healthy()
    assert [call.path for call in wire.calls] == ["/a/v1/chat/completions", "/a/health"]


async def test_schemas_and_tools_are_held_to() -> None:
    async with serving(well_behaved) as wire, model_at(wire.url) as model:
        await model.complete(question(json_schema={"type": "object"}, tools=(TOOL,)))
    body = wire.calls[0].body
    assert body["structured_outputs"] == {"json": {"type": "object"}, "disable_any_whitespace": True}
    assert "response_format" not in body
    assert body["tools"][0]["function"]["strict"] is True
    assert "cache_salt" not in body


class TestSalts:
    async def salts(self, *people: str | None, **options: Any) -> list[str]:
        async with serving(well_behaved) as wire, model_at(wire.url, cache_salt="per_person", **options) as model:
            for person in people:
                await model.complete(question(account=None if person is None else of(person)))
        return [call.body["cache_salt"] for call in wire.calls]

    async def test_one_a_person(self) -> None:
        first, again, other = await self.salts("p-4711", "p-4711", "p-4712")
        assert first == again != other

    async def test_no_salt_tells_the_person(self) -> None:
        (salt,) = await self.salts("p-4711", salt_key=b"k" * 16)
        assert "4711" not in salt
        assert salt not in {hashlib.sha256(text).hexdigest() for text in (b"p-4711", b"k" * 16 + b"p-4711")}

    async def test_workers_with_one_key_agree_and_others_do_not(self) -> None:
        first, second = [await self.salts("p", salt_key=b"k" * 32) for _ in range(2)]
        assert first == second
        assert first != await self.salts("p", salt_key=b"j" * 32)
        assert first != await self.salts("p")

    async def test_nobody_shares_with_nobody(self) -> None:
        assert len(set(await self.salts(None, None, "p"))) == 3

    def test_a_short_key(self) -> None:
        with pytest.raises(ConfigurationError):
            model_at("http://h", cache_salt="per_person", salt_key=b"short")


class TestCounting:
    async def test_by_the_server(self) -> None:
        said = answer({"count": 17, "max_model_len": 2048, "tokens": [1]})
        async with serving(always(said)) as wire, model_at(wire.url) as model:
            assert await model.count_tokens(question(tools=(TOOL,))) == 17
        (call,) = wire.calls
        assert call.path == "/tokenize"
        assert call.body["model"] == "tiny"
        assert call.body["messages"][0] == {"role": "system", "content": "Be plain."}
        assert call.body["add_generation_prompt"] is True
        assert call.body["tools"][0]["function"]["name"] == "sleep_debt"

    @pytest.mark.parametrize("body", [{}, {"count": -1}, {"count": "many"}, []])
    async def test_no_count(self, body: object) -> None:
        async with serving(always(answer(body))) as wire, model_at(wire.url) as model:
            with pytest.raises(ProtocolError):
                await model.count_tokens(question())


class TestLoad:
    async def test_over_all_engines_of_the_model(self) -> None:
        async with serving(always(answer(METRICS.encode()))) as wire:
            for transport in (None, AiohttpTransport(tls=nobody())):
                async with model_at(wire.url, transport=transport) as model:
                    assert await model.load() == VLLMLoad(4, 2, 0.5)
        assert {call.path for call in wire.calls} == {"/metrics"}

    @pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", METRICS.replace("} 3.0", "} NaN").encode()])
    async def test_no_metrics(self, body: bytes) -> None:
        async with serving(always(answer(body))) as wire, model_at(wire.url) as model:
            with pytest.raises(ProtocolError):
                await model.load()

    async def test_a_server_that_fails(self) -> None:
        async with serving(always(answer(b"", 503))) as wire, model_at(wire.url) as model:
            with pytest.raises(GatewayUnavailable):
                await model.load()

    def test_an_older_servers_name_for_its_cache(self) -> None:
        older = METRICS.replace("vllm:kv_cache", "vllm:gpu_cache")
        assert load_of(samples(older), model="tiny").cache_usage == 0.5


class TestHealth:
    @pytest.mark.parametrize(("status", "well"), [(200, True), (503, False), (404, False)])
    async def test_what_it_says(self, status: int, well: bool) -> None:
        async def behave(call: Call) -> None:
            call.send(head(status, "Content-Length: 0"))

        async with serving(behave) as wire, model_at(wire.url) as model:
            assert await model.is_healthy() is well

    async def test_not_there(self) -> None:
        async with model_at("http://127.0.0.1:1") as model:
            assert not await model.is_healthy()

    async def test_not_open(self) -> None:
        with pytest.raises(LifecycleError):
            await model_at("http://127.0.0.1:1").is_healthy()


def test_its_traits_are_told() -> None:
    traits = ModelTraits(context_tokens=2048, price=Price(0, 0), tags=frozenset({"self-hosted"}))
    assert model_at("http://h", traits=traits).traits is traits
    assert model_at("http://h").traits == ModelTraits()


names = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,10}", fullmatch=True)
labels = st.dictionaries(st.from_regex(r"[a-z_]{1,6}", fullmatch=True), st.text(max_size=8), max_size=3)


@given(st.lists(st.tuples(names, labels, st.floats(allow_nan=False)), max_size=4))
def test_metrics_are_read_as_they_were_written(written: list[tuple[str, dict[str, str], float]]) -> None:
    def quoted(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

    def line(name: str, said: dict[str, str], value: float) -> str:
        inside = ",".join(f'{key}="{quoted(text)}"' for key, text in said.items())
        return f"{name}{{{inside}}} {value!r}"

    assert [tuple(sample) for sample in samples("\n".join(line(*each) for each in written))] == written


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        list(samples(text))
