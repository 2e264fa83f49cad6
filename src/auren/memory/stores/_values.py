"""A record as one JSON text, and instants as whole microseconds, for stores that keep either."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from auren.clock import require_aware
from auren.errors import InvalidInput, StoreCorrupted
from auren.facts import MemoryRecord
from auren.people import Subject

__all__ = ["ORIGINS", "from_json", "hashed", "instant", "microseconds", "to_json", "unreadable"]

ORIGINS: Final[dict[str, Literal["person", "auren", "device"]]] = {"person": "person", "auren": "auren", "device": "device"}

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Give an instant as microseconds since 1970: exact, and every database compares them alike.

    Raises:
        InvalidInput: the instant has no zone.
    """
    return (require_aware(at, "An instant of memory") - _EPOCH) // _MICROSECOND


def instant(us: int) -> datetime:
    """Give the instant of so many microseconds since 1970."""
    return _EPOCH + us * _MICROSECOND


def hashed(text: str) -> str:
    """Give what stands for an id in names and keys."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def to_json(record: MemoryRecord) -> str:
    """Give all of a record but its subject, which the place where it is kept says.

    Raises:
        InvalidInput: an instant has no zone, or a text cannot be written as UTF-8.
    """
    kept = {
        "id": record.id,
        "kind": record.kind,
        "text": record.text,
        "context": record.context,
        "at": microseconds(record.at),
        "expires": None if record.expires_at is None else microseconds(record.expires_at),
        "origin": record.origin,
        "conversation": record.conversation,
        "data": record.data,
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        # The codec's message quotes the text, which is personal data.
        raise InvalidInput("A memory holds a text that UTF-8 cannot; use whole characters.") from None
    return text


def from_json(subject: Subject, text: str | bytes) -> MemoryRecord:
    """Give the record that `to_json` gave.

    Raises:
        StoreCorrupted: the text is no record.
    """
    try:
        kept = json.loads(text)
        return MemoryRecord(
            id=str(kept["id"]),
            subject=subject,
            kind=str(kept["kind"]),
            text=str(kept["text"]),
            at=instant(kept["at"]),
            origin=ORIGINS[kept["origin"]],
            conversation=str(kept["conversation"]),
            expires_at=None if kept["expires"] is None else instant(kept["expires"]),
            data=tuple((str(name), str(value)) for name, value in kept["data"]),
            context=str(kept["context"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        # Their messages quote what was stored: they must not become the cause.
        raise unreadable() from None


def unreadable() -> StoreCorrupted:
    """Give the error of something stored that is no record."""
    return StoreCorrupted("A stored memory cannot be read; it was written by another version or damaged.")
