"""What is measured and traced has the conventions' names and units, and never a person or a word that was said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from gateway_cases import NOW, PLANS, PRICE, Priced, unbilled
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from auren.clock import FrozenClock, SimulatedClock
from auren.errors import GatewayTimeout, GatewayUnavailable, RateLimited
from auren.gateway import Gateway
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.retries import Hedging, Retries
from auren.inference import Account, ChatMessage, ModelRequest, ToolSpec, Usage
from auren.people import Subject
from auren.ports import Model

WHO = "subject-4711"
WORDS = "secret-words"
REQUEST = ModelRequest(
    (ChatMessage("system", WORDS), ChatMessage("user", WORDS)),
    max_tokens=50,
    tools=(ToolSpec(WORDS, WORDS, {WORDS: WORDS}),),
    stop=(WORDS,),
    conversation=WORDS,
    account=Account(Subject(WHO), "pioneer"),
)
USED = Usage(100, 20, 64, cache_write_tokens=8, reasoning_tokens=5)
AT_ONCE = Retries(first_wait_s=0.0)
INFERENCE = "gen_ai.client.inference"
UNITS = {
    f"{INFERENCE}.duration": "s",
    f"{INFERENCE}.time_to_first_chunk": "s",
    f"{INFERENCE}.usage.input_tokens": "{token}",
    f"{INFERENCE}.usage.output_tokens": "{token}",
    f"{INFERENCE}.usage.cache_read.input_tokens": "{token}",
    f"{INFERENCE}.usage.cache_write.input_tokens": "{token}",
    f"{INFERENCE}.usage.reasoning.output_tokens": "{token}",
    "auren.gateway.cost": "{uUSD}",
    "auren.gateway.uncertain": "{call}",
    "auren.gateway.retries": "{call}",
    "auren.gateway.hedges": "{call}",
    "gen_ai.client.operation.duration": "s",
    "gen_ai.client.token.usage": "{token}",
}
MODEL = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}


class Seen:
    """All that was measured and traced."""

    def __init__(self, reader: InMemoryMetricReader, spans: InMemorySpanExporter) -> None:
        self._reader = reader
        self._spans = spans

    @property
    def spans(self) -> list[Any]:
        return list(self._spans.get_finished_spans())

    def metrics(self) -> dict[str, Any]:
        data = self._reader.get_metrics_data()
        if data is None:
            return {}
        found = [m for of in data.resource_metrics for scope in of.scope_metrics for m in scope.metrics]
        assert all(UNITS[metric.name] == metric.unit for metric in found)
        return {metric.name: metric for metric in found}

    def points(self, name: str) -> list[tuple[Mapping[str, Any], Any]]:
        """Give a metric's points as attributes and value: a sum, or how many were recorded."""
        metric = self.metrics().get(name)
        points = [] if metric is None else metric.data.data_points
        return [(dict(point.attributes), getattr(point, "value", getattr(point, "count", None))) for point in points]

    def everything(self) -> str:
        data = self._reader.get_metrics_data()
        measured = "" if data is None else data.to_json()
        return measured + json.dumps([json.loads(span.to_json()) for span in self.spans])


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    reader, exporter = InMemoryMetricReader(), InMemorySpanExporter()
    meters, tracers = MeterProvider([reader], shutdown_on_exit=False), TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(metrics, "get_meter", lambda *_, **__: meters.get_meter("auren"))
    monkeypatch.setattr(trace, "get_tracer", lambda *_, **__: tracers.get_tracer("auren"))
    return Seen(reader, exporter)


def gateway(*models: Model, **options: Any) -> Gateway:
    given = {"clock": FrozenClock(NOW), "retries": AT_ONCE, "ledger": InMemoryLedger(), "plans": PLANS, **options}
    return Gateway(list(models), **given)


async def hear(opened: Gateway, *, stream: bool, request: ModelRequest = REQUEST) -> None:
    if stream:
        async for _ in opened.stream(request):
            pass
    else:
        await opened.complete(request)


@pytest.mark.parametrize("stream", [False, True])
async def test_an_answer(seen: Seen, stream: bool) -> None:
    async with gateway(Priced(WORDS, name="m", usage=USED)) as opened:
        await hear(opened, stream=stream)
    assert seen.points(f"{INFERENCE}.duration") == [(MODEL, 1)]
    assert seen.points(f"{INFERENCE}.time_to_first_chunk") == ([(MODEL, 1)] if stream else [])
    parts = {"input": 100, "output": 20, "cache_read.input": 64, "cache_write.input": 8, "reasoning.output": 5}
    for part, tokens in parts.items():
        assert seen.points(f"{INFERENCE}.usage.{part}_tokens") == [(MODEL, tokens)]
    assert seen.points("auren.gateway.cost") == [(MODEL, 140)]
    assert not seen.metrics().keys() & {"auren.gateway.uncertain", "auren.gateway.retries", "gen_ai.client.token.usage"}
    (span,) = seen.spans
    assert span.name == "chat"
    assert dict(span.attributes) == {
        **MODEL,
        "gen_ai.request.max_tokens": 50,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.stream": stream,
        "auren.purpose": "wording",
        "gen_ai.response.model": "m",
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 20,
    }


async def test_the_old_names_are_recorded_beside_the_new_ones_where_they_are_asked_for(seen: Seen) -> None:
    async with gateway(Priced(name="m", usage=USED), legacy_metrics=True) as opened:
        await opened.complete(REQUEST)
    assert seen.points("gen_ai.client.operation.duration") == seen.points(f"{INFERENCE}.duration") == [(MODEL, 1)]
    points = seen.metrics()["gen_ai.client.token.usage"].data.data_points
    sums = {point.attributes["gen_ai.token.type"]: point.sum for point in points}
    assert sums == {"input": 100, "output": 20}


@pytest.mark.parametrize("stream", [False, True])
async def test_each_call_has_a_span_and_its_error_a_class(seen: Seen, stream: bool) -> None:
    models = [Priced(unbilled(GatewayUnavailable(WORDS)), name="m"), Priced(GatewayTimeout(WORDS), name="n")]
    async with gateway(*models) as opened:
        with pytest.raises(GatewayUnavailable):
            await hear(opened, stream=stream)
    # Each model twice: once in order, and once again when both had failed.
    assert [span.attributes["gen_ai.request.model"] for span in seen.spans] == ["m", "n", "m", "n"]
    errors = ["GatewayUnavailable", "GatewayTimeout"] * 2
    assert [span.attributes["error.type"] for span in seen.spans] == errors
    assert [span.status.description for span in seen.spans] == errors
    durations = {attributes["gen_ai.request.model"]: (attributes["error.type"], count) for attributes, count in
                 seen.points(f"{INFERENCE}.duration")}  # fmt: skip
    assert durations == {"m": ("GatewayUnavailable", 2), "n": ("GatewayTimeout", 2)}
    assert dict_of(seen.points("auren.gateway.retries")) == {"m": 1, "n": 1}
    # What was surely not charged is not counted, and what may have been is no measurement of tokens.
    assert dict_of(seen.points("auren.gateway.uncertain")) == {"n": 2}
    assert seen.points(f"{INFERENCE}.usage.input_tokens") == []


def dict_of(points: list[tuple[Mapping[str, Any], Any]]) -> dict[str, Any]:
    return {attributes["gen_ai.request.model"]: value for attributes, value in points}


async def test_a_call_that_was_hedged(seen: Seen) -> None:
    class Hasty(SimulatedClock):
        async def sleep_until(self, instant: object) -> None:
            await slow.under_way.wait()

    slow = Priced(name="slow", waits=True)
    async with gateway(slow, Priced(name="m"), clock=Hasty(NOW), hedging=Hedging(after_s=1.0)) as opened:
        await opened.complete(REQUEST)
    assert dict_of(seen.points("auren.gateway.hedges")) == {"m": 1}
    assert dict_of(seen.points("auren.gateway.uncertain")) == {"slow": 1}
    assert sorted(span.attributes["gen_ai.request.model"] for span in seen.spans) == ["m", "slow"]


async def test_a_call_that_the_host_makes_itself(seen: Seen) -> None:
    assert REQUEST.account is not None
    opened = gateway()
    own = opened.track_tokens(REQUEST.account, model="m", input_tokens=200, max_tokens=50, price=PRICE)
    async with opened, own as call:
        call.used({"prompt_tokens": 100, "completion_tokens": 20})
    assert seen.points("auren.gateway.cost") == [(MODEL, 140)]
    assert seen.points(f"{INFERENCE}.usage.input_tokens") == [(MODEL, 100)]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("answer", [WORDS, RateLimited(WORDS, retry_after_s=1.0), GatewayTimeout(WORDS), KeyError(WORDS)])
async def test_nobody_and_nothing_said_is_in_any_of_it(seen: Seen, stream: bool, answer: str | Exception) -> None:
    late = replace(REQUEST, deadline=NOW + timedelta(seconds=1))
    async with gateway(Priced(answer, name="m"), legacy_metrics=True, retries=Retries(attempts=1)) as opened:
        for request in (REQUEST, late):
            try:
                await hear(opened, stream=stream, request=request)
            except GatewayUnavailable:
                assert isinstance(answer, Exception)
    told = seen.everything()
    assert "gen_ai.request.model" in told
    assert WORDS not in told
    assert WHO not in told
    assert "pioneer" not in told
