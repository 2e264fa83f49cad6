"""A model's tool calls, held against what the specialist declared for that very request; all others are refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Final, Literal, cast

from auren.inference import Completion, ModelRequest, ToolCall

__all__ = ["Refusal", "permitted"]

Refusal = Literal["not declared", "arguments do not fit"]

_KINDS: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_UNDERSTOOD: Final = frozenset(
    {"type", "properties", "required", "additionalProperties", "items", "enum"}
    | {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"}
)
_SAID: Final = frozenset({"title", "description", "default", "examples", "$schema"})


def permitted(request: ModelRequest, completion: Completion) -> tuple[Completion, tuple[Refusal, ...]]:
    """Give the answer with only those tool calls that the request declared and whose arguments fit, and why others do not.

    A schema with a keyword that is not understood here fits nothing. Names and arguments of refused calls are not repeated:
    a model chose them.

    Args:
        request: what was asked, with the tools that were declared.
        completion: what the model answered.
    """
    if not completion.tool_calls:
        return completion, ()
    schemas = {tool.name: tool.parameters for tool in request.tools}
    kept: list[ToolCall] = []
    refused: list[Refusal] = []
    for call in completion.tool_calls:
        if call.name not in schemas:
            refused.append("not declared")
        elif not _fits_text(call.arguments, schemas[call.name]):
            refused.append("arguments do not fit")
        else:
            kept.append(call)
    if not refused:
        return completion, ()
    notes = tuple(f"a tool call was refused: {reason}" for reason in refused)
    return replace(completion, tool_calls=tuple(kept), failures=(*completion.failures, *notes)), tuple(refused)


def _fits_text(arguments: str, schema: Mapping[str, object]) -> bool:
    try:
        value: object = json.loads(arguments, object_pairs_hook=_once)
        return isinstance(value, dict) and _fits(value, schema)
    except (ValueError, TypeError, RecursionError, OverflowError):
        return False


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a name that is given twice: two readers could take it for two things."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("A name stands twice.")
    return dict(pairs)


def _fits(value: object, schema: Mapping[str, object]) -> bool:
    if not schema.keys() <= _UNDERSTOOD | _SAID:
        return False
    kinds = schema.get("type", "object" if "properties" in schema else None)
    named = [kinds] if isinstance(kinds, str) else kinds
    if named is not None and not any(_KINDS[kind](value) for kind in cast("Sequence[str]", named) if kind in _KINDS):
        return False
    if "enum" in schema and not any(
        type(one) is type(value) and one == value for one in cast("Sequence[object]", schema["enum"])
    ):
        return False
    if isinstance(value, dict):
        return _object_fits(cast("dict[str, object]", value), schema)
    if isinstance(value, list):
        items = cast("list[object]", value)
        each = cast("Mapping[str, object]", schema.get("items", {}))
        return _within(len(items), schema, "minItems", "maxItems") and all(_fits(one, each) for one in items)
    if isinstance(value, str):
        return _within(len(value), schema, "minLength", "maxLength")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return isfinite(value) and _within(value, schema, "minimum", "maximum")
    return True


def _object_fits(value: dict[str, object], schema: Mapping[str, object]) -> bool:
    """Hold an object against its schema; what the schema does not name is refused, whatever it says of others."""
    properties = cast("Mapping[str, Mapping[str, object]]", schema.get("properties", {}))
    required = cast("Sequence[str]", schema.get("required", ()))
    return (
        value.keys() <= properties.keys()
        and all(name in value for name in required)
        and all(_fits(each, properties[name]) for name, each in value.items())
    )


def _within(value: float, schema: Mapping[str, object], least: str, most: str) -> bool:
    low, high = cast("float | None", schema.get(least)), cast("float | None", schema.get(most))
    return (low is None or value >= low) and (high is None or value <= high)
