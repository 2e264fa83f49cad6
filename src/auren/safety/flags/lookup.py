"""Finding many words, phrases, word beginnings and number ranges in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from auren.safety.flags.words import spellings

__all__ = ["Group", "Lookup", "Place", "Places"]

_SHORTEST_STEM = 3
_LONGEST_NUMBER = 5

Place = tuple[int, int]


class _Range(NamedTuple):
    low: int
    high: int
    entry: str


class Places(Mapping[str, list[Place]]):
    """Where groups stand in a text: the first and last index of each place, in order.

    Args:
        entries: the places of each word, phrase, stem or range that was found.
        groups: the entries that each group is made of.
        users: the groups that each entry is part of.
    """

    def __init__(
        self,
        entries: Mapping[str, list[Place]],
        groups: Mapping[str, tuple[str, ...]],
        users: Mapping[str, Sequence[str]],
    ) -> None:
        self._entries = entries
        self._groups = groups
        self._present = {group for entry in entries for group in users[entry]}
        self._merged: dict[str, list[Place]] = {}

    def __contains__(self, group: object) -> bool:
        return group in self._present

    def __getitem__(self, group: str) -> list[Place]:
        if group not in self._present:
            raise KeyError(group)
        return self.of(group)

    def __iter__(self) -> Iterator[str]:
        return iter(self._present)

    def __len__(self) -> int:
        return len(self._present)

    def has(self, groups: Iterable[str]) -> bool:
        """Tell whether every one of some groups stands in the text."""
        return self._present.issuperset(groups)

    def of(self, group: str) -> list[Place]:
        """Give the places of a group, in order; none where it does not stand."""
        if group not in self._present:
            return []
        merged = self._merged.get(group)
        if merged is None:
            found = (place for entry in self._groups[group] for place in self._entries.get(entry, ()))
            merged = self._merged[group] = sorted(found)
        return merged


class Lookup:
    """Knows which groups each place in a text belongs to.

    Args:
        groups: as in `Sign.groups`.
    """

    def __init__(self, groups: Iterable[str]) -> None:
        # By its first word: the words that follow it.
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, str] = {}
        self._ranges: list[_Range] = []
        self._groups = {group: tuple(dict.fromkeys(filter(None, group.split("|")))) for group in dict.fromkeys(groups)}
        users: defaultdict[str, list[str]] = defaultdict(list)
        for group, entries in self._groups.items():
            for entry in entries:
                users[entry].append(group)
        self._users = dict(users)
        for entry in self._users:
            self._learn(entry)
        self._longest_stem = max(map(len, self._stems), default=0)
        self.steps = 0
        """How many entries were compared so far; grows in proportion to the text."""

    def places(self, words: Sequence[str]) -> Places:
        """Give where each group stands.

        Args:
            words: in plain spelling; an empty word matches nothing.
        """
        found: dict[str, list[Place]] = {}
        known: dict[str, tuple[str, ...]] = {}
        for at, word in enumerate(words):
            alone = known.get(word)
            if alone is None:
                alone = known[word] = self._alone(word)
            for entry in alone:
                found.setdefault(entry, []).append((at, at))
            for following, entry in self._phrases.get(word, ()):
                self.steps += 1
                if _follow(words, at, following):
                    found.setdefault(entry, []).append((at, at + len(following)))
        return Places(found, self._groups, self._users)

    def _learn(self, entry: str) -> None:
        if entry.startswith("#"):
            low, high = _range(entry)
            self._ranges.append(_Range(low, high, entry))
        elif _is_stem(entry):
            for stem in spellings(entry[:-1]):
                self._stems[stem] = entry
        else:
            for first, *following in _phrases(entry):
                self._phrases.setdefault(first, []).append((tuple(following), entry))

    def _alone(self, word: str) -> tuple[str, ...]:
        """Give the stems and ranges that one word matches."""
        found: list[str] = []
        for length in range(_SHORTEST_STEM, min(len(word), self._longest_stem) + 1):
            self.steps += 1
            entry = self._stems.get(word[:length])
            if entry is not None:
                found.append(entry)
        if word.isdecimal() and len(word) <= _LONGEST_NUMBER:
            self.steps += len(self._ranges)
            found.extend(entry for low, high, entry in self._ranges if low <= int(word) <= high)
        return tuple(found)


class Group:
    """One group of words that is read for itself, so that a text reads only the groups that it may need.

    Args:
        group: as in `Sign.groups`.
    """

    def __init__(self, group: str) -> None:
        # By its first word: the words that follow it.
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        ranges: list[tuple[int, int]] = []
        stems: list[str] = []
        for entry in filter(None, group.split("|")):
            if entry.startswith("#"):
                ranges.append(_range(entry))
            elif _is_stem(entry):
                stems += spellings(entry[:-1])
            else:
                for first, *following in _phrases(entry):
                    self._phrases.setdefault(first, []).append(tuple(following))
        self._ranges = tuple(ranges)
        self._stems = tuple(stems)

    def places(self, words: Sequence[str], known: AbstractSet[str]) -> tuple[list[Place], int]:
        """Give where the group stands, in order, and how many comparisons that took.

        Args:
            words: in plain spelling; an empty word matches nothing.
            known: the same words, each once.
        """
        named = self._phrases.keys() & known
        if self._stems:
            named |= {word for word in known if word.startswith(self._stems)}
        if self._ranges:
            named |= {word for word in known if word.isdecimal() and self._holds(word)}
        if not named:
            return [], 1
        found: list[Place] = []
        steps = len(words)
        for at, word in enumerate(words):
            if word not in named:
                continue
            phrases = self._phrases.get(word, ())
            steps += len(phrases)
            ends = [at + len(following) for following in phrases if _follow(words, at, following)]
            if (self._stems and word.startswith(self._stems)) or (word.isdecimal() and self._holds(word)):
                ends.append(at)
            found += [(at, end) for end in sorted(ends)]
        return found, steps

    def _holds(self, word: str) -> bool:
        return len(word) <= _LONGEST_NUMBER and any(low <= int(word) <= high for low, high in self._ranges)


def _range(entry: str) -> tuple[int, int]:
    low, high = entry[1:].split("-")
    return int(low), int(high)


def _is_stem(entry: str) -> bool:
    return entry.endswith("*") and "_" not in entry


def _phrases(entry: str) -> Iterable[list[str]]:
    """Give the words of an entry in each of its spellings."""
    if entry.islower() and entry.isascii() and "'" not in entry:
        # Most are in plain spelling already, and there are many.
        return (entry.split("_"),)
    return [phrase.split() for phrase in spellings(entry.replace("_", " "))]


def _follow(words: Sequence[str], at: int, following: Sequence[str]) -> bool:
    return not following or all(_same(words, at + offset, part) for offset, part in enumerate(following, 1))


def _same(words: Sequence[str], at: int, part: str) -> bool:
    if at >= len(words):
        return False
    word = words[at]
    if part.startswith("#"):
        low, high = _range(part)
        return word.isdecimal() and len(word) <= _LONGEST_NUMBER and low <= int(word) <= high
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
