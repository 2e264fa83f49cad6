"""Specialists without code: read from a document, checked when they are read, and decided like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later
from auren.specialists.documents.loading import document_schema, from_document

if TYPE_CHECKING:
    from auren.specialists.documents.specialist import DocumentSpecialist

__all__ = ["DocumentSpecialist", "document_schema", "from_document"]

# pydantic, which reads documents, would cost whoever has none most of the import.
__getattr__, __dir__ = later(__name__, {".specialist": ("DocumentSpecialist",)})
