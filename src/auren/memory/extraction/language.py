"""What a language is to the grammar: words and patterns as data, so that another language is another table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Found", "Language", "Reader", "Rule", "pattern"]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a rule read.

    Args:
        attribute: the slot.
        value, unit: as facts write them.
    """

    attribute: str
    value: str = field(repr=False)
    unit: str = ""


Reader = Callable[["re.Match[str]", str], "list[Found]"]
"""Takes a match in the clause's lower case, and the clause as written; an empty list means that it is no fact after all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say something.

    Args:
        pattern: searched for in a clause in lower case.
        read: gives the values of a match.
        act: what the clause does to the slot.
        unless: what must not stand in the clause.
        closes: whether the clause is done when the rule has matched, so that nothing else is read into it.
        measured: whether a past tense speaks of one measurement, which stands until the next one.
        open_to_doubt: whether wishes are no reason to pass it over, as with goals.
    """

    pattern: re.Pattern[str]
    read: Reader
    act: Literal["holds", "ended"] = "holds"
    unless: re.Pattern[str] | None = None
    closes: bool = False
    measured: bool = False
    open_to_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    Args:
        code: its BCP 47 tag.
        joints: where one statement ends and another begins within a sentence.
        asks: what a question begins with.
        shadows: beginnings that make a supposition of a whole sentence.
        leads: words before a statement that say nothing.
        tails: words after a statement that say nothing.
        doubts: what makes a supposition, a wish or an order of a statement.
        others: other people, and those who are spoken to, as the one spoken of.
        me: the person speaking.
        brief: all that may stand before a statement that leaves the person out, as in "the scale says 80 kg".
        reported: that somebody else says or thinks it.
        past: a verb in the past tense.
        begins: a verb with which something starts to hold.
        meant: cues of a correction of what was said, whenever that was.
        amends: cues that correct only what was said shortly before.
        names_old: the end of a cue with which the wrong value begins, as in "not 80, 82".
        not_old: the part of a correction that names what was wrong, as group "old".
        rules: in the order in which they are tried.
        bare: how a value alone is read, by slot or family of slots.
    """

    code: str
    joints: re.Pattern[str]
    asks: re.Pattern[str]
    shadows: re.Pattern[str]
    leads: re.Pattern[str]
    tails: re.Pattern[str]
    doubts: re.Pattern[str]
    others: re.Pattern[str]
    me: re.Pattern[str]
    brief: re.Pattern[str]
    reported: re.Pattern[str]
    past: re.Pattern[str]
    begins: re.Pattern[str]
    meant: re.Pattern[str]
    amends: re.Pattern[str]
    names_old: re.Pattern[str]
    not_old: re.Pattern[str]
    rules: tuple[Rule, ...]
    bare: Mapping[str, Callable[[str], Found | None]] = field(default_factory=dict)


def pattern(words: str) -> re.Pattern[str]:
    """Compile a pattern of a language."""
    return re.compile(words)
