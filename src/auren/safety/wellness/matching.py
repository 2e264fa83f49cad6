"""Finding a pack's patterns and stances in the words of a sentence, in steps that grow with its length only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auren.safety.flags.lookup import Lookup, Places
from auren.safety.flags.words import Words
from auren.safety.wellness.pack import Stance, WordingPack

__all__ = ["Hit", "PackMatcher", "Reading"]

_STANCE_WITHIN = 6
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a sentence breaks, and the words that break it."""

    rule: str
    found: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pack read in a sentence.

    Attributes:
        places: where each group of words stands.
        stances: what the sentence shows of its stance.
        turned: whether it takes its stance back.
        commanded: whether it gives an instruction.
    """

    places: Places = field(repr=False)
    stances: frozenset[Stance]
    turned: bool
    commanded: bool


class PackMatcher:
    """Knows one pack's patterns.

    Args:
        pack: the language.
    """

    def __init__(self, pack: WordingPack) -> None:
        self.pack = pack
        self._patterns = [(one, self._spelled(one.groups), pack.spelled(one.unless)) for one in pack.patterns]
        self._stances: dict[Stance, list[tuple[str, ...]]] = {
            stance: [self._spelled(groups) for groups in sequences] for stance, sequences in pack.stances.items()
        }
        self._turns = [self._spelled(groups) for groups in pack.turns]
        self._commands = pack.spelled(pack.commands)
        sequences = [groups for ways in self._stances.values() for groups in ways]
        sequences += [*self._turns, *(groups for _, groups, _ in self._patterns)]
        unless = [group for _, _, group in self._patterns]
        self._lookup = Lookup([*(group for groups in sequences for group in groups), *unless, self._commands])
        self._clauses = Lookup([pack.clauses])
        self._steps = 0

    @property
    def steps(self) -> int:
        """How many comparisons were made so far; grows in proportion to the text."""
        return self._steps + self._lookup.steps + self._clauses.steps

    def read(self, words: Words) -> Reading:
        """Give where the pack's words stand in a sentence, and the stances that they show.

        Args:
            words: of one sentence.
        """
        places = self._lookup.places(words.words)
        described = self._clauses.places(words.words).get(self.pack.clauses, [])
        standing = self._lookup.places(_without(words.words, described)) if described else places
        return Reading(
            places,
            frozenset(
                stance
                for stance, ways in self._stances.items()
                if any(self._place(groups, standing, _STANCE_WITHIN) for groups in ways)
            ),
            turned=any(self._place(groups, places, _STANCE_WITHIN) for groups in self._turns),
            commanded=self._commanded(words, places),
        )

    def hits(self, words: Words, reading: Reading, stances: frozenset[Stance]) -> list[Hit]:
        """Give what a sentence breaks, once for each rule.

        Args:
            words: of the sentence.
            reading: what this pack read in it.
            stances: that the sentence takes, whatever the language.
        """
        found: dict[str, Hit] = {}
        for one, groups, unless in self._patterns:
            if one.rule in found or not one.excused.isdisjoint(stances) or (unless and unless in reading.places):
                continue
            place = self._place(groups, reading.places, one.within)
            if place is not None:
                found[one.rule] = Hit(one.rule, " ".join(words.words[place[0] : place[1] + 1]))
        return list(found.values())

    def _spelled(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.pack.spelled(group) for group in groups)

    def _commanded(self, words: Words, places: Mapping[str, Sequence[_Place]]) -> bool:
        starts = (first for first, _ in places.get(self._commands, ()))
        return any(first == 0 or words.clauses[first] != words.clauses[first - 1] for first in starts)

    def _place(self, groups: Sequence[str], places: Places, within: int) -> _Place | None:
        """Give the first place where the groups follow one another, none further from the last than allowed."""
        if not places.has(groups):
            return None
        reached = sorted((last, first) for first, last in places[groups[0]])
        for group in groups[1:]:
            further: list[_Place] = []
            for first, last in places[group]:
                self._steps += 1
                index = bisect_left(reached, (first, -1)) - 1
                if index >= 0 and reached[index][0] >= first - 1 - within:
                    further.append((last, reached[index][1]))
            reached = sorted(further)
        return (reached[0][1], reached[0][0]) if reached else None


def _without(words: Sequence[str], described: Sequence[_Place]) -> list[str]:
    kept = list(words)
    for first, last in described:
        kept[first : last + 1] = [""] * (last - first + 1)
    return kept
