"""What is known and remembered of a person: records in a memory store, facts with their validity, and recollections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from auren.people import Subject

__all__ = ["Fact", "MemoryQuery", "MemoryRecord", "Recollection", "Tier"]

Tier = Literal["immediate", "structured", "semantic"]


@dataclass(frozen=True, slots=True)
class MemoryRecord:
    """One thing remembered about a person.

    Args:
        id: unique for the person.
        subject: whose memory it is.
        kind: what it is, for example "question", "reply", "finding" or "fact".
        text: the words; untrusted when `origin` is "person".
        at: when it was said or concluded; aware.
        origin: who it comes from; text of the person or a device never becomes an instruction.
        conversation: the conversation it belongs to; empty for none.
        expires_at: when it is to be gone; None keeps it.
        data: further fields as pairs of name and text.
    """

    id: str
    subject: Subject
    kind: str
    text: str = field(repr=False)
    at: datetime
    origin: Literal["person", "auren", "device"] = "auren"
    conversation: str = ""
    expires_at: datetime | None = None
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about a person that holds for a span of time.

    Args:
        id: unique for the person.
        subject: whose fact it is.
        attribute: the slot it fills, for example "body.weight" or "goal".
        value: as text.
        unit: unit of the value; empty for none.
        valid_from, valid_to: when it holds in the person's life; None is open.
        recorded_from, recorded_to: when auren held it for true; None is still.
        confidence: 0 to 1.
        source: stated by the person, computed from readings, or inferred.
        evidence: ids of what it rests on.
    """

    id: str
    subject: Subject
    attribute: str
    value: str
    unit: str
    valid_from: datetime | None
    valid_to: datetime | None
    recorded_from: datetime
    recorded_to: datetime | None
    confidence: float
    source: Literal["stated", "computed", "inferred"]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoryQuery:
    """What to look for in one person's memory.

    Args:
        text: words to match; empty takes the latest.
        kinds: kinds of record to look at; empty looks at all.
        conversation: only this conversation; empty looks at all.
        since: only what was said at or after this instant.
        limit: how many at most, 1 to 1000.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    conversation: str = ""
    since: datetime | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Recollection:
    """Something recalled, with why.

    Args:
        record: what was remembered.
        score: 0 to 1, comparable within one recall only.
        parts: what the score is made of, for example {"words": 0.7, "recency": 0.3}.
    """

    record: MemoryRecord
    score: float
    parts: Mapping[str, float]
