"""What the word indexes hold: one term for each word of a person's record, which begins with the person's own mark.

A term of one person is never a term of another, so a look-up in a shared index can only meet that person's records. Terms
are plain ASCII letters and digits, so that every database splits and compares them alike, whatever the script.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from auren.memory._words import words
from auren.people import Subject

__all__ = ["mark_of", "query_terms", "terms_of"]

_LONGEST: Final = 40
_MOST: Final = 8000


@lru_cache(maxsize=4096)
def mark_of(store: str, subject: Subject) -> str:
    """Give what each of a person's terms begins with."""
    named = f"{len(store)}|{store}|{subject.id}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(named, digest_size=8).hexdigest()


def terms_of(mark: str, *texts: str) -> str:
    """Give the terms of texts, each once, apart by spaces; of a very long text the first 8000."""
    return " ".join(_terms(mark, (word for text in texts for word in words(text)), _MOST))


def query_terms(mark: str, text: str) -> dict[str, str]:
    """Give the words asked for, each with its term."""
    return {word: mark + _letters(word) for word in words(text)[:64]}


def _terms(mark: str, found: Iterable[str], most: int) -> list[str]:
    terms: dict[str, None] = {}
    for word in found:
        terms[mark + _letters(word)] = None
        if len(terms) >= most:
            break
    return list(terms)


@lru_cache(maxsize=16384)
def _letters(word: str) -> str:
    if len(word) > _LONGEST:
        return "h" + hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    if word.isascii():
        return "a" + word
    return "u" + word.encode("utf-8", "surrogatepass").hex()
