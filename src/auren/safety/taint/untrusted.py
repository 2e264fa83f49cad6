"""A text that somebody else wrote, as a type of its own, and the one form in which a model may see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from auren.errors import InvalidInput

__all__ = ["Source", "Untrusted", "encoded"]

Source = Literal["person", "note", "device", "memory", "webhook", "message", "colleague", "model"]
"""Where a text came from."""

_SOURCES: Final[tuple[Source, ...]] = get_args(Source)


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A text with its provenance; it is no `str`, so it cannot slip into a prompt or a message.

    Args:
        text: the words; never shown in a `repr`.
        source: where they came from.

    Raises:
        InvalidInput: the source is unknown.
    """

    text: str = field(repr=False)
    source: Source

    def __post_init__(self) -> None:
        if self.source not in _SOURCES:
            raise InvalidInput(f"An unknown source was given; expected one of {', '.join(_SOURCES)}.")

    def __str__(self) -> str:
        return f"<untrusted text of a {self.source}>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def encoded(texts: Sequence[Untrusted]) -> str:
    """Give texts as one line of JSON that nothing within them can end.

    Letters beyond ASCII, angle brackets and ampersands are escaped, so that invisible or look-alike characters and the
    marks of chat templates reach no model as such.

    Args:
        texts: what somebody else wrote.
    """
    line = json.dumps([{"source": one.source, "text": one.text} for one in texts])
    return line.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
