"""Finding many words, phrases, word beginnings and number ranges in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from auren.safety.flags.words import spellings

__all__ = ["Lookup", "Place", "Places"]

_SHORTEST_STEM = 3

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
        self._users: dict[str, list[str]] = {}
        for group, entries in self._groups.items():
            for entry in entries:
                self._users.setdefault(entry, []).append(group)
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
                if not following or all(_same(words, at + offset, part) for offset, part in enumerate(following, 1)):
                    found.setdefault(entry, []).append((at, at + len(following)))
        return Places(found, self._groups, self._users)

    def _learn(self, entry: str) -> None:
        if entry.startswith("#"):
            low, high = entry[1:].split("-")
            self._ranges.append(_Range(int(low), int(high), entry))
        elif entry.endswith("*") and "_" not in entry:
            for stem in spellings(entry[:-1]):
                self._stems[stem] = entry
        else:
            for phrase in spellings(entry.replace("_", " ")):
                parts = tuple(phrase.split())
                self._phrases.setdefault(parts[0], []).append((parts[1:], entry))

    def _alone(self, word: str) -> tuple[str, ...]:
        """Give the stems and ranges that one word matches."""
        found: list[str] = []
        for length in range(_SHORTEST_STEM, min(len(word), self._longest_stem) + 1):
            self.steps += 1
            entry = self._stems.get(word[:length])
            if entry is not None:
                found.append(entry)
        if word.isdecimal() and len(word) <= 5:
            self.steps += len(self._ranges)
            found.extend(entry for low, high, entry in self._ranges if low <= int(word) <= high)
        return tuple(found)


def _same(words: Sequence[str], at: int, part: str) -> bool:
    if at >= len(words):
        return False
    return words[at].startswith(part[:-1]) if part.endswith("*") else words[at] == part
