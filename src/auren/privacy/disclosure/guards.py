"""Wrappers that write a disclosure down before anything leaves; what cannot be noted does not leave."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from auren.clock import Clock
from auren.conversation import Message
from auren.errors import AurenError, ChannelUnavailable, RequestRejected
from auren.inference import Completion, Delta, ModelRequest
from auren.ports.channel import Channel
from auren.ports.model import Model
from auren.privacy._wrappers import WrappedChannel, WrappedModel
from auren.privacy.disclosure.ledger import Disclosure, DisclosureLedger

__all__ = ["DisclosedChannel", "DisclosedModel"]


class DisclosedModel(WrappedModel):
    """Notes each request before a model is asked; put it inside a consent guard, which stops what is not allowed.

    Args:
        model: the model or gateway; opened and closed with the wrapper.
        ledger: where it is noted; opened by its owner.
        clock: tells the time.
    """

    def __init__(self, model: Model, ledger: DisclosureLedger, clock: Clock) -> None:
        super().__init__(model)
        self._ledger = ledger
        self._clock = clock

    async def _count_tokens(self, request: ModelRequest) -> int | None:
        await self._noted(request)
        return await self._model.count_tokens(request)

    async def _complete(self, request: ModelRequest) -> Completion:
        await self._noted(request)
        return await self._model.complete(request)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        await self._noted(request)
        pieces = self._model.stream(request)
        try:
            async for delta in pieces:
                yield delta
        finally:
            await pieces.aclose()

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise _unnoted(f"{len(texts)} texts of nobody in particular were given to embed")

    async def _noted(self, request: ModelRequest) -> None:
        if request.account is None:
            raise _unnoted("A request without an account was given")
        note = Disclosure(request.account.subject, self.name, (request.purpose,), self._clock.now(), "model_provider")
        try:
            await self._ledger.note(note)
        except AurenError as error:
            raise _unnoted(f"The ledger failed with {type(error).__name__}") from error


def _unnoted(what: str) -> RequestRejected:
    error = RequestRejected(f"{what}, so the disclosure cannot be noted and nothing was sent.")
    error.unbilled = True
    return error


class DisclosedChannel(WrappedChannel):
    """Notes each message before it is sent.

    Args:
        channel: the channel; opened and closed with the wrapper.
        ledger: where it is noted; opened by its owner.
        clock: tells the time.
    """

    def __init__(self, channel: Channel, ledger: DisclosureLedger, clock: Clock) -> None:
        super().__init__(channel)
        self._ledger = ledger
        self._clock = clock

    async def _send(self, message: Message) -> None:
        kind, consent = ("help", "") if message.helps else ("reply", "channel")
        note = Disclosure(message.subject, self.name, (kind,), self._clock.now(), consent)
        try:
            await self._ledger.note(note)
        except AurenError as error:
            raise ChannelUnavailable("The ledger could not note a delivery, so it was not sent; try again later.") from error
        await self._channel.send(message)
