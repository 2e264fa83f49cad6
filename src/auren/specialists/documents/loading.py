"""Reads a specialist's document, and refuses one that could not keep a specialist's contract, with place and reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from auren.errors import ConfigurationError
from auren.specialists.documents.tree import MOST_CHARACTERS, Document, parsed

if TYPE_CHECKING:
    from auren.specialists.documents.faults import Fault, Where
    from auren.specialists.documents.specialist import DocumentSpecialist

__all__ = ["document_schema", "from_document"]

_MOST_FAULTS: Final = 10


def from_document(source: str | Path) -> DocumentSpecialist:
    """Give the specialist that a document describes.

    Args:
        source: a path, or the text itself: one with a line break, or one that begins with a brace. What begins with a brace
            is JSON; else it is YAML, which needs the extra `documents`.

    Raises:
        ConfigurationError: the file cannot be read; or the document is not of the documented form, names what does not
            exist, or has a text that must not be said; the message names each line, field and reason.
        MissingExtra: it is YAML, and PyYAML is not installed.
    """
    from pydantic import ValidationError

    from auren.specialists.documents.faults import faults_of
    from auren.specialists.documents.schema import SpecialistDocument
    from auren.specialists.documents.specialist import DocumentSpecialist

    document = parsed(_text(source))
    try:
        read = SpecialistDocument.model_validate(document.value)
    except ValidationError as error:
        faults = [(_without_kinds(fault["loc"]), fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise _refused(document, faults) from None
    faults = list(faults_of(read))
    if faults:
        raise _refused(document, faults)
    return DocumentSpecialist(read)


def document_schema() -> dict[str, object]:
    """Give the JSON Schema of a specialist's document, as it is shipped beside this module."""
    from auren.specialists.documents.schema import SpecialistDocument

    return SpecialistDocument.model_json_schema()


def _text(source: str | Path) -> str:
    if isinstance(source, str) and ("\n" in source or source.lstrip("\ufeff ").startswith("{")):
        return source
    if not isinstance(source, str | Path):
        raise ConfigurationError(f"A {type(source).__name__} was given for a specialist's document; expected a path or a text.")
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(4 * MOST_CHARACTERS + 1)
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"A specialist's document could not be read ({type(error).__name__}); expected a UTF-8 file, or its text."
        ) from None


def _refused(document: Document, faults: list[Fault]) -> ConfigurationError:
    told = [f"{document.where(where)}: {reason}" for where, reason in faults[:_MOST_FAULTS]]
    more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
    return ConfigurationError(f"A specialist's document was refused. {'; '.join(told)}{more}.")


def _without_kinds(where: Where) -> Where:
    """Leave out the kind that pydantic puts behind each place of a condition."""
    kept: list[str | int] = []
    skipped = True
    for part in where:
        at_condition = bool(kept) and (
            kept[-1] in ("when", "not") or (isinstance(kept[-1], int) and len(kept) > 1 and kept[-2] in ("all", "any"))
        )
        if at_condition and not skipped:
            skipped = True
            continue
        kept.append(part)
        skipped = False
    return tuple(kept)
