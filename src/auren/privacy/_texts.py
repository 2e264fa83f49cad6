"""Texts that every database can keep."""

from __future__ import annotations

from auren.errors import InvalidInput

__all__ = ["require_writable"]


def require_writable(what: str, *texts: str) -> None:
    """Refuse a text that a database cannot keep, before anything rests on it.

    Args:
        what: how the texts are called in the message.
        texts: to be checked.

    Raises:
        InvalidInput: one holds half of a surrogate pair, or a NUL.
    """
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            # Its own message quotes the text: it must not become the cause.
            raise InvalidInput(f"{what} that cannot be written as UTF-8 was given; expected ordinary text.") from None
        if "\x00" in text:
            raise InvalidInput(f"{what} with a NUL character was given; expected ordinary text.")
