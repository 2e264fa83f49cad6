"""How the values of a rule are read: from the words of a match to a slot's value and unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from auren.errors import InvalidInput
from auren.memory.extraction.language import Found, Reader, pattern
from auren.memory.extraction.quantities import dose
from auren.memory.facts.slots import SLOTS, shown

__all__ = ["always", "bare", "dosed", "known", "measured", "named", "places", "slug", "spoken", "words"]

_DIGITS: Final = 4


def measured(attribute: str, read: Callable[[str], float | None], *, groups: str = "v") -> Reader:
    """Read a number into the unit of its slot; what is out of the slot's range is no fact.

    Args:
        attribute: the slot.
        read: the quantity.
        groups: the groups of one letter in which it may stand.
    """
    slot = SLOTS.of(attribute)

    def reader(match: re.Match[str], _clause: str) -> list[Found]:
        number = read(_taken(match, groups))
        if number is None:
            return []
        try:
            return [Found(attribute, slot.checked(shown(number, _DIGITS), slot.unit), slot.unit)]
        except InvalidInput:
            return []

    return reader


def spoken(attribute: str, read: Callable[[str], str | None], *, groups: str = "v") -> Reader:
    """Read a text such as a time of day."""

    def reader(match: re.Match[str], _clause: str) -> list[Found]:
        value = read(_taken(match, groups))
        return [] if value is None else [Found(attribute, value)]

    return reader


def always(attribute: str, value: str) -> Reader:
    """Give one value whatever the words."""
    return lambda _match, _clause: [Found(attribute, value)]


def known(attribute: str, names: Mapping[str, str], *, groups: str = "v") -> Reader:
    """Read a name of a lexicon."""
    return lambda match, _clause: [Found(attribute, names[_taken(match, groups)])]


def words(attribute: str, *, groups: str = "v", passing: re.Pattern[str] | None = None) -> Reader:
    """Read free words in lower case, unless they match `passing`."""

    def reader(match: re.Match[str], _clause: str) -> list[Found]:
        text = _trimmed(_taken(match, groups))
        return [] if not text or (passing is not None and passing.match(text)) else [Found(attribute, text)]

    return reader


def named(attribute: str, *, groups: str = "v") -> Reader:
    """Read a name as the person wrote it, with a capital where they left it out."""

    def reader(match: re.Match[str], clause: str) -> list[Found]:
        group = next((name for name in groups if match[name]), groups[0])
        text = _trimmed(clause[match.start(group) : match.end(group)])
        return [Found(attribute, text if any(letter.isupper() for letter in text) else text.title())] if text else []

    return reader


def dosed(names: Mapping[str, str], *, with_dose: bool = True) -> Reader:
    """Read a supplement, and with it how much a day when that was said."""

    def reader(match: re.Match[str], _clause: str) -> list[Found]:
        name = names[match["name"]]
        found = [Found("supplement", name)]
        amount = dose(match["dose"]) if with_dose and match["dose"] else None
        if amount is not None:
            found.append(Found(f"supplement.{slug(name)}.dose", amount[0], f"{amount[1]}/day"))
        return found

    return reader


def slug(name: str) -> str:
    """Give a name as a part of an attribute."""
    return re.sub(r"[^\w-]+", "_", name)


def places(parts: Mapping[str, str], sides: Mapping[str, tuple[str, ...]], states: Mapping[str, str]) -> Reader:
    """Read a part of the body with its side, and its state where one is named.

    Args:
        parts: lexicon of parts.
        sides: words for sides, and the sides they mean.
        states: beginnings of words in the clause, and the state they mean.
    """

    def reader(match: re.Match[str], clause: str) -> list[Found]:
        part = parts[match["part"]]
        low = clause.lower()
        state = next((f" ({state})" for begin, state in states.items() if re.search(rf"\b{begin}", low)), "")
        given = sides.get(match["side"] or "", ())
        return [Found("injury", f"{side} {part}{state}") for side in given] or [Found("injury", f"{part}{state}")]

    return reader


def bare(said: str, reader: Reader) -> Callable[[str], Found | None]:
    """Give a reader of a value alone.

    Args:
        said: a pattern, searched for in lower case.
        reader: gives the value of a match.
    """
    compiled = pattern(said)

    def read(text: str) -> Found | None:
        match = compiled.search(text.lower())
        found = reader(match, text) if match else []
        return found[0] if found else None

    return read


def _taken(match: re.Match[str], groups: str) -> str:
    return next((match[group] for group in groups if match[group]), "")


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:!?-")
