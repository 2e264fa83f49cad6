"""Text that sits inside JSON: read without its escapes, so that a name after a line break or with an accent is seen."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["as_json", "as_prose", "unescaped"]

_ESCAPE: Final = re.compile(r'\\(?:u[0-9a-fA-F]{4}|[nrtbf"\\/])')


def unescaped(text: str) -> tuple[str, list[int]]:
    """Give a text without JSON's escapes, and where each of its characters begins in the original, with the end as the last.

    Args:
        text: any text; what only looks like an escape is read as one, too, which changes nothing but what is looked at.
    """
    plain: list[str] = []
    origin: list[int] = []
    at = 0
    for found in _ESCAPE.finditer(text):
        plain.append(text[at : found.start()])
        origin.extend(range(at, found.start()))
        plain.append(_sign(found[0]))
        origin.append(found.start())
        at = found.end()
    plain.append(text[at:])
    origin.extend(range(at, len(text) + 1))
    return "".join(plain), origin


def as_prose(value: str) -> str:
    """Give a value without JSON's escapes."""
    return unescaped(value)[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\" in value else value


def as_json(value: str) -> str:
    """Give a value as it stands inside a JSON string."""
    return json.dumps(as_prose(value))[1:-1]


def _sign(escape: str) -> str:
    if escape[1] == "u":
        return chr(int(escape[2:], 16))
    return {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}.get(escape[1], escape[1])
