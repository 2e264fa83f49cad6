"""Finding by words and recency: a small BM25 over one person's records, in any script."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from auren.facts import MemoryQuery, MemoryRecord, Recollection

__all__ = [
    "HALF_LIFE",
    "LENGTH",
    "SATURATION",
    "WORDS_SHARE",
    "Held",
    "fits",
    "held_words",
    "ranked",
    "rarity",
    "words",
]

HALF_LIFE: Final = timedelta(days=14)
"""After this time a record's recency has halved."""
WORDS_SHARE: Final = 0.75
"""The part of the score that the words make up; the rest is recency."""
# Records are a few sentences long: the first occurrence tells most, and length says little.
SATURATION: Final = 0.5
LENGTH: Final = 0.3
_NEAR: Final = 0.3
"""How much of a word a neighbour's is."""
_FEW: Final = 40
"""So many words are sooner looked up one by one than by what two sets share."""

_ASCII: Final = {place: " " for place in range(128) if not chr(place).isalnum()}


def words(text: str) -> list[str]:
    """Give the words of a text, casefolded; scripts without spaces give one word a character."""
    if text.isascii():
        return text.lower().translate(_ASCII).split()
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


def ranked(
    records: Sequence[MemoryRecord],
    text: str,
    now: datetime,
    *,
    rarities: Mapping[str, float] | None = None,
    mean_length: float | None = None,
    held: Callable[[MemoryRecord], Held] | None = None,
    most: int | None = None,
) -> list[Recollection]:
    """Give records with their scores, best first.

    The share of words is the part of the query that a record holds, each word weighed by its rarity, so that scores of
    different stores may stand side by side.

    Args:
        records: one person's records that may answer.
        text: words to match, of which a record must hold one; empty takes all.
        now: recency is counted back from here.
        rarities: of the words asked for, where they are known for more records than these; else these are counted.
        mean_length: words of a record in the mean, where it is known for more records than these; else of these.
        held: gives a record's words; a store that keeps them gives its own.
        most: how many are wanted, from 1; None gives all.
    """
    if text.strip():
        shares = _shares(list(map(held or held_words, records)), words(text), rarities, mean_length)
        found = [(record, share) for record, share in zip(records, shares, strict=True) if share > 0]
    else:
        found = [(record, 0.0) for record in records]
    aged = [(record, share, _recency(record, now)) for record, share in found]
    best = sorted(aged, key=lambda one: (-_score(one[1], one[2]), now - one[0].at, one[0].id))
    return [
        Recollection(record, _score(share, recency), {"words": share, "recency": recency})
        for record, share, recency in best[:most]
    ]


def _recency(record: MemoryRecord, now: datetime) -> float:
    return float(0.5 ** (max(now - record.at, timedelta()) / HALF_LIFE))


def _score(share: float, recency: float) -> float:
    return WORDS_SHARE * share + (1 - WORDS_SHARE) * recency


@dataclass(frozen=True, slots=True)
class Held:
    """The words of a record.

    Args:
        counts: how often each occurs; a neighbour's counts in part.
        length: how many of its own it has.
    """

    counts: Mapping[str, float] = field(repr=False)
    length: int


def held_words(record: MemoryRecord) -> Held:
    """Count a record's own words, and those of its neighbours in part."""
    own = words(record.text)
    counts: dict[str, float] = dict(Counter(own))
    if record.context:
        for word, count in Counter(words(record.context)).items():
            counts[word] = counts.get(word, 0) + _NEAR * count
    return Held(counts, len(own))


def _shares(
    documents: Sequence[Held], asked: Sequence[str], rarities: Mapping[str, float] | None, mean: float | None
) -> list[float]:
    order = {word: place for place, word in enumerate(dict.fromkeys(asked))}
    if len(order) <= _FEW:
        common = [[word for word in order if word in held.counts] for held in documents]
    else:
        # Most of what is asked for is in few records, so that only what both have is looked at.
        common = [sorted(held.counts.keys() & order.keys(), key=order.__getitem__) for held in documents]
    if rarities is None:
        having = Counter(word for found in common for word in found)
        rarities = {word: rarity(having[word], len(documents)) for word in order}
    weights = {word: rarities.get(word, 0.0) for word in order}
    if mean is None:
        mean = sum(held.length for held in documents) / len(documents) if documents else 0.0
    whole = sum(weights.values())
    totals: list[float] = []
    for held, found in zip(documents, common, strict=True):
        damping = SATURATION * (1 - LENGTH + LENGTH * (held.length / mean if mean else 1.0))
        counts = ((weights[word], held.counts[word]) for word in found)
        totals.append(sum(weight * count / (count + damping) for weight, count in counts))
    return [total / whole if whole else 0.0 for total in totals]


def rarity(having: int, of: int) -> float:
    """Give the weight of a word that so many of so many records hold."""
    return math.log(1 + (of + 1) / (having + 0.5))


@lru_cache(maxsize=8192)
def _spaced(character: str) -> str:
    # Marks belong to the letter before them: without them, words of many scripts fall apart.
    if unicodedata.category(character)[0] not in "LNM":
        return " "
    name = unicodedata.name(character, "")
    return f" {character} " if name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA")) else character
