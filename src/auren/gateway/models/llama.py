"""A model in this process, through llama.cpp: no server, no network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from auren._extras import optional
from auren.errors import AurenError, ConfigurationError, GatewayError, GatewayUnavailable, ProtocolError, RequestRejected
from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, Embeddings
from auren.gateway.models._chat_request import chat_fields, encoded
from auren.inference import Completion, Delta, ModelRequest, ModelTraits, Usage
from auren.ports.model import Model

__all__ = ["LlamaModel"]

_END: Final = None


class LlamaModel(Model):
    """A model in a GGUF file, which the extra `llama` brings llama.cpp for.

    It is loaded when it is opened. It does one request at a time, in a thread of its own, and the others wait; a request
    that is cancelled or left stops at its next piece.

    Args:
        path: the GGUF file.
        name: how the model is called in routes; None for the file's name without its ending.
        traits: what a router has to know of the model; None for a free one with the context size below.
        context_tokens: the most tokens that request and answer may have together.
        threads: threads to compute with; None leaves it to llama.cpp.
        embeddings: also loads what embeddings need.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take, the wait for others included.
        options: further arguments of llama_cpp.Llama, for example {"n_gpu_layers": -1}.

    Raises:
        ConfigurationError: there is no such file.
        MissingExtra: llama-cpp-python is not installed.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        name: str | None = None,
        traits: ModelTraits | None = None,
        context_tokens: int = 4096,
        threads: int | None = None,
        embeddings: bool = False,
        timeout_s: float | None = 120.0,
        options: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        self._driver: Any = optional("llama_cpp", feature="LlamaModel", extra="llama")
        self._path = Path(path)
        if not self._path.is_file():
            raise ConfigurationError(f"LlamaModel was given {self._path.name!r}, which is no file; expected a GGUF file.")
        self._name = name or self._path.stem
        self._traits = traits or ModelTraits(context_tokens=context_tokens)
        self._options: dict[str, object] = {
            "n_ctx": context_tokens,
            "n_threads": threads,
            "embedding": embeddings,
            "verbose": False,
            **(options or {}),
        }
        self._embeds = embeddings
        self._llama: Any = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def name(self) -> str:
        """How the model is called in routes and metrics."""
        return self._name

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of it."""
        return self._traits

    async def _open(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="auren-llama")
        try:
            self._llama = await self._in_thread(lambda: self._driver.Llama(str(self._path), **self._options))
        except BaseException as error:
            self._thread.shutdown(wait=False)
            if isinstance(error, ValueError | OSError | RuntimeError):
                raise ConfigurationError(
                    f"llama.cpp cannot load {self._path.name!r} ({type(error).__name__}); the cause has the details."
                ) from error
            raise

    async def _close(self) -> None:
        llama, self._llama = self._llama, None
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.wrap_future(thread.submit(llama.close))
            thread.shutdown(wait=False)

    async def _complete(self, request: ModelRequest) -> Completion:
        async for delta in self._stream(request):
            if delta.completion is not None:
                return delta.completion
        raise ProtocolError(f"{self._name} ended its answer without saying so.")

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        fields = _arguments(request, self._name)
        answer = AnswerBuilder(
            model=self._name, bound=Usage(len(encoded(fields)), request.max_tokens, exact=False), host=self._name
        )
        told = _Told(asyncio.get_running_loop())
        meter = _Meter()
        fields["logits_processor"] = self._driver.LogitsProcessorList([meter])
        work = self._in_thread(lambda: self._speak(fields, told))
        try:
            while (piece := await told.next()) is not _END:
                if isinstance(piece, Exception):
                    raise _ours(piece, self._name) from piece
                text = answer.add_chunk(_read(piece, self._name))
                if text:
                    yield Delta(text)
        finally:
            told.left.set()
            work.cancel()
        if not answer.finished:
            raise ProtocolError(f"{self._name} cut its answer short; try again.")
        answer.add_chunk(Chunk.model_validate({"usage": meter.usage()}))
        yield Delta(completion=answer.completion())

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        if not self._embeds:
            raise ConfigurationError(f"{self._name} was loaded without embeddings; build it with embeddings=True.")
        if not texts:
            return []
        try:
            said = await self._in_thread(lambda: self._llama.create_embedding(list(texts)))
            return [item.embedding for item in Embeddings.model_validate(said).data]
        except ValidationError as error:
            raise ProtocolError(f"{self._name}: llama.cpp gave something that is no list of vectors.") from error
        except (ValueError, RuntimeError) as error:
            raise _ours(error, self._name) from error

    def _speak(self, fields: Mapping[str, Any], told: _Told) -> None:
        """Run in the thread: hand out the pieces of one answer, until it ends or nobody listens any more."""
        try:
            for piece in self._llama.create_chat_completion(**fields, stream=True):
                told.tell(piece)
                if told.left.is_set():
                    return
            told.tell(_END)
        except Exception as error:  # noqa: BLE001 - the loop's side raises it
            told.tell(error)

    def _in_thread(self, work: Callable[[], Any]) -> asyncio.Future[Any]:
        thread = self._thread
        assert thread is not None  # noqa: S101 - the port has checked that it is open
        return asyncio.wrap_future(thread.submit(work))


class _Told:
    """What the thread tells the loop, in order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.left = threading.Event()
        self._loop = loop
        self._pieces: asyncio.Queue[Any] = asyncio.Queue()

    def tell(self, piece: Any) -> None:
        """Called in the thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._pieces.put_nowait, piece)

    async def next(self) -> Any:
        """Called in the loop."""
        return await self._pieces.get()


class _Meter:
    """Counts tokens where llama.cpp asks, before each token, whether its odds shall be changed."""

    def __init__(self) -> None:
        self._read: int | None = None
        self._written = 0

    def __call__(self, tokens: Sequence[int], odds: Any) -> Any:
        if self._read is None:
            self._read = len(tokens)
        self._written += 1
        return odds

    def usage(self) -> dict[str, int] | None:
        """Give what was read and written; None where llama.cpp never asked."""
        return None if self._read is None else {"prompt_tokens": self._read, "completion_tokens": self._written}


def _arguments(request: ModelRequest, model: str) -> dict[str, Any]:
    fields: dict[str, Any] = chat_fields(request, model=model, max_tokens_field="max_tokens", stream=False)
    if request.json_schema is not None:
        fields["response_format"] = {"type": "json_object", "schema": dict(request.json_schema)}
    return fields


def _read(piece: Any, model: str) -> Chunk:
    try:
        return Chunk.model_validate(piece)
    except ValidationError as error:
        raise ProtocolError(f"{model}: llama.cpp gave something that is not a piece of an answer.") from error


def _ours(error: Exception, model: str) -> GatewayError | AurenError:
    kind = type(error).__name__
    if isinstance(error, AurenError):
        return error
    if isinstance(error, ValueError):
        return RequestRejected(f"{model}: {kind} from llama.cpp; check that the request fits into the context.")
    return GatewayUnavailable(f"{model}: {kind} from llama.cpp; the cause has the details.")
