"""The texts with a fixed form that the schemas ask for, and the instants that date-times mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta

from auren.sources.times import parse_moment

__all__ = ["is_date", "is_date_time", "is_uri", "is_uuid", "moment"]

_DATE_TIME = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-9]{2})[Tt]"
    r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9]|60)(?P<fraction>\.[0-9]+)?"
    r"(?P<offset>[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_MINUTES_A_DAY = 1440


def is_date_time(text: str) -> bool:
    """Tell whether a text is a date-time of RFC 3339, which always has seconds and an offset."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        return False
    # A year that no calendar of Python's reaches has its leap days like any other.
    year = int(found["year"]) or 400
    if not 1 <= int(found["day"]) <= monthrange(year, int(found["month"]))[1]:
        return False
    return found["second"] != "60" or _utc_minute(found) == _MINUTES_A_DAY - 1


def is_date(text: str) -> bool:
    """Tell whether a text looks like a date; the schemas ask for the digits only."""
    return _DATE.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """Tell whether a text is a URI with a scheme."""
    return _URI.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID as RFC 4122 writes it."""
    return _UUID.fullmatch(text) is not None


def moment(text: str) -> datetime | None:
    """Give the instant of a date-time, aware; None where it is none, or not from 1970 to 2200."""
    found = _DATE_TIME.fullmatch(text)
    if found is None or not is_date_time(text):
        return None
    # Python has no leap seconds: 23:59:60 is taken as the second that comes after 23:59:59.
    leap = found["second"] == "60"
    clock = f"{found['hour']}:{found['minute']}:{'59' if leap else found['second']}{(found['fraction'] or '')[:10]}"
    at = parse_moment(f"{text[:10]}T{clock}{found['offset'].upper()}")
    return at + timedelta(seconds=1) if at is not None and leap else at


def _utc_minute(found: re.Match[str]) -> int:
    offset = found["offset"]
    ahead = 0 if offset in "Zz" else int(offset[:3]) * 60 + int(f"{offset[0]}{offset[4:]}")
    return (int(found["hour"]) * 60 + int(found["minute"]) - ahead) % _MINUTES_A_DAY
