"""A channel that writes to a text stream, for demos and notebooks."""

from __future__ import annotations

import textwrap
from typing import Protocol

from auren.conversation import Message
from auren.errors import ChannelError
from auren.ports import Channel

__all__ = ["ConsoleChannel"]


class TextSink(Protocol):
    """Anything with a `write` for text, such as `sys.stdout`."""

    def write(self, text: str, /) -> object: ...


class ConsoleChannel(Channel):
    """Writes each message once to a text stream that the host hands in.

    Args:
        stream: where to write, for example `sys.stdout`; not closed by the channel.
        width: columns to wrap at, 20 or more.
    """

    def __init__(self, stream: TextSink, *, width: int = 80) -> None:
        super().__init__()
        self._stream = stream
        self._width = max(20, width)
        self._sent: set[str] = set()

    @property
    def name(self) -> str:
        """How the channel is called in deliveries."""
        return "console"

    async def _send(self, message: Message) -> None:
        if message.id in self._sent:
            return
        lines = textwrap.wrap(message.text, self._width) or [""]
        try:
            self._stream.write("\n".join(lines) + "\n")
        except (OSError, ValueError) as error:
            raise ChannelError("The console's stream cannot be written; hand in an open text stream.") from error
        self._sent.add(message.id)
