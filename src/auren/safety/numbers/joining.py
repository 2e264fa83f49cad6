"""Putting neighbours together: hours with minutes, so many of so many, spans of dates, ranges that share a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auren.safety._words import words
from auren.safety.numbers.parts import Part
from auren.safety.numbers.tokens import Day, Number, Numeral, Pair, Span, Weekday

__all__ = ["joined"]

_TO = frozenset({"\u2013", "-", "to", "bis", "until", "till", "through"})
_AND = frozenset({"and", "or", "&", ",", "/", "und", "oder"})
_OF = frozenset({("of",), ("out", "of"), ("/",), ("von",)})
_DETERMINERS = frozenset(words("the your my these those all last past previous den der letzten deiner vergangenen"))


def joined(found: list[Numeral], parts: Sequence[Part]) -> list[Numeral]:
    """Give what was found with neighbours that belong together as one.

    Args:
        found: in order.
        parts: what it was found in.
    """
    out: list[Numeral] = []
    for item in found:
        current = item
        while out:
            before = out[-1]
            between = tuple(part.low for part in parts[before.last + 1 : current.first])
            whole = _join(before, between, current)
            if whole is None:
                _share_unit(out, parts, current)
                break
            out.pop()
            current = whole
        out.append(current)
    return out


def _join(before: Numeral, between: tuple[str, ...], after: Numeral) -> Numeral | None:
    text = " ".join((before.text, *between, after.text))
    reaches = len(between) == 1 and between[0] in _TO
    match before, after:
        case Number(unit="h"), Number() if _is_minutes(between, after):
            values = tuple(hours * 60 + minutes for hours in before.values for minutes in after.values)
            return Number(text, before.first, after.last, values, "min", before.sign)
        case Number(), Number() if _is_share(before, between):
            return Pair(text, before.first, after.last, before, after)
        case Number(), Day(month_first=False) if _leads_to(between) and (day := _day_number(before)):
            (year, month, _), *_ = after.readings
            start = Day(before.text, before.first, before.last, ((year, month, day),))
            return Span(text, before.first, after.last, start, after)
        case Weekday(), Day() if between in ((), (",",), ("the",), ("den",), (",", "the"), (",", "den")):
            return replace(after, text=text, first=before.first, weekday=before.number)
        case Day(month_first=True), Number() if reaches and (day := _day_number(after)):
            (year, month, _), *_ = before.readings
            return Span(text, before.first, after.last, before, Day(after.text, after.first, after.last, ((year, month, day),)))
        case ((Day() | Span()), Number()) if between in ((), (",",)) and (year := _year_number(after)):
            return _dated(before, year, text, after.last)
        case Day(), Day() if reaches:
            return Span(text, before.first, after.last, before, after)
        case _:
            return None


def _leads_to(between: tuple[str, ...]) -> bool:
    # "vom 10. bis 16. Juli" has the full stop of a German ordinal before its connector.
    linked = between[1:] if between[:1] == (".",) else between
    return len(linked) == 1 and (linked[0] in _TO or linked[0] in ("and", "und"))


def _is_minutes(between: tuple[str, ...], after: Number) -> bool:
    if between in ((), ("and",), (",",), ("und",)) and after.unit in ("min", "m"):
        return True
    return between == () and not after.unit and not after.ordinal


def _is_share(before: Number, between: tuple[str, ...]) -> bool:
    linked = tuple(word for word in between if word not in _DETERMINERS) in _OF
    return linked and before.unit in ("", "d") and not before.article and not before.ordinal


def _day_number(number: Number) -> int | None:
    plain = not number.unit and not number.sign and len(number.values) == 1 and number.values[0].denominator == 1
    return int(number.values[0]) if plain and 0 <= number.values[0] <= 99 else None


def _year_number(number: Number) -> int | None:
    plain = not number.unit and len(number.text) == 4 and number.text.isdigit()
    return int(number.text) if plain and 1900 <= int(number.text) <= 2199 else None


def _dated(item: Day | Span, year: int, text: str, last: int) -> Numeral | None:
    end = item.end if isinstance(item, Span) else item
    if any(known is not None for known, _, _ in end.readings):
        return None
    dated = replace(end, readings=tuple((year, month, day) for _, month, day in end.readings))
    return replace(item, text=text, last=last, end=dated) if isinstance(item, Span) else replace(dated, text=text, last=last)


def _share_unit(out: list[Numeral], parts: Sequence[Part], after: Numeral) -> None:
    """Give the numbers of a list or range, "40, 42 and 44 ms", the unit that stands behind the last one."""
    following = after
    for index in range(len(out) - 1, -1, -1):
        before = out[index]
        between = tuple(part.low for part in parts[before.last + 1 : following.first])
        if not (isinstance(before, Number) and isinstance(after, Number) and after.unit and not before.unit):
            return
        if before.ordinal or before.article or not between or not all(word in _TO | _AND for word in between):
            return
        out[index] = replace(before, unit=after.unit, alike=not any(word in _TO for word in between))
        following = before
