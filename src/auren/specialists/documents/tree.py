"""A document's text as plain values with their lines: YAML or JSON, bounded, without tags, aliases or anything that runs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from auren._extras import optional
from auren.errors import ConfigurationError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["MOST_CHARACTERS", "MOST_DEPTH", "MOST_VALUES", "Document", "parsed"]

MOST_CHARACTERS: Final = 65_536
"""A longer document is refused."""
MOST_DEPTH: Final = 16
"""One nested deeper is refused."""
MOST_VALUES: Final = 5_000
"""One of more values is refused."""
_MOST_NAMED: Final = 64

_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][-+]?\d{1,2})?")
_WORDS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]
"""Where a value stands: keys, and places in lists."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds.

    Args:
        value: plain dictionaries, lists, texts, numbers.
        lines: the line at which a value begins, by its path; empty for JSON.
    """

    value: object = field(repr=False)
    lines: Mapping[Path, int] = field(default_factory=dict, repr=False)

    def where(self, path: Path) -> str:
        """Name a place: its line, where that is known, and its field.

        Args:
            path: of a value; where it is not there, the nearest one around it gives the line.
        """
        name = "".join(f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in path).lstrip(".")
        name = name or "the document"
        line = next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 0)
        return f"line {line}, {name}" if line else name


def _shown(name: str) -> str:
    """Give a field's name as a message may hold it: untrusted, and as long as a document."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:_MOST_NAMED])


def parsed(text: str) -> Document:
    """Read a document; one that begins with a brace is JSON and needs no further package.

    Args:
        text: YAML or JSON; untrusted.

    Raises:
        ConfigurationError: it is too long, too deep, or not a document; the message says where.
        MissingExtra: it is YAML, and PyYAML is not installed.
    """
    if len(text) > MOST_CHARACTERS:
        raise ConfigurationError(f"A document of {len(text)} characters was given; expected at most {MOST_CHARACTERS}.")
    return _json(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _yaml(text)


def _json(text: str) -> Document:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):
            raise ConfigurationError("A document with a field that stands twice was given; name each field once.")
        return dict(pairs)

    def no_number(_: str) -> object:
        raise ConfigurationError("A document with a number that is not finite was given.")

    try:
        value = json.loads(text.lstrip("\ufeff"), object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"A document that is not JSON was given; line {error.lineno}: {error.msg}.") from None
    except (ValueError, RecursionError):
        raise ConfigurationError("A document that is nested too deep, or holds a number that is too long, was given.") from None
    _bound(value)
    return Document(value)


def _bound(value: object) -> None:
    left = [(value, 1)]
    count = 0
    while left:
        item, depth = left.pop()
        count += 1
        if count > MOST_VALUES or depth > MOST_DEPTH:
            raise _too_much()
        if isinstance(item, float) and not math.isfinite(item):
            raise ConfigurationError("A document with a number that is not finite was given.")
        inside: Iterable[object] = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        left += [(part, depth + 1) for part in inside]


def _too_much() -> ConfigurationError:
    return ConfigurationError(f"A document was given that is too large; expected {MOST_VALUES} values, {MOST_DEPTH} deep.")


def _yaml(text: str) -> Document:
    yaml = optional("yaml", feature="A specialist from a YAML document", extra="documents")
    lines: dict[Path, int] = {}
    try:
        events = _Events(yaml, yaml.parse(text, Loader=yaml.SafeLoader))
        value = _one(events, lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark is not None else ""
        raise ConfigurationError(f"A document that is not YAML was given; look{where}.") from None
    return Document(value, lines)


class _Events:
    """The parser's events, counted, and without those that a document has no use for."""

    def __init__(self, yaml: ModuleType, events: Iterator[Any]) -> None:
        self.yaml = yaml
        self._events = events
        self._count = 0

    def next(self) -> Any:
        event = next(self._events)
        line = event.start_mark.line + 1
        self._count += 1
        if self._count > 3 * MOST_VALUES:
            raise _too_much()
        if isinstance(event, self.yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigurationError(f"line {line}: an anchor or alias was given; write the value out.")
        if getattr(event, "tag", None):
            raise ConfigurationError(f"line {line}: a tag was given; a document holds plain values alone.")
        return event


def _one(events: _Events, lines: dict[Path, int]) -> object:
    yaml = events.yaml
    events.next()
    started = events.next()
    if isinstance(started, yaml.StreamEndEvent):
        raise ConfigurationError("An empty document was given; expected a specialist.")
    value = _value(events, events.next(), (), lines)
    events.next()
    if not isinstance(events.next(), yaml.StreamEndEvent):
        raise ConfigurationError("Several documents were given in one text; give one specialist at a time.")
    return value


def _value(events: _Events, event: Any, path: Path, lines: dict[Path, int]) -> object:
    yaml, line = events.yaml, event.start_mark.line + 1
    if len(path) >= MOST_DEPTH or len(lines) >= MOST_VALUES:
        raise _too_much()
    lines[path] = line
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[object] = []
        while not isinstance(inner := events.next(), yaml.SequenceEndEvent):
            items.append(_value(events, inner, (*path, len(items)), lines))
        return items
    fields: dict[str, object] = {}
    while not isinstance(inner := events.next(), yaml.MappingEndEvent):
        if not isinstance(inner, yaml.ScalarEvent):
            raise ConfigurationError(f"line {inner.start_mark.line + 1}: a field without a plain name was given.")
        name = str(inner.value)
        if name in fields:
            raise ConfigurationError(f"line {inner.start_mark.line + 1}: a field stands twice; name each field once.")
        fields[name] = _value(events, events.next(), (*path, name), lines)
    return fields


def _scalar(event: Any, line: int) -> object:
    text = str(event.value)
    if event.style in ("'", '"', "|", ">"):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.fullmatch(text) is None:
        return text
    number = float(text)
    if not math.isfinite(number):
        raise ConfigurationError(f"line {line}: a number that is not finite was given.")
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else number
