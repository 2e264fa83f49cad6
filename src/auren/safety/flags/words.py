"""A text as plain words that remember their sentence and clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Words", "plain", "spellings"]

_PIECE = re.compile(r"\d+|[^\W\d_][^\W_]*|[^\w\s]|\n")
_SENTENCE_ENDS = frozenset(".!?\n")
_DECIMAL = re.compile(r"(?<!\d)(\d{1,6})[.,](\d{1,9})(?!\d)")
_THOUSANDS = 3
_OPENS = re.compile(r"\s*(?:$|[-*+>#|\u2022]|\d{1,3}[.)]|[^\W\d_]+(?:[ _-][^\W\d_]+){0,2}\s?[:=])")
_ANSWERED = re.compile(r"(?:[:=?]|^)\s*\w+\s*$")
_ANSWER_LENGTH = 40
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc\u00b4`"))
# One sign that would grow to eighteen, so that a short text could grow very long.
_GROWING = {0xFDFA: " "}
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BARE = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy") | _APOSTROPHES | {ord("ß"): "ss"}
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order.

    Attributes:
        words: in plain spelling.
        sentences, clauses: the number of the sentence and of the clause that each word stands in.
    """

    words: tuple[str, ...] = field(repr=False)
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut a text into words.

        Args:
            text: any text, however it is spelled.
        """
        words: list[str] = []
        sentences: list[int] = []
        clauses: list[int] = []
        sentence = clause = 0
        for piece in _PIECE.findall(_whole_numbers(_joined(plain(text)))):
            if piece[0].isalnum() or piece == "%":
                words.append("percent" if piece == "%" else piece)
                sentences.append(sentence)
                clauses.append(clause)
                continue
            # Hyphens and slashes tie words together rather than part them.
            clause += piece not in "-/*"
            sentence += piece in _SENTENCE_ENDS
        return cls(tuple(words), tuple(sentences), tuple(clauses))


def plain(text: str) -> str:
    """Give a text in one spelling: folded case, no accents, no hidden signs, no apostrophes.

    Args:
        text: any text.
    """
    if text.isascii():
        # Such a text has no accents and no hidden signs, and its letters have one spelling.
        return text.translate(_APOSTROPHES).casefold()
    visible = _HIDDEN.sub("", unicodedata.normalize("NFKC", text.translate(_GROWING))).translate(_APOSTROPHES)
    split = unicodedata.normalize("NFKD", visible.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def spellings(word: str) -> frozenset[str]:
    """Give the plain spellings of a word; an umlaut may be written out, or its dots left off.

    Args:
        word: as a dictionary has it.
    """
    lower = word.lower()
    bare = lower.translate(_BARE)
    # Most words of the tables have nothing but common accents, and there are many.
    first = bare if bare.isascii() else plain(word)
    expanded = lower.translate(_EXPANDED)
    return frozenset((first,)) if expanded == lower else frozenset((first, expanded.translate(_BARE)))


def _joined(text: str) -> str:
    """Join lines that run on; an empty line, an item of a list and a field's name part sentences, an answer only clauses."""
    lines = text.split("\n")
    parts = lines[:1]
    for before, line in pairwise(lines):
        if not before.strip() or _OPENS.match(line):
            parts.append("\n")
        else:
            parts.append(", " if _ANSWERED.search(before[-_ANSWER_LENGTH:]) else " ")
        parts.append(line)
    return "".join(parts)


def _whole_numbers(text: str) -> str:
    """Give a text whose numbers have neither marks of thousands nor decimals, so that no point in them ends a sentence."""
    return _DECIMAL.sub(
        lambda match: match[0].replace(",", "").replace(".", "") if len(match[2]) == _THOUSANDS else match[1], text
    )
