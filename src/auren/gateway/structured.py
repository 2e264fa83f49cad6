"""An answer as an instance of a pydantic model, with one attempt to have a wrong one repaired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from auren.errors import ProtocolError, RequestRejected
from auren.inference import ChatMessage, Completion, ModelRequest
from auren.ports.model import Model

__all__ = ["Structured", "schema_of", "structured"]

_Shape = TypeVar("_Shape", bound=BaseModel)
_FENCED: Final = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_MOST_FAULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Structured(Generic[_Shape]):
    """An answer in the shape that was asked for.

    Args:
        value: the answer.
        completion: the answer as the model gave it; its usage is that of all attempts together.
    """

    value: _Shape
    completion: Completion


async def structured(model: Model, request: ModelRequest, shape: type[_Shape]) -> Structured[_Shape]:
    """Ask a model, or a gateway, for an answer of a shape.

    An answer that does not fit is sent back once, with what was wrong about it.

    Args:
        model: who is asked.
        request: what is asked; its `json_schema` is filled in.
        shape: what the answer must be.

    Raises:
        ProtocolError: neither the answer nor its repair fits, or the answer was cut off; `partial` holds the last text.
        RequestRejected: the model refused to answer.
        GatewayError: the model cannot answer.
    """
    asked = replace(request, json_schema=schema_of(shape))
    first = await model.complete(asked)
    value = _value(first, shape)
    if not isinstance(value, ValidationError):
        return Structured(value, first)
    second = await model.complete(_repair(asked, first, value))
    together = replace(
        second,
        usage=first.usage + second.usage,
        route=(*first.route, *second.route),
        failures=(*first.failures, *second.failures),
    )
    value = _value(together, shape)
    if isinstance(value, ValidationError):
        raise ProtocolError(
            f"{second.model} answered twice with something that is not a {shape.__name__} ({_where(value)}); "
            "simplify the shape, or ask a stronger model.",
            partial=second.text,
        ) from value
    return Structured(value, together)


def schema_of(shape: type[BaseModel]) -> dict[str, object]:
    """Give a shape's JSON schema in the strict form that endpoints ask for: every property is written, and no other."""
    strict = _strict(shape.model_json_schema())
    assert isinstance(strict, dict)  # noqa: S101 - a schema is a mapping, and so is its strict form
    return strict


def _strict(part: object, *, names: bool = False) -> object:
    """Make a part of a schema strict; under `names`, keys are properties' names and no keywords."""
    if isinstance(part, list):
        return [_strict(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    if names:
        return {str(name): _strict(each) for name, each in part.items()}
    made: dict[str, object] = {}
    for keyword, value in part.items():
        if keyword == "default":
            continue
        literal = keyword in ("const", "enum", "examples")
        made[str(keyword)] = value if literal else _strict(value, names=keyword in ("properties", "$defs"))
    if isinstance(part.get("properties"), Mapping):
        made["required"] = list(part["properties"])
        made.setdefault("additionalProperties", False)
    return made


def _value(completion: Completion, shape: type[_Shape]) -> _Shape | ValidationError:
    if completion.finish_reason == "content_filter":
        raise RequestRejected(f"{completion.model} refused to answer; ask in other words.")
    if completion.finish_reason == "length":
        raise ProtocolError(
            f"{completion.model} had no tokens left before its {shape.__name__} was whole; raise max_tokens.",
            partial=completion.text,
        )
    fenced = _FENCED.fullmatch(completion.text)
    try:
        return shape.model_validate_json(fenced[1] if fenced else completion.text)
    except ValidationError as error:
        return error


def _repair(asked: ModelRequest, first: Completion, error: ValidationError) -> ModelRequest:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = "\n".join(f"- {_place(fault['loc'])}: {fault['msg']}" for fault in faults[:_MOST_FAULTS])
    return replace(
        asked,
        messages=(
            *asked.messages,
            ChatMessage("assistant", first.text),
            ChatMessage(
                "user",
                f"Your answer does not have the form that was asked for:\n{told}\nAnswer again, with the corrected JSON only.",
            ),
        ),
    )


def _where(error: ValidationError) -> str:
    """Name the places at fault; never what stood there."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{_place(fault['loc'])}: {fault['type']}" for fault in faults[:_MOST_FAULTS])


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in loc) or "the whole"
