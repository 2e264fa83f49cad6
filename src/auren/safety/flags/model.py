"""What a red flag is made of: signs in words, fixed texts, and the rows they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = ["LEVELS", "ROWS", "URGENCY", "FixedText", "Level", "Pack", "Sign", "sign"]

Level = Literal["E0", "E1", "E2", "G", "R"]

URGENCY: tuple[Level, ...] = ("E0", "E1", "E2", "G", "R")
"""Most urgent first."""

ROWS: Mapping[str, Level] = MappingProxyType(
    {
        "R1": "E0",
        "R2": "E0",
        "R3": "E0",
        "R4": "E0",
        "R5": "E1",
        "R6": "E1",
        "R7": "E1",
        "R8": "E1",
        "R9": "E1",
        "R10": "E2",
        "R11": "E2",
        "R12": "E2",
        "R13": "R",
        "R14": "R",
        "R15": "G",
        "R16": "G",
        "R17": "E2",
        "R18": "G",
        "R19": "E1",
        "R20": "E1",
        "R21": "G",
        "R22": "E0",
        "R23": "E1",
        "R24": "E0",
        "R25": "E0",
        "R26": "E0",
        "R27": "E1",
        "R28": "E0",
        "R29": "E1",
        "R30": "E0",
        "R31": "E1",
        "R32": "E1",
        "R33": "E1",
        "R34": "E1",
        "R35": "E0",
        "R36": "E2",
        "R37": "E2",
        "R38": "E2",
        "R39": "E1",
        "R40": "G",
        "R41": "E2",
        "R42": "E1",
        "R43": "E2",
        "R44": "R",
        "R45": "R",
        "R46": "E1",
        "R47": "R",
        "R48": "G",
    }
)
"""The level at which a finding in the data raises each row; words may raise it at another."""

_SEVERAL: dict[str, tuple[Level, ...]] = {
    "R2": ("E0", "E2"),
    "R6": ("E0", "E1"),
    "R7": ("E0", "E1"),
    "R10": ("E0", "E2"),
    "R14": ("E0", "R"),
    "R15": ("E0", "G"),
    "R27": ("E0", "E1"),
    "R31": ("E0", "E1"),
    "R36": ("E1", "E2"),
    "R37": ("E1", "E2"),
    "R46": ("E1", "E2"),
}
_ONE: dict[str, tuple[Level, ...]] = {row: (level,) for row, level in ROWS.items()}
LEVELS: Mapping[str, tuple[Level, ...]] = MappingProxyType(_ONE | _SEVERAL)
"""Every level at which a row may be raised."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that, near one another in one sentence, raise a row.

    Args:
        groups: one word of each group must be there. In a group, "|" parts the words, "_" ties words to a phrase, a
            trailing "*" takes any ending, so that a lone one takes any word, and "#120-250" a whole number in that range.
        within: how many words the others may be away from the first group's.
        level: the level it raises the row at.
        unless: a group; one of its words nearby takes the sign away.
        across: whether the words may stand in different sentences.
        others: whether it counts when it is said of somebody else, too.
    """

    groups: tuple[str, ...]
    within: int
    level: Level
    unless: str = ""
    across: bool = False
    others: bool = False


def sign(level: Level, *groups: str, within: int = 6, unless: str = "", across: bool = False, others: bool = False) -> Sign:
    """Give a sign; see `Sign` for the arguments. An emergency counts whoever has it."""
    return Sign(groups, within, level, unless, across, others or level == "E0")


class FixedText(NamedTuple):
    """What is said to the person, word for word; {emergency} and {crisis} stand for the region's own lines."""

    noticed: str
    text: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One language's signs and texts.

    Args:
        language: two letters.
        signs: by row.
        texts: by row and level; the row "" is said for a row without a text of its own.
        emergency, crisis: what to call, by region; the region "" stands for an unknown one.
        negations: words that take back what directly follows.
        bridges: words that may stand between a negation and what it takes back.
        either: words that join the members of a negated list.
        breaks: words that end the reach of a negation.
        answers: words that, as a field's whole answer, take back the field's name.
        reversals: phrases after a sign that show that a negation did not mean it.
        masked: harmless phrases; their words count for nothing.
        others: words for somebody else.
        selves: words for the person.
        owners: words for what is the person's own.
        topics: a group of phrases after which a sign is only read or told of, until the person speaks of themselves.
        unable: words that turn "without" into its opposite, as in "cannot walk without".
        without: the words for "without".
    """

    language: str
    signs: Mapping[str, tuple[Sign, ...]]
    texts: Mapping[tuple[str, Level], FixedText]
    emergency: Mapping[str, str]
    crisis: Mapping[str, str]
    negations: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    reversals: str = ""
    masked: str = ""
    others: frozenset[str] = field(default_factory=frozenset)
    selves: frozenset[str] = field(default_factory=frozenset)
    owners: frozenset[str] = field(default_factory=frozenset)
    topics: str = ""
    unable: frozenset[str] = field(default_factory=frozenset)
    without: frozenset[str] = field(default_factory=frozenset)
