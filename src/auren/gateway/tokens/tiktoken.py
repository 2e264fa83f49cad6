"""Exact counts for OpenAI's own models, where the host has tiktoken and its vocabulary at hand."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from auren._extras import optional
from auren.gateway.tokens.bounds import ByteBound
from auren.inference import ModelRequest

__all__ = ["TiktokenCounter"]

_LONG_TEXT: Final = 20_000
_AROUND_A_MESSAGE: Final = 4
"""OpenAI's chat format puts three tokens around a message, and one more where it is named."""


class TiktokenCounter:
    """Counts with an encoding of tiktoken; what the encoding cannot see is bounded.

    tiktoken fetches a vocabulary from the network the first time it is asked for one, so the host builds the encoding.
    Counting a long text takes milliseconds, and is done in a thread.

    Args:
        encoding: what `tiktoken.get_encoding` gave.
        allowance: tokens added for what the chat format adds.

    Raises:
        MissingExtra: tiktoken is not installed.
    """

    def __init__(self, encoding: Any, *, allowance: int = 16) -> None:
        optional("tiktoken", feature="Counting with tiktoken", extra="openai")
        self._encoding = encoding
        self._allowance = allowance
        self._bytes = ByteBound()

    async def bound(self, request: ModelRequest) -> int:
        """Give the tokens of all texts, and a bound for tools and schemas, whose rendering is not public."""
        if request.tools or request.json_schema is not None or any(message.tool_calls for message in request.messages):
            return await self._bytes.bound(request)
        texts = [message.content for message in request.messages]
        if sum(map(len, texts)) > _LONG_TEXT:
            counts = await asyncio.to_thread(self._count, texts)
        else:
            counts = self._count(texts)
        return counts + self._allowance + _AROUND_A_MESSAGE * len(texts)

    def _count(self, texts: list[str]) -> int:
        return sum(len(self._encoding.encode(text, disallowed_special=())) for text in texts)
