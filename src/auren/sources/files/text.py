"""Text out of bytes, in UTF-8, with its faults as ours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from auren.errors import MalformedRow

__all__ = ["text_of", "utf8_or_refuse"]


@contextmanager
def utf8_or_refuse(file: str) -> Iterator[None]:
    """Turn a decoding fault inside the block into ours.

    Raises:
        MalformedRow: the bytes are not UTF-8.
    """
    try:
        yield
    except UnicodeError as error:
        # Its message quotes the bytes.
        raise MalformedRow(file, None, "", "expected text in UTF-8") from error


def text_of(stream: BinaryIO) -> TextIO:
    """Give bytes as text in UTF-8, with or without a byte order mark; line ends stay as they are."""
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
