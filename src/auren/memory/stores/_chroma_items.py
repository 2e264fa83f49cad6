"""What Chroma is given of a record and gives back: an item, its words as signs, and conditions on its fields."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from auren.facts import MemoryQuery, MemoryRecord
from auren.memory._words import words
from auren.memory.stores._values import from_json, hashed, microseconds, to_json
from auren.memory.stores._vectors import Vector
from auren.people import Subject

__all__ = ["Item", "all_of", "narrowing", "records_of", "sign_of"]

_NEVER: Final = 2**62
_FIRST_LETTER: Final = 0x4E00
_LETTERS: Final = 20_000


class Item:
    """A record as Chroma takes it.

    Args:
        record: what is kept.
        vector: its vector, or None.
    """

    def __init__(self, record: MemoryRecord, vector: Vector | None) -> None:
        self.id = hashed(record.id)
        self.vector = vector
        self.has_vector = vector is not None
        found = dict.fromkeys([*words(record.text), *words(record.context)])
        # Two spaces, so that no three letters in a row are of two words.
        self.document = "  ".join(sign_of(record.subject, word) for word in found)
        self.fields: dict[str, Any] = {
            "record": to_json(record),
            "subject": record.subject.id,
            "kind": record.kind,
            "conversation": record.conversation,
            "at_us": microseconds(record.at),
            "expires_us": _NEVER if record.expires_at is None else microseconds(record.expires_at),
        }


@lru_cache(maxsize=16384)
def sign_of(subject: Subject, word: str) -> str:
    """Give three letters that stand for a word of a person's.

    Chroma's index holds three letters in a row, and is one for all people: so a look-up is of one entry, and of this person's.
    """
    named = f"{len(subject.id)}|{subject.id}|{word}".encode("utf-8", "surrogatepass")
    number = int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), "big")
    places = (number, number // _LETTERS, number // _LETTERS**2)
    return "".join(chr(_FIRST_LETTER + place % _LETTERS) for place in places)


def records_of(subject: Subject, answer: Mapping[str, Any]) -> list[MemoryRecord]:
    """Give a person's records in an answer of Chroma's.

    Raises:
        StoreCorrupted: one of them cannot be read.
    """
    return [from_json(subject, fields["record"]) for fields in answer["metadatas"]]


def narrowing(query: MemoryQuery, *, since: int | None = None) -> Any:
    """Give what fits a query, its words and what has expired aside; None is all, which Chroma need not look at one by one.

    Args:
        query: what is asked for.
        since: microseconds since 1970, the earliest there may be besides.
    """
    asked: list[dict[str, Any]] = []
    if query.kinds:
        asked.append({"kind": {"$in": sorted(query.kinds)}})
    if query.conversation:
        asked.append({"conversation": query.conversation})
    bounds = [bound for bound in (since, query.since and microseconds(query.since)) if bound is not None]
    if bounds:
        asked.append({"at_us": {"$gte": max(bounds)}})
    return all_of(asked)


def all_of(asked: Sequence[dict[str, Any]]) -> Any:
    """Give the condition that all of these hold, or None where there is none."""
    return {"$and": list(asked)} if len(asked) > 1 else asked[0] if asked else None
