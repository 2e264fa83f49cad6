"""LlamaModel over a stand-in for llama.cpp that behaves like it: in a thread, piece by piece, counting as it goes."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from openai_wire import PIECES, TEXT, piece, question

from auren.errors import (
    AurenError,
    ConfigurationError,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    LifecycleError,
    MissingExtra,
    ProtocolError,
    RequestRejected,
)
from auren.gateway.models.llama import LlamaModel
from auren.inference import Completion, ModelTraits, ToolCall, ToolSpec, Usage
from auren.ports import Model
from auren.testing.contracts.model import ModelContract

TOOL = ToolSpec("sleep_debt", "Hours owed.", {"type": "object"})
Script = Callable[["FakeLlama"], Iterator[Mapping[str, Any]]]


class FakeLlama:
    """One loaded model; what it says is scripted by the class."""

    script: ClassVar[Script]
    made: ClassVar[list[FakeLlama]]
    breaks_with: ClassVar[Exception | None] = None

    def __init__(self, path: str, **options: Any) -> None:
        if self.breaks_with is not None:
            raise self.breaks_with
        self.path, self.options = path, options
        self.asked: list[dict[str, Any]] = []
        self.threads: set[str] = set()
        self.closed = False
        self.busy = threading.Lock()
        self.pieces = 0
        self.began = threading.Event()
        self.made.append(self)

    def create_chat_completion(self, *, stream: bool, logits_processor: list[Any], **fields: Any) -> Iterator[Any]:
        assert stream
        self.asked.append(fields)
        self.threads.add(threading.current_thread().name)
        assert self.busy.acquire(blocking=False), "two requests at once"
        self.began.set()
        try:
            for number, each in enumerate(type(self).script(self)):
                for processor in logits_processor:
                    assert processor([7] * (21 + number), "odds") == "odds"
                self.pieces += 1
                yield each
        finally:
            self.busy.release()

    def create_embedding(self, texts: Sequence[str]) -> dict[str, Any]:
        return {"data": [{"index": number, "embedding": [float(len(text))]} for number, text in enumerate(texts)]}

    def close(self) -> None:
        self.closed = True


def usual(_: FakeLlama) -> Iterator[Mapping[str, Any]]:
    yield piece("", role="assistant")
    yield from (piece(text) for text in PIECES)
    yield piece(finish="stop")


@pytest.fixture(autouse=True)
def llama(monkeypatch: pytest.MonkeyPatch) -> type[FakeLlama]:
    class Fresh(FakeLlama):
        script: ClassVar[Script] = usual
        made: ClassVar[list[FakeLlama]] = []

    module = ModuleType("llama_cpp")
    vars(module).update(Llama=Fresh, LogitsProcessorList=list)
    monkeypatch.setitem(sys.modules, "llama_cpp", module)
    return Fresh


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF")
    return file


async def streamed(model: Model) -> Completion:
    async for delta in model.stream(question()):
        if delta.completion is not None:
            return delta.completion
    raise AssertionError("a stream ended without a completion")


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, path: Path) -> Model:
        return LlamaModel(path)

    @pytest.fixture
    def broken_model(self, path: Path, llama: type[FakeLlama]) -> Model:
        def breaking(_: FakeLlama) -> Iterator[Mapping[str, Any]]:
            yield piece("half of ")
            raise RuntimeError("llama_decode returned -3")

        llama.script = breaking
        return LlamaModel(path)

    def expected_text(self) -> str:
        return TEXT


async def test_what_is_asked_and_counted(path: Path, llama: type[FakeLlama]) -> None:
    async with LlamaModel(path, options={"n_gpu_layers": -1}) as model:
        completion = await model.complete(question(max_tokens=7, json_schema={"type": "object"}, tools=(TOOL,), stop=("END",)))
    assert completion == Completion(TEXT, "tiny", Usage(21, 6))
    (made,) = llama.made
    assert made.path == str(path)
    assert made.options == {"n_ctx": 4096, "n_threads": None, "embedding": False, "verbose": False, "n_gpu_layers": -1}
    (asked,) = made.asked
    assert asked["max_tokens"] == 7
    assert asked["stop"] == ["END"]
    assert asked["response_format"] == {"type": "json_object", "schema": {"type": "object"}}
    assert asked["tools"][0]["function"]["name"] == "sleep_debt"
    assert made.closed
    assert all(name.startswith("auren-llama") for name in made.threads)


async def test_tool_calls(path: Path, llama: type[FakeLlama]) -> None:
    def calling(_: FakeLlama) -> Iterator[Mapping[str, Any]]:
        yield piece(tool_calls=[{"index": 0, "id": "a", "function": {"name": "sleep_debt", "arguments": "{}"}}])
        yield piece(finish="tool_calls")

    llama.script = calling
    async with LlamaModel(path) as model:
        assert (await model.complete(question())).tool_calls == (ToolCall("a", "sleep_debt", "{}"),)


async def test_one_at_a_time(path: Path, llama: type[FakeLlama]) -> None:
    async with LlamaModel(path) as model:
        completions = await asyncio.gather(*(model.complete(question()) for _ in range(5)))
    assert {completion.text for completion in completions} == {TEXT}
    assert len(llama.made[0].asked) == 5


@pytest.mark.parametrize("leave_by", ["cancel", "close"])
async def test_leaving_stops_the_model(path: Path, llama: type[FakeLlama], leave_by: str) -> None:
    go_on = threading.Event()

    def endless(_: FakeLlama) -> Iterator[Mapping[str, Any]]:
        while True:
            yield piece("on and ")
            go_on.wait(5.0)

    llama.script = endless
    async with LlamaModel(path) as model:
        pieces = model.stream(question())
        if leave_by == "close":
            await anext(pieces)
            await pieces.aclose()
        else:
            task = asyncio.create_task(model.complete(question()))
            assert await asyncio.to_thread(llama.made[0].began.wait, 5.0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        go_on.set()
        llama.script = usual
        assert (await model.complete(question())).text == TEXT
    assert llama.made[0].pieces <= 2 + len(list(usual(llama.made[0])))


async def test_a_request_that_left_before_its_turn_is_never_asked(path: Path, llama: type[FakeLlama]) -> None:
    go_on = threading.Event()

    def held(made: FakeLlama) -> Iterator[Mapping[str, Any]]:
        go_on.wait(5.0)
        yield from usual(made)

    llama.script = held
    async with LlamaModel(path) as model:
        first = asyncio.create_task(model.complete(question()))
        second = asyncio.create_task(model.complete(question()))
        assert await asyncio.to_thread(llama.made[0].began.wait, 5.0)
        second.cancel()
        await asyncio.wait([second])
        go_on.set()
        assert (await first).text == TEXT
    assert len(llama.made[0].asked) == 1


async def test_too_slow(path: Path, llama: type[FakeLlama]) -> None:
    go_on = threading.Event()

    def held(made: FakeLlama) -> Iterator[Mapping[str, Any]]:
        go_on.wait(5.0)
        yield from usual(made)

    llama.script = held
    async with LlamaModel(path, timeout_s=0.05) as model:
        with pytest.raises(GatewayTimeout):
            await model.complete(question())
        go_on.set()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError("Requested tokens (4711) exceed context window"), RequestRejected),
        (RuntimeError("llama_decode returned -3"), GatewayUnavailable),
        (MemoryError(), GatewayUnavailable),
    ],
)
async def test_its_errors(path: Path, llama: type[FakeLlama], error: Exception, kind: type[GatewayError]) -> None:
    def failing(_: FakeLlama) -> Iterator[Mapping[str, Any]]:
        yield piece("")
        raise error

    llama.script = failing
    async with LlamaModel(path) as model:
        with pytest.raises(kind) as caught:
            await model.complete(question())
    assert caught.value.__cause__ is error
    assert "4711" not in str(caught.value)


@pytest.mark.parametrize("said", [{"choices": 3}, piece(TEXT)])
async def test_answers_that_are_none(path: Path, llama: type[FakeLlama], said: dict[str, Any]) -> None:
    llama.script = lambda _: iter([said])
    async with LlamaModel(path) as model:
        with pytest.raises(ProtocolError):
            await streamed(model)


async def test_embeddings(path: Path) -> None:
    async with LlamaModel(path, embeddings=True) as model:
        assert await model.embed(["a", "bcd"]) == [[1.0], [3.0]]
        assert await model.embed([]) == []
    async with LlamaModel(path) as model:
        with pytest.raises(ConfigurationError):
            await model.embed(["a"])


async def test_a_file_that_is_no_model(path: Path, llama: type[FakeLlama]) -> None:
    llama.breaks_with = ValueError("Failed to load model from file")
    model = LlamaModel(path)
    with pytest.raises(ConfigurationError, match=r"tiny\.gguf"):
        await model.open()
    assert not model.is_open
    with pytest.raises(LifecycleError):
        await model.complete(question())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing\.gguf"):
        LlamaModel(tmp_path / "missing.gguf")


def test_its_traits_know_the_context(path: Path) -> None:
    assert LlamaModel(path, context_tokens=512).traits.context_tokens == 512
    assert LlamaModel(path, name="own", traits=ModelTraits(quality=1)).traits.quality == 1


def test_without_the_extra_the_command_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(MissingExtra, match=r"auren\[llama\]") as caught:
        LlamaModel(path)
    assert isinstance(caught.value, AurenError)
