"""What a claim ties together: what is denied, what comes before what, on which condition, and which way things go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from auren.safety._words import words

__all__ = ["bound", "poles"]

_TIES: Final[Mapping[str, frozenset[str]]] = {
    "denied": frozenset(
        words(
            "not no never none neither nor without cannot can't don't doesn't didn't won't isn't aren't wasn't weren't "
            "shouldn't couldn't wouldn't haven't hasn't nicht kein keine keinen keinem keiner keines nie niemals ohne weder"
        )
    ),
    "before": frozenset(words("before bevor vor prior")),
    "after": frozenset(words("after afterwards nach nachdem")),
    "until": frozenset(words("until till bis")),
    "unless": frozenset(words("unless except außer")),
    "instead": frozenset(words("instead statt anstatt")),
    "only": frozenset(words("only nur")),
    "if": frozenset(words("if when whenever wenn falls")),
}
FREE: Final = frozenset({"if"})
"""A tie that a sentence may add, since it takes no condition away."""

_POLES: Final[tuple[tuple[str, str], ...]] = (
    (
        (
            "more most high higher highest above greater rise rises rose risen rising raise raises raised increase increases "
            "increased increasing climb climbed add adds added extra mehr hoch hohe höher höchste steigt stieg gestiegen erhöht"
        ),
        (
            "less least low lower lowest below fewer fall falls fell fallen falling drop drops dropped dropping reduce reduces "
            "reduced decrease decreases decreased cut cuts weniger niedrig niedriger tiefer sinkt sank gesunken verringert"
        ),
    ),
    (
        "hard harder hardest heavy heavier intense hart härter schwer intensiv",
        "easy easier easily gentle gently light lighter relaxed leichter locker sanft ruhig",
    ),
    ("early earlier früh früher", "late later spät später"),
    ("long longer lang länger", "short shorter kurz kürzer"),
    ("fast faster quick quickly schnell schneller", "slow slower slowly langsam langsamer"),
    ("start starts begin begins beginne", "stop stops end ends finish quit"),
    ("always immer", "seldom rarely never selten nie"),
    ("large larger largest big bigger groß größer", "small smaller smallest klein kleiner"),
)
_POLE: Final = {word: (row, side) for row, sides in enumerate(_POLES) for side in (0, 1) for word in words(sides[side])}
_PIECE: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]{1,2}\b)?|[,;:.!?\u2013\u2014]")


def bound(text: str, neutral: Callable[[str], bool]) -> dict[str, list[str]]:
    """Give for each tie the words it is tied to: the next one of content in its clause; empty where there is none.

    Args:
        text: a claim or a sentence.
        neutral: whether a word says nothing by itself.
    """
    pieces = [piece.casefold().replace("’", "'") for piece in _PIECE.findall(text)]
    found: dict[str, list[str]] = {}
    for at, piece in enumerate(pieces):
        if piece == "bis" and at and pieces[at - 1].isdigit():
            continue
        for tie, spelled in _TIES.items():
            if piece in spelled:
                found.setdefault(tie, []).append(_next(pieces[at + 1 :], neutral))
    return found


def poles(told: Iterable[str]) -> frozenset[tuple[int, int]]:
    """Give which ways are said: which pair of opposites, and which side of it.

    Args:
        told: words in lower case.
    """
    return frozenset(_POLE[word] for word in told if word in _POLE)


def _next(pieces: list[str], neutral: Callable[[str], bool]) -> str:
    for piece in pieces:
        if not piece[0].isalnum():
            return ""
        if not piece[0].isdigit() and not neutral(piece):
            return piece
    return ""
