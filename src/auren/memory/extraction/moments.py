"""When something holds: "since March", "two weeks ago", "in January", as spans of time in the person's own zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from auren.memory.extraction.quantities import WORDS

__all__ = ["Span", "day_of", "deadline", "since", "span", "written_date"]

_MONTHS: Final = {
    name: n
    for n, names in enumerate(
        (
            "january jan januar jänner", "february feb februar", "march mar märz", "april apr", "may mai", "june jun juni",
            "july jul juli", "august aug", "september sept sep", "october oct oktober okt", "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS: Final = {
    name: n
    for n, names in enumerate(
        (
            "monday montag", "tuesday dienstag", "wednesday mittwoch", "thursday donnerstag", "friday freitag",
            "saturday samstag sonnabend", "sunday sonntag",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY: Final = "|".join(_DAYS)
_COUNT: Final = r"(?P<count>\d{1,3}|an?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_UNIT: Final = r"(?P<unit>days?|weeks?|months?|years?|tage?n?|wochen?|monate?n?|jahre?n?)"
_WHEN: Final = re.compile(
    r"(?P<today>\b(?:today|this morning|tonight|heute)\b)"
    r"|(?P<yesterday>\b(?:yesterday|last night|gestern)\b)"
    rf"|\b{_COUNT}\s+{_UNIT}\s+ago\b|\bvor\s+(?P<count2>\w+)\s+(?P<unit2>tage?n?|wochen?|monate?n?|jahre?n?)\b"
    r"|\b(?P<which>last|this|next|past|the past|letzte[nr]?|diese[nr]?|nächste[nr]?)\s+(?P<period>week"
    r"|month|year|woche|monat|jahr)\b"
    rf"|\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?:the\s+)?(?P<dom>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month1>{_MONTH})\b\.?,?(?:\s+(?P<year1>\d{{4}}))?"
    rf"|\b(?P<month2>{_MONTH})\b\.?\s+(?:the\s+)?(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|\b(?P<month3>{_MONTH})\b\.?(?:\s+(?P<year3>\d{{4}}))?"
    rf"|\b(?:last\s+|on\s+|am\s+|letzten\s+)?(?P<day>{_DAY})\b"
    r"|\b(?:in|since|seit)\s+(?P<year>(?:19|20)\d{2})\b"
)
_BEFORE_SINCE: Final = re.compile(r"\b(?:since|starting|as of|from|seit|ab)\s+(?:the\s+|dem\s+|der\s+)?(?:last\s+)?$")
_FOR: Final = re.compile(
    rf"\b(?:for|seit)\s+(?:the\s+(?:last|past)\s+)?(?:about\s+|over\s+|almost\s+)?{_COUNT}\s+{_UNIT}\b(?!\s+(?:a|per)\b)"
)
_DUE: Final = re.compile(
    r"\b(?:by|before|until|in|on|bis|vor|im|am)\s+(?:the\s+end\s+of\s+|ende\s+)?(?=\S)"
    r"|\b(?=(?:this|next)\s+(?:week|month|year)\b)"
)
_BIRTH: Final = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<dom>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_MONTH})\b\.?\s+(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)?,?(?:\s+(?P<year2>\d{{4}}))?"
    r"|(?P<dom3>\d{1,2})\.(?P<num3>\d{1,2})\.(?P<year3>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span that words name.

    Args:
        start, end: local days, the end not included.
        lasting: whether it only names a beginning: "since" or "for three weeks".
        where: place of the words in the text.
        vague: whether it is "today" or "now", which adds nothing to the moment of saying.
    """

    start: date
    end: date
    lasting: bool
    where: tuple[int, int]
    vague: bool = False

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Give the local midnights."""
        return day_of(self.start, zone), day_of(self.end, zone)


def day_of(day: date, zone: tzinfo) -> datetime:
    """Give the local midnight with which a day begins."""
    return datetime.combine(day, time(), zone)


def since(text: str, today: date) -> Span | None:
    """Give the beginning that "for three weeks" names."""
    found = _FOR.search(text)
    if found is None:
        return None
    start = _back(today, found["count"], found["unit"])
    return None if start is None else Span(start, today, True, found.span())


def span(text: str, today: date) -> Span | None:
    """Give the span that a text in lower case names, or None; a name without a year is the latest that has begun."""
    long = since(text, today)
    if long is not None:
        return long
    for found in _WHEN.finditer(text):
        days = _named(found, today)
        if days is not None:
            before = text[: found.start()]
            lasting = _BEFORE_SINCE.search(before) is not None or found[0].startswith(("since", "seit"))
            return Span(*days, lasting, found.span(), vague=found["today"] is not None)
    return None


def deadline(text: str, today: date) -> tuple[str, str] | None:
    """Part a goal into what is wanted and by when, as YYYY-MM-DD, YYYY-MM or YYYY; None when no time is named.

    A name without a year is the next that is to come.
    """
    found = _DUE.search(text)
    if found is None:
        return None
    named = _WHEN.search(text, found.end())
    if named is None or named.start() != found.end() or text[named.end() :].strip(" .!"):
        return None
    days = _named(named, today)
    if days is None:
        return None
    start, end = days
    if start <= today and not named["which"] and not named["today"]:
        years = named["year1"] or named["year2"] or named["year3"] or named["year"] or named["iso"]
        start = start + timedelta(weeks=1) if named["day"] else start if years else _next_year(start)
    length = (end - days[0]).days
    due = start.isoformat()[: 10 if length < 28 else 7 if length < 32 else 4]
    return text[: found.start()].strip(" ,"), due


def written_date(text: str) -> str | None:
    """Read a date as YYYY-MM-DD, or MM-DD where no year stands."""
    found = _BIRTH.search(text)
    if found is None:
        return None
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    else:
        name = found["month"] or found["month2"]
        month = _MONTHS[name] if name else int(found["num3"])
        day = int(found["dom"] or found["dom2"] or found["dom3"])
        year = int(found["year"] or found["year2"] or found["year3"] or 0)
    checked = _date(year or 2000, month, day)
    if checked is None:
        return None
    return checked.isoformat() if year else checked.isoformat()[5:]


def _named(found: re.Match[str], today: date) -> tuple[date, date] | None:
    one = timedelta(days=1)
    if found["today"]:
        return today, today + one
    if found["yesterday"]:
        return today - one, today
    if found["count"] or found["count2"]:
        start = _back(today, found["count"] or found["count2"], found["unit"] or found["unit2"])
        return None if start is None else (start, start + one)
    if found["which"]:
        return _period(found["which"], found["period"], today)
    if found["iso"]:
        return _whole_day(_read_iso(found["iso"]))
    month = found["month1"] or found["month2"]
    if month:
        return _whole_day(_in_year(today, _MONTHS[month], int(found["dom"] or found["dom2"]), found["year1"] or found["year2"]))
    if found["month3"]:
        # "may" is more often the verb.
        if found["month3"] in ("may", "mar") and not re.search(
            r"\b(?:in|since|of|until|by|last|from)\s+$", found.string[: found.start()]
        ):
            return None
        first = _in_year(today, _MONTHS[found["month3"]], 1, found["year3"])
        return None if first is None else (first, _next_month(first))
    if found["day"]:
        back = (today.weekday() - _DAYS[found["day"]]) % 7 or 7
        return today - timedelta(days=back), today - timedelta(days=back - 1)
    year = int(found["year"])
    return date(year, 1, 1), date(year + 1, 1, 1)


def _period(which: str, period: str, today: date) -> tuple[date, date]:
    step = -1 if which.startswith(("last", "past", "the", "letzt")) else 1 if which.startswith(("next", "näch")) else 0
    if period.startswith("w"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(weeks=1)
    if period.startswith("m"):
        first = today.replace(day=1)
        if step:
            first = _next_month(first) if step > 0 else (first - timedelta(days=1)).replace(day=1)
        return first, _next_month(first)
    return date(today.year + step, 1, 1), date(today.year + step + 1, 1, 1)


def _back(today: date, count: str, unit: str) -> date | None:
    number = 1 if count in ("a", "an") else int(count) if count.isdigit() else WORDS.get(count)
    if number is None or number > 1200:
        return None
    if unit.startswith(("d", "t")):
        return today - timedelta(days=number)
    if unit.startswith("w"):
        return today - timedelta(weeks=number)
    months = number if unit.startswith("m") else number * 12
    index = today.year * 12 + today.month - 1 - months
    if index < 12:
        return None
    day = today.day
    while day > 28 and _date(index // 12, index % 12 + 1, day) is None:
        day -= 1
    return _date(index // 12, index % 12 + 1, day)


def _in_year(today: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        return _date(int(year), month, day)
    this = _date(today.year, month, day)
    return this if this is not None and this <= today else _date(today.year - 1, month, day)


def _whole_day(day: date | None) -> tuple[date, date] | None:
    return None if day is None else (day, day + timedelta(days=1))


def _read_iso(text: str) -> date | None:
    return _date(*(int(part) for part in text.split("-")))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _next_year(day: date) -> date:
    return _date(day.year + 1, day.month, day.day) or day + timedelta(days=366)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
