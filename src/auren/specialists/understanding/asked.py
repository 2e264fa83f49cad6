"""Which statements of the claim library a question asks for, by the words in which people ask for them.

Beforehand people put questions to each statement. Its own words and those of its questions are one bag of words, weighed by
BM25 (Robertson & Zaragoza 2009, Found Trends Inf Retr 3:333; questions as part of what is searched: Nogueira et al. 2019,
arXiv:1904.08375).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from math import log, log2
from types import MappingProxyType
from typing import Final

from auren.errors import ConfigurationError
from auren.specialists.understanding.small import SMALL

__all__ = ["NEAR", "Asked", "shipped", "stem", "stems"]

_K1: Final = 2.0
_B: Final = 0.5
"""BM25's saturation and how far a long text counts less. Chosen on questions that were kept apart, as the next three."""
_MOST: Final = 1.5
"""What a word that a statement fully speaks of counts, against how rare it is."""
_PLAIN: Final = 20.0
"""What a question must tell beyond its rare words: one of everyday words only asks for nothing in particular."""
_UNKNOWN: Final = 0.5
"""How much a word that nobody asked with counts against the rarest that somebody did."""
NEAR: Final = 0.7
"""How far a statement must be asked for, against the one that is asked for most, to be an answer, too."""
_FURTHER: Final = 0.6
"""How much a further topic of a statement counts against its first."""
_FEW: Final = 4
_CROWDED: Final = 0.12
"""How many statements may answer alike, and how much less each is asked for with every doubling of their number."""
_LEAST: Final = 0.1
"""How far a statement must be asked for to be told of at all."""
_STEPS: Final = 16
"""In how many parts of one a weight is kept."""
_LONGEST: Final = 24
_STEM: Final = 6
_SHORT: Final = 3
_LEAST_STEM: Final = 5


class Asked:
    """Statements by the words that ask for them.

    Args:
        topics: id of each statement -> ids of the topics it speaks to.
        words: stem -> the places of statements among the ids and what the stem tells of each, in parts of `_STEPS`.
    """

    def __init__(self, topics: Mapping[str, tuple[str, ...]], words: Mapping[str, str]) -> None:
        self._topics = topics
        self._ids = tuple(topics)
        self._words = words
        self._read: dict[str, tuple[tuple[int, int], ...]] = {}

    @classmethod
    def of(cls, topics: Mapping[str, tuple[str, ...]], texts: Mapping[str, Iterable[tuple[str, int]]]) -> Asked:
        """Give the index of statements.

        Args:
            topics: id of each statement -> ids of the topics it speaks to.
            texts: the same ids -> texts in plain spelling that ask for it, each with how often it counts.
        """
        held: dict[str, dict[int, float]] = {}
        lengths: list[float] = []
        for place, id in enumerate(topics):
            length = 0
            for text, times in texts[id]:
                for word in stems(text):
                    held.setdefault(word, {}).setdefault(place, 0.0)
                    held[word][place] += times
                    length += times
            lengths.append(length)
        mean = sum(lengths) / max(1, len(lengths))

        def weight(word: str, place: int, count: float) -> int:
            saturation = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * lengths[place] / mean))
            return round(_STEPS * saturation * _rarity(len(held[word]), len(lengths)))

        words = {
            word: " ".join(f"{place}:{weight(word, place, count)}" for place, count in places.items())
            for word, places in sorted(held.items())
        }
        return cls(topics, words)

    @classmethod
    def unpacked(cls, data: bytes) -> Asked:
        """Give the index that `packed` wrote down.

        Args:
            data: a line of topics, a line of statements with their topics' places, then a line a stem.
        """
        named, told, *lines = data.decode().splitlines()
        known = named.split()
        statements = (one.partition(":") for one in told.split())
        topics = {id: tuple(known[int(place)] for place in places.split(",")) for id, _, places in statements}
        return cls(topics, {word: places for word, _, places in (line.partition(" ") for line in lines)})

    def packed(self) -> bytes:
        """Give the index as the bytes that it is shipped as."""
        known = sorted({topic for topics in self._topics.values() for topic in topics})
        told = (f"{id}:{','.join(str(known.index(topic)) for topic in topics)}" for id, topics in self._topics.items())
        lines = (f"{word} {places}" for word, places in self._words.items())
        return "".join(f"{line}\n" for line in (" ".join(known), " ".join(told), *lines)).encode()

    def shares(self, said: str) -> Mapping[str, float]:
        """Give how far a question asks for each statement, about 0 to 1, the most asked for first; few words tell little.

        Args:
            said: in plain spelling.
        """
        told = 0.0
        found: dict[int, int] = {}
        for word in sorted(set(stems(said))):
            places = self._places(word)
            told += _rarity(len(places), len(self._ids)) * (1 if places else _UNKNOWN)
            for place, weight in places:
                found[place] = found.get(place, 0) + weight
        whole = _STEPS * (_MOST * told + _PLAIN)
        near = NEAR * max(found.values(), default=0)
        # A question that many statements answer alike asks for none of them.
        crowd = sum(by >= near for by in found.values())
        whole /= max(_LEAST, 1 - _CROWDED * log2(max(1.0, crowd / _FEW)))
        asked = ((place, by) for place, by in found.items() if by >= _LEAST * whole)
        ranked = sorted(asked, key=lambda pair: (-pair[1], pair[0]))
        return MappingProxyType({self._ids[place]: round(by / whole, 4) for place, by in ranked})

    def topics(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Give how far each topic is asked for: as far as its statement that is asked for most, of those near the very most.

        Args:
            shares: what `shares` gave.
        """
        least = NEAR * max(shares.values(), default=0.0)
        found: dict[str, float] = {}
        for id, by in shares.items():
            for at, topic in enumerate(self._topics[id] if by >= least else ()):
                found[topic] = max(found.get(topic, 0.0), by if at == 0 else _FURTHER * by)
        return found

    def domain(self, id: str) -> str:
        """Give the domain of a statement.

        Args:
            id: one that `shares` gave.
        """
        return self._topics[id][0].partition(".")[0]

    def _places(self, word: str) -> tuple[tuple[int, int], ...]:
        """Give which statements a stem asks for, and how much; most stems are never asked with, so each is read when it is."""
        if word not in self._read and word in self._words:
            pairs = (pair.split(":") for pair in self._words[word].split())
            self._read[word] = tuple((int(place), int(weight)) for place, weight in pairs)
        return self._read.get(word, ())


@cache
def shipped() -> Asked:
    """Give the index of auren's own claim library, loaded once.

    Raises:
        ConfigurationError: its file cannot be read.
    """
    data = pkgutil.get_data("auren.specialists.understanding", "asked.txt")
    if data is None:
        raise ConfigurationError("The index of asked statements cannot be read; install auren where its files can be.")
    return Asked.unpacked(data)


def stems(said: str) -> list[str]:
    """Give the stems of the words that tell something.

    Args:
        said: in plain spelling.
    """
    return [stem(word) for word in said.split() if word not in SMALL and not word.isdecimal()]


def stem(word: str) -> str:
    """Give the beginning of a word without an ending of number or time: "running" and "runs" are "run".

    Args:
        word: in plain spelling.
    """
    word = word[:_LONGEST]
    if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORT:
        word = word[:-1]
    if word.endswith("ing") and len(word) > _LEAST_STEM:
        word = _undoubled(word[:-3])
    elif word.endswith("ed") and len(word) > _LEAST_STEM:
        word = _undoubled(word[:-2])
    return word.removesuffix("e")[:_STEM]


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > _SHORT - 1 and word[-1] == word[-2] else word


def _rarity(holding: int, statements: int) -> float:
    """Give BM25's inverse document frequency."""
    return log(1 + (statements - holding + 0.5) / (holding + 0.5))
