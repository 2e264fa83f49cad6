"""Who advice is for: a pseudonymous subject, and what computations and manners need to know of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auren.errors import InvalidInput

__all__ = ["Profile", "QuietHours", "Sex", "Subject", "zone_info"]

Sex = Literal["female", "male"]

_LOOKS_PERSONAL = re.compile(r"@|^\+?\d[\d ()/-]{7,}$|\s")
_FIXED_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>0\d|1[0-4]):(?P<minutes>[0-5]\d)")


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A person, as a pseudonymous id.

    Args:
        id: 1 to 128 characters without white space, "@" or the look of a phone number.

    Raises:
        InvalidInput: the id is empty, too long, or looks like an address.
    """

    id: str

    def __post_init__(self) -> None:
        if not 0 < len(self.id) <= 128:
            raise InvalidInput(f"A subject id of {len(self.id)} characters was given; use 1 to 128.")
        if _LOOKS_PERSONAL.search(self.id):
            raise InvalidInput(
                "A subject id that looks like a name, phone number or e-mail was given; use a pseudonym, "
                "and keep addresses in the directory."
            )

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The span of local time in which nothing is delivered; it may cross midnight.

    Args:
        start: first quiet local time.
        end: first local time at which delivery is allowed again.
    """

    start: time = time(21, 30)
    end: time = time(7, 30)

    def contains(self, local: time) -> bool:
        """Tell whether a local wall-clock time is quiet."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


@dataclass(frozen=True, slots=True)
class Profile:
    """What computations and manners need to know of a person; nothing here is ever guessed.

    Args:
        zone: IANA time zone, for example "Europe/Oslo".
        locale: BCP 47 tag of the language to answer in.
        birth_year: four digits.
        sex: for equations that were fitted by sex.
        height_m: metres, 0.5 to 2.6.
        plan: name of the budget plan the person is on.
        quiet_hours: local hours without deliveries; None delivers at any hour.
        consents: purposes the person has agreed to, for example "model_provider" or "channel".
        sleep_need_h: the person's own sleep need in hours, 4 to 12.
    """

    zone: str | None = None
    locale: str = "en"
    birth_year: int | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    height_m: float | None = field(default=None, repr=False)
    plan: str | None = None
    quiet_hours: QuietHours | None = field(default_factory=QuietHours)
    consents: frozenset[str] = frozenset()
    sleep_need_h: float | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.zone is not None:
            zone_info(self.zone)
        if self.birth_year is not None and not 1900 <= self.birth_year <= date.max.year:
            raise InvalidInput(f"Birth year {self.birth_year} was given; expected four digits from 1900 on.")
        if self.height_m is not None and not 0.5 <= self.height_m <= 2.6:
            raise InvalidInput(f"Height {self.height_m} m was given; expected metres from 0.5 to 2.6.")
        if self.sleep_need_h is not None and not 4 <= self.sleep_need_h <= 12:
            raise InvalidInput(f"Sleep need {self.sleep_need_h} h was given; expected hours from 4 to 12.")


@lru_cache(maxsize=1024)
def zone_info(zone: str | None) -> tzinfo:
    """Give the time zone of a name, and insist on one.

    Args:
        zone: an IANA name such as "Europe/Oslo", or a fixed offset such as "+01:00" where a vendor gives only that.

    Raises:
        InvalidInput: no zone was given, or the name is not in the IANA database.
    """
    if not zone:
        raise InvalidInput("No time zone was given; name the person's IANA zone, for example 'Europe/Oslo'.")
    offset = _FIXED_OFFSET.fullmatch(zone)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"])
        return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(f"Time zone {zone!r} is unknown; use an IANA name such as 'Europe/Oslo'.") from error
