"""Dates of a life and ages that single a person out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from auren.privacy.phi.folding import caseless, matches
from auren.privacy.phi.reading import Reading, heads
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Moments"]

_MONTHS: Final = (
    "jan(?:uary|uar|vier)?|january|febr?(?:uary|uar)?|février|enero|janeiro|janvier|febrero|fevereiro|mar(?:ch|s|zo|ço)?|märz|apr(?:il)?|avril|abril|"
    "ma[iy]o?|june?|juin|juni|junio|junho|july?|juillet|juli|julio|julho|aug(?:ust)?|août|agosto|sept?(?:ember)?|septembre|"
    "septiembre|setembro|o[ck]t(?:ober)?|octobre|octubre|outubro|nov(?:ember)?|novembre|noviembre|novembro|de[cz](?:ember)?|"
    "décembre|diciembre|dezembro"
)
_YEAR = r"(?:1[89]|20)\d\d"
_TIME = r"(?:[T ,]+(?:at )?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATES: Final = "|".join(
    (
        rf"{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01]){_TIME}",
        rf"(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:{_YEAR}|\d\d){_TIME}",
        rf"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.)?(?: of| de)?[ -](?:{_MONTHS})\b(?:\.?(?:,| de|-)? ?{_YEAR})?{_TIME}",
        rf"(?:{_MONTHS})\b\.? (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?!:)(?:,? {_YEAR})?{_TIME}",
    )
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MEETING: Final = (
    r"\b(?:meet(?:ing)?|see you|appointment|visit|surgery|admitted|discharged|born|arrive|wedding|"
    rf"funeral|come)\b(?:\s\w+){{0,3}}?\s(?P<day>{_DAY})\b"
)
_BORN: Final = (
    rf"\b(?:born|birth(?:day| ?date)?|dob|geboren|geburts\w+|né[e]?|nacid[oa]|"
    rf"nascid[oa])\b[^\n.]{{0,20}}?(?P<day>\b{_YEAR}\b)"
)
_AGE: Final = (
    r"(?<![\d.])(?P<day>9\d|1[01]\d)(?=[\s-]*(?:years?[\s-]*old|yrs?[\s-]*old|y/?o\b|jahre alt|ans\b|años|anos\b|anni\b))"
    r"|\b(?:aged?|alter|edad|âge)\s*(?:of|is|:|von|de)?\s*(?P<age>9\d|1[01]\d)(?![\d.%]|\s*(?:bpm|ms|kg|min))"
)
_MONTH_HEADS: Final = heads(
    "jan feb fév fev ene mar mär apr avr abr mai may jun jui jul aug aoû ago sep set oct okt out nov dec dez déc dic"
)
_MEETING_HEADS: Final = heads("meet see appointment visit surgery admitted discharged born arrive wedding funeral come")
_BORN_HEADS: Final = heads("born birth dob geboren né née nacido nascido")
_AGE_START: Final = re.compile(r"[91](?<!\d[91])|a(?<!\wa)(?=ge|lter)|e(?<!\we)(?=dad)|â")
"""Where an age can begin, in lower case: its first sign is found many times as fast as it itself."""
_DIGIT: Final = re.compile(r"\d")


class Moments:
    """Finds dates, the year of a birth, the weekday of a meeting, and ages of 90 or more."""

    def __init__(self) -> None:
        self._dates = caseless(rf"(?<![\w.,/-])(?:{_DATES})(?![\w]|[-/.]\d)")
        self._meeting, self._born = caseless(_MEETING), caseless(_BORN)
        self._ages = caseless(_AGE)

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the dates and ages of a text."""
        return self.find_in(Reading(text))

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give the dates and ages of a text that was read already."""
        low = reading.low
        if "day" in low:
            for found in matches(self._meeting, low, reading.places(_MEETING_HEADS)):
                yield PhiSpan(found.start("day"), found.end("day"), PhiKind.DATE, 0.6)
        if _DIGIT.search(low) is None:
            return
        for found in matches(self._dates, low, reading.places_or_numbers(_MONTH_HEADS)):
            yield PhiSpan(found.start(), found.end(), PhiKind.DATE, 0.75)
        for found in matches(self._born, low, reading.places(_BORN_HEADS)):
            yield PhiSpan(found.start("day"), found.end("day"), PhiKind.DATE, 0.6)
        for found in matches(self._ages, low, (one.start() for one in _AGE_START.finditer(low))):
            group = "day" if found["day"] else "age"
            yield PhiSpan(found.start(group), found.end(group), PhiKind.AGE, 0.8)
