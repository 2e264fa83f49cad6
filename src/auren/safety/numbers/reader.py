"""Reading parts from left to right: which of them state something, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from auren.safety.numbers.lexicon import FILLERS, LABELLED, MONTHS, MULTIPLES, ONES, UNITS, WEEKDAYS
from auren.safety.numbers.parts import Part
from auren.safety.numbers.tokens import Clock, Day, Name, Number, Numeral, Partial, Weekday

__all__ = ["Reader"]

_SUFFIXES = frozenset({"st", "nd", "rd", "th", "ten", "te"})


class Reader:
    """Reads parts from left to right.

    Args:
        parts: of one sentence.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def read(self) -> list[Numeral]:
        """Give what each part or run of parts states, in order."""
        found: list[Numeral] = []
        at = 0
        while at < len(self._parts):
            item = self._at(at)
            if item is not None:
                found.append(item)
            at = at + 1 if item is None else item.last + 1
        return found

    def _at(self, at: int) -> Numeral | None:
        part = self._parts[at]
        match part.kind:
            case "iso" | "slashes" | "dots":
                return Day(part.text, at, at, _numeric_dates(part))
            case "clock":
                return self._clock(at)
            case "name":
                return None if part.low in LABELLED else Name(part.low, at, at)
            case "number":
                return self._day_first(at) or self._time_of_number(at) or self._number(at)
            case "word" if part.text[0].isupper():
                if part.low in WEEKDAYS:
                    return Weekday(part.text, at, at, WEEKDAYS[part.low])
                return self._month_first(at)
            case _:
                return None

    def _low(self, at: int) -> str:
        return self._parts[at].low if 0 <= at < len(self._parts) else ""

    def _touching(self, at: int) -> bool:
        return 0 < at < len(self._parts) and self._parts[at].start == self._parts[at - 1].end

    def _text(self, first: int, last: int) -> str:
        return " ".join(part.text for part in self._parts[first : last + 1])

    def _integer(self, at: int, low: int, high: int) -> int | None:
        if at >= len(self._parts) or len(self._parts[at].values) != 1:
            return None
        value = self._parts[at].values[0]
        return int(value) if value.denominator == 1 and low <= value <= high else None

    def _month(self, at: int) -> int | None:
        if at >= len(self._parts) or not self._parts[at].text[0].isupper():
            return None
        return MONTHS.get(self._low(at))

    def _year(self, at: int) -> tuple[int | None, int]:
        skip = at + (self._low(at) in (",", "."))
        year = self._integer(skip, 1900, 2199)
        is_year = year is not None and len(self._parts[skip].text) == 4
        return (year, skip) if is_year else (None, at - 1)

    def _suffix(self, at: int) -> int:
        return at + (self._low(at) in _SUFFIXES and self._touching(at))

    def _day_first(self, at: int) -> Day | None:
        # An impossible day is read as one, too, so that "39 July" is taken for a wrong date and not for a number.
        day = self._integer(at, 0, 99)
        if day is None:
            return None
        place = self._suffix(at + 1)
        place += self._low(place) == "." and self._touching(place)
        place += self._low(place) == "of"
        month = self._month(place)
        if month is None:
            return None
        year, last = self._year(place + 1)
        return Day(self._text(at, last), at, last, ((year, month, day),))

    def _month_first(self, at: int) -> Day | None:
        month = self._month(at)
        if month is None:
            return None
        place = at + 1 + (self._low(at + 1) == "." and self._touching(at + 1))
        place += self._low(place) == "the"
        day = self._integer(place, 1, 31)
        if day is not None and not self._unit(self._suffix(place + 1))[0]:
            last = self._suffix(place + 1) - 1
            year, last = self._year_after(last)
            return Day(self._text(at, last), at, last, ((year, month, day),), month_first=True)
        year, last = self._year(at + 1)
        return None if year is None else Day(self._text(at, last), at, last, ((year, month, None),))

    def _year_after(self, last: int) -> tuple[int | None, int]:
        year, end = self._year(last + 1)
        return year, max(last, end)

    def _clock(self, at: int) -> Numeral:
        hours, minutes, *seconds = (int(group) for group in self._parts[at].text.split(":"))
        value = Fraction(hours * 60 + minutes) + Fraction(seconds[0] if seconds else 0, 60)
        unit, last = self._unit(at + 1)
        if unit == "h":
            return Number(self._text(at, last), at, last, (value,), "min")
        return self._half_of_day(at, value)

    def _half_of_day(self, at: int, value: Fraction) -> Clock:
        half, last = self._meridiem(at + 1)
        if half:
            value = value % 720 + (720 if half == "p" else 0)
        return Clock(self._text(at, last), at, last, (value,))

    def _meridiem(self, at: int) -> tuple[str, int]:
        if self._low(at) in ("am", "pm"):
            return self._low(at)[0], at
        if self._low(at) in ("a", "p") and self._low(at + 1) == "." and self._low(at + 2) == "m":
            return self._low(at), at + 2
        return "", at - 1

    def _time_of_number(self, at: int) -> Clock | None:
        said = self._meridiem(at + 1)[0] or self._low(at + 1) in ("uhr", "o'clock")
        match = re.fullmatch(r"(\d{1,2})(?:\.(\d\d))?", self._parts[at].text)
        if not said or not match or int(match[1]) > 24:
            return None
        clock = self._half_of_day(at, Fraction(int(match[1]) * 60 + int(match[2] or 0)))
        if self._low(at + 1) == "uhr":
            return replace(clock, last=at + 1)
        if self._low(at + 1) == "o'clock":
            return replace(clock, last=at + 1, minutes=(clock.minutes[0] % 720, clock.minutes[0] % 720 + 720))
        return clock

    def _number(self, at: int) -> Numeral:
        part = self._parts[at]
        values, ordinal, end = part.values, part.ordinal, at + 1
        if self._touching(end) and self._parts[end].kind in ("word", "name"):
            if self._suffix(end) > end:
                ordinal, end = True, end + 1
            elif not self._unit(end)[0]:
                return Name(f"{part.low}{self._low(end)}", at, end)
        if (self._low(end), self._low(end + 1), self._low(end + 2)) == ("and", "a", "half") or self._is_half(end):
            values, end = tuple(value + Fraction(1, 2) for value in values), end + 3
        unit, last = ("times", at) if part.low in MULTIPLES else self._unit(end)
        article = part.low in ONES
        return Number(self._text(at, last), at, last, values, unit, self._sign(at), ordinal, article=article)

    def _is_half(self, at: int) -> bool:
        halves = at + 2 < len(self._parts) and self._parts[at + 2].values == (Fraction(1, 2),)
        return halves and (self._low(at), self._low(at + 1)) == ("and", "a")

    def _sign(self, at: int) -> str:
        sign = self._low(at - 1)
        if sign not in ("+", "-", "\u2013") or not self._touching(at):
            return ""
        alone = at < 2 or not self._touching(at - 1) or self._low(at - 2) in ("(", "[", "~", "≈")
        return "" if not alone else "+" if sign == "+" else "-"

    def _unit(self, at: int) -> tuple[str, int]:
        """Give the unit that starts here and the index of its last part; without one, the part before."""
        hyphened = self._low(at) == "-" and self._touching(at) and self._touching(at + 1)
        place = at + hyphened
        for _ in range(3):
            for length in (4, 3, 2, 1):
                if place + length > len(self._parts):
                    continue
                name = " ".join(part.low for part in self._parts[place : place + length])
                if name in UNITS:
                    unit = f"{UNITS[name]}-long" if hyphened and UNITS[name] in ("d", "week") else UNITS[name]
                    return self._per(unit, place + length - 1)
            if self._low(place) not in FILLERS:
                break
            place += 1
        return "", at - 1

    def _per(self, unit: str, last: int) -> tuple[str, int]:
        per = self._low(last + 1) == "/" and self._touching(last + 1) and self._touching(last + 2)
        return (f"{unit}/{self._low(last + 2)}", last + 2) if per else (unit, last)


def _numeric_dates(part: Part) -> tuple[Partial, ...]:
    first, second, third = (int(group) for group in re.split(r"[-/.]", part.text))
    if part.kind == "iso":
        return ((first, second, third),)
    year = third if third > 99 else 2000 + third
    day_first = ((year, second, first),)
    return day_first if part.kind == "dots" or first == second else (*day_first, (year, first, second))
