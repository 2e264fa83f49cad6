"""The port to a person's phone or screen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, final

from auren._resource import Resource
from auren.conversation import Message
from auren.errors import AurenError, ChannelError, ChannelUnavailable

__all__ = ["Channel"]


class Channel(Resource, ABC):
    """Delivers texts; sending the same message id twice has one effect.

    Adapters fill `_send`; those that need an address are handed a directory when they are built.

    Args:
        timeout_s: seconds that sending one message may take.
    """

    _timeout_error: ClassVar[type[AurenError]] = ChannelUnavailable
    _unforeseen: ClassVar[type[AurenError] | None] = ChannelError
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {OSError: ChannelUnavailable}

    def __init__(self, *, timeout_s: float | None = 20.0) -> None:
        super().__init__(timeout_s=timeout_s)

    @property
    @abstractmethod
    def name(self) -> str:
        """How the channel is called in deliveries, for example "console"."""

    @final
    async def send(self, message: Message) -> None:
        """Deliver a message.

        Raises:
            ChannelError: it was not delivered, whatever the reason; `retryable` says whether another try may help.
            LifecycleError: the channel is not open.
        """
        async with self._working("send"):
            await self._send(message)

    @abstractmethod
    async def _send(self, message: Message) -> None: ...
