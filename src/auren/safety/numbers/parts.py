"""A sentence in its smallest parts: digits, words and signs, with number words already read as numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction

from auren.safety.numbers.lexicon import ORDINALS, SCALES, number_words

__all__ = ["Part", "parts_of", "tidy"]


@dataclass(frozen=True, slots=True)
class Part:
    """One run of digits, one word or one sign."""

    kind: str
    text: str = field(repr=False)
    start: int
    end: int
    values: tuple[Fraction, ...] = field(default=(), repr=False)
    ordinal: bool = False

    @property
    def low(self) -> str:
        """The text in lower case."""
        return self.text.lower()


_PART = re.compile(
    r"""
      (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?!\d))
    | (?P<slashes>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/]))
    | (?P<dots>\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d))
    | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
    | (?P<name>[^\W\d_]+\d[^\W_]*)
    | (?P<number>\d+(?:[.,']\d+)*)
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_LIST_MARK = re.compile(r"\s*[1-9][.)]\s+(?=[^\W\d_])")
_TIDY = str.maketrans({"\u2212": "-", "\u2019": "'", "\u2018": "'", "*": " ", "_": " ", "`": " ", "\u2014": "\u2013"})
_THIN_GROUPS = re.compile("(?<=\\d)[\u202f\u2009](?=\\d{3}(?!\\d))")
_FOREIGN = re.compile("[^\\x00-\\x7f]")
_ROUND_TENS = frozenset(Fraction(ten) for ten in range(20, 100, 10))


def parts_of(sentence: str) -> list[Part]:
    """Give the parts of a sentence, without the mark of a numbered list.

    Args:
        sentence: any text.
    """
    text = tidy(sentence)
    mark = _LIST_MARK.match(text)
    return _merge_words(_parts(text[mark.end() :] if mark else text))


def tidy(text: str) -> str:
    """Give a text in one spelling: compatible signs folded, all digits ASCII, all minus signs and apostrophes alike.

    Args:
        text: any text.
    """
    if text.isascii():
        return text.translate(_TIDY)
    folded = _FOREIGN.sub(lambda sign: _plain_digit(sign[0]), _THIN_GROUPS.sub("", text))
    return unicodedata.normalize("NFKC", folded).translate(_TIDY)


def _plain_digit(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    value = unicodedata.numeric(sign, None)
    if value is None or sign in "²³¹" or "SUBSCRIPT" in unicodedata.name(sign, ""):
        return sign
    return f" {Fraction(value).limit_denominator(1000)} "


def _parts(text: str) -> list[Part]:
    found = []
    for match in _PART.finditer(text):
        kind = match.lastgroup or ""
        values = _readings(match[0]) if kind == "number" else ()
        found.append(Part(kind, match[0], match.start(), match.end(), values))
    return found


def _readings(digits: str) -> tuple[Fraction, ...]:
    groups = re.split(r"[.,']", digits)
    marks = [sign for sign in digits if not sign.isdigit()]
    if not marks:
        return (Fraction(int(digits)),)
    *thousands, last = marks
    whole, tail = groups[:-1], groups[-1]
    found = []
    grouped = 0 < len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    if len(set(marks)) == 1 and grouped:
        found.append(Fraction(int("".join(groups))))
    well_grouped = len(set(thousands)) <= 1 and last not in thousands and all(len(group) == 3 for group in whole[1:])
    if last != "'" and well_grouped:
        found.append(Fraction(f"{''.join(whole)}.{tail}"))
    return tuple(reversed(found)) if "." in marks else tuple(found)


def _merge_words(parts: list[Part]) -> list[Part]:
    merged: list[Part] = []
    index = 0
    while index < len(parts):
        value, after = _worded(parts, index)
        part = parts[index]
        if value is not None:
            last = parts[after - 1]
            text = " ".join(p.text for p in parts[index:after])
            merged.append(Part("number", text, part.start, last.end, (value,), last.low in ORDINALS))
            index = after
        else:
            merged.append(part)
            index += 1
    return merged


def _worded(parts: list[Part], index: int) -> tuple[Fraction | None, int]:
    word = parts[index].low if parts[index].kind == "word" else ""
    following = parts[index + 1].low if index + 1 < len(parts) else ""
    if word in ORDINALS:
        opens = index == 0 and following == ","
        return (None, index) if opens or following == "half" else (Fraction(ORDINALS[word]), index + 1)
    if word == "half" and ((index > 0 and parts[index - 1].low in ("first", "second")) or following == "-"):
        return None, index
    words = number_words()
    if word not in words:
        return None, index
    total, current, at = Fraction(0), words[word], index + 1
    while at < len(parts):
        skip = at + (parts[at].low in ("-", "and") and at + 1 < len(parts))
        following = parts[skip].low
        bridged = parts[at].low if skip > at else ""
        if following in SCALES and bridged != "and":
            current *= SCALES[following]
            if SCALES[following] > 100:
                total, current = total + current, Fraction(0)
        elif _adds(current + total, words.get(following), bridged) or (following in ORDINALS and current in _ROUND_TENS):
            current += words.get(following) or ORDINALS[following]
        else:
            break
        at = skip + 1
    return total + current, at


def _adds(so_far: Fraction, more: Fraction | None, bridged: str) -> bool:
    if more is None or more.denominator != 1 or more == 0:
        return False
    if so_far % 100 in _ROUND_TENS:
        return more < 10 and bridged != "and"
    return so_far >= 100 and so_far % 100 == 0 and more < 100
