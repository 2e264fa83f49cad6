"""Which words a sentence may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from auren.conversation import Claim
from auren.findings import Finding, Measure
from auren.rendering import summary
from auren.safety.naming.lexicon import NAMES
from auren.safety.numbers import tidy
from auren.safety.violations import Violation
from auren.science.claims import claims as statements

__all__ = ["Containment"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_STEM: Final = 6
_SHORTEST: Final = 3


class Containment:
    """Lets a sentence pass that is made of a claim's own words, and of words that say nothing by themselves.

    Neutral are a fixed list, and the words of auren's own cited statements that name no thing. Whatever a model was told in
    its input, it can put nothing into a sentence that was not in the claim: an order that came with a note, a question or a
    memory has no words here.

    Args:
        claim: the claim that is worded; the person's own words do not count.
        findings: what the claim rests on.
    """

    def __init__(self, claim: Claim, findings: Iterable[Finding] = ()) -> None:
        told = [claim.text, *(text for measure in claim.measures for text in _of(measure))]
        told += [statement.text for id in claim.statements if (statement := statements().get(id)) is not None]
        told += [text for finding in findings for text in (finding.title, summary(finding))]
        self._told = frozenset(_stem(word) for text in told for word in _words(text))

    def check(self, sentence: str) -> tuple[Violation, ...]:
        """Give the first word that is neither the claim's nor neutral; an empty answer lets the sentence pass.

        Args:
            sentence: as a model worded it.
        """
        neutral = _neutral()
        for word in _words(sentence):
            if len(word) >= _SHORTEST and word not in neutral and _stem(word) not in self._told:
                return (Violation("fact", word, "words of the claim and neutral ones"),)
        return ()


def _of(measure: Measure) -> Iterable[str]:
    yield from (measure.title, measure.note, measure.unit)
    for part in measure.related:
        yield from _of(part)


def _words(text: str) -> list[str]:
    return _WORD.findall(tidy(text).casefold())


def _stem(word: str) -> str:
    return word[:_STEM]


@cache
def _neutral() -> frozenset[str]:
    """Give the neutral words, read once."""
    listed = files("auren.safety.containment").joinpath("neutral.txt").read_text(encoding="utf-8")
    words = {word for line in listed.splitlines() if not line.startswith("#") for word in _words(line)}
    named = {word for name in NAMES for word in name}
    words |= {word for statement in statements().values() for word in _words(statement.text) if word not in named}
    return frozenset(words)
