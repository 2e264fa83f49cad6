"""The most input tokens that a request can have, told without any tokenizer."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Iterator
from typing import Final, Protocol

from auren.inference import ModelRequest

__all__ = ["ByteBound", "TokenBound"]

_AROUND_A_MESSAGE: Final = 16
"""Tokens that a chat template puts around a message; the widest known takes nine."""
_AROUND_A_REQUEST: Final = 64
_RENDERED: Final = 2
"""A template may write JSON out with indents, or as a text within JSON, which doubles its marks at most."""
_LONG_TEXT: Final = 20_000
_FORMS: Final = ("NFC", "NFKC")
"""Forms that tokenizers put a text into before they cut it; a few characters have more bytes in them."""


class TokenBound(Protocol):
    """Tells how many input tokens a request has at most."""

    async def bound(self, request: ModelRequest) -> int:
        """Give a number that is never too low."""
        ...


class ByteBound:
    """One token for each byte of the text, in the longest of the forms that tokenizers put it into.

    No tokenizer in use makes more tokens of a text than it has bytes. Of English it makes about a quarter, so this bound
    is safe and wide; what was really used is settled after the call. Other work goes on while a long text is counted.
    """

    async def bound(self, request: ModelRequest) -> int:
        """Give the bytes of all texts, schemas and tools, and what a chat template puts around them."""
        most = _AROUND_A_REQUEST + _AROUND_A_MESSAGE * (len(request.messages) + len(request.tools))
        for text in _texts_of(request):
            if len(text) <= _LONG_TEXT or text.isascii():
                most += _bytes_of(text)
                continue
            for start in range(0, len(text), _LONG_TEXT):
                most += _bytes_of(text[start : start + _LONG_TEXT])
                await asyncio.sleep(0)
        return most


def _texts_of(request: ModelRequest) -> Iterator[str]:
    for message in request.messages:
        yield message.content
        if message.tool_call_id:
            yield message.tool_call_id
        if message.tool_calls:
            yield from _rendered([(call.id, call.name, call.arguments) for call in message.tool_calls])
    if request.tools:
        yield from _rendered([(tool.name, tool.description, tool.parameters) for tool in request.tools])
    if request.json_schema is not None:
        yield from _rendered(request.json_schema)


def _rendered(value: object) -> list[str]:
    # Escaped, every character has at least as many bytes as in any of its forms, but for a handful that these bytes outweigh.
    return [json.dumps(value, default=dict)] * _RENDERED


def _bytes_of(text: str) -> int:
    if text.isascii():
        return len(text)
    # Half of a surrogate pair is sent as a question mark.
    own = len(text.encode(errors="replace"))
    if unicodedata.is_normalized("NFKC", text):
        return own
    return max(own, *(len(unicodedata.normalize(form, text).encode(errors="replace")) for form in _FORMS))
