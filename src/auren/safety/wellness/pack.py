"""What one language's wording is judged by: patterns of words, stances that excuse them, and plain sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

__all__ = ["CARE", "Pattern", "Stance", "WordingPack", "pattern"]

Stance = Literal["refusal", "blame", "care", "referral", "condition"]
"""How a sentence stands to what it names: it declines, calls it wrong, asks for good care, sends to a professional, or
speaks of a possibility ("if you have asthma")."""

CARE: frozenset[Stance] = frozenset({"refusal", "blame", "care", "referral", "condition"})
_FIRM: frozenset[Stance] = frozenset({"refusal", "blame"})
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that break a rule when they follow one another in a sentence.

    Args:
        rule: id of the `WellnessRule`.
        groups: one word of each must follow the other. In a group, "|" parts the words, "_" ties words to a phrase, a
            trailing "*" takes any ending, "#1-99" takes a whole number, and "{name}" stands for a word list of the pack.
        within: how many words may stand between two neighbours.
        excused: the stances in which the sentence may say it.
        unless: a group; one of its words anywhere in the sentence lets it pass.
    """

    rule: str
    groups: tuple[str, ...]
    within: int = 4
    excused: frozenset[Stance] = frozenset()
    unless: str = ""


def pattern(rule: str, *groups: str, within: int = 4, excused: frozenset[Stance] = _FIRM, unless: str = "") -> Pattern:
    """Give a pattern; see `Pattern` for the arguments."""
    return Pattern(rule, groups, within, excused, unless)


@dataclass(frozen=True, slots=True)
class WordingPack:
    """One language.

    Args:
        language: two letters.
        words: word lists by name, for use in patterns.
        patterns: what must not be said.
        stances: for each stance, the sequences of groups that show it.
        turns: sequences that take a stance back, as in "but here is how".
        commands: a group of words that, at the start of a clause, make it an instruction, which no blame excuses.
        clauses: a group of phrases that only describe a thing, such as "that could", and show no stance.
        swaps: wordings that go too far, and what may be said in their place.
        plain: what is said in place of a sentence, by rule; the rule "" stands for all others.
    """

    language: str
    words: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    stances: Mapping[Stance, tuple[tuple[str, ...], ...]] = field(default_factory=lambda: MappingProxyType({}))
    turns: tuple[tuple[str, ...], ...] = ()
    commands: str = ""
    clauses: str = ""
    swaps: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plain: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def spelled(self, group: str) -> str:
        """Give a group with its word lists written out.

        Args:
            group: as in `Pattern.groups`.
        """
        return _NAME.sub(lambda match: self.words[match[1]], group)

    def extended(self, *patterns: Pattern, words: Mapping[str, str] | None = None) -> WordingPack:
        """Give this pack with more patterns and longer word lists.

        Args:
            patterns: added to the pack's own.
            words: added to the lists of the same name.
        """
        longer = {name: f"{self.words[name]}|{more}" if name in self.words else more for name, more in (words or {}).items()}
        return replace(self, patterns=(*self.patterns, *patterns), words=MappingProxyType({**self.words, **longer}))

    def plain_for(self, rules: Sequence[str]) -> str:
        """Give the plain sentence that stands for one that broke these rules."""
        return next((self.plain[rule] for rule in rules if rule in self.plain), self.plain[""])
