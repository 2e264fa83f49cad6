"""What is known and remembered of a person: records in a memory store, facts with their validity, and recollections."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

from auren.people import Subject

__all__ = ["EVER", "Fact", "MemoryQuery", "MemoryRecord", "Recollection", "Statement", "Tier", "VectorSpace"]

Tier = Literal["immediate", "structured", "semantic"]

EVER: Final = datetime.min.replace(tzinfo=UTC)
"""The beginning of a statement that has always held, such as a birthday."""


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
        context: the words of its neighbours, the turns before and after, by which it is found but which are not its own;
            never shown as its text.
    """

    id: str
    subject: Subject
    kind: str
    text: str = field(repr=False)
    at: datetime
    origin: Literal["person", "auren", "device"] = "auren"
    conversation: str = ""
    expires_at: datetime | None = None
    data: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    context: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Where vectors can be compared with one another: those of one model, all of one length.

    Args:
        model_id: the embedder's model.
        dimensions: length of every vector.
    """

    model_id: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about a person that holds for a span of time.

    Args:
        id: the same through its revisions; unique for the person's slot among what is held at one time.
        subject: whose fact it is.
        attribute: the slot it fills, for example "body.weight" or "goal".
        value: as text.
        unit: unit of the value; empty for none.
        valid_from, valid_to: when it holds in the person's life, the end not included; None is open.
        recorded_from, recorded_to: when auren held it for true; None is still.
        confidence: 0 to 1.
        source: stated by the person, computed from readings, or inferred.
        evidence: ids of what it rests on.
    """

    id: str
    subject: Subject
    attribute: str
    value: str = field(repr=False)
    unit: str
    valid_from: datetime | None
    valid_to: datetime | None
    recorded_from: datetime
    recorded_to: datetime | None
    confidence: float
    source: Literal["stated", "computed", "inferred"]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said of a slot; the facts of a slot follow from its statements alone, in whatever order they came.

    Args:
        subject: whose slot it is.
        attribute: the slot, for example "body.weight".
        act: "holds" states a value; "corrects" puts it in place of one that was never true; "ended" says that a value
            holds no longer; "denies" says that it never held.
        value: as text; empty with "ended" and "denies" for whatever stands.
        said_at: when it was said or measured; of two that speak of the same time, the later counts.
        recorded_at: when auren learned of it.
        unit: unit of the value; empty for none.
        since, until: when it holds, or for "denies" began, in the person's life; None begins when it was said, and
            never ends; `EVER` has always held.
        replaces: the value that "corrects" takes the place of; empty for the latest, if that was said on the day before.
        id: the id its fact is to have; empty takes the statement's key.
        confidence: 0 to 1.
        source: stated by the person, computed from readings, or inferred.
        evidence: ids of what it rests on.
    """

    subject: Subject
    attribute: str
    act: Literal["holds", "corrects", "ended", "denies"]
    value: str = field(repr=False)
    said_at: datetime
    recorded_at: datetime
    unit: str = ""
    since: datetime | None = None
    until: datetime | None = None
    replaces: str = field(default="", repr=False)
    id: str = ""
    confidence: float = 1.0
    source: Literal["stated", "computed", "inferred"] = "stated"
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A digest of what was said, by which a store knows it again, whenever it was recorded."""
        times = (None if at is None else at.astimezone(UTC).isoformat() for at in (self.said_at, self.since, self.until))
        said = (self.subject.id, self.attribute, self.act, self.value, self.unit, self.replaces, self.source)
        return hashlib.blake2b(
            repr((*said, *times, self.evidence)).encode("utf-8", "surrogatepass"), digest_size=16
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class MemoryQuery:
    """What to look for in one person's memory.

    Args:
        text: words to match; empty takes the latest.
        kinds: kinds of record to look at; empty looks at all.
        conversation: only this conversation; empty looks at all.
        since: only what was said at or after this instant.
        limit: how many at most, 1 to 1000.
        budget_tokens: how many tokens the texts of the whole answer may have, about; None for no bound. `Memory` keeps to
            it; a store does not look at it.
    """

    text: str = field(default="", repr=False)
    kinds: frozenset[str] = frozenset()
    conversation: str = ""
    since: datetime | None = None
    limit: int = 10
    budget_tokens: int | None = None


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
