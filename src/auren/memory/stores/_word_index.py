"""A word index of one person's records in the process's own memory: which hold a word, how often, and how long they are.

It gives the same as ranking all of them, but looks only at those that hold a word asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

import numpy as np

from auren.facts import MemoryRecord, Recollection
from auren.memory._words import HALF_LIFE, LENGTH, SATURATION, WORDS_SHARE, Held, held_words, ranked, rarity, words

__all__ = ["WordIndex"]

_COUNTED: Final = 5000
"""Of how many records that were found the counted words are kept."""
_AS_GOOD: Final = 1e-9
"""Within so much two scores may change places once they are computed exactly."""


class _Posting:
    """The places of the records that hold a word, rising, and how often each does."""

    __slots__ = ("counts", "places")

    def __init__(self) -> None:
        self.places = array("q")
        self.counts = array("d")

    def add(self, place: int, count: float) -> None:
        self.places.append(place)
        self.counts.append(count)

    def drop(self, place: int) -> None:
        at = int(np.searchsorted(np.frombuffer(self.places, dtype=np.int64), place))
        del self.places[at], self.counts[at]


class WordIndex:
    """Finds one person's records by words.

    Args:
        records: what it begins with.
    """

    def __init__(self, records: Iterable[MemoryRecord] = ()) -> None:
        self._begin(records)

    def _begin(self, records: Iterable[MemoryRecord]) -> None:
        self._having: dict[str, _Posting] = {}
        self._places: dict[str, int] = {}
        self._records: list[MemoryRecord | None] = []
        self._lengths = array("d")
        self._spoken = array("d")
        self._counted: dict[str, Held] = {}
        for record in records:
            self.add(record)

    def add(self, record: MemoryRecord) -> None:
        """Take a record in; one with its id must have been dropped."""
        place, held = len(self._records), held_words(record)
        self._places[record.id] = place
        self._records.append(record)
        self._lengths.append(held.length)
        self._spoken.append(record.at.timestamp())
        for word, count in held.counts.items():
            self._having.setdefault(word, _Posting()).add(place, count)

    def drop(self, record: MemoryRecord) -> None:
        """Take a record out, with every word that no other holds."""
        place = self._places.pop(record.id)
        self._counted.pop(record.id, None)
        self._records[place] = None
        self._lengths[place] = 0
        for word in held_words(record).counts:
            posting = self._having[word]
            posting.drop(place)
            if not posting.places:
                del self._having[word]
        if len(self._records) > 2 * len(self._places) + 1000:
            # Places that nobody has any more are given back.
            self._begin([record for record in self._records if record is not None])

    def find(
        self,
        text: str,
        now: datetime,
        most: int,
        *,
        fits: Callable[[MemoryRecord], bool] | None = None,
    ) -> list[Recollection]:
        """Give the records that fit best, best first, scored among those that fit.

        Args:
            text: words to look for.
            now: recency is counted back from here.
            most: how many.
            fits: tells whether a record may answer; None when all may.
        """
        asked = list(dict.fromkeys(words(text)))
        fit = self._fitting(fits)
        everything = len(self._places) if fit is None else int(fit.sum())
        lengths = np.frombuffer(self._lengths)
        whole_length = float(lengths.sum() if fit is None else lengths[fit].sum())
        mean = whole_length / everything if everything else 0.0
        damping = SATURATION * (1 - LENGTH + LENGTH * (lengths / mean if mean else np.ones_like(lengths)))
        totals, rarities = np.zeros(len(self._records)), dict[str, float]()
        for word in asked:
            places, counts = self._holding(word, fit)
            rarities[word] = rarity(len(places), everything)
            totals[places] += rarities[word] * counts / (counts + damping[places])
        found = np.flatnonzero(totals)
        age_s = np.maximum(now.timestamp() - np.frombuffer(self._spoken)[found], 0.0)
        recency = 0.5 ** (age_s / HALF_LIFE.total_seconds())
        scores = WORDS_SHARE * totals[found] / (sum(rarities.values()) or 1.0) + (1 - WORDS_SHARE) * recency
        records = self._at(found[_best(scores, most)].tolist())
        return ranked(records, text, now, rarities=rarities, mean_length=mean, held=self._held, most=most)

    def _held(self, record: MemoryRecord) -> Held:
        held = self._counted.get(record.id)
        if held is None:
            if len(self._counted) >= _COUNTED:
                self._counted.clear()
            held = self._counted[record.id] = held_words(record)
        return held

    def _fitting(self, fits: Callable[[MemoryRecord], bool] | None) -> Any:
        if fits is None:
            return None
        return np.fromiter((record is not None and fits(record) for record in self._records), dtype=bool)

    def _holding(self, word: str, fit: Any) -> tuple[Any, Any]:
        posting = self._having.get(word)
        if posting is None:
            return np.empty(0, dtype=np.int64), np.empty(0)
        # Copies, since an array that is looked into cannot grow.
        places, counts = np.array(posting.places), np.array(posting.counts)
        return (places, counts) if fit is None else (places[fit[places]], counts[fit[places]])

    def _at(self, places: Iterable[int]) -> list[MemoryRecord]:
        found = (self._records[place] for place in places)
        return [record for record in found if record is not None]


def _best(scores: Any, most: int) -> Any:
    if len(scores) <= most:
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - most)[len(scores) - most]
    return np.flatnonzero(scores >= last - _AS_GOOD)
