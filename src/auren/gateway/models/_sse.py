"""Server-sent events read from bytes, however the network cut them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["EventReader"]

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


class EventReader:
    """Turns chunks of bytes into the data of whole events.

    Lines are cut before they are decoded, so a character that is split over two chunks comes out whole.
    """

    def __init__(self) -> None:
        self._line: list[bytes] = []
        self._data: list[str] = []
        self._after_carriage_return = False
        self._at_start = True

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Give the data of the events that this chunk completes; those before a line that cannot be read come out, too.

        Raises:
            UnicodeDecodeError: a line is not UTF-8.
        """
        if not chunk:
            return
        if self._after_carriage_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_carriage_return = False
            if not chunk:
                return
        self._after_carriage_return = chunk.endswith(b"\r")
        head, *rest = _LINE_END.split(chunk)
        self._line.append(head)
        for part in rest:
            event = self._end_line()
            self._line.append(part)
            if event is not None:
                yield event

    def end(self) -> Iterator[str]:
        """Give the event that the end of the body completes: some servers leave out the last blank line.

        Raises:
            UnicodeDecodeError: a line is not UTF-8.
        """
        for _ in range(2):
            event = self._end_line()
            if event is not None:
                yield event

    def _end_line(self) -> str | None:
        line = b"".join(self._line)
        self._line.clear()
        if self._at_start:
            line = line.removeprefix(b"\xef\xbb\xbf")
            self._at_start = False
        if not line:
            if not self._data:
                return None
            event = "\n".join(self._data)
            self._data.clear()
            return event
        field, _, value = line.partition(b":")
        if field == b"data":
            self._data.append(value.removeprefix(b" ").decode())
        return None
