"""XML cut into the children of its root element, one after the other, in memory that does not grow with the file.

It knows the regular part of XML: tags, attributes, comments, CDATA, processing instructions, and the five entities that
XML itself has, with numbered characters. Everything before the root element is passed over unread, because exports of
iOS 16 carry a document type that no parser accepts; so no entity is ever declared, and none can unfold. Control
characters, which XML forbids and exports contain, are read as spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from auren.errors import MalformedRow
from auren.sources.files import Limits

__all__ = ["Element", "Lexer", "Unreadable", "attributes_of"]

_CHUNK: Final = 2**17
_PROLOG_BYTES: Final = 2**20
_PARTS: Final = 100_000
_BREAKS_OFF: Final = "expected valid XML; it breaks off here"

_NAME = rb"[A-Za-z_:\x80-\xff][-A-Za-z0-9._:\x80-\xff]*+"
_ATTRIBUTE = rb"\s++(" + _NAME + rb")\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')"
_ATTRIBUTES = re.sub(rb"\((?!\?)", rb"(?:", _ATTRIBUTE)
_OPENING: Final = re.compile(rb"<(" + _NAME + rb")((?:" + _ATTRIBUTES + rb")*+)\s*+(/?)>")
_CLOSING: Final = re.compile(rb"</(" + _NAME + rb")\s*+>")
_ATTRIBUTE_OF: Final = re.compile(_ATTRIBUTE)
# The beginning of a tag up to the end of what was read: more of the file may complete it.
_CUT: Final = re.compile(
    rb"<(?:/?(?:" + _NAME + rb"\s*+)?|" + _NAME + rb"(?:" + _ATTRIBUTES + rb")*+"
    rb"(?:\s*+/?|\s++" + _NAME + rb"\s*+(?:=\s*+(?:\"[^\"<]*+|'[^'<]*+)?)?))\Z"
)
_BEFORE_ROOT = rb"<!--|<\?|<%s(?=[\s/>])"
_ASIDE: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ENCODING: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")
_CODES: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_ENTITY: Final = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(0*[0-9]{1,7})|#x(0*[0-9A-Fa-f]{1,6}));|&")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BREAKS: Final = re.compile("\r\n|[\t\r\n]")


class Unreadable(ValueError):
    """An attribute whose text is not what XML allows; its message says what was expected."""


@dataclass(slots=True)
class Element:
    """An element with all that is in it, except text, which exports do not use.

    Attributes:
        name: of its tag.
        attributes: by name.
        children: the elements in it.
        line: where it begins, from 1.
        fault: why it cannot be trusted; empty when it can.
    """

    name: str
    attributes: dict[str, str] = field(repr=False)
    line: int
    children: list[Element] = field(default_factory=list)
    fault: str = ""


class Lexer:
    """Reads the children of a root element.

    A reader that knows a shorter way through `buffer` may take it and move `at` behind a whole child.

    Args:
        stream: the file's bytes.
        file: its name for errors.
        root: name of the root element.
        limits: `element_chars` bounds a tag and a child of the root, `depth` the nesting.

    Attributes:
        buffer: what was read and not yet dropped.
        at: how far it was used.
    """

    def __init__(self, stream: BinaryIO, file: str, root: str, limits: Limits) -> None:
        self.buffer = b""
        self.at = 0
        self._stream = stream
        self._file = file
        self._root = root
        self._limits = limits
        self._lines = 1
        self._counted = 0
        self._dropped = 0
        self._ended = False

    def line(self, at: int) -> int:
        """Give the line of a place in the buffer."""
        # Counted on from where it was last asked, since every element asks.
        counted = self._counted
        passed = self.buffer.count(b"\n", counted, at) if at >= counted else -self.buffer.count(b"\n", at, counted)
        self._lines, self._counted = self._lines + passed, at
        return self._lines

    def begin(self) -> bool:
        """Read up to and with the root's start tag; False when the root is empty.

        Raises:
            MalformedRow: there is no such root, or the file is written in another encoding.
        """
        while len(self.buffer) < _PROLOG_BYTES and self._fill():
            pass
        declared = _ENCODING.match(self.buffer.removeprefix(b"\xef\xbb\xbf"))
        if declared and declared[1].lower() not in _CODES:
            raise MalformedRow(self._file, 1, "", "expected XML in UTF-8")
        self.at = self._find_root()
        tag = self._tag()
        return tag is not None and not tag[3]

    def next(self) -> Element | None:
        """Give the next child of the root whole; None after the last.

        Raises:
            MalformedRow: the rest of the file cannot be read.
        """
        tag = self._tag()
        if tag is None:
            raise self._broken(_BREAKS_OFF)
        if tag.re is _CLOSING:
            if tag[1] != self._root.encode():
                raise self._broken("expected the end of the element that is open here", tag.start())
            self._expect_the_end()
            return None
        return self._whole(tag)

    def _whole(self, tag: re.Match[bytes]) -> Element:
        top = self._element(tag)
        begin = self._dropped + tag.start()
        open_elements = [] if tag[3] else [(top, tag[1])]
        parts = 0
        while open_elements:
            tag_or_end = self._tag()
            if tag_or_end is None:
                raise self._broken(_BREAKS_OFF)
            tag = tag_or_end
            if tag.re is _CLOSING:
                if tag[1] != open_elements.pop()[1]:
                    raise self._broken("expected the end of the element that is open here", tag.start())
                continue
            child = self._element(tag)
            parts += 1
            if parts > _PARTS or self._dropped + self.at - begin > self._limits.element_chars:
                top.fault = f"expected at most {_PARTS} parts and {self._limits.element_chars} characters"
                top.children.clear()
            else:
                open_elements[-1][0].children.append(child)
            top.fault = top.fault or child.fault
            if not tag[3]:
                if len(open_elements) + 2 > self._limits.depth:
                    raise self._broken(f"expected at most {self._limits.depth} levels of nesting", tag.start())
                open_elements.append((child, tag[1]))
        return top

    def _element(self, tag: re.Match[bytes]) -> Element:
        element = Element(tag[1].decode("utf-8", "replace"), {}, self.line(tag.start()))
        if tag.end() - tag.start() > self._limits.element_chars:
            element.fault = f"expected tags of at most {self._limits.element_chars} characters"
            return element
        try:
            element.attributes = attributes_of(tag[2])
        except Unreadable as error:
            element.fault = str(error)
        return element

    def _tag(self) -> re.Match[bytes] | None:
        """Give the next start or end tag, and pass over all else; None at the end of the file."""
        while True:
            found = self.buffer.find(b"<", self.at)
            if found < 0:
                self.at = len(self.buffer)
                if not self._fill():
                    return None
                continue
            self.at = found
            sign = self.buffer[found + 1 : found + 2]
            if not sign:
                if not self._fill():
                    return None
                continue
            if sign in (b"!", b"?"):
                if not self._passed_over():
                    return None
                continue
            tag = _CLOSING.match(self.buffer, found) if sign == b"/" else _OPENING.match(self.buffer, found)
            if tag:
                self.at = tag.end()
                return tag
            if not _CUT.match(self.buffer, found):
                raise self._broken("expected valid XML; it cannot be read from here on")
            self._more_of_it()

    def _passed_over(self) -> bool:
        """Pass over a comment, CDATA or processing instruction; False when the file ends first."""
        while len(self.buffer) - self.at < 9 and self._fill():
            pass
        opener = next((opener for opener in _ASIDE if self.buffer.startswith(opener, self.at)), None)
        if opener is None:
            if len(self.buffer) - self.at < 9:
                return False
            raise self._broken("expected valid XML; it cannot be read from here on")
        self.at += len(opener)
        closer = _ASIDE[opener]
        while (end := self.buffer.find(closer, self.at)) < 0:
            # The closer may stand across the seam.
            self.at = max(self.at, len(self.buffer) - len(closer) + 1)
            if not self._fill():
                return False
        self.at = end + len(closer)
        return True

    def _more_of_it(self) -> None:
        held = len(self.buffer) - self.at
        if held > self._limits.element_chars:
            raise self._broken(f"expected tags of at most {self._limits.element_chars} characters")
        # Twice as much each time, so that a long tag is not scanned once a chunk.
        if not self._fill(held):
            raise self._broken(_BREAKS_OFF)

    def _find_root(self) -> int:
        opening = re.compile(_BEFORE_ROOT % self._root.encode())
        unclosed: set[bytes] = set()
        at = 0
        while found := opening.search(self.buffer, at):
            closer = _ASIDE.get(found[0])
            if closer is None:
                return found.start()
            end = -1 if closer in unclosed else self.buffer.find(closer, found.end())
            if end < 0:
                unclosed.add(closer)
            at = found.end() if end < 0 else end + len(closer)
        if not self.buffer.strip():
            raise MalformedRow(self._file, None, "", "expected XML; the file is empty")
        raise MalformedRow(self._file, None, "", f"expected an element {self._root} in UTF-8")

    def _expect_the_end(self) -> None:
        tag = self._tag()
        if tag is not None:
            raise self._broken(f"expected one element {self._root}; there is more after it", tag.start())

    def _broken(self, reason: str, at: int | None = None) -> MalformedRow:
        return MalformedRow(self._file, self.line(self.at if at is None else at), "", reason)

    def _fill(self, more: int = 0) -> bool:
        """Read on, and drop what was used; False at the end of the file."""
        if self._ended:
            return False
        chunk = self._stream.read(max(_CHUNK, more))
        self._ended = not chunk
        if chunk:
            self.line(self.at)
            self._counted = 0
            self._dropped += self.at
            self.buffer = self.buffer[self.at :] + chunk
            self.at = 0
        return not self._ended


def attributes_of(raw: bytes) -> dict[str, str]:
    """Give the attributes of a tag by name.

    Args:
        raw: what stands between a tag's name and its end, beginning with a space.

    Raises:
        Unreadable: one stands twice, or its text is not UTF-8 or holds an entity other than XML's own five.
    """
    attributes: dict[str, str] = {}
    for name, one, other in _ATTRIBUTE_OF.findall(raw):
        key = name.decode("utf-8", "replace")
        if key in attributes:
            raise Unreadable("expected each attribute once")
        attributes[key] = _text(one or other)
    return attributes


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        # Its message quotes the bytes.
        raise Unreadable("expected text in UTF-8") from None
    if not text.isprintable():
        text = _NOT_XML.sub(" ", _BREAKS.sub(" ", text))
    return _ENTITY.sub(_sign, text) if "&" in text else text


def _sign(found: re.Match[str]) -> str:
    named, decimal, hexadecimal = found.groups()
    if named:
        return _NAMED[named]
    if not decimal and not hexadecimal:
        raise Unreadable("expected no entities but XML's own five")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise Unreadable("expected numbers of characters")
    return _NOT_XML.sub(" ", chr(code))
