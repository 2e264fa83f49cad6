"""A request written in the words of the OpenAI chat completions wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Literal

from pydantic_core import to_json

from auren.errors import InvalidInput
from auren.inference import ChatMessage, ModelRequest, ToolSpec

__all__ = ["MaxTokensField", "chat_fields", "encoded", "message_field", "tool_field"]

MaxTokensField = Literal["max_tokens", "max_completion_tokens"]


def chat_fields(request: ModelRequest, *, model: str, max_tokens_field: MaxTokensField, stream: bool) -> dict[str, object]:
    """Give the fields of a chat completions call.

    Args:
        request: what is asked.
        model: the endpoint's name of the model.
        max_tokens_field: what the endpoint calls the bound of the answer.
        stream: whether the answer comes in pieces.
    """
    fields: dict[str, object] = {
        "model": model,
        "messages": [message_field(message) for message in request.messages],
        max_tokens_field: request.max_tokens,
        "temperature": request.temperature,
    }
    if request.stop:
        fields["stop"] = list(request.stop)
    if request.tools:
        fields["tools"] = [tool_field(tool) for tool in request.tools]
    if request.json_schema is not None:
        schema = {"name": "answer", "strict": True, "schema": request.json_schema}
        fields["response_format"] = {"type": "json_schema", "json_schema": schema}
    if stream:
        fields["stream"] = True
        fields["stream_options"] = {"include_usage": True}
    return fields


def encoded(body: Mapping[str, object]) -> bytes:
    """Give a body as JSON in UTF-8.

    Raises:
        InvalidInput: something in it cannot be written as JSON.
    """
    try:
        quick = to_json(body, inf_nan_mode="constants")
    except ValueError:
        return _encoded_slowly(body)
    # The quick way writes what is no number, or this is a text that only names it.
    return _encoded_slowly(body) if b"NaN" in quick or b"Infinity" in quick else quick


def _encoded_slowly(body: Mapping[str, object]) -> bytes:
    try:
        text = _WRITER.encode(body)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInput(
            "A request that cannot be written as JSON was given; expected numbers, texts, lists and mappings in its tools "
            "and json_schema, and a finite temperature."
        ) from error
    # Half of a surrogate pair, as a cut text may hold, has no UTF-8 form.
    return text.encode("utf-8", "replace")


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


_WRITER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)


def message_field(message: ChatMessage) -> dict[str, object]:
    """Give a message as the wire has it."""
    written: dict[str, object] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        written["content"] = message.content or None
        written["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        written["tool_call_id"] = message.tool_call_id
    return written


def tool_field(tool: ToolSpec, *, strict: bool = False) -> dict[str, object]:
    """Give a tool as the wire has it; a strict one's arguments are held to their schema."""
    function: dict[str, object] = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    if strict:
        function["strict"] = True
    return {"type": "function", "function": function}
