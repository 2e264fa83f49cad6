"""How alike a sentence and a statement are, as a few numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from auren.safety.numbers import tidy
from auren.safety.support.lexicon import BETTER_LEFT_OUT, DOWN, EFFECTS, NEGATIONS, UP

__all__ = ["Likeness", "Text", "claims_health"]

_WORD: Final = re.compile(r"\d*[^\W\d_][^\W_]*")
_STEM: Final = 6
_UNHEARD: Final = 1.5
"""How much more a word weighs that no statement has, against the rarest of theirs."""


@dataclass(frozen=True)
class Text:
    """A sentence, read once.

    Args:
        words: lower-case, in order.
    """

    words: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Text:
        """Read a sentence.

        Args:
            text: any text.
        """
        return cls(tuple(_WORD.findall(tidy(text).casefold().replace("'", "").replace("’", ""))))

    @cached_property
    def stems(self) -> frozenset[str]:
        """What it is about."""
        return frozenset(_stem(word) for word in self.words if word not in BETTER_LEFT_OUT)

    @cached_property
    def halves(self) -> tuple[frozenset[str], frozenset[str]]:
        """What stands before the first word of an effect, and what stands after it."""
        at = next((at for at, word in enumerate(self.words) if word in EFFECTS and at > 0), len(self.words))
        return Text(self.words[:at]).stems, Text(self.words[at + 1 :]).stems

    @cached_property
    def turns(self) -> tuple[int, int, int]:
        """How many words say more, less, and not."""
        said = Counter("up" if word in UP else "down" if word in DOWN else "" for word in self.words)
        return said["up"], said["down"], sum(word in NEGATIONS for word in self.words)


class Likeness:
    """Compares sentences with statements; a word weighs the more, the fewer statements have it.

    Args:
        statements: texts by id.
    """

    def __init__(self, statements: Mapping[str, str]) -> None:
        self._texts = {id: Text.of(text) for id, text in statements.items()}
        seen = Counter(stem for text in self._texts.values() for stem in text.stems)
        self._weights = {stem: math.log(1 + len(self._texts) / count) for stem, count in seen.items()}
        self._unheard = _UNHEARD * max(self._weights.values(), default=1.0)
        self._having: dict[str, list[str]] = {}
        for id, text in self._texts.items():
            for stem in text.stems:
                self._having.setdefault(stem, []).append(id)

    def nearest(self, sentence: Text, *, at_most: int = 5) -> list[str]:
        """Give the ids of the statements that share most with a sentence, the nearest first.

        Args:
            sentence: what is compared.
            at_most: how many.
        """
        shared: Counter[str] = Counter()
        for stem in sorted(sentence.stems):
            for id in self._having.get(stem, ()):
                shared[id] += int(1000 * self._weights[stem])
        size = {id: 1000 * self._weight(self._texts[id].stems) for id in shared}
        return sorted(shared, key=lambda one: (-shared[one] / math.sqrt(size[one]), one))[:at_most]

    def numbers(self, sentence: Text, id: str) -> tuple[float, ...]:
        """Give how much of the sentence the statement says, the reverse, its weaker half, and what turns it round.

        Args:
            sentence: what is compared.
            id: a statement's.
        """
        told = self._texts[id]
        said = self._share(sentence.stems, told.stems)
        back = self._share(told.stems, sentence.stems)
        halves = min(self._share(half, told.stems) for half in sentence.halves)
        loss = max((self._of(stem) for stem in sentence.stems - told.stems), default=0.0) / self._unheard
        mine, theirs = sentence.turns, told.turns
        turned = float(_sign(mine) * _sign(theirs) < 0) + 0.5 * float(_sign(mine) != _sign(theirs))
        denied = float(mine[2] % 2 != theirs[2] % 2)
        return (said, back, halves, loss, turned, denied)

    def _share(self, of: Iterable[str], among: frozenset[str]) -> float:
        stems = list(of)
        whole = self._weight(stems)
        return self._weight([stem for stem in stems if stem in among]) / whole if whole else 1.0

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(map(self._of, stems))

    def _of(self, stem: str) -> float:
        return self._weights.get(stem, self._unheard)


def claims_health(sentence: Text, outcomes: frozenset[str], owners: frozenset[str]) -> bool:
    """Tell whether a sentence claims that something at large does something to a body.

    Args:
        sentence: what is judged.
        outcomes: words of what can be done to a body.
        owners: first words of what is said of one person.
    """
    words = sentence.words
    if not words or words[0] in owners:
        return False
    at = [place for place, word in enumerate(words) if word in EFFECTS and place > 0]
    return bool(at) and not _owned(words, at[0]) and any(word in outcomes for word in words)


def _owned(words: Sequence[str], effect: int) -> bool:
    """Tell whether what does the effect is this person's own: "your load raised", "you slept better"."""
    return any(word in ("your", "you", "my", "i") for word in words[:effect])


def _sign(turns: tuple[int, int, int]) -> int:
    up, down, _ = turns
    return (up > down) - (up < down)


def _stem(word: str) -> str:
    return word[:_STEM].removesuffix("s") if len(word) > 3 else word
