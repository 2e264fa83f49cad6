"""What a schema's rules are made of, as pydantic models: texts, numbers, words, records, and one of several records.

The schemas bound no further fields, so a model keeps whatever else stands in a record, and gives it back unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, TypeAdapter, ValidationError, create_model

__all__ = [
    "FLAG",
    "NUMBER",
    "TEXT",
    "WHOLE",
    "WHOLE_NUMBER",
    "Fields",
    "Part",
    "exactly_one",
    "fault_of",
    "having",
    "list_of",
    "record",
    "text_like",
    "value_in",
    "words",
]

Fields = Mapping[str, Any]
"""Fields of a record by name, each with what it must be."""


class Part(BaseModel):
    """A record of a document; what its schema does not name stays as it is."""

    model_config = ConfigDict(extra="allow", frozen=True)


def _must(check: Callable[[Any], bool], expected: str) -> Any:
    def checked(value: Any) -> Any:
        if not check(value):
            raise ValueError(expected)
        return value

    return Annotated[Any, PlainValidator(checked)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# Not pydantic's own text, which refuses the broken code points that JSON can spell.
TEXT = _must(lambda value: isinstance(value, str), "expected a text")
NUMBER = _must(_is_number, "expected a number")
FLAG = _must(lambda value: isinstance(value, bool), "expected true or false")
WHOLE = _must(lambda value: isinstance(value, int) and not isinstance(value, bool), "expected a whole number")
"""A whole number as the older schemas (draft 4) have it: 1.0 is none."""
WHOLE_NUMBER = _must(lambda value: _is_number(value) and value % 1 == 0, "expected a whole number")
"""A whole number as the newer schemas (draft 7) have it: 1.0 is one."""


def words(*allowed: str) -> Any:
    """Give a text that is one of a few words."""
    known = frozenset(allowed)
    return _must(lambda value: isinstance(value, str) and value in known, f"expected one of {', '.join(allowed)}")


def text_like(check: Callable[[str], bool], expected: str) -> Any:
    """Give a text of a fixed form."""
    return _must(lambda value: isinstance(value, str) and check(value), expected)


def record(name: str, needed: Fields, maybe: Fields | None = None) -> type[Part]:
    """Give a record with fields that it must have and fields that it may have.

    Args:
        name: what it is called, for people who debug.
        needed: fields that must be there.
        maybe: fields that need not be there; where one is, it must be right, and null is not.
    """
    fields: dict[str, Any] = {field: (kind, ...) for field, kind in needed.items()}
    fields |= {field: (kind, None) for field, kind in (maybe or {}).items()}
    made: type[Part] = create_model(name, __base__=Part, **fields)
    return made


def value_in(*units: str) -> type[Part]:
    """Give a value with its unit, which is one of these."""
    return record("UnitValue", {"value": NUMBER, "unit": words(*units) if units else TEXT})


def list_of(item: Any) -> Any:
    """Give a list whose items are all alike."""
    adapter: TypeAdapter[Any] = TypeAdapter(item)

    def each(value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError("expected a list")  # noqa: TRY004 - pydantic takes only this as a fault of the document
        return [_tried(adapter, item) for item in value]

    return Annotated[Any, PlainValidator(each)]


def exactly_one(*choices: Any) -> Any:
    """Give a record that is right by one of the choices, and by no other."""
    adapters: list[TypeAdapter[Any]] = [TypeAdapter(choice) for choice in choices]
    named = ", ".join(" and ".join(_needed(choice)) for choice in choices)

    def choose(value: Any) -> Any:
        right = []
        for adapter in adapters:
            try:
                right.append(adapter.validate_python(value))
            except ValidationError:
                continue
        if len(right) != 1:
            raise ValueError(f"expected exactly one of: {named}")
        return right[0]

    return Annotated[Any, PlainValidator(choose)]


def having(kind: Any, field: str) -> Any:
    """Give a record that has one more field, whatever its kind makes of it."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def checked(value: Any) -> Any:
        found = _tried(adapter, value)
        if field not in value:
            raise ValueError(f"expected {field}")
        return found

    return Annotated[Any, PlainValidator(checked)]


def _tried(adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise ValueError(fault_of(error)[1]) from error


def fault_of(error: ValidationError) -> tuple[str, str]:
    """Give the field and the reason of the first fault; neither repeats what stood there."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    match first["type"]:
        case "missing":
            return field, "expected this field"
        case "value_error":
            return field, first["msg"].removeprefix("Value error, ")
        case "string_unicode" | "invalid_key":
            return "", "expected names of fields in whole characters"
        case _:
            return field, "expected an object"


def _needed(choice: Any) -> list[str]:
    fields = getattr(choice, "model_fields", {})
    return [name for name, field in fields.items() if field.is_required()] or ["a kind of value"]
