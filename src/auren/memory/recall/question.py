"""Reading a question: what it is about, whose words it asks for, and whether it asks for a time, an order or an overview."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from auren.memory._words import words
from auren.memory.recall.anchors import Anchor, anchor_of
from auren.memory.recall.language import EMPTY_WORDS, entities, forms, german_forms, is_german, stem, stemmed, terms

__all__ = ["Question", "Window", "read"]

_MONTHS: Final = (
    ("january", "januar", "jan"),
    ("february", "februar", "feb"),
    ("march", "märz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "juni", "jun"),
    ("july", "juli", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oktober", "oct", "okt"),
    ("november", "nov"),
    ("december", "dezember", "dec", "dez"),
)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAYS_OF: Final = {"day": 1, "week": 7, "month": 30, "year": 365, "tag": 1, "woche": 7, "monat": 30, "jahr": 365}
_LAST: Final = re.compile(
    r"\b(?:last|past|previous|letzte\w*|vergangene\w*)\s+(?:(\d{1,3})\s+)?(day|week|month|year|tag|woche|monat|jahr)\w*\b"
)
_IN_MONTH: Final = re.compile(rf"\b(?:in|im|since|seit|of)\s+({'|'.join(_MONTH_OF)})\b(?:,?\s+(\d{{4}}))?")
_ON_DAY: Final = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?({'|'.join(_MONTH_OF)})\b(?:,?\s+(\d{{4}}))?")
_ON_DAY_US: Final = re.compile(rf"\b({'|'.join(_MONTH_OF)})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?")
_WHEN: Final = re.compile(r"\b(?:when|what (?:date|day|month|year|time)|how long ago|since when|wann|seit wann)\b")
_LATELY: Final = re.compile(
    r"\b(?:lately|recently|recent|latest|these days|current|currently|right now|nowadays|"
    r"zuletzt|kürzlich|neulich|aktuell\w*|derzeit)\b"
)
_ORDER: Final = re.compile(r"\b(?:in (?:what|which) order|the order in which|in order|chronological\w*|timeline|reihenfolge)\b")
_OVERVIEW: Final = re.compile(
    r"\b(?:summar\w+|overview|overall|recap|progress(?:ed)?|across (?:our|my|all)|throughout|zusammenfass\w+|überblick)\b"
)
_MINE: Final = re.compile(r"\b(?:i|my|me|i'm|i've|ich|mein\w*|mir|mich)\b")
_YOURS: Final = re.compile(
    r"\bdid you\b|\byou (?:said|told|recommended|suggested|advised|explained|proposed)\b|"
    r"\byour (?:advice|suggest\w+|recommend\w+|answer)\b|\bhast du\b|\bdein(?:e|en)? (?:rat|vorschl\w+|empfehl\w+|antwort)\b"
)
_PARTS: Final = re.compile(r",\s*|;\s*|\band\b|\bor\b|\bund\b|\boder\b|\bversus\b|\bvs\b")

_REQUEST: Final = """
list order mention mentioned item items aspect aspects conversation conversations session sessions chat chats summary
summarize summarise comprehensive overview recap provide walk give tell show different many talked discussed brought
detail details throughout across three four five six seven eight nine ten only
"""
_ASKING: Final = frozenset(_REQUEST.split())
"""Words of a request that are not what it is about."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, the end not included."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question as recall understands it.

    Args:
        text: as it was asked.
        weights: its terms, each with what it counts for; names of speakers left out.
        topic: its words that tell something, for an embedder.
        wide: its words with their usual forms, for a search that knows no stems.
        entities: terms of what it names, speakers left out.
        parts: terms of its parts, when it joins several.
        speakers: terms of the speakers it names.
        window: the span of time it names; None for none.
        anchor: what happened before or after that time, when it names that instead; None for nothing.
        asks_when, asks_lately, asks_order, asks_overview: what it wants to know.
        is_own: whether the person asks about their own.
        is_yours: whether it asks what the one who is asked has said.
    """

    text: str = field(repr=False)
    weights: dict[str, float] = field(repr=False)
    topic: str = field(repr=False)
    wide: str = field(repr=False)
    entities: frozenset[str] = field(repr=False)
    parts: tuple[frozenset[str], ...] = field(repr=False)
    speakers: frozenset[str] = field(repr=False)
    window: Window | None
    anchor: Anchor | None
    asks_when: bool
    asks_lately: bool
    asks_order: bool
    asks_overview: bool
    is_own: bool
    is_yours: bool


def read(text: str, now: datetime, speakers: Collection[str] = ()) -> Question:
    """Read a question.

    Args:
        text: the question.
        now: what "last week" is counted from.
        speakers: terms of the names of those who speak in what may be recalled.
    """
    folded = text.casefold().replace("\u2019", "'")
    told = [word for word in dict.fromkeys(words(text)) if word not in EMPTY_WORDS]
    topical = [word for word in told if stem(word) not in speakers and word not in _ASKING] or told
    named = frozenset(stem(word) for word in told) & frozenset(speakers)
    german = is_german(words(text))
    weights = dict.fromkeys(stemmed(text, topical), 1.0)
    parts = tuple(frozenset(terms(part)) & weights.keys() for part in _PARTS.split(folded))
    window = _window(folded, now)
    return Question(
        text=text,
        weights=weights,
        topic=" ".join(topical) or text,
        wide=" ".join(form for word in topical for form in (german_forms(word) if german else forms(word))) or text,
        entities=entities(text) & weights.keys(),
        parts=tuple(part for part in parts if part) if sum(map(bool, parts)) > 1 else (),
        speakers=named,
        window=window,
        anchor=None if window else anchor_of(text),
        asks_when=_WHEN.search(folded) is not None,
        asks_lately=_LATELY.search(folded) is not None,
        asks_order=_ORDER.search(folded) is not None,
        asks_overview=_OVERVIEW.search(folded) is not None,
        is_own=_MINE.search(folded) is not None,
        is_yours=_YOURS.search(folded) is not None,
    )


def _window(text: str, now: datetime) -> Window | None:
    """Give the span that a question names; a month without a year is the last one that has begun."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if re.search(r"\b(?:yesterday|gestern)\b", text):
        return Window(today - timedelta(days=1), today)
    if re.search(r"\b(?:today|heute)\b", text):
        return Window(today, today + timedelta(days=1))
    if found := _LAST.search(text):
        return Window(today - timedelta(days=int(found[1] or 1) * _DAYS_OF[found[2]]), today + timedelta(days=1))
    for pattern, day, month in ((_ON_DAY, 1, 2), (_ON_DAY_US, 2, 1)):
        if found := pattern.search(text):
            return _day(int(found[day]), _MONTH_OF[found[month]], found[3], today)
    if found := _IN_MONTH.search(text):
        window = _month(_MONTH_OF[found[1]], found[2], today)
        if window and found[0].startswith(("since", "seit")):
            until = today + timedelta(days=1)
            return Window(window.since, until) if window.since < until else None
        return window
    return None


def _month(month: int, year: str | None, today: datetime) -> Window | None:
    in_year = int(year) if year else today.year - (month > today.month)
    if not 1 <= in_year <= 9998:
        return None
    since = today.replace(year=in_year, month=month, day=1)
    until = since.replace(year=in_year + (month == 12), month=month % 12 + 1)
    return Window(since, until)


def _day(day: int, month: int, year: str | None, today: datetime) -> Window | None:
    in_year = int(year) if year else today.year - ((month, day) > (today.month, today.day))
    try:
        since = today.replace(year=in_year, month=month, day=day)
        return Window(since, since + timedelta(days=1))
    except (ValueError, OverflowError):
        return None
