"""What stands where the network would be: a model that obeys, and a channel that notes; and a look at what is logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from auren.conversation import Message
from auren.gateway.models import ScriptedModel
from auren.inference import Completion, ModelRequest, ToolCall
from auren.ports import Channel

__all__ = ["NotedChannel", "Provider", "Said", "listening"]


class Provider:
    """A provider that says for every statement what it is told to, and wishes for every tool it is told to.

    Attributes:
        says: the words; empty for none.
        wishes: names of the tools.
    """

    def __init__(self) -> None:
        self.says = ""
        self.wishes: tuple[str, ...] = ()
        self.model = ScriptedModel(self._answer, name="audited")

    @property
    def requests(self) -> tuple[ModelRequest, ...]:
        """What reached the provider."""
        return self.model.requests

    @property
    def read(self) -> list[str]:
        """All words that reached the provider."""
        return [message.content for request in self.requests for message in request.messages]

    def _answer(self, request: ModelRequest) -> Completion:  # noqa: ARG002 - it obeys whatever is asked
        calls = tuple(ToolCall(str(number), name, '{"subject": "*"}') for number, name in enumerate(self.wishes))
        text = "\n".join(f"[{number}] {self.says}" for number in range(1, 9)) if self.says else ""
        return Completion(text, "audited", tool_calls=calls)


class NotedChannel(Channel):
    """A channel that keeps what it was to send.

    Args:
        name: how it is called.
    """

    def __init__(self, name: str = "audited") -> None:
        super().__init__()
        self._name = name
        self.sent: list[Message] = []

    @property
    def name(self) -> str:
        """How it is called."""
        return self._name

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


class Said(logging.Handler):
    """What was logged or printed meanwhile.

    Attributes:
        lines: who wrote it, and what.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, with the error it tells of."""
        try:
            text = logging.Formatter("%(message)s").format(record)
        except Exception:  # noqa: BLE001 - a record that cannot be formatted is kept as it is
            text = f"{record.msg!r} {record.args!r}"
        self.lines.append((f"logger {record.name}", text))


@contextmanager
def listening() -> Iterator[Said]:
    """Hear what the host's loggers let through at their own levels, and what is printed, until the block ends."""
    said, printed = Said(), io.StringIO()
    silent = [
        one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger) and not one.propagate
    ]
    heard = [logging.getLogger(), *silent]
    for logger in heard:
        logger.addHandler(said)
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield said
    finally:
        for logger in heard:
            logger.removeHandler(said)
        said.lines += [("printed", line) for line in printed.getvalue().splitlines()]
