"""A wrapped model sees placeholders, its person does not, and when detection fails nothing is sent."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import astuple, fields

import pytest

from auren.errors import GatewayUnavailable, RequestRejected
from auren.gateway import Gateway
from auren.gateway.cache import AnswerCache
from auren.gateway.models import ScriptedModel
from auren.inference import Account, ChatMessage, Completion, Delta, ModelRequest, ModelTraits, ToolCall, ToolSpec, Usage
from auren.people import Subject
from auren.ports import Model
from auren.privacy.phi import KnownValues, PhiDetector, PhiSpan, Pseudonymizer, RedactedModel
from auren.privacy.phi.model import REQUEST_FIELDS
from auren.testing.contracts import ModelContract

ANNA = Subject("anna")
SECRETS = ("Ottilie", "Brandvold", "otti@example.org", "KV-8841", "212-09-4321")
SAID = "I am Ottilie Brandvold (otti@example.org, KV-8841, SSN 212-09-4321). Should I train?"


async def known(subject: Subject) -> KnownValues:
    return KnownValues(names=("Ottilie Brandvold",), ids=("KV-8841",)) if subject == ANNA else KnownValues()


def request(text: str = SAID, **more: object) -> ModelRequest:
    base = ModelRequest((ChatMessage("user", text),), account=Account(ANNA), conversation="c-1")
    return ModelRequest(**{**{field.name: getattr(base, field.name) for field in fields(base)}, **more})


def echo(asked: ModelRequest) -> str:
    return f"You wrote: {asked.messages[-1].content}"


class Embedding(ScriptedModel):
    def __init__(self) -> None:
        super().__init__("x")
        self.embedded: list[str] = []

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded.extend(texts)
        return [[0.0] for _ in texts]


class Failing:
    def find(self, text: str) -> list[PhiSpan]:
        raise ValueError(f"cannot read {text}")


class TestRedactedModel(ModelContract):
    @pytest.fixture
    def model(self) -> Model:
        return RedactedModel(ScriptedModel("Anna slept well, twice."))

    @pytest.fixture
    def broken_model(self) -> Model:
        return RedactedModel(ScriptedModel("Anna slept well, twice.", fail_at=9))


def test_every_field_of_a_request_is_on_the_allow_list() -> None:
    assert set(REQUEST_FIELDS) == {field.name for field in fields(ModelRequest)}


async def listen(model: Model, heard: list[str]) -> None:
    async for piece in model.stream(request()):
        heard.append(piece.text)


async def test_the_provider_sees_no_value_and_the_person_sees_all() -> None:
    inner = ScriptedModel(echo)
    async with RedactedModel(inner, known=known) as model:
        completion = await model.complete(request())
    sent = str(astuple(inner.requests[0]))
    assert [secret for secret in SECRETS if secret in sent] == []
    assert "Should I train?" in sent
    assert completion.text == f"You wrote: {SAID}"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
async def test_a_stream_is_restored_wherever_it_is_cut(size: int) -> None:
    async with RedactedModel(ScriptedModel(echo, piece_chars=size), known=known) as model:
        pieces = [piece async for piece in model.stream(request())]
    assert "".join(piece.text for piece in pieces) == f"You wrote: {SAID}"
    assert pieces[-1].completion is not None
    assert pieces[-1].completion.text == f"You wrote: {SAID}"


async def test_a_broken_stream_gives_what_had_arrived() -> None:
    async with RedactedModel(ScriptedModel(echo, fail_at=30), known=known) as model:
        heard: list[str] = []
        with pytest.raises(GatewayUnavailable) as failed:
            await listen(model, heard)
    assert failed.value.partial == "".join(heard)
    assert "Ottilie Brandvold" in failed.value.partial


async def test_earlier_turns_keep_their_placeholders() -> None:
    inner = ScriptedModel(echo)
    async with RedactedModel(inner, known=known) as model:
        await model.complete(request())
        later = (ChatMessage("user", SAID), ChatMessage("assistant", "Yes, Ottilie."), ChatMessage("user", "Thanks!"))
        await model.complete(request(messages=later))
    assert inner.requests[1].messages[0] == inner.requests[0].messages[0]


async def test_tools_and_their_arguments_are_covered_on_the_way_out_and_back() -> None:
    def call(asked: ModelRequest) -> Completion:
        name = asked.messages[-1].content.split(": ")[1]
        return Completion("", "m", Usage(), "tool_calls", (ToolCall("1", "note", f'{{"who": "{name}"}}'),))

    inner = ScriptedModel(call)
    tool = ToolSpec("note", "Notes for Ottilie Brandvold", {"properties": {"who": {"enum": ["Brandvold", 'a "b"']}}})
    async with RedactedModel(inner, known=known) as model:
        completion = await model.complete(request('Note: Ottilie "Otti" Brandvold', tools=(tool,), stop=("Ottilie:",)))
    sent = str(astuple(inner.requests[0]))
    assert "Note: " in sent
    assert "ttilie" not in sent
    assert "Brandvold" not in sent
    assert completion.tool_calls[0].arguments.startswith('{"who": "Ottilie')


async def test_embedding_is_covered_too() -> None:
    inner = Embedding()
    async with RedactedModel(inner) as model:
        assert await model.embed(["Write to otti@example.org", "sleep"]) == [[0.0], [0.0]]
    assert "otti" not in inner.embedded[0]
    assert inner.embedded[1] == "sleep"


async def asked(model: Model, how: str) -> None:
    if how == "complete":
        await model.complete(request())
    elif how == "stream":
        await anext(model.stream(request()))
    elif how == "embed":
        await model.embed([SAID])
    else:
        await model.count_tokens(request())


@pytest.mark.parametrize("how", ["complete", "stream", "embed", "count_tokens"])
async def test_a_detector_that_fails_lets_nothing_out(how: str) -> None:
    inner = Embedding()
    async with RedactedModel(inner, detector=PhiDetector([Failing()])) as model:
        with pytest.raises(RequestRejected) as refused:
            await asked(model, how)
    assert (inner.requests, inner.embedded) == ((), [])
    assert refused.value.unbilled
    told = "".join(traceback.format_exception(refused.value))
    assert [secret for secret in SECRETS if secret in told] == []


async def test_a_look_up_that_fails_lets_nothing_out() -> None:
    async def down(subject: Subject) -> KnownValues:
        raise OSError(f"no directory for {SAID}")

    inner = ScriptedModel(echo)
    async with RedactedModel(inner, known=down) as model:
        with pytest.raises(RequestRejected) as refused:
            await model.complete(request())
    assert inner.requests == ()
    assert "Ottilie" not in "".join(traceback.format_exception(refused.value))


async def test_a_model_of_the_host_may_be_exempt() -> None:
    inner = ScriptedModel(echo, traits=ModelTraits(tags=frozenset({"self-hosted"})))
    async with RedactedModel(inner, known=known, exempt={"self-hosted"}) as model:
        assert (await model.complete(request())).text == f"You wrote: {SAID}"
        assert "".join([piece.text async for piece in model.stream(request())]) == f"You wrote: {SAID}"
    assert all(asked == request() for asked in inner.requests)


async def test_it_wraps_a_gateway_and_a_gateway_takes_it() -> None:
    inner = ScriptedModel(echo)
    async with Gateway([RedactedModel(inner, known=known)]) as gateway:
        assert (await gateway.complete(request())).text == f"You wrote: {SAID}"
    outer = ScriptedModel(echo)
    async with RedactedModel(Gateway([outer]), known=known) as model:
        assert (await model.complete(request())).text == f"You wrote: {SAID}"
    for asked in (*inner.requests, *outer.requests):
        assert [secret for secret in SECRETS if secret in str(astuple(asked))] == []


class Keeping(ScriptedModel):
    """Keeps what it was asked, as a gateway with a cache does."""

    def __init__(self, *, closed: list[str] | None = None) -> None:
        super().__init__(echo, piece_chars=4)
        self.forgotten: list[Subject] = []
        self.closed = [] if closed is None else closed

    async def forget(self, subject: Subject) -> int:
        self.forgotten.append(subject)
        return 3

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        try:
            async with aclosing(super()._stream(request)) as pieces:
                async for delta in pieces:
                    yield delta
        finally:
            self.closed.append("closed")


async def test_forgetting_reaches_the_inner_model() -> None:
    inner = Keeping()
    async with RedactedModel(RedactedModel(inner)) as model:
        assert await model.forget(ANNA) == 3
    assert inner.forgotten == [ANNA]


async def test_forgetting_a_model_that_keeps_nothing_is_nothing() -> None:
    async with RedactedModel(ScriptedModel(echo)) as model:
        assert await model.forget(ANNA) == 0


async def test_a_gateway_forgets_its_cached_answers_through_the_wrapper() -> None:
    async with RedactedModel(Gateway([ScriptedModel(echo)], cache=AnswerCache()), known=known) as model:
        await model.complete(request())
        assert await model.forget(ANNA) == 1


async def test_a_stream_that_is_left_closes_the_inner_one_at_once() -> None:
    inner = Keeping()
    async with RedactedModel(inner, known=known) as model:
        pieces = model.stream(request())
        await anext(pieces)
        await pieces.aclose()
        assert inner.closed == ["closed"]


async def test_a_cancelled_stream_closes_the_inner_one_and_keeps_no_value() -> None:
    inner = Keeping()
    async with RedactedModel(inner, known=known) as model:
        heard: list[str] = []

        async def listening() -> None:
            async for piece in model.stream(request()):
                heard.append(piece.text)
                await asyncio.sleep(0)
                waiting.cancel()

        waiting = asyncio.ensure_future(listening())
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert inner.closed == ["closed"]
        assert not any(isinstance(held, Pseudonymizer) for held in vars(model).values())


async def test_tool_calls_come_back_exactly_from_a_stream_and_go_out_again_covered() -> None:
    def call(asked: ModelRequest) -> Completion:
        who = asked.messages[0].content.removeprefix("Ask ").removesuffix(".")
        return Completion(f"I ask {who}.", "m", Usage(), "tool_calls", (ToolCall("1", "note", json.dumps({"who": who})),))

    inner = ScriptedModel(call, piece_chars=3)
    name = 'Ottilie "Otti" Brandvold'
    async with RedactedModel(inner, known=known) as model:
        pieces = [piece async for piece in model.stream(request(f"Ask {name}."))]
        last = pieces[-1].completion
        assert last is not None
        assert json.loads(last.tool_calls[0].arguments) == {"who": name}
        assert "".join(piece.text for piece in pieces) == last.text == f"I ask {name}."
        result = ChatMessage("tool", json.dumps({"found": name, "mail": "otti@example.org"}), tool_call_id="1")
        await model.complete(
            request(messages=(ChatMessage("user", f"Ask {name}."), ChatMessage("assistant", "", last.tool_calls), result))
        )
    sent = str([astuple(asked) for asked in inner.requests])
    assert [secret for secret in ("Ottilie", "Otti", "Brandvold", "otti@") if secret in sent] == []
