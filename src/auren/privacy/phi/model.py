"""A model that sees placeholders instead of a person: the wrapper around any model or gateway."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final, TypeVar

from auren.errors import GatewayError, RequestRejected
from auren.inference import ChatMessage, Completion, Delta, ModelRequest, ToolCall, ToolSpec
from auren.people import Subject
from auren.ports.model import Model
from auren.privacy._wrappers import WrappedModel
from auren.privacy.phi.detector import PhiDetector
from auren.privacy.phi.known import KnownValues
from auren.privacy.phi.pseudonymizer import Into, Pseudonymizer

__all__ = ["REQUEST_FIELDS", "RedactedModel"]

_T = TypeVar("_T")

KnownOf = Callable[[Subject], Awaitable[KnownValues]]

REQUEST_FIELDS: Final[Mapping[str, str]] = {
    "messages": "replaced",
    "tools": "known values replaced",
    "json_schema": "known values replaced",
    "stop": "replaced",
    "max_tokens": "passed",
    "temperature": "passed",
    "deadline": "passed",
    "purpose": "passed",
    "account": "passed",  # for a gateway's budget; no adapter sends it
    "conversation": "passed",  # for a gateway's routing; no adapter sends it
    "complexity": "passed",
    "latency": "passed",
    "prefers": "passed",
}
"""The allow-list: what of a request goes on and how; a field that is not listed here is left at its default."""


class RedactedModel(WrappedModel):
    """Replaces personal data before a request leaves, and puts it back into the answer.

    Fails closed: when a detector or the look-up of known values fails, nothing is sent. Nothing is kept after a call.

    Args:
        model: the model or gateway to be wrapped; it is opened and closed with the wrapper.
        detector: what finds personal data; None for the shipped one.
        known: gives a person's own values, for example from the host's directory; it is asked for requests with an account.
        exempt: tags of models that may see everything, for example "self-hosted": a model with one of them is asked as it is.
    """

    def __init__(
        self,
        model: Model,
        *,
        detector: PhiDetector | None = None,
        known: KnownOf | None = None,
        exempt: Collection[str] = (),
    ) -> None:
        super().__init__(model)
        self._detector = PhiDetector() if detector is None else detector
        self._known = known
        self._exempt = frozenset(exempt)

    async def _count_tokens(self, request: ModelRequest) -> int | None:
        if self._passes:
            return await self._model.count_tokens(request)
        sent, _ = await self._replaced(request)
        return await self._model.count_tokens(sent)

    async def _complete(self, request: ModelRequest) -> Completion:
        if self._passes:
            return await self._model.complete(request)
        sent, pseudonyms = await self._replaced(request)
        try:
            completion = await self._model.complete(sent)
        except GatewayError as error:
            error.partial = pseudonyms.restore(error.partial, into=_into(request))
            raise
        return _restored(completion, pseudonyms, _into(request))

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        if self._passes:
            sent, pseudonyms = request, None
        else:
            sent, pseudonyms = await self._replaced(request)
        async with aclosing(self._model.stream(sent)) as pieces:
            if pseudonyms is None:
                async for delta in pieces:
                    yield delta
                return
            async with aclosing(_restored_pieces(pieces, pseudonyms, _into(request))) as restored:
                async for delta in restored:
                    yield delta

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        if self._passes:
            return await self._model.embed(texts)
        pseudonyms = Pseudonymizer(self._detector)
        sent = self._closed(lambda: [pseudonyms.replace(text) for text in texts])
        return await self._model.embed(sent)

    @property
    def _passes(self) -> bool:
        return bool(self._exempt & self._model.traits.tags)

    async def _replaced(self, request: ModelRequest) -> tuple[ModelRequest, Pseudonymizer]:
        known = await self._known_of(request)
        pseudonyms = Pseudonymizer(self._detector, known=known, conversation=request.conversation)
        return self._closed(lambda: _outgoing(request, pseudonyms)), pseudonyms

    async def _known_of(self, request: ModelRequest) -> KnownValues | None:
        if self._known is None or request.account is None:
            return None
        failed = ""
        try:
            return await self._known(request.account.subject)
        except Exception as error:  # noqa: BLE001 - whatever a host's look-up raises, nothing is sent
            failed = type(error).__name__
        # Raised outside of the handler: the look-up's own words, which may quote a value, are no part of the chain.
        raise _refused("The look-up of the person's known values", failed)

    def _closed(self, work: Callable[[], _T]) -> _T:
        failed = ""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - whatever a detector raises, nothing is sent
            failed = type(error).__name__
        raise _refused("A detector of personal data", failed)


def _refused(what: str, failed: str) -> RequestRejected:
    error = RequestRejected(f"{what} failed with {failed}, so the request was not sent; mend it, or wrap without it.")
    error.unbilled = True
    return error


def _outgoing(request: ModelRequest, pseudonyms: Pseudonymizer) -> ModelRequest:
    passed = {name: getattr(request, name) for name, how in REQUEST_FIELDS.items() if how == "passed"}
    return ModelRequest(
        messages=tuple(_message(message, pseudonyms) for message in request.messages),
        tools=tuple(
            ToolSpec(tool.name, pseudonyms.replace(tool.description, known_only=True), _tree(tool.parameters, pseudonyms))
            for tool in request.tools
        ),
        json_schema=None if request.json_schema is None else _tree(request.json_schema, pseudonyms),
        stop=tuple(pseudonyms.replace(text) for text in request.stop),
        **passed,
    )


def _message(message: ChatMessage, pseudonyms: Pseudonymizer) -> ChatMessage:
    calls = tuple(ToolCall(call.id, call.name, pseudonyms.replace(call.arguments)) for call in message.tool_calls)
    return ChatMessage(message.role, pseudonyms.replace(message.content), calls, message.tool_call_id)


def _tree(values: Mapping[str, object], pseudonyms: Pseudonymizer) -> Mapping[str, object]:
    return {name: _leaf(value, pseudonyms) for name, value in values.items()}


def _leaf(value: object, pseudonyms: Pseudonymizer) -> object:
    if isinstance(value, str):
        return pseudonyms.replace(value, known_only=True)
    if isinstance(value, Mapping):
        return {name: _leaf(each, pseudonyms) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_leaf(each, pseudonyms) for each in value]
    return value


def _into(request: ModelRequest) -> Into:
    return "prose" if request.json_schema is None else "json"


def _restored(completion: Completion, pseudonyms: Pseudonymizer, into: Into) -> Completion:
    calls = tuple(
        ToolCall(call.id, call.name, pseudonyms.restore(call.arguments, into="json")) for call in completion.tool_calls
    )
    return replace(completion, text=pseudonyms.restore(completion.text, into=into), tool_calls=calls)


async def _restored_pieces(
    pieces: AsyncGenerator[Delta, None], pseudonyms: Pseudonymizer, into: Into
) -> AsyncGenerator[Delta, None]:
    restorer = pseudonyms.restorer(into=into)
    try:
        async for delta in pieces:
            text = restorer.feed(delta.text)
            if delta.completion is None:
                if text:
                    yield Delta(text)
                continue
            text += restorer.rest()
            if text:
                yield Delta(text)
            yield Delta(completion=_restored(delta.completion, pseudonyms, into))
    except GatewayError as error:
        left = restorer.rest()
        if left:
            yield Delta(left)
        error.partial = pseudonyms.restore(error.partial, into=into)
        raise
