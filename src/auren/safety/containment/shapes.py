"""How a sentence may be spelled: whole words of plain letters; what hides or splits letters has no place in it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Final

__all__ = ["odd_shape", "said", "tokens"]

_ALPHABET: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßÄÖÜ0123456789 .,;:!?'’\"“”„()-\u2013\u2014\u2212%°+/"
)
_JOINED: Final = re.compile(r"(?:[^\W_]+[^\w\s'’\u2010-\u2015-]+)+[^\W\d_]+")
_INNER_CAPITAL: Final = re.compile(r"[^\W\d_]*[a-zäöüß][A-ZÄÖÜ][^\W_]*")
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]{1,2}\b)?")
_SIGNS: Final = re.compile(r"(?:[^\w\s]\s*){5,}")
_NUMBER: Final = re.compile(r"\d+")
_MIXED: Final = re.compile(r"(?=\d*[^\W\d_])(?=[^\W\d_]*\d)[^\W_]+")
_LONGEST: Final = 24
_MOST_SHORT: Final = 4
_SHORT: Final = 2


def said(text: str) -> str:
    """Give a text in one composition of its letters, so that it can be compared.

    Args:
        text: any text.
    """
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> list[str]:
    """Give the words and numbers of a text in lower case, without the ending of a genitive.

    Args:
        text: as `said` gives it.
    """
    return [token.casefold().replace("’", "'").removesuffix("'s") for token in _TOKEN.findall(text)]


def odd_shape(sentence: str, told: str) -> str:
    """Give the first piece that is spelled as no plain sentence is and that the claim does not have; empty for none.

    Signs outside the letters of English and German, letters with a sign and no space between, digits or capitals within
    a word, words of more than 24 letters, rows of signs, and rows of pieces of one and two letters are such.

    Args:
        sentence: as a model worded it.
        told: the claim's own words; what stands there may be repeated.
    """
    known = set(told)
    for sign in sentence:
        if sign not in _ALPHABET and sign not in known:
            return sign
    for pattern in (_JOINED, _MIXED, _INNER_CAPITAL):
        for match in pattern.finditer(sentence):
            if not _stands(match[0], told):
                return match[0]
    words, own = _unnumbered(sentence), _unnumbered(told)
    row = _SIGNS.search(sentence)
    if row is not None and row[0].strip() not in told:
        return row[0]
    long = next((word for word in words if len(word) > _LONGEST and word not in own), "")
    return long or _pieces(words, own)


def _unnumbered(text: str) -> list[str]:
    return [token for token in tokens(text) if not _NUMBER.fullmatch(token)]


def _stands(piece: str, told: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(piece)}(?![^\W_])", told, re.IGNORECASE) is not None


def _pieces(words: list[str], told: list[str]) -> str:
    """Give a row of pieces that somebody may read as one word."""
    row: list[str] = []
    for word in [*words, ""]:
        if word and len(word) <= _SHORT:
            row.append(word)
            continue
        singles = any(len(one) == len(other) == 1 for one, other in itertools.pairwise(row))
        if (singles or len(row) > _MOST_SHORT) and f" {' '.join(row)} " not in f" {' '.join(told)} ":
            return " ".join(row)
        row = []
    return ""
