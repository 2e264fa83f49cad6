"""Which words a sentence may be made of, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from auren.conversation import Claim, ClaimKind
from auren.findings import Finding, Measure
from auren.rendering import summary
from auren.safety.containment.binding import FREE, bound, poles
from auren.safety.containment.inflection import Language, stems
from auren.safety.containment.shapes import odd_shape, said, tokens
from auren.safety.naming.lexicon import NAMES
from auren.safety.naming.things import things
from auren.safety.violations import Violation
from auren.science.claims import claims as statements

__all__ = ["Containment"]

_LANGUAGES: Final[tuple[Language, ...]] = ("english", "german")
_OTHER: Final[dict[Language, Language]] = {"english": "german", "german": "english"}
_READ_AS_ENGLISH: Final = frozenset({"die", "war", "man", "gut", "hat", "fast", "hart", "am", "in", "an", "also", "was", "so"})
"""German words that make a sentence no German one, since English has words of the same letters."""
_ASKING: Final = frozenset({ClaimKind.ACTION, ClaimKind.QUESTION, ClaimKind.MISSING})
_EXPECTED: Final = "words of the claim and neutral ones, bound as in the claim"


class Containment:
    """Lets a sentence pass that is made of a claim's own words, and of words that say nothing by themselves.

    Neutral are two closed lists, of English and of German, and a sentence may draw on one of them. Words that ask somebody to
    do something count for claims that ask, alone. What the claim denies, conditions or puts in order must be tied to
    the same words in every sentence, and no opposite of its words may stand in for them.

    Args:
        claim: the claim that is worded; the person's own words do not count.
        findings: what the claim rests on.
    """

    def __init__(self, claim: Claim, findings: Iterable[Finding] = ()) -> None:
        told = [claim.text, *(text for measure in claim.measures for text in _of(measure))]
        told += [statement.text for id in claim.statements if (statement := statements().get(id)) is not None]
        told += [text for finding in findings for text in (finding.title, summary(finding))]
        self._told = said("\n".join(told))
        named = {word for name in things(self._told) for spelled in _spelled()[name] for word in spelled}
        self._words = {
            language: frozenset().union(*(stems(word, language) for word in (*tokens(self._told), *named)))
            for language in _LANGUAGES
        }
        self._german = not _all("german").isdisjoint(set(tokens(said(claim.text))) - _READ_AS_ENGLISH - _all("english"))
        self._asks = claim.kind in _ASKING
        self._bound = bound(said(claim.text), _says_nothing)
        self._poles = poles(tokens(said(claim.text)))

    def check(self, sentence: str) -> tuple[Violation, ...]:
        """Give the first piece that the claim does not bear; an empty answer lets the sentence pass.

        Args:
            sentence: as a model worded it.
        """
        sentence = said(sentence)
        odd = odd_shape(sentence, self._told) or self._strange(tokens(sentence))
        if odd:
            return (Violation("fact", odd, _EXPECTED),)
        turned = self._turned(sentence)
        return (Violation("fact", turned, _EXPECTED),) if turned else ()

    def _strange(self, words: list[str]) -> str:
        """Give the first word of no one language's; the language that goes furthest is told."""
        strange = [self._strange_in(language, words) for language in _LANGUAGES]
        return "" if "" in strange else max(strange, key=words.index)

    def _strange_in(self, language: Language, words: list[str]) -> str:
        twofold = next((word for word in words if word in _READ_AS_ENGLISH), "") if language == "german" else ""
        if twofold and not any(word in _all(language) - _READ_AS_ENGLISH - _all(_OTHER[language]) for word in words):
            return twofold
        return next((word for word in words if not self._may(word, language)), "")

    def _may(self, word: str, language: Language) -> bool:
        if word.isdigit() or word in _neutral(language) or (self._asks and word in _neutral(f"{language}_asking")):
            return True
        # The claim's own words of another language must not become part of a sentence in this one.
        if language == "german" and word in _all("english"):
            return False
        if language == "english" and self._german and not stems(word, language).isdisjoint(_READ_AS_ENGLISH):
            return False
        return not self._words[language].isdisjoint(stems(word, language))

    def _turned(self, sentence: str) -> str:
        """Give what the sentence turns round: a tie it adds, drops or moves, or an opposite."""
        ties = bound(sentence, _says_nothing)
        for tie in ties.keys() | self._bound.keys():
            here, there = ties.get(tie, []), self._bound.get(tie, [])
            if not _all_in(there, here) or (tie not in FREE and not _all_in(here, there)):
                return tie
        opposite = poles(tokens(sentence)) - self._poles
        return "an opposite" if opposite else ""


def _all_in(words: list[str], others: list[str]) -> bool:
    """Tell whether each word has a form among others."""
    return all(any(one == other or _same(one, other) for other in others) for one in words)


def _same(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return any(not stems(one, language).isdisjoint(stems(other, language)) for language in _LANGUAGES)


def _of(measure: Measure) -> Iterable[str]:
    yield from (measure.title, measure.note, measure.unit)
    for part in measure.related:
        yield from _of(part)


def _says_nothing(word: str) -> bool:
    return any(word in _all(language) for language in _LANGUAGES)


def _all(language: Language) -> frozenset[str]:
    return _neutral(language) | _neutral(f"{language}_asking")


@cache
def _neutral(name: str) -> frozenset[str]:
    """Give the neutral words of a list, read once."""
    listed = files("auren.safety.containment").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in listed.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _spelled() -> dict[str, list[tuple[str, ...]]]:
    """Give the spellings of each thing that can be named, in both languages."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for spelled, name in NAMES.items():
        found.setdefault(name, []).append(spelled)
    return found
