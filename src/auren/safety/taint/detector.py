"""The second line: it notices text that reads like orders to a machine, so that it can be logged; it stops nothing.

The first line is that such a text can cause nothing, noticed or not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from auren.safety.taint.untrusted import Source, Untrusted

__all__ = ["InjectionDetector", "Suspicion"]

_MOST_CHARACTERS: Final = 20_000
"""Further words are not looked at: the look is for a log."""

_RULES: Final[tuple[tuple[str, str], ...]] = (
    ("override", r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instruction|prompt|rule|limit|guideline)"),
    ("override", r"\b(?:ignore|disregard|bypass)\b[^.\n]{0,40}\b(?:restriction|guardrail|safety)"),
    ("override", r"\b(?:ignore|disregard|forget) (?:all|everything|anything) (?:of )?(?:the )?(?:above|before|previous|prior)"),
    ("override", r"\b(?:ignorier\w*|vergiss|missachte)\b[^.\n]{0,40}\b(?:anweisung|regel|grenze|vorgabe)"),
    (
        "override",
        r"\b(?:ignor[ae]|ignore[rz]|olvida|oublie[rz]?|esqueça)\b[^.\n]{0,40}\b(?:instruc|regla|règle|regra|l[íi]mite)",
    ),
    ("role", r"\b(?:you are now|you will now act|pretend (?:to be|you are)|act as (?:an? )?(?:ai|unfiltered|developer))\b"),
    ("role", r"\b(?:from now on,? you|stay in character|do anything now|jailbreak\w*|developer mode|dan mode)\b"),
    ("prompt", r"\b(?:system prompt|your (?:initial|hidden|original) (?:instructions|prompt))\b"),
    ("template", r"<\|?(?:im_start|im_end|system|assistant|endoftext)\|?>|\[/?INST\]|^\s*#{2,}\s*(?:system|instruction)"),
    ("effect", r"\b(?:call|invoke|execute|run) (?:the )?\w+ (?:tool|function)\b"),
    ("effect", r"\b(?:delete|erase|export|send|forward) (?:all|every) [^.\n]{0,30}\b(?:records?|data|memor\w+|messages?)\b"),
    (
        "unfiltered",
        r"\b(?:no|without(?: any)?) (?:restrictions|filters?|ethical|moral|censorship)\b|\bun(?:censored|filtered)\b",
    ),
)
_PATTERNS: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _RULES)
_HIDDEN: Final = re.compile("[\U000e0000-\U000e007f\u200b\u2060\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What was noticed in a text, without any of its words; row R47 of the red flags.

    Args:
        source: where the text came from.
        signs: which kinds of signs, each once.
    """

    source: Source
    signs: tuple[str, ...]
    row: str = "R47"


class InjectionDetector:
    """Looks for orders to a machine in texts of others."""

    def look(self, text: Untrusted) -> Suspicion | None:
        """Give what was noticed; None when nothing was.

        Args:
            text: what somebody else wrote; at most its first 20,000 characters are looked at.
        """
        given = text.text[:_MOST_CHARACTERS]
        plain = unicodedata.normalize("NFKC", _HIDDEN.sub("", given))
        signs = [name for name, pattern in _PATTERNS if pattern.search(plain)]
        if _HIDDEN.search(given) and signs:
            signs.append("hidden characters")
        return Suspicion(text.source, tuple(dict.fromkeys(signs))) if signs else None
