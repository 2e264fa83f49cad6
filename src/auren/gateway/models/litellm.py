"""Any provider that litellm knows, through litellm, which is kept from doing more than to translate."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from auren._extras import optional
from auren._withheld import withheld
from auren.clock import Clock, SystemClock
from auren.errors import (
    AurenError,
    ConfigurationError,
    GatewayError,
    GatewayTimeout,
    GatewayUnavailable,
    ProtocolError,
    RateLimited,
    RequestRejected,
)
from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, Embeddings, Whole
from auren.gateway.models._chat_request import chat_fields, encoded
from auren.gateway.models._status import surely_unbilled, wait_s
from auren.inference import Completion, Delta, ModelRequest, ModelTraits, Usage
from auren.ports.model import Model

__all__ = ["LiteLLMModel"]

_LOGGERS: Final = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")


class LiteLLMModel(Model):
    """A model that litellm reaches, which the extra `litellm` brings.

    litellm's retries, fallbacks, callbacks and logs are off: the gateway does these things. Importing it fetches no
    prices, and leaves the environment as it was. It takes seconds to import, and many times as long for a call as the
    other models do, so it is for providers without an endpoint of the OpenAI kind.

    Args:
        model: litellm's name of the model, with its provider, as in "anthropic/claude-sonnet-4"; also how it is called in
            routes.
        api_key: the provider's key; None leaves it to litellm, which looks into the environment.
        url: the provider's address; None for litellm's own.
        embedding_model: litellm's name of the model that embeds; None for the same model.
        traits: what a router has to know of the model, its price included.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take.
        extra: arguments added to every chat call, as in {"drop_params": True}; None leaves one out.
        clock: the present instant, for a Retry-After that names a date.

    Raises:
        ConfigurationError: the name is empty.
        MissingExtra: litellm is not installed.
    """

    def __init__(
        self,
        model: str,
        *,
        api_key: str | None = None,
        url: str | None = None,
        embedding_model: str | None = None,
        traits: ModelTraits | None = None,
        timeout_s: float = 60.0,
        extra: Mapping[str, object] | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        if not model:
            raise ConfigurationError('LiteLLMModel was given no model; expected one such as "anthropic/claude-sonnet-4".')
        self._driver = _imported()
        self._model = model
        self._embedding_model = embedding_model or model
        self._traits = traits or ModelTraits()
        self._key = api_key
        self._extra = dict(extra or {})
        # "no-log" keeps litellm's callbacks from seeing the call; its way of tools to MCP servers needs a package more.
        self._how: dict[str, object] = {
            "api_base": url,
            "timeout": timeout_s,
            "num_retries": 0,
            "max_retries": 0,
            "no-log": True,
            "_skip_mcp_handler": True,
        }
        self._clock = SystemClock() if clock is None else clock

    @property
    def name(self) -> str:
        """How the model is called in routes and metrics."""
        return self._model

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of it."""
        return self._traits

    def __repr__(self) -> str:
        key = "None" if self._key is None else "'***'"
        return f"LiteLLMModel({self._model!r}, api_key={key})"

    async def _complete(self, request: ModelRequest) -> Completion:
        fields = self._fields(request, stream=False)
        answer = self._builder(request, fields)
        with _quiet(self._driver):
            try:
                said = await self._driver.acompletion(**fields, **self._how, api_key=self._key)
            except Exception as error:  # noqa: BLE001 - the driver's classes are many; ours is raised
                raise self._ours(error) from withheld(error)
        answer.add_whole(_read(Whole, said, self._model))
        return answer.completion()

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        fields = self._fields(request, stream=True)
        answer = self._builder(request, fields)
        with _quiet(self._driver):
            pieces: Any = None
            try:
                pieces = await self._driver.acompletion(**fields, **self._how, api_key=self._key)
                async for piece in pieces:
                    text = answer.add_chunk(_read(Chunk, piece, self._model))
                    if text:
                        yield Delta(text)
            except Exception as error:  # noqa: BLE001 - the driver's classes are many; ours is raised
                raise self._ours(error) from withheld(error)
            finally:
                if pieces is not None:
                    await pieces.aclose()
        if not answer.finished:
            raise ProtocolError(f"{self._model} cut its answer short; try again.")
        yield Delta(completion=answer.completion())

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        if not texts:
            return []
        how = {name: value for name, value in self._how.items() if name != "_skip_mcp_handler"}
        with _quiet(self._driver):
            try:
                said = await self._driver.aembedding(model=self._embedding_model, input=list(texts), api_key=self._key, **how)
            except Exception as error:  # noqa: BLE001 - the driver's classes are many; ours is raised
                raise self._ours(error) from withheld(error)
        vectors = sorted(_read(Embeddings, said, self._embedding_model).data, key=lambda item: item.index)
        lengths = {len(item.embedding) for item in vectors}
        if [item.index for item in vectors] != list(range(len(texts))) or len(lengths) != 1 or 0 in lengths:
            raise ProtocolError(
                f"{self._embedding_model} gave {len(vectors)} vectors where {len(texts)} of one length were expected."
            )
        return [item.embedding for item in vectors]

    def _fields(self, request: ModelRequest, *, stream: bool) -> dict[str, Any]:
        fields = chat_fields(request, model=self._model, max_tokens_field="max_tokens", stream=stream)
        # litellm changes what it is given, so it gets a copy of its own; and what is no JSON is told here.
        copied: dict[str, Any] = json.loads(encoded(fields))
        copied.update(self._extra)
        return {name: value for name, value in copied.items() if value is not None}

    def _builder(self, request: ModelRequest, fields: Mapping[str, object]) -> AnswerBuilder:
        said = {name: fields[name] for name in ("messages", "tools", "response_format") if name in fields}
        bound = Usage(len(encoded(said)), request.max_tokens, exact=False)
        return AnswerBuilder(model=self._model, bound=bound, host=self._model)

    def _ours(self, error: Exception) -> Exception:
        """Give one of litellm's errors as ours; only its class is named, since its text quotes the answer."""
        if isinstance(error, AurenError):
            return error
        kind = type(error).__name__
        status = getattr(error, "status_code", None)
        headers = getattr(error, "litellm_response_headers", None)
        ours = self._translated_status(error, kind, status if isinstance(status, int) else None, headers)
        # Without headers no answer came, whatever status litellm made up.
        ours.unbilled = headers is not None and isinstance(status, int) and surely_unbilled(status)
        return ours

    def _translated_status(self, error: Exception, kind: str, status: int | None, headers: Any) -> GatewayError:
        said = f"{self._model}: {kind} from litellm"
        if isinstance(error, self._driver.Timeout | TimeoutError):
            return GatewayTimeout(f"{said}; raise timeout_s or look at the provider.")
        if isinstance(error, self._driver.RateLimitError):
            wait = None if headers is None else wait_s(headers.get("retry-after"), self._clock)
            return RateLimited(f"{said}: too many requests; wait before trying again.", retry_after_s=wait)
        if isinstance(error, self._driver.APIResponseValidationError | self._driver.JSONSchemaValidationError):
            return ProtocolError(f"{said}; the cause has the details.")
        if status is not None and 400 <= status < 500:
            return RequestRejected(f"{said}: the request was refused; check the model's name, the key and the request's size.")
        if status is not None:
            return GatewayUnavailable(f"{said}; try again, or look at the provider.")
        return ProtocolError(f"{said}; the cause has the details.")


_Shape = TypeVar("_Shape", bound=BaseModel)


def _read(shape: type[_Shape], said: Any, model: str) -> _Shape:
    try:
        return shape.model_validate(said.model_dump())
    except ValidationError as error:
        raise ProtocolError(f"{model}: litellm gave something that is not a {shape.__name__} of the OpenAI API.") from error


def _imported() -> Any:
    """Import litellm with its own price map and without reading a file of settings; the environment stays as it was."""
    before = dict(os.environ)
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"
    try:
        return optional("litellm", feature="LiteLLMModel", extra="litellm")
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


class _Silence:
    """litellm's notes on errors and its logs, which may quote content, are off as long as one call is under way."""

    def __init__(self) -> None:
        self._calls = 0
        self._notes = False
        self._logs: dict[str, bool] = {}

    def begin(self, driver: Any) -> None:
        if self._calls == 0:
            self._notes, driver.suppress_debug_info = driver.suppress_debug_info, True
            for name in _LOGGERS:
                self._logs[name] = logging.getLogger(name).disabled
                logging.getLogger(name).disabled = True
        self._calls += 1

    def end(self, driver: Any) -> None:
        self._calls -= 1
        if self._calls == 0:
            driver.suppress_debug_info = self._notes
            for name, disabled in self._logs.items():
                logging.getLogger(name).disabled = disabled


_silence: Final = _Silence()


@contextmanager
def _quiet(driver: Any) -> Iterator[None]:
    _silence.begin(driver)
    try:
        yield
    finally:
        _silence.end(driver)
