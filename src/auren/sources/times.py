"""Times as vendors write them: a few fixed formats, and wall-clock times placed in a zone without guessing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

__all__ = ["Style", "day_span", "instants", "parse_date", "parse_moment", "pick_span"]

Style = Literal["iso", "us", "european"]
"""How a text writes a date: 2019-11-02, 11/02/19 (month first) or 02/11/2019 (day first)."""

_CLOCK = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_FORMATS: dict[Style, re.Pattern[str]] = {
    "iso": re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:[ T]{_CLOCK})?"),
    "us": re.compile(rf"(?P<month>[0-9]{{2}})/(?P<day>[0-9]{{2}})/(?P<year>[0-9]{{2}})(?:[ T]{_CLOCK})?"),
    "european": re.compile(rf"(?P<day>[0-9]{{2}})/(?P<month>[0-9]{{2}})/(?P<year>[0-9]{{4}})(?:[ T]{_CLOCK})?"),
}
_YEARS = range(1970, 2201)


def parse_date(text: str, style: Style = "iso") -> date | None:
    """Give the date of a date or time, or None when the text has another form or the year is not from 1970 to 2200."""
    found = _FORMATS[style].fullmatch(text.strip())
    if found and found["hour"] is not None and parse_moment(text, style) is None:
        return None
    return _date_of(found) if found else None


def parse_moment(text: str, style: Style = "iso") -> datetime | None:
    """Give a date with a time of day, aware if the text has an offset; None when the text has another form."""
    found = _FORMATS[style].fullmatch(text.strip())
    day = _date_of(found) if found else None
    if found is None or day is None or found["hour"] is None:
        return None
    micros = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), micros)
        return datetime.combine(day, clock, _offset_of(found["offset"]))
    except ValueError:
        return None


def instants(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Give every instant, in UTC, that a clock showing this time can mean: two in the hour that a clock change repeats.

    Args:
        wall: a naive wall-clock time; an aware datetime means just itself.
        zone: where the clock hangs. In the hour that a clock change skips, the clock is taken as not yet changed.
    """
    if wall.tzinfo is not None:
        return (wall.astimezone(UTC),)
    early = wall.replace(tzinfo=zone, fold=0)
    late = wall.replace(tzinfo=zone, fold=1)
    first, second = early.astimezone(UTC), late.astimezone(UTC)
    return (first, second) if second > first else (first,)


def pick_span(
    start: datetime, end: datetime, zone: tzinfo, elapsed: timedelta | None = None
) -> tuple[datetime, datetime] | None:
    """Give the instants, in UTC, that two clock times mean together, or None when the end would come first.

    Args:
        start: naive or aware.
        end: naive or aware.
        zone: where the clock hangs.
        elapsed: how long the span lasted; decides when a clock change leaves a choice. None takes the earliest reading.
    """
    pairs = [(a, b) for a in instants(start, zone) for b in instants(end, zone) if b >= a]
    if not pairs:
        return None
    return pairs[0] if elapsed is None else min(pairs, key=lambda pair: abs(pair[1] - pair[0] - elapsed))


def day_span(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give the instants, in UTC, of a local day's midnight and the next; 23, 24 or 25 hours."""
    begin, finish = (instants(datetime.combine(d, time.min), zone)[0] for d in (day, day + timedelta(days=1)))
    return begin, finish


def _date_of(found: re.Match[str]) -> date | None:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000
    if year not in _YEARS:
        return None
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


@lru_cache(maxsize=512)
def _offset_of(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    # The standard library checks the offset's range; it raises ValueError, which the caller takes as another form.
    return datetime.strptime(text, "%z").tzinfo
