"""Which statements of the claim library a question asks for, by the words in which people ask for them.

Beforehand people put questions to each statement. Its own words and those of its questions are one bag of words, weighed by
BM25 (Robertson & Zaragoza 2009, Found Trends Inf Retr 3:333; questions as part of what is searched: Nogueira et al. 2019,
arXiv:1904.08375).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log, log2
from types import MappingProxyType
from typing import Final

from auren._shipped import shipped_file
from auren.specialists.understanding.stems import stems
from auren.specialists.understanding.usual import usual

__all__ = ["NEAR", "Asked", "shipped"]

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
_FAR: Final = 0.4
"""How far one must be asked for against that one to be told of at all."""
_FURTHER: Final = 0.6
"""How much a further topic of a statement counts against its first."""
_FEW: Final = 4
_CROWDED: Final = 0.12
"""How many statements may answer alike, and how much less each is asked for with every doubling of their number."""
_LEAST: Final = 0.1
"""How far a statement must be asked for to be told of at all."""
_STEPS: Final = 16
"""In how many parts of one a weight is kept."""


class Asked:
    """Statements by the words that ask for them.

    Args:
        topics: ids of topics.
        statements: id of each statement, a colon, and the places of its topics among those, parted by commas.
        lines: a stem, then for each statement that it asks for its place, a colon and how much in parts of `_STEPS`; sorted,
            each with its end of line, as bytes.
    """

    def __init__(self, topics: Sequence[str], statements: Sequence[str], lines: bytes) -> None:
        self._known = topics
        self._statements = statements
        self._lines = lines
        self._read: dict[str, tuple[tuple[int, int], ...]] = {}

    @classmethod
    def of(cls, topics: Mapping[str, tuple[str, ...]], texts: Mapping[str, Iterable[tuple[str, int]]]) -> Asked:
        """Give the index of statements.

        Args:
            topics: id of each statement -> ids of the topics it speaks to.
            texts: the same ids -> texts in plain spelling that ask for it, each with how often it counts.
        """
        held: dict[str, dict[int, int]] = {}
        lengths: list[int] = []
        # As they stand with their colons, since they are looked up so.
        ordered = sorted(topics, key=lambda named: f"{named}:")
        for place, id in enumerate(ordered):
            length = 0
            for text, times in texts[id]:
                for word in stems(text):
                    counts = held.setdefault(word, {})
                    counts[place] = counts.get(place, 0) + times
                    length += times
            lengths.append(length)
        mean = sum(lengths) / max(1, len(lengths))

        def weight(word: str, place: int, count: int) -> int:
            saturation = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * lengths[place] / mean))
            return round(_STEPS * saturation * _rarity(len(held[word]), len(lengths)))

        lines = (
            " ".join((word, *(f"{place}:{weight(word, place, count)}" for place, count in places.items())))
            for word, places in held.items()
        )
        known = sorted({topic for those in topics.values() for topic in those})
        told = [f"{id}:{','.join(str(known.index(topic)) for topic in topics[id])}" for id in ordered]
        return cls(known, told, "".join(f"{line}\n" for line in sorted(lines)).encode())

    @classmethod
    def unpacked(cls, data: bytes) -> Asked:
        """Give the index that `packed` wrote down.

        Args:
            data: a line of topics, a line of statements, then a line a stem.
        """
        # Lines are looked up where they stand, and read when a question needs them: the first one waits for all of this.
        topics, statements, lines = data.split(b"\n", 2)
        return cls(topics.decode().split(" "), statements.decode().split(" "), lines)

    def packed(self) -> bytes:
        """Give the index as the bytes that it is shipped as."""
        return f"{' '.join(self._known)}\n{' '.join(self._statements)}\n".encode() + self._lines

    def shares(self, said: str) -> Mapping[str, float]:
        """Give how far a question asks for each statement, about 0 to 1, the most asked for first; few words tell little.

        Args:
            said: in plain spelling.
        """
        # A word that nobody asked with stands for the usual one.
        words = [self._places(word) or self._places(usual().get(word, "")) for word in sorted(set(stems(said)))]
        told = sum(_rarity(len(places), len(self._statements)) * (1 if places else _UNKNOWN) for places in words)
        # The longest list is taken as it stands, since it takes the longest to go through.
        longest, *others = sorted(words, key=len, reverse=True) or [()]
        found = dict(longest)
        for places in others:
            for place, weight in places:
                found[place] = found.get(place, 0) + weight
        whole = _STEPS * (_MOST * told + _PLAIN)
        most = max(found.values(), default=0)
        near = NEAR * most
        # A question that many statements answer alike asks for none of them.
        crowd = len([by for by in found.values() if by >= near])
        whole /= max(_LEAST, 1 - _CROWDED * log2(max(1.0, crowd / _FEW)))
        least = max(_LEAST * whole, _FAR * most)
        asked = [(place, by) for place, by in found.items() if by >= least]
        ranked = sorted(asked, key=lambda pair: (-pair[1], pair[0]))
        return MappingProxyType({self._id(place): round(by / whole, 4) for place, by in ranked})

    def topics(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Give how far each topic is asked for: as far as its statement that is asked for most, of those near the very most.

        Args:
            shares: what `shares` gave.
        """
        least = NEAR * next(iter(shares.values()), 0.0)
        found: dict[str, float] = {}
        for id, by in shares.items():
            if by < least:
                break
            for at, topic in enumerate(self.topics_of(id)):
                found[topic] = max(found.get(topic, 0.0), by if at == 0 else _FURTHER * by)
        return found

    def topics_of(self, id: str) -> tuple[str, ...]:
        """Give the topics of a statement.

        Args:
            id: one that `shares` gave.
        """
        places = self._statements[bisect_left(self._statements, f"{id}:")].rpartition(":")[2]
        return tuple(self._known[int(place)] for place in places.split(","))

    def _id(self, place: int) -> str:
        return self._statements[place].partition(":")[0]

    def _places(self, word: str) -> tuple[tuple[int, int], ...]:
        """Give which statements a stem asks for, and how much; only stems of the index are kept."""
        if word not in self._read:
            line = self._line(f"{word} ".encode())
            if not line:
                return ()
            pairs = (pair.split(":") for pair in line.decode().split(" ")[1:])
            self._read[word] = tuple((int(place), int(weight)) for place, weight in pairs)
        return self._read[word]

    def _line(self, begins: bytes) -> bytes:
        """Give the line that begins so; none where no line does. Halves what is left until one line is."""
        lines, low, high = self._lines, 0, len(self._lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start)
            line = lines[start:end]
            if line.startswith(begins):
                return line
            low, high = (end + 1, high) if line < begins else (low, start)
        return b""


@cache
def shipped() -> Asked:
    """Give the index of auren's own claim library, loaded once.

    Raises:
        ConfigurationError: its file cannot be read.
    """
    data = shipped_file("auren.specialists.understanding", "asked.txt")
    return Asked.unpacked(data)


def _rarity(holding: int, statements: int) -> float:
    """Give BM25's inverse document frequency."""
    return log(1 + (statements - holding + 0.5) / (holding + 0.5))
