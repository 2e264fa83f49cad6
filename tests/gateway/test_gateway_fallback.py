"""The gateway asks its models in order, changes none in mid-answer, and ends with the one deadline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai_wire import TEXT, Call, events, piece, question, serving, stream_head, streaming, well_behaved
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from auren.clock import FrozenClock, SimulatedClock
from auren.errors import (
    AurenError,
    BudgetExceeded,
    CircuitOpen,
    ConfigurationError,
    ConsentError,
    DeadlineExceeded,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    InvalidInput,
    LifecycleError,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway import Gateway, OpenAIModel, ScriptedModel
from auren.gateway.retries import Retries
from auren.inference import Completion, Delta, ModelRequest, Usage
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ONCE = Retries(attempts=1)
LEADS_ON = [
    GatewayTimeout("secret"),
    GatewayUnavailable("secret"),
    RateLimited("secret", retry_after_s=2.5),
    CircuitOpen("secret"),
    RequestRejected("secret"),
    ProtocolError("secret"),
    KeyError("secret"),
    TimeoutError("secret"),
]
AT_THE_EDGE: dict[type[Exception], type[Exception]] = {KeyError: ProtocolError, TimeoutError: GatewayTimeout}
"""What becomes of an error that is none of ours where it leaves the model."""
ENDS = [
    DeadlineExceeded("x"),
    BudgetExceeded("x"),
    ConfigurationError("x"),
    LifecycleError("x"),
    ConsentError("x"),
    InvalidInput("x"),
]


class Stuck(Model):
    """Says a text, and then nothing more, ever."""

    def __init__(self, said: str = "", *, timeout_s: float | None = None) -> None:
        super().__init__(timeout_s=timeout_s)
        self._said = said
        self.waiting = asyncio.Event()
        self.let_go = asyncio.Event()

    @property
    def name(self) -> str:
        return "stuck"

    async def _complete(self, request: ModelRequest) -> Completion:
        await self._hang()
        raise AssertionError

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        if self._said:
            yield Delta(self._said)
        await self._hang()

    async def _hang(self) -> None:
        self.waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.let_go.set()


class Loose(Model):
    """Streams whatever it was given, and breaks the port's promises with it."""

    def __init__(self, *pieces: Delta | Exception) -> None:
        super().__init__()
        self._pieces = pieces

    @property
    def name(self) -> str:
        return "loose"

    async def _complete(self, request: ModelRequest) -> Completion:
        raise AssertionError

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        for each in self._pieces:
            if isinstance(each, Exception):
                raise each
            yield each


def failing(error: Exception, name: str = "first") -> ScriptedModel:
    return ScriptedModel(lambda _: error, name=name)


async def heard(model: Model, request: ModelRequest) -> tuple[str, Completion]:
    said, completion = "", None
    async for delta in model.stream(request):
        assert completion is None
        said += delta.text
        completion = delta.completion
    assert completion is not None
    return said, completion


async def heard_until(model: Model, request: ModelRequest) -> tuple[str, GatewayError | None]:
    said = ""
    try:
        async for delta in model.stream(request):
            said += delta.text
    except GatewayError as error:
        return said, error
    return said, None


class TestContract(ModelContract):
    @pytest.fixture
    def model(self) -> Model:
        return Gateway([failing(GatewayUnavailable("x")), ScriptedModel("You slept seven hours.")])

    @pytest.fixture
    def broken_model(self) -> Model:
        return Gateway([failing(GatewayUnavailable("x")), ScriptedModel("You slept", fail_at=5)])


class TestFallback:
    @pytest.mark.parametrize("error", LEADS_ON, ids=lambda error: type(error).__name__)
    async def test_errors_that_lead_to_the_next_model(self, error: Exception) -> None:
        async with Gateway([failing(error), ScriptedModel("Well.", name="second")], breaker=None) as gateway:
            completion = await gateway.complete(question())
            said, streamed = await heard(gateway, question())
        assert said == streamed.text == completion.text == "Well."
        kind = AT_THE_EDGE.get(type(error), type(error)).__name__
        assert completion.route == (f"first: tried, failed with {kind}", "second: answered, next in order after 1 failed")
        wait = ", asks to wait 2.5 s" if isinstance(error, RateLimited) else ""
        assert completion.failures == (f"first: {kind}{wait}",)
        assert (streamed.route, streamed.failures) == (completion.route, completion.failures)
        assert completion.model == "second"

    @pytest.mark.parametrize("error", ENDS, ids=lambda error: type(error).__name__)
    async def test_errors_that_end_the_request(self, error: AurenError) -> None:
        second = ScriptedModel("Well.")
        async with Gateway([failing(error), second]) as gateway:
            with pytest.raises(type(error)):
                await gateway.complete(question())
            with pytest.raises(type(error)):
                await heard(gateway, question())
        assert second.requests == ()

    async def test_the_first_model_answers(self) -> None:
        second = ScriptedModel("Never asked.")
        async with Gateway([ScriptedModel("Well.", name="first"), second]) as gateway:
            completion = await gateway.complete(question())
        assert completion.route == ("first: answered, first in order",)
        assert completion.failures == ()
        assert second.requests == ()

    async def test_none_answers(self) -> None:
        models = [failing(RateLimited("secret")), failing(ProtocolError("secret"), "second")]
        async with Gateway(models, retries=ONCE) as gateway:
            for asked in (gateway.complete(question()), heard(gateway, question())):
                with pytest.raises(GatewayUnavailable) as caught:
                    await asked
                assert caught.value.failures == ("first: RateLimited", "second: ProtocolError")
                assert isinstance(caught.value.__cause__, ProtocolError)
                assert "secret" not in str(caught.value)

    async def test_no_models(self) -> None:
        async with Gateway([]) as gateway:
            for asked in (gateway.complete(question()), heard(gateway, question())):
                with pytest.raises(GatewayUnavailable, match="No model was configured") as caught:
                    await asked
                assert caught.value.failures == ()

    async def test_gateways_nest(self) -> None:
        inner = Gateway([failing(RateLimited("x"), "a"), ScriptedModel("Well.", name="b")])
        async with Gateway([failing(GatewayTimeout("x")), inner]) as gateway:
            completion = await gateway.complete(question())
        assert completion.route == (
            "first: tried, failed with GatewayTimeout",
            "gateway: answered, next in order after 1 failed",
            "gateway > a: tried, failed with RateLimited",
            "gateway > b: answered, next in order after 1 failed",
        )
        assert completion.failures == ("first: GatewayTimeout", "gateway > a: RateLimited")
        async with Gateway([Gateway([failing(RateLimited("x"), "a")], retries=ONCE)]) as gateway:
            with pytest.raises(GatewayUnavailable) as caught:
                await gateway.complete(question())
        assert caught.value.failures == ("gateway: GatewayUnavailable", "gateway > a: RateLimited")

    async def test_over_the_wire(self) -> None:
        async def down(call: Call) -> None:
            await streaming(events([], done=False))(call)

        async with (
            serving(down) as first,
            serving(well_behaved) as second,
            Gateway([OpenAIModel(first.url, model="a"), OpenAIModel(second.url, model="b")]) as gateway,
        ):
            assert (await gateway.complete(question())).text == TEXT
            assert (await heard(gateway, question()))[0] == TEXT


class TestStream:
    @given(
        text=st.text(min_size=1, max_size=40),
        piece_chars=st.integers(1, 9),
        fail_at=st.integers(0, 45),
        models=st.integers(1, 3),
    )
    def test_no_character_comes_twice(self, text: str, piece_chars: int, fail_at: int, models: int) -> None:
        async def play() -> None:
            broken = [ScriptedModel(text, piece_chars=piece_chars, fail_at=fail_at) for _ in range(models)]
            async with Gateway([*broken, ScriptedModel(text, name="last")]) as gateway:
                said, error = await heard_until(gateway, question())
            if fail_at == 0:
                assert error is None
                assert said == text
            else:
                assert error is not None
                assert said == error.partial == text[:fail_at]
                assert [len(model.requests) for model in broken] == [1] + [0] * (models - 1)

        asyncio.run(play())

    async def test_an_unforeseen_error_after_the_first_text(self) -> None:
        async with Gateway([Loose(Delta("so far"), KeyError("secret")), ScriptedModel("No.")]) as gateway:
            with pytest.raises(ProtocolError) as caught:
                await heard(gateway, question())
        assert caught.value.partial == "so far"
        assert isinstance(caught.value.__cause__, KeyError)
        assert "secret" not in str(caught.value)

    async def test_a_stream_without_a_completion(self) -> None:
        async with Gateway([Loose(), ScriptedModel("Well.")]) as gateway:
            assert (await heard(gateway, question()))[0] == "Well."
        async with Gateway([Loose(Delta("so far")), ScriptedModel("No.")]) as gateway:
            with pytest.raises(ProtocolError) as caught:
                await heard(gateway, question())
        assert caught.value.partial == "so far"

    async def test_nothing_follows_the_completion(self) -> None:
        loose = Loose(Delta(), Delta("well", Completion("well", "loose")), Delta("well"))
        async with Gateway([loose]) as gateway:
            assert [piece.text async for piece in gateway.stream(question())] == ["well"]

    async def test_cancelling_hangs_up_and_asks_nobody_else(self) -> None:
        stuck, second = Stuck("so far"), ScriptedModel("No.")
        async with Gateway([stuck, second]) as gateway:
            for asked in (gateway.complete(question()), heard(gateway, question())):
                stuck.waiting.clear()
                stuck.let_go.clear()
                task = asyncio.ensure_future(asked)
                await stuck.waiting.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert stuck.let_go.is_set()
        assert second.requests == ()

    async def test_leaving_hangs_up(self) -> None:
        async def behave(call: Call) -> None:
            call.send(stream_head())
            await call.chunk(events([piece("so far")], done=False))
            await call.until_the_client_leaves()

        async with serving(behave) as wire, Gateway([OpenAIModel(wire.url, model="tiny")]) as gateway:
            stream = gateway.stream(question())
            assert (await anext(stream)).text == "so far"
            await stream.aclose()
            await wire.left.wait()


class TestDeadline:
    @pytest.mark.parametrize("streaming_it", [False, True])
    async def test_it_bounds_all_attempts_together(self, streaming_it: bool) -> None:
        clock = SimulatedClock(NOW)
        first, second, third = Stuck(timeout_s=0.02), Stuck(), ScriptedModel("Never asked.")
        request = question(deadline=NOW + timedelta(seconds=30))
        async with Gateway([first, second, third], clock=clock) as gateway:
            task = asyncio.ensure_future(heard(gateway, request) if streaming_it else gateway.complete(request))
            await first.waiting.wait()
            clock.move_by(timedelta(seconds=29))
            await second.waiting.wait()
            assert not task.done()
            clock.move_by(timedelta(seconds=1))
            with pytest.raises(DeadlineExceeded):
                await task
            assert second.let_go.is_set()
        assert third.requests == ()

    async def test_a_model_that_hides_it_gains_nobody_time(self) -> None:
        class Hiding(Stuck):
            async def _complete(self, request: ModelRequest) -> Completion:
                try:
                    return await super()._complete(request)
                except asyncio.CancelledError:
                    raise GatewayUnavailable("x") from None

        clock, hiding, second = SimulatedClock(NOW), Hiding(), ScriptedModel("Too late.")
        async with Gateway([hiding, second], clock=clock) as gateway:
            task = asyncio.ensure_future(gateway.complete(question(deadline=NOW + timedelta(seconds=1))))
            await hiding.waiting.wait()
            clock.move_by(timedelta(seconds=1))
            with pytest.raises(DeadlineExceeded):
                await task
        assert second.requests == ()

    async def test_a_passed_deadline_asks_nobody(self) -> None:
        model = ScriptedModel("No.")
        async with Gateway([model], clock=FrozenClock(NOW)) as gateway:
            for asked in (gateway.complete(question(deadline=NOW)), heard(gateway, question(deadline=NOW))):
                with pytest.raises(DeadlineExceeded):
                    await asked
        assert model.requests == ()

    async def test_it_comes_while_the_consumer_is_busy(self) -> None:
        clock = SimulatedClock(NOW)
        async with Gateway([ScriptedModel("so far and on")], clock=clock) as gateway:
            stream = gateway.stream(question(deadline=NOW + timedelta(seconds=1)))
            assert (await anext(stream)).text == "so far a"
            clock.move_by(timedelta(seconds=1))
            with pytest.raises(DeadlineExceeded) as caught:
                await anext(stream)
        assert caught.value.partial == "so far a"

    async def test_it_comes_in_mid_stream(self) -> None:
        clock, stuck = SimulatedClock(NOW), Stuck("so far")
        async with Gateway([stuck], clock=clock) as gateway:
            task = asyncio.ensure_future(heard(gateway, question(deadline=NOW + timedelta(seconds=1))))
            await stuck.waiting.wait()
            clock.move_by(timedelta(seconds=1))
            with pytest.raises(DeadlineExceeded) as caught:
                await task
        assert caught.value.partial == "so far"

    async def test_by_the_system_clock(self) -> None:
        async with Gateway([Stuck()]) as gateway:
            with pytest.raises(DeadlineExceeded):
                await gateway.complete(question(deadline=datetime.now(UTC) + timedelta(seconds=0.02)))
            with pytest.raises(InvalidInput):
                await gateway.complete(question(deadline=datetime(2026, 3, 1)))  # noqa: DTZ001 - the point of the test

    async def test_enough_time(self) -> None:
        async with Gateway([ScriptedModel("Well.")], clock=FrozenClock(NOW)) as gateway:
            assert (await heard(gateway, question(deadline=NOW + timedelta(seconds=1))))[0] == "Well."

    async def test_its_own_timeout(self) -> None:
        async with Gateway([Stuck("so far")], timeout_s=0.02) as gateway:
            with pytest.raises(GatewayTimeout):
                await gateway.complete(question())
            with pytest.raises(GatewayTimeout) as caught:
                await heard(gateway, question())
        assert caught.value.partial == "so far"

    async def test_a_slow_model_leads_to_the_next(self) -> None:
        async with Gateway([Stuck(timeout_s=0.02), ScriptedModel("Well.")]) as gateway:
            assert (await gateway.complete(question())).failures == ("stuck: GatewayTimeout",)
            assert (await heard(gateway, question()))[1].failures == ("stuck: GatewayTimeout",)


class TestLife:
    async def test_opens_and_closes_its_models(self) -> None:
        shared, own = ScriptedModel("a"), ScriptedModel("b")
        async with shared:
            async with Gateway([shared, own, own]):
                assert own.is_open
            assert shared.is_open
            assert not own.is_open

    async def test_closes_what_it_opened_when_one_does_not_open(self) -> None:
        class Shut(Stuck):
            async def _open(self) -> None:
                raise ConfigurationError("x")

        first = ScriptedModel("a")
        gateway = Gateway([first, Shut()])
        with pytest.raises(ConfigurationError):
            await gateway.open()
        assert not first.is_open
        assert not gateway.is_open

    async def test_embeds_with_the_first_that_can_and_no_other(self) -> None:
        class Embedding(Stuck):
            async def _embed(self, texts: object) -> list[list[float]]:
                raise GatewayUnavailable("x")

        async with Gateway([ScriptedModel("a")]) as gateway:
            with pytest.raises(ConfigurationError):
                await gateway.embed(["x"])
        async with Gateway([ScriptedModel("a"), Embedding(), Embedding()]) as gateway:
            with pytest.raises(GatewayUnavailable):
                await gateway.embed(["x"])

    def test_repr(self) -> None:
        assert repr(Gateway([ScriptedModel("a", name="b")])) == "Gateway([b])"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", lambda *_, **__: provider.get_tracer("auren"))
    return exporter


async def test_spans_tell_what_was_used_and_nothing_that_was_said(spans: InMemorySpanExporter) -> None:
    answered = Completion("secret words", "second", Usage(12, 2))
    async with Gateway([failing(RateLimited("secret")), ScriptedModel([answered, answered], name="second")]) as gateway:
        await gateway.complete(question())
        stream = gateway.stream(question())
        await anext(stream)
        assert not trace.get_current_span().get_span_context().is_valid
        await stream.aclose()
    finished = spans.get_finished_spans()
    assert [span.status.description for span in finished] == ["RateLimited", None, "RateLimited", None]
    attributes = dict(finished[1].attributes or {})
    assert attributes["gen_ai.operation.name"] == "chat"
    assert attributes["gen_ai.request.model"] == attributes["gen_ai.response.model"] == "second"
    assert attributes["gen_ai.usage.input_tokens"] == 12
    assert attributes["gen_ai.response.finish_reasons"] == ("stop",)
    assert "secret" not in "".join(span.to_json() for span in finished)
