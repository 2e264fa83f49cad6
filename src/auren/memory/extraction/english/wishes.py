"""Rules for what a person wants, likes and does not like, in English."""

from __future__ import annotations

from typing import Final

from auren.memory.extraction.english.words import (
    END,
    FREE,
    GOAL,
    LIKE_PASSING,
    REST,
    picked,
    wanted,
)
from auren.memory.extraction.language import Rule, pattern
from auren.memory.extraction.reading import words

__all__ = ["WISHES"]

WISHES: Final = (
    # What is wanted is no fact about what is.
    Rule(
        pattern(
            r"(?:no longer want to|(?:don't|do not) want to|not trying to|given up (?:on )?(?:trying to"
            r"|my goal (?:to|of)|the goal (?:to|of))|"
            r"gave up (?:on )?(?:trying to|my goal (?:to|of))|(?:dropped|abandoned|cancelled"
            r"|forget(?: about)?|scrapped|ditched|reached|achieved)"
            rf" (?:my|the) goal (?:to|of)|no longer (?:trying|planning|aiming) to)\s+{FREE}"
        ),
        words("goal"),
        act="ended",
        closes=True,
        open_to_doubt=True,
    ),
    Rule(pattern(rf"{GOAL}:?\s+{FREE}"), wanted, closes=True, open_to_doubt=True),
    # Likes.
    Rule(
        pattern(
            rf"(?:\b(?:don't|do not|no longer) (?:really )?(?:like|love|enjoy) {REST}(?=\s+any ?more\b)"
            rf"|\bno longer (?:like|love|enjoy)\s+(?P<w>\S.*?){END}|\bgone off\s+(?P<x>\S.*?){END}"
            rf"|\bwent off\s+(?P<y>\S.*?){END})"
        ),
        lambda m, _: picked("preference.likes", m),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(
            rf"(?:\b(?:don't|do not) (?:mind|hate|dislike) {REST}(?=\s+any ?more\b)|\bno longer (?:hate"
            rf"|dislike|mind)\s+(?P<w>\S.*?){END}|\b(?:come|came) (?:round|around) to\s+(?P<x>\S.*?){END}"
            rf"|\bdon't mind\s+(?P<y>\S.*?){END})"
        ),
        lambda m, _: picked("preference.dislikes", m),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(
            rf"\b(?:hate|can't stand|cannot stand|dislike|detest|loathe|(?:don't|do not)(?: really)? (?:like"
            rf"|enjoy)|really don't (?:like|enjoy)|"
            rf"(?:not|never)(?: really)? (?:a )?(?:big )?fan of|not (?:really )?into|(?:not|never) keen on|avoid)\s+{REST}"
        ),
        words("preference.dislikes", passing=LIKE_PASSING),
        closes=True,
    ),
    Rule(
        pattern(r"^(?P<v>\S.*?)\s+(?:is|are)(?:n't| not) (?:really )?(?:for me|my thing|my cup of tea)\b"),
        words("preference.dislikes", passing=LIKE_PASSING),
        closes=True,
    ),
    Rule(
        pattern(r"\bi find\s+(?P<v>\S.*?)\s+(?:awful|terrible|horrible|boring|annoying|disgusting|unbearable|dreadful)\b"),
        words("preference.dislikes", passing=LIKE_PASSING),
        closes=True,
    ),
    Rule(
        pattern(r"^(?P<v>\S.*?)\s+(?:is|are) (?:one of )?my (?:absolute )?(?:favou?rites?|thing|jam)\b"),
        words("preference.likes", passing=LIKE_PASSING),
        closes=True,
    ),
    Rule(
        pattern(
            rf"\b(?:i|i've always|i do|i really|i just|i absolutely|i also|i still|really"
            rf"|always)\s+(?:like|love|enjoy|prefer|adore)\s+{REST}"
        ),
        words("preference.likes", passing=LIKE_PASSING),
        closes=True,
    ),
    Rule(
        pattern(rf"\bi(?:'m| am)(?: a)?(?: really| very| quite)?(?: big| huge| great)? (?:fan of|fond of|keen on)\s+{REST}"),
        words("preference.likes", passing=LIKE_PASSING),
        closes=True,
    ),
)
