"""JSON read piece by piece: the elements of named lists one after the other, in memory that does not grow with the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO, TextIO

from auren.errors import MalformedRow
from auren.sources.files.limits import DEFAULT_LIMITS, Limits
from auren.sources.files.text import text_of, utf8_or_refuse
from auren.sources.record import Record

__all__ = ["ITEM", "JSONPath", "json_document", "json_lines", "json_records", "json_values"]

JSONPath = tuple[str | int, ...]
"""Where a value stands: keys, and list indexes from 0."""

ITEM = "[]"
"""In a wanted path: any item of a list. "*" is any key."""

_CHUNK = 2**16
_UNFINISHED = frozenset({"", ".", "e", "E", "e+", "e-", "E+", "E-"})
_SPACE = " \t\r\n"
_BREAKS_OFF = "expected valid JSON; it breaks off here"


def json_document(stream: BinaryIO, file: str, *, limits: Limits = DEFAULT_LIMITS) -> object:
    """Give the decoded content of a JSON file that is small enough to be held whole.

    Args:
        stream: the file's bytes, in UTF-8.
        file: its name for errors.
        limits: `element_chars` bounds the whole file.

    Raises:
        MalformedRow: the file cannot be read, is empty, too large, not UTF-8, or not JSON; with the line where JSON breaks off.
    """
    with utf8_or_refuse(file):
        text = text_of(stream).read(limits.element_chars + 1)
    if len(text) > limits.element_chars:
        raise MalformedRow(file, None, "", f"expected at most {limits.element_chars} characters")
    if not text.strip():
        raise MalformedRow(file, None, "", "expected JSON; the file is empty")
    return _decoded(text, file, 0, limits)


def json_lines(stream: BinaryIO, file: str, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Record | MalformedRow]:
    """Give the records of a file with one JSON object a line; blank lines are passed over.

    Raises:
        MalformedRow: the file as a whole, or the rest of it, cannot be read.
    """
    text = text_of(stream)
    number = 0
    with utf8_or_refuse(file):
        while line := text.readline(limits.element_chars):
            number += 1
            if len(line) >= limits.element_chars and not line.endswith("\n"):
                raise MalformedRow(file, number, "", f"expected lines of at most {limits.element_chars} characters")
            if not line.strip():
                continue
            try:
                yield Record.of(file, number, _decoded(line, file, number, limits))
            except MalformedRow as error:
                yield MalformedRow(file, number, "", error.reason)


def json_records(
    stream: BinaryIO, file: str, within: JSONPath = (), *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Record | MalformedRow]:
    """Give the records of a list in a JSON file, one after the other; their line is the index from 1.

    Args:
        stream: the file's bytes, in UTF-8.
        file: its name for errors.
        within: keys that lead to the list; empty when the file is the list.
        limits: `element_chars` bounds one record.

    Raises:
        MalformedRow: the file as a whole, or the rest of it, cannot be read, or holds no such list.
    """
    index = 0
    found = False
    for path, value in json_values(stream, file, [(*within, ITEM), within], limits=limits):
        if len(path) > len(within):
            index += 1
            found = True
            yield Record.of(file, index, value)
        else:
            # Only an empty list comes as a whole: the items of any other are given one by one.
            found = value == []
            if not found:
                break
    if not found:
        where = ".".join(map(str, within))
        raise MalformedRow(file, None, where, "expected a list of records")


def json_values(
    stream: BinaryIO, file: str, wanted: Sequence[JSONPath], *, limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[JSONPath, object]]:
    """Give the values that stand at the wanted paths, in the order of the file.

    A value that holds other wanted values is not given itself, unless it turns out to hold nothing.

    Args:
        stream: the file's bytes, in UTF-8.
        file: its name for errors.
        wanted: paths of keys, with `ITEM` for any item of a list and "*" for any key.
        limits: `element_chars` bounds one value, `depth` the nesting.

    Raises:
        MalformedRow: the file is empty, not UTF-8, not JSON, or goes beyond a limit; what came before was given.
    """
    with utf8_or_refuse(file):
        walker = _Walker(text_of(stream), file, wanted, limits)
        if not walker.peek():
            raise MalformedRow(file, None, "", "expected JSON; the file is empty")
        yield from walker.value(())
        if walker.peek():
            raise walker.broken("expected one JSON value; there is more after it")


class _Walker:
    """Goes through JSON text once, holding no more than the element it is at."""

    def __init__(self, text: TextIO, file: str, wanted: Sequence[JSONPath], limits: Limits) -> None:
        self._text = text
        self._file = file
        self._wanted = [tuple(path) for path in wanted]
        self._limits = limits
        self._buffer = ""
        self._at = 0
        self._lines = 1
        self._ended = False

    def broken(self, reason: str) -> MalformedRow:
        line = self._lines + self._buffer.count("\n", 0, self._at)
        return MalformedRow(self._file, line, "", reason)

    def peek(self) -> str:
        """Give the next character that is not space; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                sign = self._buffer[self._at]
                if sign not in _SPACE:
                    return sign
                self._at += 1
            if not self._fill():
                return ""

    def value(self, path: JSONPath) -> Iterator[tuple[JSONPath, object]]:
        sign = self.peek()
        inner = [p for p in self._wanted if len(p) > len(path) and _leads(p, path)]
        chosen = any(len(p) == len(path) and _leads(p, path) for p in self._wanted)
        if sign in ("{", "[") and len(path) >= self._limits.depth:
            raise self.broken(f"expected at most {self._limits.depth} levels of nesting")
        if sign == "{" and any(p[len(path)] != ITEM for p in inner):
            yield from self._members(path, chosen)
        elif sign == "[" and any(p[len(path)] == ITEM for p in inner):
            yield from self._items(path, chosen)
        elif chosen:
            yield path, self._element()
        else:
            self._skip(len(path))

    def _members(self, path: JSONPath, chosen: bool) -> Iterator[tuple[JSONPath, object]]:
        self._at += 1
        if self.peek() == "}":
            self._at += 1
            if chosen:
                yield path, {}
            return
        while True:
            if self.peek() != '"':
                raise self.broken(_BREAKS_OFF)
            key = self._element()
            self._expect(":")
            yield from self.value((*path, str(key)))
            if self._follows("}"):
                return

    def _items(self, path: JSONPath, chosen: bool) -> Iterator[tuple[JSONPath, object]]:
        self._at += 1
        if self.peek() == "]":
            self._at += 1
            if chosen:
                yield path, []
            return
        index = 0
        while True:
            yield from self.value((*path, index))
            index += 1
            if self._follows("]"):
                return

    def _skip(self, depth: int) -> None:
        """Pass over a value that nobody wants, element by element, however large it is."""
        closers: list[str] = []
        while True:
            sign = self.peek()
            if sign in ("{", "["):
                if depth + len(closers) >= self._limits.depth:
                    raise self.broken(f"expected at most {self._limits.depth} levels of nesting")
                self._at += 1
                closer = "}" if sign == "{" else "]"
                if self.peek() != closer:
                    closers.append(closer)
                    if closer == "}":
                        self._key()
                    continue
                self._at += 1
            else:
                self._element()
            while closers and self._follows(closers[-1]):
                closers.pop()
            if not closers:
                return
            if closers[-1] == "}":
                self._key()

    def _key(self) -> None:
        if self.peek() != '"':
            raise self.broken(_BREAKS_OFF)
        self._element()
        self._expect(":")

    def _expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise self.broken(_BREAKS_OFF)
        self._at += 1

    def _follows(self, closer: str) -> bool:
        """Pass over a comma or the closing sign, and tell whether it closed."""
        sign = self.peek()
        if sign not in (",", closer) or not sign:
            raise self.broken(_BREAKS_OFF)
        self._at += 1
        return sign == closer

    def _element(self) -> object:
        """Decode the value at this place whole."""
        if not self.peek():
            raise self.broken(_BREAKS_OFF)
        while True:
            broke_at = self._at
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                value, end, broke_at = None, -1, error.pos
            except (ValueError, RecursionError) as error:
                raise self.broken("expected JSON of usual depth and numbers of usual length") from error
            # A number at the end of the buffer may go on in the next piece, also where what follows it is no number yet.
            if end >= 0 and (self._ended or self._buffer[end : end + 3] not in _UNFINISHED):
                self._check(value, end)
                self._at = end
                return value
            if len(self._buffer) - self._at > self._limits.element_chars:
                raise self._too_long()
            if not self._fill(more=len(self._buffer) - self._at):
                if end >= 0:
                    continue
                self._at = min(broke_at, len(self._buffer))
                raise self.broken(_BREAKS_OFF)

    def _check(self, value: object, end: int) -> None:
        if end - self._at > self._limits.element_chars:
            raise self._too_long()
        # Counting signs is quick, and only an element with many of them can be deep.
        opened = self._buffer.count("[", self._at, end) + self._buffer.count("{", self._at, end)
        if opened > self._limits.depth and _deeper(value, self._limits.depth):
            raise self.broken(f"expected at most {self._limits.depth} levels of nesting")

    def _too_long(self) -> MalformedRow:
        return self.broken(f"expected elements of at most {self._limits.element_chars} characters")

    def _fill(self, more: int = 0) -> bool:
        """Read on, twice as much each time that one element asks for it, and drop what was passed."""
        if self._ended:
            return False
        self._lines += self._buffer.count("\n", 0, self._at)
        chunk = self._text.read(max(_CHUNK, more))
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        self._ended = not chunk
        return True


def _leads(wanted: JSONPath, path: JSONPath) -> bool:
    """Tell whether a path is the beginning of a wanted one, or the wanted one itself."""
    return all(
        step == ITEM if isinstance(at, int) else step in ("*", at) and step != ITEM
        for step, at in zip(wanted, path, strict=False)
    )


def _decoded(text: str, file: str, line: int, limits: Limits) -> object:
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedRow(file, line or error.lineno, "", "expected valid JSON; it breaks off at this line") from error
    except (ValueError, RecursionError) as error:
        raise MalformedRow(file, line or None, "", "expected JSON of usual depth and numbers of usual length") from error
    if _deeper(value, limits.depth):
        raise MalformedRow(file, line or None, "", f"expected at most {limits.depth} levels of nesting")
    return value


def _deeper(value: object, most: int) -> bool:
    level = [value]
    for _ in range(most + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


_DECODER = json.JSONDecoder()
