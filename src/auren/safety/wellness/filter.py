"""The filter that every text for a person passes: general wellness and nothing harmful, or a plain sentence instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from auren.errors import ConfigurationError
from auren.safety.sentences import split
from auren.safety.violations import Violation
from auren.safety.wellness.pack import Stance, WordingPack
from auren.safety.wellness.rules import WELLNESS_RULES, WellnessRule
from auren.safety.wellness.verdict import Judged, Verdict

if TYPE_CHECKING:
    from auren.safety.flags.words import Words
    from auren.safety.wellness.matching import PackMatcher, Reading

__all__ = ["MedicalSafetyFilter"]

_LONGEST_SENTENCE = 2000
_LAST_WORD = "I can only speak about general wellness here."
_NOTHING: frozenset[Stance] = frozenset()
_CARE: frozenset[Stance] = frozenset({"care"})
_ORDERED: frozenset[Stance] = frozenset({"refusal", "referral", "condition"})


class MedicalSafetyFilter:
    """Judges and rewrites text so that it stays within general wellness, in every language of its packs at once.

    Args:
        packs: the languages; a text is held against all of them, since a model may answer in any. None stands for all that
            ship, `auren.safety.wellness.packs.SHIPPED_PACKS`.
        locale: language of the plain sentence where no pack can be told, such as "de" or "de-CH".
        rules: what the packs' patterns refer to.

    Raises:
        ConfigurationError: there is no pack, a pack has no plain sentence, or a pattern names an unknown rule.
    """

    def __init__(
        self,
        packs: Sequence[WordingPack] | None = None,
        *,
        locale: str = "en",
        rules: Mapping[str, WellnessRule] = WELLNESS_RULES,
    ) -> None:
        if packs is not None:
            _check(packs, rules)
        self._given = None if packs is None else tuple(packs)
        self._rules = MappingProxyType(dict(rules))
        self._locale = locale[:2].lower()

    @property
    def steps(self) -> int:
        """How many comparisons were made so far; grows in proportion to the text."""
        return sum(matcher.steps for matcher in self._matchers)

    @cached_property
    def _packs(self) -> Mapping[str, WordingPack]:
        # Loaded when the first text comes, so that importing the library reads no word list.
        from auren.safety.wellness.packs import SHIPPED_PACKS

        return {pack.language: pack for pack in self._given or SHIPPED_PACKS}

    @cached_property
    def _matchers(self) -> tuple[PackMatcher, ...]:
        from auren.safety.wellness.matching import PackMatcher

        return tuple(PackMatcher(pack) for pack in self._packs.values())

    @property
    def _default(self) -> WordingPack:
        return self._packs.get(self._locale) or next(iter(self._packs.values()))

    def check(self, text: str) -> Verdict:
        """Judge a text, sentence by sentence; a check that fails lets nothing pass.

        Args:
            text: any text on its way to a person.
        """
        try:
            return self._judged(split(text))
        except Exception:  # noqa: BLE001  a guard that fails must not let the text pass
            return Verdict((Judged("", (Violation("error", "", "a text that can be checked"),)),))

    def rewrite(self, text: str) -> str:
        """Give a text that passes: what may stay, stays; the rest is worded more carefully or said plainly.

        A text that passes comes back as it is, so that rewriting twice changes nothing more.

        Args:
            text: any text on its way to a person.
        """
        try:
            for _ in range(3):
                verdict = self.check(text)
                if verdict.passed:
                    return text
                text = self._rewritten(verdict)
            return text if self.check(text).passed else self._plain(())
        except Exception:  # noqa: BLE001  a guard that fails must not let the text pass
            return _LAST_WORD

    def _judged(self, sentences: Sequence[str]) -> Verdict:
        from auren.safety.flags.words import Words

        judged: list[Judged] = []
        declined = False
        for sentence in sentences:
            if len(sentence) > _LONGEST_SENTENCE:
                judged.append(Judged(sentence, (Violation("error", "", "a sentence of ordinary length"),)))
                continue
            words = Words.of(sentence)
            readings = [matcher.read(words) for matcher in self._matchers]
            turned = any(reading.turned for reading in readings)
            own = frozenset[Stance]().union(*(reading.stances for reading in readings))
            # A reply that declines goes on to say why, and may name what it declines until it turns round.
            declined = not turned and (declined or "refusal" in own)
            judged.append(self._sentence(sentence, words, readings, _stances(own, readings, turned=turned, declined=declined)))
        return Verdict(tuple(judged))

    def _sentence(self, text: str, words: Words, readings: Sequence[Reading], stances: frozenset[Stance]) -> Judged:
        violations: dict[str, Violation] = {}
        language = ""
        for matcher, reading in zip(self._matchers, readings, strict=True):
            for hit in matcher.hits(words, reading, stances):
                rule = self._rules[hit.rule]
                language = language or matcher.pack.language
                violations.setdefault(hit.rule, Violation(rule.kind, hit.found, rule.expected, rule.id))
        return Judged(text, tuple(violations.values()), language)

    def _rewritten(self, verdict: Verdict) -> str:
        kept: list[str] = []
        for judged in verdict.sentences:
            sentence = judged.text if not judged.violations else self._milder(judged)
            if sentence not in kept[-1:]:
                kept.append(sentence)
        joined = " ".join(kept)
        # Line breaks keep sentences apart that would otherwise be read as one.
        return joined if split(joined) == kept else "\n".join(kept)

    def _milder(self, judged: Judged) -> str:
        pack = self._packs.get(judged.language, self._default)
        milder = judged.text
        for wording, instead in pack.swaps.items():
            milder = re.sub(rf"\b{re.escape(wording)}\b", instead, milder, flags=re.IGNORECASE)
        if milder != judged.text and self.check(milder).passed:
            return milder
        return self._plain([violation.rule for violation in judged.violations], pack)

    def _plain(self, rules: Sequence[str], pack: WordingPack | None = None) -> str:
        plain = (pack or self._default).plain_for(rules)
        return plain if self.check(plain).passed else _LAST_WORD


def _stances(own: frozenset[Stance], readings: Sequence[Reading], *, turned: bool, declined: bool) -> frozenset[Stance]:
    if turned:
        return _NOTHING
    stances = own | _CARE if declined else own
    # An instruction is not excused by calling what it asks for wrong, or important.
    return stances & _ORDERED if any(reading.commanded for reading in readings) else stances


def _check(packs: Sequence[WordingPack], rules: Mapping[str, WellnessRule]) -> None:
    if not packs:
        raise ConfigurationError("No wording pack was given; give at least one, or None for all that ship.")
    languages = [pack.language for pack in packs]
    for pack in packs:
        unknown = sorted({one.rule for one in pack.patterns} - set(rules))
        if unknown:
            raise ConfigurationError(f"Pack {pack.language!r} refers to rule {unknown[0]!r}; add it to the rules.")
        if "" not in pack.plain:
            raise ConfigurationError(f"Pack {pack.language!r} has no plain sentence; give one for the rule ''.")
        if languages.count(pack.language) > 1:
            raise ConfigurationError(f"Two packs are for {pack.language!r}; extend one, and give it once.")
