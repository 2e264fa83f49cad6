"""Telling whether a text carries a pack's signs, with what takes them back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from auren.safety.flags.far import FAR
from auren.safety.flags.lookup import Group, Lookup, Place, Places
from auren.safety.flags.model import URGENCY, Level, Pack, Sign
from auren.safety.flags.words import Words, plain

__all__ = ["Matcher"]

_CRISIS = "R7"
_REACH = 6
_LIST_REACH = 10
_AFTER = 4
_AFTER_LAST = 1
"""How much further than a sign's last word a word may stand that takes it away: "I'm 14 kg lighter"."""


class _Standing:
    """Where groups stand in one text; each is read once, and only when it is asked for.

    Args:
        words: of the text, in plain spelling.
        anchors: the first groups of signs, which are known already.
        groups: those that were read for earlier texts; what is read is added.
    """

    def __init__(self, words: Sequence[str], anchors: Places, groups: dict[str, Group]) -> None:
        self._words = words
        self._known = frozenset(words) - {""}
        self._anchors = anchors
        self._groups = groups
        self._found: dict[str, list[Place]] = {}
        self.steps = 0

    def of(self, group: str) -> list[Place]:
        """Give the places of a group, in order; none where it does not stand."""
        found = self._found.get(group)
        if found is None:
            if group in self._anchors:
                found = self._anchors.of(group)
            else:
                one = self._groups.get(group)
                if one is None:
                    one = self._groups[group] = Group(group)
                found, steps = one.places(self._words, self._known)
                self.steps += steps
            self._found[group] = found
        return found


class Matcher:
    """Finds the rows of one pack in a text.

    Args:
        pack: the language.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        # By its first group: without that none of the others need be read.
        self._signs: dict[str, list[tuple[str, Sign]]] = {}
        for row, held in pack.signs.items():
            for item in held:
                self._signs.setdefault(item.groups[0], []).append((row, item))
        self._lookup = Lookup(self._signs)
        self._groups: dict[str, Group] = {}
        self._masks = Lookup([pack.masked])
        self._negations = _plain_set(pack.negations)
        self._bridges = _plain_set(pack.bridges)
        self._either = _plain_set(pack.either)
        self._breaks = _plain_set(pack.breaks)
        self._answers = _plain_set(pack.answers)
        self._others = _plain_set(pack.others)
        self._selves = _plain_set(pack.selves)
        self._topic_ends = self._breaks | self._selves | _plain_set(pack.owners)
        self._unable = _plain_set(pack.unable)
        self._without = _plain_set(pack.without)
        self._steps = 0

    @property
    def steps(self) -> int:
        """How many comparisons were made so far; grows in proportion to the text."""
        return self._steps + self._lookup.steps + self._masks.steps

    def rows(self, words: Words) -> dict[str, Level]:
        """Give the rows that words raise, each at its most urgent level.

        Args:
            words: of any text.
        """
        seen = _masked(words.words, self._masks.places(words.words).of(self._pack.masked))
        anchors = self._lookup.places(seen)
        places = _Standing(seen, anchors, self._groups)
        raised: dict[str, Level] = {}
        for anchor in anchors:
            for row, item in self._signs[anchor]:
                known = raised.get(row)
                if known is not None and URGENCY.index(known) <= URGENCY.index(item.level):
                    continue
                if self._carries(item, words, places, may_be_far=row == _CRISIS):
                    raised[row] = item.level
        self._steps += places.steps
        return {row: raised[row] for row in self._pack.signs if row in raised}

    def _carries(self, item: Sign, words: Words, places: _Standing, *, may_be_far: bool) -> bool:
        if not all(map(places.of, item.groups)):
            return False
        anchor, *rest = item.groups
        for place in places.of(anchor):
            self._steps += 1
            if item.unless and self._near(place, places.of(item.unless), item, words, further=_AFTER_LAST):
                continue
            if self._said_by_another(item, words, place[0]) or self._taken_back(words, place, places):
                continue
            if may_be_far and self._is_far(words, place, places):
                continue
            if all(self._standing(place, places.of(group), item, words, places) for group in rest):
                return True
        return False

    def _is_far(self, words: Words, place: Place, places: _Standing) -> bool:
        """Tell whether a sign of a crisis is only told of, or long past for one who is well."""
        if places.of(FAR.again):
            return False
        if self._beside(words, place, places.of(FAR.told)):
            return not self._beside(words, place, places.of(FAR.own))
        return bool(places.of(FAR.well)) and self._beside(words, place, places.of(FAR.past))

    def _beside(self, words: Words, place: Place, candidates: Sequence[Place]) -> bool:
        self._steps += len(candidates)
        return any(words.sentences[other[0]] == words.sentences[place[0]] for other in candidates)

    def _near(self, place: Place, candidates: Sequence[Place], item: Sign, words: Words, *, further: int = 0) -> list[Place]:
        start = bisect_left(candidates, (place[0] - item.within, 0))
        found = []
        for other in candidates[start:]:
            self._steps += 1
            if other[0] > place[1] + item.within + further:
                break
            if item.across or words.sentences[other[0]] == words.sentences[place[0]]:
                found.append(other)
        return found

    def _standing(self, place: Place, candidates: Sequence[Place], item: Sign, words: Words, places: _Standing) -> bool:
        return any(not self._taken_back(words, other, places) for other in self._near(place, candidates, item, words))

    def _taken_back(self, words: Words, place: Place, places: _Standing) -> bool:
        if self._answered_no(words, place[1]) or self._only_a_topic(words, place, places):
            return True
        return self._negated(words, place[0]) and not self._reversed(place, places)

    def _negated(self, words: Words, at: int) -> bool:
        for back in range(at - 1, max(-1, at - 1 - _LIST_REACH), -1):
            self._steps += 1
            word = words.words[back]
            if words.sentences[back] != words.sentences[at] or word in self._breaks:
                return False
            if word in self._negations:
                if word in self._without and self._cannot(words, back):
                    return False
                between = words.words[back + 1 : at]
                near = at - back <= _REACH and words.clauses[back] == words.clauses[at]
                return (near and all(other in self._bridges for other in between)) or self._in_list(words, back, at)
        return False

    def _cannot(self, words: Words, at: int) -> bool:
        """Tell whether "without" says the opposite: "I cannot run without pain"."""
        before = range(max(0, at - _LIST_REACH), at)
        self._steps += len(before)
        return any(words.words[back] in self._unable and words.clauses[back] == words.clauses[at] for back in before)

    def _only_a_topic(self, words: Words, place: Place, places: _Standing) -> bool:
        """Tell whether the sign is only what an article or a film is about."""
        topics = places.of(self._pack.topics)
        index = bisect_left(topics, (place[0], 0)) - 1
        if index < 0 or topics[index][1] >= place[0] or topics[index][1] < place[0] - _LIST_REACH:
            return False
        between = range(topics[index][1] + 1, place[0])
        self._steps += len(between)
        return words.clauses[topics[index][0]] == words.clauses[place[0]] and all(
            words.words[step] not in self._topic_ends for step in between
        )

    def _in_list(self, words: Words, negation: int, at: int) -> bool:
        """Tell whether "no fever, chest pain or cough" reaches to the word: a list that ends in "or"."""
        linked = False
        for index in range(negation + 1, min(len(words.words), negation + 1 + _LIST_REACH)):
            self._steps += 1
            if words.sentences[index] != words.sentences[negation] or words.words[index] in self._breaks:
                break
            linked = linked or words.words[index] in self._either
        starts_clause = words.clauses[at - 1] != words.clauses[at] or words.words[at - 1] in self._either
        return linked and starts_clause and words.clauses[negation] == words.clauses[negation + 1]

    def _answered_no(self, words: Words, last: int) -> bool:
        answer = last + 1
        if answer >= len(words.words) or words.words[answer] not in self._answers:
            return False
        after = answer + 1
        alone = after >= len(words.words) or words.clauses[after] != words.clauses[answer]
        return alone and words.clauses[answer] != words.clauses[last]

    def _reversed(self, place: Place, places: _Standing) -> bool:
        candidates = places.of(self._pack.reversals)
        index = bisect_left(candidates, (place[1] + 1, 0))
        return index < len(candidates) and candidates[index][0] <= place[1] + _AFTER

    def _said_by_another(self, item: Sign, words: Words, at: int) -> bool:
        if item.others:
            return False
        nearby = range(max(0, at - _LIST_REACH), min(len(words.words), at + _LIST_REACH))
        self._steps += len(nearby)
        said = {words.words[index] for index in nearby if words.sentences[index] == words.sentences[at]}
        return not self._others.isdisjoint(said) and self._selves.isdisjoint(said)


def _plain_set(words: frozenset[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in words)


def _masked(words: Sequence[str], masks: Sequence[Place]) -> list[str]:
    seen = list(words)
    for first, last in masks:
        # Tied to one word, which a sign may still name: "bloodpressure".
        seen[first : last + 1] = ["".join(words[first : last + 1]), *[""] * (last - first)]
    return seen
