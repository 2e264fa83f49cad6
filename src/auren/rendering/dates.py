"""Dates and windows as they are said."""

from __future__ import annotations

from datetime import date

from auren.readings import Window

__all__ = ["MONTHS", "day", "span"]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Month names; written out here, since the interpreter's own follow the host's locale."""


def day(date: date) -> str:
    """Give a date as "16 July 2023".

    Args:
        date: any calendar date.
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def span(window: Window) -> str:
    """Give a window as "10 to 16 July 2023", naming month and year once where both ends share them.

    Args:
        window: both of its ends are counted.
    """
    first, last = window.first, window.last
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{first.day} to {day(last)}"
