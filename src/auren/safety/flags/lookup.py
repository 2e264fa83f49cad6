"""Finding many words, phrases, word beginnings and number ranges in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auren.safety.flags.words import spellings

__all__ = ["Lookup"]

_SHORTEST_STEM = 3


class Lookup:
    """Knows which groups each place in a text belongs to.

    Args:
        groups: as in `Sign.groups`.
    """

    def __init__(self, groups: Iterable[str]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[str]] = {}
        self._ranges: list[tuple[int, int, str]] = []
        for group in dict.fromkeys(groups):
            for alternative in filter(None, group.split("|")):
                self._learn(alternative, group)
        self._longest_stem = max(map(len, self._stems), default=0)
        self.steps = 0
        """How many entries were compared so far; grows in proportion to the text."""

    def places(self, words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        """Give, for each group, the first and last index of every place where it stands.

        Args:
            words: in plain spelling; an empty word matches nothing.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        for at, word in enumerate(words):
            for group, last in self._at(words, at, word):
                found.setdefault(group, []).append((at, last))
        return found

    def _learn(self, alternative: str, group: str) -> None:
        if alternative.startswith("#"):
            low, high = alternative[1:].split("-")
            self._ranges.append((int(low), int(high), group))
        elif alternative.endswith("*") and "_" not in alternative:
            for stem in spellings(alternative[:-1]):
                self._stems.setdefault(stem, []).append(group)
        else:
            for phrase in spellings(alternative.replace("_", " ")):
                parts = tuple(phrase.split())
                self._phrases.setdefault(parts[0], []).append((parts, group))

    def _at(self, words: Sequence[str], at: int, word: str) -> Iterable[tuple[str, int]]:
        for parts, group in self._phrases.get(word, ()):
            self.steps += 1
            if all(_same(words, at + offset, part) for offset, part in enumerate(parts)):
                yield group, at + len(parts) - 1
        for length in range(_SHORTEST_STEM, min(len(word), self._longest_stem) + 1):
            self.steps += 1
            for group in self._stems.get(word[:length], ()):
                yield group, at
        if word.isdecimal() and len(word) <= 5:
            for low, high, group in self._ranges:
                self.steps += 1
                if low <= int(word) <= high:
                    yield group, at


def _same(words: Sequence[str], at: int, part: str) -> bool:
    if at >= len(words):
        return False
    return words[at].startswith(part[:-1]) if part.endswith("*") else words[at] == part
