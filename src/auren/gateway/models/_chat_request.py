"""A request written in the words of the OpenAI chat completions wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from auren.errors import InvalidInput
from auren.inference import ChatMessage, ModelRequest, ToolSpec

__all__ = ["MaxTokensField", "chat_body", "encoded"]

MaxTokensField = Literal["max_tokens", "max_completion_tokens"]


def chat_body(
    request: ModelRequest, *, model: str, max_tokens_field: MaxTokensField, extra: Mapping[str, object], stream: bool
) -> bytes:
    """Give the body of a chat completions call.

    Args:
        request: what is asked.
        model: the endpoint's name of the model.
        max_tokens_field: what the endpoint calls the bound of the answer.
        extra: fields that are added to the body; None leaves a field out.
        stream: whether the answer comes in pieces.

    Raises:
        InvalidInput: the tools or the JSON schema cannot be written as JSON.
    """
    body: dict[str, object] = {
        "model": model,
        "messages": [_message(message) for message in request.messages],
        max_tokens_field: request.max_tokens,
        "temperature": request.temperature,
    }
    if request.stop:
        body["stop"] = list(request.stop)
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
    if request.json_schema is not None:
        schema = {"name": "answer", "strict": True, "schema": request.json_schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    if stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    body.update(extra)
    return encoded({name: value for name, value in body.items() if value is not None})


def encoded(body: Mapping[str, object]) -> bytes:
    """Give a body as JSON in UTF-8.

    Raises:
        InvalidInput: something in it cannot be written as JSON.
    """
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
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


def _message(message: ChatMessage) -> dict[str, object]:
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


def _tool(tool: ToolSpec) -> dict[str, object]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}
