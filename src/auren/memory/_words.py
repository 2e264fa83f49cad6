"""Finding by words and recency: a small BM25 over one person's records, in any script."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from auren.facts import MemoryQuery, MemoryRecord, Recollection

__all__ = ["fits", "ranked", "words"]

HALF_LIFE: Final = timedelta(days=14)
"""After this time a record's recency has halved."""
WORDS_SHARE: Final = 0.75
"""The part of the score that the words make up; the rest is recency."""
# Records are a few sentences long: the first occurrence tells most, and length says little.
_SATURATION: Final = 0.5
_LENGTH: Final = 0.3


def words(text: str) -> list[str]:
    """Give the words of a text, casefolded; scripts without spaces give one word a character."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(map(_spaced, folded)).split()


def fits(record: MemoryRecord, query: MemoryQuery, now: datetime) -> bool:
    """Tell whether a record may answer a query at all, whatever its words."""
    return (
        (not query.kinds or record.kind in query.kinds)
        and (not query.conversation or record.conversation == query.conversation)
        and (query.since is None or record.at >= query.since)
        and (record.expires_at is None or record.expires_at > now)
    )


def ranked(records: Sequence[MemoryRecord], text: str, now: datetime) -> list[Recollection]:
    """Give records with their scores, best first.

    The share of words is the part of the query that a record holds, each word weighed by its rarity, so that scores of
    different stores may stand side by side.

    Args:
        records: one person's records that may answer.
        text: words to match, of which a record must hold one; empty takes all.
        now: recency is counted back from here.
    """
    if text.strip():
        shares = _shares([words(record.text) for record in records], words(text))
        found = [(record, share) for record, share in zip(records, shares, strict=True) if share > 0]
    else:
        found = [(record, 0.0) for record in records]
    scored = [_recollection(record, share, now) for record, share in found]
    return sorted(scored, key=lambda item: (-item.score, now - item.record.at, item.record.id))


def _recollection(record: MemoryRecord, share: float, now: datetime) -> Recollection:
    recency = 0.5 ** (max(now - record.at, timedelta()) / HALF_LIFE)
    return Recollection(
        record=record,
        score=WORDS_SHARE * share + (1 - WORDS_SHARE) * recency,
        parts={"words": share, "recency": recency},
    )


def _shares(documents: Sequence[Sequence[str]], asked: Sequence[str]) -> list[float]:
    counts = [Counter(document) for document in documents]
    mean = sum(map(len, documents)) / len(documents) if documents else 0.0
    weights = {word: _rarity(sum(word in count for count in counts), len(counts)) for word in asked}
    whole = sum(weights.values())
    shares: list[float] = []
    for count in counts:
        length = 1 - _LENGTH + _LENGTH * (count.total() / mean if mean else 1.0)
        held = sum(weight * count[word] / (count[word] + _SATURATION * length) for word, weight in weights.items())
        shares.append(held / whole if whole else 0.0)
    return shares


def _rarity(having: int, of: int) -> float:
    return math.log(1 + (of + 1) / (having + 0.5))


@lru_cache(maxsize=8192)
def _spaced(character: str) -> str:
    # Marks belong to the letter before them: without them, words of many scripts fall apart.
    if unicodedata.category(character)[0] not in "LNM":
        return " "
    name = unicodedata.name(character, "")
    return f" {character} " if name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA")) else character
