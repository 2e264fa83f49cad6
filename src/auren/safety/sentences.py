"""Cutting text into sentences, whole or while it streams in."""

from __future__ import annotations

import re
from typing import Literal

from auren.safety._words import words

__all__ = ["SentenceStream", "split"]

_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_STOPS = frozenset(".!?…\u061f\u06d4\u0964\uff0e")
_WIDE_STOPS = frozenset("\u3002\uff01\uff1f\uff61")
_CLOSERS = frozenset("\"')]}*_»\u201c\u201d\u2019\u203a\u300d\u300f\uff09\u3011")
_OPENERS = "\"'([{*_«#>-•\u201c\u201e\u2018\u201a\u2039\u300c\u300e\uff08\u3010"
_LONGEST_WORD = 24

_ABBREVIATIONS = frozenset(
    words(
        "e.g i.e z.b d.h u.a o.ä vs ca approx resp bzw usw dr mr mrs prof st no nr fig ref refs al incl excl "
        "jan feb mar apr jun jul aug sep sept oct nov dec okt dez"
    )
)
_MONTHS = frozenset(
    words(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug "
        "sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember okt dez"
    )
)


def split(text: str) -> list[str]:
    """Give the sentences of a text; joined, they are the text again up to white space.

    Args:
        text: any text; line breaks end a sentence, so that each line of a list stands alone.
    """
    stream = SentenceStream()
    sentences = stream.feed(text)
    rest = stream.rest()
    return [*sentences, rest] if rest else sentences


class SentenceStream:
    """Takes text in pieces of any size and gives whole sentences, the same ones for any cutting."""

    def __init__(self) -> None:
        self._sentence: list[str] = []
        self._gap: list[str] = []
        self._word: list[str] = []
        self._state: Literal["text", "stop", "wide", "gap", "word"] = "text"

    def feed(self, piece: str) -> list[str]:
        """Give the sentences that this piece completes.

        Args:
            piece: the next part of the text.
        """
        done: list[str] = []
        for sign in piece:
            self._take(sign, done)
        return done

    def rest(self) -> str:
        """Give what is left when no more text comes, and start afresh."""
        left = "".join((*self._sentence, *self._gap, *self._word)).strip()
        self._sentence, self._gap, self._word, self._state = [], [], [], "text"
        return left

    def _take(self, sign: str, done: list[str]) -> None:
        if self._state == "word" and sign.isalpha() and len(self._word) < _LONGEST_WORD:
            self._word.append(sign)
            return
        if self._state == "word":
            self._decide("".join(self._word), done)
        if sign in _BREAKS:
            self._end(done)
        elif self._state == "gap":
            self._after_gap(sign, done)
        elif self._state in ("stop", "wide"):
            self._after_stop(sign, done)
        else:
            self._within(sign)

    def _within(self, sign: str) -> None:
        self._sentence.append(sign)
        self._state = "wide" if sign in _WIDE_STOPS else "stop" if sign in _STOPS else "text"

    def _after_stop(self, sign: str, done: list[str]) -> None:
        if sign in _WIDE_STOPS:
            self._within(sign)
        elif sign in _STOPS or sign in _CLOSERS:
            self._sentence.append(sign)
        elif self._state == "wide":
            self._end(done)
            self._within(sign)
        elif sign.isspace():
            self._gap, self._state = [sign], "gap"
        else:
            self._within(sign)

    def _after_gap(self, sign: str, done: list[str]) -> None:
        if sign.isspace():
            self._gap.append(sign)
        elif sign.isalpha() and self._last_word().rstrip(".").isdigit():
            # Whether "16. J..." goes on with a month is known only once the word is complete.
            self._word, self._state = [sign], "word"
        else:
            self._decide(sign, done, held=False)
            self._within(sign)

    def _decide(self, following: str, done: list[str], *, held: bool = True) -> None:
        gap, self._gap, self._word, self._state = self._gap, [], [], "text"
        if self._stops_before(following):
            self._end(done)
        else:
            self._sentence += gap
        if held:
            self._sentence += following

    def _stops_before(self, following: str) -> bool:
        if following[0].islower():
            return False
        word = self._last_word()
        if not word.endswith(".") or word.endswith(".."):
            return True
        stem = word[:-1].lower()
        if stem in _ABBREVIATIONS:
            return stem == "no" and not following[0].isdigit()
        if stem.isdigit():
            is_list_mark = "".join(self._sentence).strip() == word
            return not is_list_mark and following.lower() not in _MONTHS
        is_initial = len(stem) == 1 and word[0].isupper() and stem != "i"
        return not is_initial or self._follows_number()

    def _last_word(self) -> str:
        run = self._tail().split()
        return run[-1].lstrip(_OPENERS).rstrip("".join(_CLOSERS)) if run else ""

    def _follows_number(self) -> bool:
        return re.search(r"\d\s+\S+$", self._tail()) is not None

    def _tail(self) -> str:
        # A word longer than this is no abbreviation; the bound keeps a hostile text from costing more than its length.
        return "".join(self._sentence[-80:])

    def _end(self, done: list[str]) -> None:
        sentence = "".join(self._sentence).strip()
        self._sentence, self._gap, self._word, self._state = [], [], [], "text"
        if sentence:
            done.append(sentence)
