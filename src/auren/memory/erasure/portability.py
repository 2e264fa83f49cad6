"""A person's memory as one JSON document, and back: what was exported here answers the same there.

The document is described in docs/memory-erasure.md and by `memory-export.schema.json` beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from auren._codec import decode, jsonable
from auren.clock import require_aware
from auren.errors import InvalidInput, StoreCorrupted
from auren.facts import MemoryRecord, Statement
from auren.people import Subject

__all__ = ["FORMAT", "export_memory", "import_memory"]

FORMAT: Final = "auren-memory-1"
_AT_ONCE: Final = 500


class Remembering(Protocol):
    """Keeps records and gives all of a person's; `Memory` does."""

    async def remember(self, *records: MemoryRecord) -> None: ...

    async def export(self, subject: Subject) -> list[MemoryRecord]: ...


class Hearing(Protocol):
    """Keeps what was said of slots and gives all of it; a `FactStore` does."""

    async def hear(self, statements: Sequence[Statement]) -> object: ...

    async def export(self, subject: Subject) -> list[Statement]: ...


async def export_memory(
    memory: Remembering, subject: Subject, now: datetime, *, facts: Hearing | None = None
) -> dict[str, object]:
    """Give all that is remembered of a person as plain values, ready for JSON.

    Args:
        memory: whose records are taken.
        subject: whose memory.
        now: stands in the document as the time of the export; aware.
        facts: where statements about slots are kept; None leaves them out.

    Raises:
        StoreError: a tier could not answer.
    """
    return {
        "format": FORMAT,
        "subject": subject.id,
        "exported_at": require_aware(now, "The time of an export").isoformat(),
        "records": [_without_subject(jsonable(record)) for record in await memory.export(subject)],
        "statements": [_without_subject(jsonable(said)) for said in (await facts.export(subject) if facts else ())],
    }


async def import_memory(
    memory: Remembering,
    document: Mapping[str, Any],
    *,
    subject: Subject | None = None,
    facts: Hearing | None = None,
) -> int:
    """Remember all that a document holds, and say how much it was; doing it again changes nothing.

    All of the document is read before any of it is kept.

    Args:
        memory: where records are kept; with the same embedder as where they come from it answers the same.
        document: what `export_memory` gave.
        subject: whose it becomes; None keeps the document's.
        facts: where statements are kept; needed when there are any.

    Raises:
        InvalidInput: it is no such document, or holds statements and nothing takes them.
        StoreError: a part could not be kept; importing again is harmless.
    """
    if document.get("format") != FORMAT:
        raise InvalidInput(f"A document that is not of the format {FORMAT!r} was given.")
    try:
        owner = subject or Subject(str(document["subject"]))
        records = [_read(MemoryRecord, owner, kept) for kept in document["records"]]
        statements = [_read(Statement, owner, said) for said in document["statements"]]
    except (KeyError, TypeError, AttributeError, StoreCorrupted):
        # Their messages may quote what was remembered.
        raise InvalidInput("A document was given that names a format it does not have; see docs/memory-erasure.md.") from None
    if statements and facts is None:
        raise InvalidInput("The document holds statements; give the fact store that takes them.")
    for start in range(0, len(records), _AT_ONCE):
        await memory.remember(*records[start : start + _AT_ONCE])
    if facts is not None and statements:
        await facts.hear(statements)
    return len(records) + len(statements)


def _without_subject(value: object) -> dict[str, object]:
    # The document says it once.
    return {name: kept for name, kept in dict(value).items() if name != "subject"}  # type: ignore[call-overload]


def _read(kind: type[Any], owner: Subject, kept: Mapping[str, Any]) -> Any:
    found = decode(kind, json.dumps({**kept, "subject": {"id": owner.id}}))
    for name in ("at", "said_at", "recorded_at"):
        if hasattr(found, name):
            require_aware(getattr(found, name), "An instant of an import")
    return found
