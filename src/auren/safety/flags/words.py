"""A text as plain words that remember their sentence and clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Words", "plain", "spellings"]

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|\n")
_SENTENCE_ENDS = frozenset(".!?\n")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc\u00b4`"))
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order.

    Attributes:
        words: in plain spelling.
        sentences, clauses: the number of the sentence and of the clause that each word stands in.
    """

    words: tuple[str, ...]
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
        for token in _TOKEN.findall(plain(text)):
            if token[0].isalnum():
                words.append(token)
                sentences.append(sentence)
                clauses.append(clause)
                continue
            # Hyphens and slashes tie words together rather than part them.
            clause += token not in "-/*"
            sentence += token in _SENTENCE_ENDS
        return cls(tuple(words), tuple(sentences), tuple(clauses))


def plain(text: str) -> str:
    """Give a text in one spelling: folded case, no accents, no hidden signs, no apostrophes.

    Args:
        text: any text.
    """
    visible = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).translate(_APOSTROPHES)
    split = unicodedata.normalize("NFKD", visible.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def spellings(word: str) -> frozenset[str]:
    """Give the plain spellings of a word; an umlaut may be written out, or its dots left off.

    Args:
        word: as a dictionary has it.
    """
    return frozenset({plain(word), plain(word.lower().translate(_EXPANDED))})
