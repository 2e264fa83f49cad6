"""The edges at which consent is asked for: a model, a channel, what is collected, and what is shared."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Sequence

from auren.conversation import Message
from auren.errors import AurenError, ChannelError, ConsentError, RequestRejected
from auren.inference import Completion, Delta, ModelRequest
from auren.people import Subject
from auren.ports.channel import Channel
from auren.ports.model import Model
from auren.privacy._wrappers import WrappedChannel, WrappedModel
from auren.privacy.consent.book import ConsentBook
from auren.privacy.consent.record import Purpose
from auren.readings import Reading

__all__ = ["ChannelConsentError", "ConsentedChannel", "ConsentedModel", "ModelConsentError", "allowed", "collected", "require"]


class ModelConsentError(ConsentError, RequestRejected):
    """A model was not asked, since the person has not allowed it."""


class ChannelConsentError(ConsentError, ChannelError):
    """A message was not sent, since the person has not allowed it."""


async def require(book: ConsentBook, subject: Subject, purpose: Purpose) -> None:
    """Pass only when a person allows a purpose now; a book that does not answer counts as no.

    Args:
        book: who allowed what.
        subject: whose data it is.
        purpose: what it is for.

    Raises:
        ConsentError: it is not allowed, or the book could not tell.
    """
    reason = await _refusal(book, subject, purpose)
    if reason:
        raise ConsentError(reason)


async def allowed(book: ConsentBook, subject: Subject, purpose: Purpose) -> bool:
    """Tell whether a person allows a purpose now; a book that does not answer counts as no.

    Args:
        book: who allowed what.
        subject: whose data it is.
        purpose: what it is for.
    """
    return not await _refusal(book, subject, purpose)


async def collected(book: ConsentBook, readings: Iterable[Reading] | AsyncIterable[Reading]) -> AsyncGenerator[Reading, None]:
    """Give only readings of people who allow collecting; hand the outcome to `Pipeline.ingest`.

    Args:
        book: who allowed what; asked for every reading, so that a withdrawal takes effect at once.
        readings: of any people.
    """
    if isinstance(readings, AsyncIterable):
        async for reading in readings:
            if await allowed(book, reading.subject, "collect"):
                yield reading
    else:
        for reading in readings:
            if await allowed(book, reading.subject, "collect"):
                yield reading


async def _refusal(book: ConsentBook, subject: Subject, purpose: Purpose) -> str:
    try:
        given = await book.allows(subject, purpose)
    except AurenError as error:
        return f"Whether {purpose!r} is allowed could not be told ({type(error).__name__}); nothing was done. Mend the book."
    return "" if given else f"The person has not allowed {purpose!r}; ask for consent and record it in the book."


class ConsentedModel(WrappedModel):
    """Asks a model only for people who allow it.

    A request without an account, or an embedding, belongs to nobody, and is refused.

    Args:
        model: the model or gateway to be guarded; opened and closed with the guard.
        book: who allowed what; opened by its owner.
    """

    def __init__(self, model: Model, book: ConsentBook) -> None:
        super().__init__(model)
        self._book = book

    async def _count_tokens(self, request: ModelRequest) -> int | None:
        await self._allowed(request)
        return await self._model.count_tokens(request)

    async def _complete(self, request: ModelRequest) -> Completion:
        await self._allowed(request)
        return await self._model.complete(request)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        await self._allowed(request)
        pieces = self._model.stream(request)
        try:
            async for delta in pieces:
                yield delta
        finally:
            await pieces.aclose()

    async def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise _unasked(f"{len(texts)} texts of nobody in particular were given to embed; use an embedder that stays here.")

    async def _allowed(self, request: ModelRequest) -> None:
        if request.account is None:
            raise _unasked("A request without an account was given; name the person whose data it carries.")
        reason = await _refusal(self._book, request.account.subject, "model_provider")
        if reason:
            raise _unasked(reason)


def _unasked(reason: str) -> ModelConsentError:
    error = ModelConsentError(reason)
    error.unbilled = True
    return error


class ConsentedChannel(WrappedChannel):
    """Sends only to people who allow it; it is asked at the moment of sending, so a withdrawal stops what is queued, too.

    A message that helps is sent without asking: fixed texts alone, to somebody who wrote on this channel themselves.

    Args:
        channel: the channel to be guarded; opened and closed with the guard.
        book: who allowed what; opened by its owner.
    """

    def __init__(self, channel: Channel, book: ConsentBook) -> None:
        super().__init__(channel)
        self._book = book

    async def _send(self, message: Message) -> None:
        reason = "" if message.helps else await _refusal(self._book, message.subject, "channel")
        if reason:
            raise ChannelConsentError(reason)
        await self._channel.send(message)
