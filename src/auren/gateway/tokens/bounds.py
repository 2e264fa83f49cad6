"""The most input tokens that a request can have, told without any tokenizer."""

from __future__ import annotations

import json
from typing import Final, Protocol

from auren.inference import ChatMessage, ModelRequest

__all__ = ["ByteBound", "TokenBound"]

_AROUND_A_MESSAGE: Final = 16
"""Tokens that a chat template puts around a message; the widest known takes nine."""
_AROUND_A_REQUEST: Final = 64
_RENDERED: Final = 2
"""A template may write a schema out with indents, which doubles its marks at most."""


class TokenBound(Protocol):
    """Tells how many input tokens a request has at most."""

    async def bound(self, request: ModelRequest) -> int:
        """Give a number that is never too low."""
        ...


class ByteBound:
    """One token for each byte of the text.

    No tokenizer in use makes more tokens of a text than it has bytes. Of English it makes about a quarter, so this bound
    is safe and wide; what was really used is settled after the call.
    """

    async def bound(self, request: ModelRequest) -> int:
        """Give the bytes of all texts, schemas and tools, and what a chat template puts around them."""
        texts = sum(_AROUND_A_MESSAGE + _bytes_of(message) for message in request.messages)
        tools = sum(
            len(tool.name.encode()) + len(tool.description.encode()) + _RENDERED * _bytes_of_json(tool.parameters)
            for tool in request.tools
        )
        schema = 0 if request.json_schema is None else _RENDERED * _bytes_of_json(request.json_schema)
        return _AROUND_A_REQUEST + texts + tools + schema + _AROUND_A_MESSAGE * len(request.tools)


def _bytes_of(message: ChatMessage) -> int:
    # Half of a surrogate pair is sent as a question mark.
    calls = sum(len(call.name) * 4 + len(call.arguments.encode(errors="replace")) + 32 for call in message.tool_calls)
    return len(message.content.encode(errors="replace")) + calls


def _bytes_of_json(value: object) -> int:
    return len(json.dumps(value, default=dict).encode())
