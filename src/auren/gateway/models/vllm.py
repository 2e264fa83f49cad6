"""A vLLM server: the OpenAI API, and what vLLM has beside it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auren.clock import Clock
from auren.errors import ConfigurationError, GatewayError, InvalidInput, ProtocolError
from auren.gateway.models._chat_request import encoded, message_field, tool_field
from auren.gateway.models._endpoint import ChatEndpoint
from auren.gateway.models._prometheus import samples
from auren.gateway.models._url import joined
from auren.gateway.models._vllm_load import VLLMLoad, load_of
from auren.gateway.transports.base import Transport
from auren.inference import ModelRequest, ModelTraits

__all__ = ["VLLMModel"]

_SALT_BYTES = 32
_MOST_METRICS_BYTES = 8 * 1024 * 1024


class VLLMModel(ChatEndpoint):
    """A model behind a vLLM server.

    JSON schemas and the arguments of tools are held by guided decoding, a schema without white space that a small model
    might never end. A request's tokens are counted by the server itself.

    Args:
        url: the server's address, with or without its "/v1", as in "http://127.0.0.1:8000". It must hold no user or
            password, since URLs end up in logs.
        model: the name the server gives the model; also how it is called in routes.
        api_key: sent as a bearer token; None sends none.
        embedding_model: the server's name of the model that embeds; None for the same model.
        traits: what a router has to know of the model, its price included.
        cache_salt: who may share what the server keeps of prompts that it has read. "none" shares it among all, which is
            fastest, but lets somebody who can time answers find out whether others sent the same words. "per_person" keeps
            each person's apart, and shares nothing of a request without an account.
        salt_key: secret of 16 bytes or more from which the salts are made, the same in all workers so that they share a
            person's cache; None draws one for this model alone. The person's id never leaves.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take.
        connect_timeout_s: seconds that connecting may take.
        max_connections: requests at a time, and size of the connection pool.
        max_answer_bytes: a longer answer is refused as a ProtocolError; vectors get 256 KiB each on top.
        extra_body: fields added to the body of every chat call; None leaves a field out.
        transport: what carries the requests, instead of httpx with the two numbers above; opened and closed with the
            model. `AiohttpTransport` is several times as fast.
        clock: the present instant, for a Retry-After that names a date.

    Raises:
        ConfigurationError: the URL or the key cannot be used, or the salt's key is short.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        api_key: str | None = None,
        embedding_model: str | None = None,
        traits: ModelTraits | None = None,
        cache_salt: Literal["none", "per_person"] = "none",
        salt_key: bytes | None = None,
        timeout_s: float = 60.0,
        connect_timeout_s: float = 5.0,
        max_connections: int = 64,
        max_answer_bytes: int = 16 * 1024 * 1024,
        extra_body: Mapping[str, object] | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        root = url.rstrip("/").removesuffix("/v1")
        super().__init__(
            f"{root}/v1",
            model=model,
            api_key=api_key,
            embedding_model=embedding_model,
            traits=traits,
            timeout_s=timeout_s,
            connect_timeout_s=connect_timeout_s,
            max_connections=max_connections,
            max_answer_bytes=max_answer_bytes,
            max_tokens_field="max_tokens",
            extra_body=extra_body,
            transport=transport,
            client=None,
            clock=clock,
        )
        if salt_key is not None and len(salt_key) < 16:
            raise ConfigurationError("VLLMModel was given a salt_key of less than 16 bytes; hand in 32 random ones.")
        self._salted = cache_salt == "per_person"
        self._salt_key = salt_key or secrets.token_bytes(_SALT_BYTES)
        base = self._base.copy_with(path=self._base.path.removesuffix("/v1") or "/")
        self._tokenize_url = joined(base, "tokenize")
        self._metrics_url = joined(base, "metrics")
        self._health_url = joined(base, "health")

    async def load(self) -> VLLMLoad:
        """Give what the server is doing now.

        Raises:
            GatewayError: the server does not answer, or its metrics cannot be read.
            LifecycleError: the model is not open.
        """
        async with self._working("load"):
            text = await self._fetch(self._metrics_url, None, limit=_MOST_METRICS_BYTES)
            try:
                return load_of(samples(text.decode()), model=self._model)
            except (InvalidInput, UnicodeDecodeError) as error:
                raise ProtocolError(
                    f"{self._host} gave metrics that cannot be read; expected those of a vLLM server."
                ) from error

    async def is_healthy(self) -> bool:
        """Tell whether the server answers and calls itself healthy.

        Raises:
            LifecycleError: the model is not open.
        """
        try:
            async with self._working("is_healthy"):
                await self._fetch(self._health_url, None, limit=_MOST_METRICS_BYTES)
        except GatewayError:
            return False
        return True

    def _fields(self, request: ModelRequest, *, stream: bool) -> dict[str, object]:
        fields = super()._fields(request, stream=stream)
        if request.json_schema is not None:
            del fields["response_format"]
            fields["structured_outputs"] = {"json": request.json_schema, "disable_any_whitespace": True}
        if request.tools:
            # Otherwise the server lets a model make up the arguments.
            fields["tools"] = [tool_field(tool, strict=True) for tool in request.tools]
        if self._salted:
            fields["cache_salt"] = self._salt(request)
        return fields

    def _salt(self, request: ModelRequest) -> str:
        if request.account is None:
            return secrets.token_hex(_SALT_BYTES)
        return hmac.new(self._salt_key, request.account.subject.id.encode(), hashlib.sha256).hexdigest()

    async def _count_tokens(self, request: ModelRequest) -> int | None:
        asked: dict[str, object] = {
            "model": self._model,
            "messages": [message_field(message) for message in request.messages],
            "add_generation_prompt": True,
        }
        if request.tools:
            asked["tools"] = [tool_field(tool) for tool in request.tools]
        said = await self._fetch(self._tokenize_url, encoded(asked), limit=self._max_answer_bytes)
        try:
            return _Counted.model_validate_json(said).count
        except ValidationError as error:
            raise ProtocolError(f"{self._host} answered something that is not a count of tokens.") from error


class _Counted(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    count: int = Field(ge=0)
