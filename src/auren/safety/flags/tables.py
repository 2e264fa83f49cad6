"""Reading the tables of signs, of fixed texts and of lines to call, one file a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from auren.safety.flags.model import LEVELS, URGENCY, FixedText, Level, Sign

__all__ = ["crisis_lines", "lines_to_call", "numbers", "signs_of", "texts_of"]


def signs_of(*tables: str, others: Iterable[Mapping[str, tuple[Sign, ...]]] = ()) -> Mapping[str, tuple[Sign, ...]]:
    """Give signs by row: those of some tables after those handed in.

    Args:
        *tables: their names; what one calls $NAME is known to all.
        others: signs that are written in code.
    """
    signs: dict[str, tuple[Sign, ...]] = {}
    for written in others:
        for row, held in written.items():
            signs[row] = signs.get(row, ()) + held
    lines = [line for table in tables for line in _lines(f"signs/{table}.txt")]
    names = dict(line[1:].split(maxsplit=1) for line in lines if line.startswith("$"))
    for line in lines:
        if not line.startswith("$"):
            row, read = _sign(line, names)
            signs[row] = (*signs.get(row, ()), read)
    return MappingProxyType(signs)


def texts_of(language: str) -> Mapping[tuple[str, Level], FixedText]:
    """Give a language's fixed texts by row and level.

    A row whose text the table gives at one level only is said at the others in the frame of that level.

    Args:
        language: name of the table.
    """
    frames: dict[Level, str] = {}
    noticed: dict[str, str] = {}
    texts: dict[tuple[str, Level], FixedText] = {}
    for line in _lines(f"texts/{language}.txt"):
        head, *parts = (part.strip() for part in line.split("|"))
        row, name = head.split()
        level = _level(name)
        if row == "=":
            frames[level] = parts[0]
            continue
        words = parts[1] if len(parts) > 1 else "+"
        own = "" if row == "*" else row
        noticed.setdefault(own, parts[0])
        texts[own, level] = FixedText(parts[0], words)
    for (row, level), fixed in texts.items():
        if fixed.text.startswith("+"):
            texts[row, level] = FixedText(fixed.noticed, f"{frames[level]} {fixed.text[1:].strip()}".strip())
    for row, said in noticed.items():
        for level in LEVELS.get(row, ()):
            if (row, level) not in texts:
                texts[row, level] = FixedText(said, frames[level])
    filled = {key: FixedText(said, text.replace("{noticed}", said)) for key, (said, text) in texts.items()}
    return MappingProxyType(filled)


@cache
def lines_to_call() -> Mapping[str, tuple[str, str]]:
    """Give the emergency number and the crisis line of each country; the crisis line is empty where none is known."""
    table: dict[str, tuple[str, str]] = {}
    for line in _lines("lines.txt"):
        region, emergency, crisis = (part.strip() for part in line.split("|"))
        table[region] = (emergency, crisis)
    return MappingProxyType(table)


def numbers(elsewhere: str) -> Mapping[str, str]:
    """Give the emergency numbers by region.

    Args:
        elsewhere: what is said where the region is not known.
    """
    return MappingProxyType({"": elsewhere} | {region: number for region, (number, _) in lines_to_call().items()})


def crisis_lines(elsewhere: str, call: str) -> Mapping[str, str]:
    """Give what is said of a crisis line by region; where a country has none, it is the emergency number.

    Args:
        elsewhere: what is said where the region is not known.
        call: the words around the number, with {} in its place.
    """
    lines = {region: call.format(crisis or number) for region, (number, crisis) in lines_to_call().items()}
    return MappingProxyType({"": elsewhere} | lines)


def _lines(path: str) -> Iterator[str]:
    text = files("auren.safety.flags").joinpath(path).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _sign(line: str, names: Mapping[str, str]) -> tuple[str, Sign]:
    row, name, *rest = line.split()
    within, across, others = 6, False, True
    while rest and (rest[0].startswith("~") or rest[0] in {"across", "self"}):
        option = rest.pop(0)
        if option.startswith("~"):
            within = int(option[1:])
        else:
            across, others = across or option == "across", others and option != "self"
    needed, _, unless = " ".join(rest).partition(" - ")
    if _level(name) not in LEVELS.get(row, ()):
        raise ValueError(f"A sign of an unknown row or level stands in a table: {line!r}.")
    groups = tuple(_group(group, names) for group in needed.split(" + "))
    return row, Sign(groups, within, _level(name), _group(unless, names) if unless else "", across, others)


def _group(text: str, names: Mapping[str, str]) -> str:
    parts = (names[part[1:]] if part.startswith("$") else part for part in text.strip().split("|"))
    return "|".join(parts)


def _level(name: str) -> Level:
    for level in URGENCY:
        if level == name:
            return level
    raise ValueError(f"A level {name!r} stands in a table; expected one of {URGENCY}.")
