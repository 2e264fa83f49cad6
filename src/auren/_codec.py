"""Floor 1 values to JSON and back; pydantic does the work and is loaded on first use."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from auren.errors import InvalidInput, StoreCorrupted

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["decode", "encode", "jsonable"]

T = TypeVar("T")


@lru_cache(maxsize=128)
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(cast("Any", kind))


def encode(value: object) -> str:
    """Give a floor 1 value as JSON text.

    Raises:
        InvalidInput: it holds a text that UTF-8 cannot.
    """
    from pydantic_core import PydanticSerializationError

    try:
        return _adapter(cast("Hashable", type(value))).dump_json(value).decode()
    except PydanticSerializationError:
        # The serializer's own message may quote the text, which is personal data: it must not become the cause.
        raise InvalidInput(f"A {type(value).__name__} holds a text that cannot be written as UTF-8.") from None


def jsonable(value: object) -> object:
    """Give a floor 1 value as plain dictionaries, lists, texts and numbers."""
    return cast("object", _adapter(cast("Hashable", type(value))).dump_python(value, mode="json"))


def decode(kind: type[T], text: str | bytes) -> T:
    """Give the value that was encoded.

    Args:
        kind: its class.
        text: what `encode` gave.

    Raises:
        StoreCorrupted: the text is not such a value.
    """
    from pydantic import ValidationError

    try:
        return cast("T", _adapter(cast("Hashable", kind)).validate_json(text))
    except ValidationError:
        # The validator's own message quotes the input, which is personal data: it must not become the cause.
        raise StoreCorrupted(
            f"A stored {kind.__name__} cannot be read; it was written by another version or damaged."
        ) from None
