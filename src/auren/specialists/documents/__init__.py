"""Specialists without code: read from a document, checked when they are read, and decided like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren.specialists.documents.loading import document_schema, from_document

if TYPE_CHECKING:
    from auren.specialists.documents.specialist import DocumentSpecialist

__all__ = ["DocumentSpecialist", "document_schema", "from_document"]


def __getattr__(name: str) -> object:
    # pydantic, which reads documents, would cost whoever has none most of the import.
    if name == "DocumentSpecialist":
        from auren.specialists.documents.specialist import DocumentSpecialist

        return DocumentSpecialist
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are in its __all__")
