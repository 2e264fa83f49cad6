"""By when a person's request is to be answered, as a table; it helps to plan and is no legal advice."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from auren.errors import InvalidInput

__all__ = ["DEADLINES", "Deadline", "DueDates", "Law", "due"]

Law = Literal["GDPR", "CCPA", "MHMDA"]
"""EU Regulation 2016/679; California Civil Code 1798.100 ff.; Washington's My Health My Data Act, chapter 19.373 RCW."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a law gives for an answer.

    Args:
        months, days: from the day the request came in; one of them is 0.
        more_months, more_days: the extension, of which the person must be told within the first term.
        source: where the law says so.
        confirm_business_days: within which the receipt is to be confirmed; 0 when the law names none.
    """

    months: int
    days: int
    more_months: int
    more_days: int
    source: str
    confirm_business_days: int = 0


DEADLINES: Final[dict[Law, Deadline]] = {
    "GDPR": Deadline(1, 0, 2, 0, "Art. 12(3), for requests under Art. 15 to 22"),
    "CCPA": Deadline(0, 45, 0, 45, "Cal. Civ. Code 1798.130(a)(2)(A); Cal. Code Regs. tit. 11, 7021", confirm_business_days=10),
    "MHMDA": Deadline(0, 45, 0, 45, "RCW 19.373.040"),
}


@dataclass(frozen=True, slots=True)
class DueDates:
    """By when to answer a request.

    Args:
        answer: the last day.
        extended: the last day if the person was told of an extension, and why, by `answer`.
        confirm: the last day to confirm the receipt, with Saturdays and Sundays left out, and public holidays not; None when
            the law names none.
    """

    answer: date
    extended: date
    confirm: date | None = None


def due(law: Law, received: date) -> DueDates:
    """Give the last days for an answer; a month ends on the same day of the month, or on its last day.

    Args:
        law: which law the request is made under.
        received: the day it came in.

    Raises:
        InvalidInput: the law is not in the table.
    """
    term = DEADLINES.get(law)
    if term is None:
        raise InvalidInput(f"An unknown law was given; expected one of {', '.join(DEADLINES)}.")
    first = _after(received, term.months, term.days)
    extended = _after(received, term.months + term.more_months, term.days + term.more_days)
    return DueDates(first, extended, _business_days_after(received, term.confirm_business_days))


def _after(day: date, months: int, days: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def _business_days_after(day: date, count: int) -> date | None:
    if not count:
        return None
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
