"""Documents judged against their schema, and given back as they came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from auren.errors import InvalidInput
from auren.sources.vendors.open_mhealth.schemas import BODIES, PARTS, adapter
from auren.sources.vendors.open_mhealth.shapes import Part, fault_of

__all__ = ["Document", "SchemaID", "Unfit", "is_known", "parse", "resolved", "versions_of"]


@dataclass(frozen=True, slots=True)
class SchemaID:
    """What a document claims to be.

    Args:
        namespace: "omh", "ieee" or "granola".
        name: the type, for example "heart-rate".
        version: for example "2.0"; "2.x" is the newest version 2.
    """

    namespace: str
    name: str
    version: str

    @classmethod
    def of(cls, text: str) -> SchemaID:
        """Give the id that a text such as "omh:heart-rate:2.0" writes.

        Raises:
            InvalidInput: it does not have three parts.
        """
        steps = text.split(":")
        if len(steps) != 3:
            raise InvalidInput("A schema id that is not of three parts was given; write it as omh:heart-rate:2.0.")
        return cls(*steps)

    @property
    def type(self) -> str:
        """The type without its version, for example "omh:heart-rate"."""
        return f"{self.namespace}:{self.name}"

    def __str__(self) -> str:
        return f"{self.type}:{self.version}"


class Unfit(InvalidInput):
    """A document does not fit its schema.

    Args:
        field: the field at fault, as a path; empty when the document as a whole is.
        reason: what was expected.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field or 'the document'}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Document:
    """A document that fits its schema.

    Attributes:
        schema: what it was judged against; of "2.x" the version that it stood for.
        value: the record as a pydantic model, or the text, number or list that the whole document is.
    """

    schema: SchemaID
    value: object = field(repr=False)

    def dump(self) -> object:
        """Give the document as it came: the same fields and values, whole numbers still whole."""
        return _plain(self.value)


def parse(body: object, schema: SchemaID | str) -> Document:
    """Judge a document, and hold it.

    Args:
        body: decoded JSON.
        schema: what it must fit, such as "omh:heart-rate:2.0".

    Raises:
        Unfit: the document does not fit; says which field, and what was expected there.
        InvalidInput: auren does not know this schema.
    """
    wanted = SchemaID.of(schema) if isinstance(schema, str) else schema
    known = resolved(wanted)
    if known is None:
        raise InvalidInput(
            "A schema that auren does not know was asked for; the known ones are the keys of "
            "open_mhealth.schemas.BODIES and PARTS."
        )
    try:
        value: object = adapter(str(known)).validate_python(body)
    except ValidationError as error:
        raise Unfit(*fault_of(error)) from None
    return Document(known, value)


def is_known(schema: SchemaID) -> bool:
    """Tell whether auren knows a schema in this very version."""
    return str(schema) in BODIES or str(schema) in PARTS


def resolved(schema: SchemaID) -> SchemaID | None:
    """Give the known schema that an id means, or None."""
    if is_known(schema):
        return schema
    major, dot, minor = schema.version.partition(".")
    if dot and minor == "x":
        for version in versions_of(schema.namespace, schema.name):
            if version.split(".")[0] == major:
                return SchemaID(schema.namespace, schema.name, version)
    return None


def versions_of(namespace: str, name: str) -> tuple[str, ...]:
    """Give the known versions of a type, the newest first; none when the type is not known."""
    return _VERSIONS.get((namespace, name), ())


def _plain(value: object) -> object:
    if isinstance(value, Part):
        # What the document did not have stays away; what its schema does not name was kept.
        return {field: _plain(_held(value, field)) for field in value.model_fields_set}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _held(part: Part, field: str) -> object:
    extra = part.model_extra or {}
    return extra[field] if field in extra else part.__dict__[field]


def _by_type() -> dict[tuple[str, str], tuple[str, ...]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for text in (*BODIES, *PARTS):
        schema = SchemaID.of(text)
        found[schema.namespace, schema.name].append(schema.version)
    return {
        kind: tuple(sorted(held, key=lambda version: [int(step) for step in version.split(".")], reverse=True))
        for kind, held in found.items()
    }


_VERSIONS: Final = _by_type()
