"""Messages of one FIT file, decoded and scaled by fitdecode; every fault of the file becomes ours, with its place."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, BinaryIO

from auren.errors import MalformedRow
from auren.sources.record import Record

__all__ = ["SIGNATURE", "Message", "is_fit", "messages"]

SIGNATURE = b".FIT"
"""What stands at bytes 8 to 11 of every FIT file."""

# On bytes that nobody vouches for the decoder also fails in ways that it does not name.
_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class Message:
    """One data message.

    Attributes:
        name: of the profile, such as "record"; "unknown_79" for one that the profile lacks.
        record: its fields that hold a value, by name; None when nobody wants this kind of message.
    """

    name: str
    record: Record | None


def is_fit(head: bytes) -> bool:
    """Tell whether a file begins as FIT files do."""
    return head[8:12] == SIGNATURE


def messages(decoder: ModuleType, stream: BinaryIO, file: str, wanted: Collection[str] | None = None) -> Iterator[Message]:
    """Give the data messages of a file, and of those chained to it, in their order.

    Dates are the whole seconds since the end of 1989 that the file holds; other values are scaled, and those that the
    file marks as invalid are left out. A record's line is the message's number from 1.

    Args:
        decoder: the fitdecode module.
        stream: the file's bytes.
        file: its name for errors.
        wanted: names of the messages whose fields are given; None gives all.

    Raises:
        MalformedRow: the file breaks off, is damaged, or is no FIT file; field and line tell the byte and the message.
    """
    number = at = 0
    reader = decoder.FitReader(
        stream,
        processor=None,
        check_crc=decoder.CrcCheck.RAISE,
        # Makers write fields of odd sizes and developer fields that they never describe; those are read as bytes.
        error_handling=decoder.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    )
    frames = iter(reader)
    while True:
        try:
            frame = next(frames, None)
        except (decoder.FitError, *_FAILURES) as error:
            raise MalformedRow(file, number + 1, f"byte {at}", _expected(decoder, error)) from error
        if frame is None:
            break
        at = frame.chunk.offset + len(frame.chunk.bytes)
        if frame.frame_type == decoder.FIT_FRAME_DATA:
            number += 1
            name = frame.name
            chosen = wanted is None or name in wanted
            yield Message(name, Record(file, number, _fields(frame.fields)) if chosen else None)
    if not at:
        raise MalformedRow(file, None, "", "expected a FIT file; the file is empty")


def _fields(decoded: list[Any]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for item in decoded:
        if item.value is None:
            continue
        written = item.field_def is not None and not item.field_def.is_dev
        if written:
            fields[item.name] = item.value
        else:
            # What the file writes itself stands above what was derived from a packed field or named by an app.
            fields.setdefault(item.name, item.value)
        if item.parent_field is not None:
            fields.setdefault(item.parent_field.name, item.value)
    return fields


def _expected(decoder: ModuleType, error: Exception) -> str:
    if isinstance(error, decoder.FitCRCError):
        return "expected the data that the file's checksum states; some of it is damaged"
    if isinstance(error, decoder.FitEOFError):
        return "expected more data; the file is cut short"
    if isinstance(error, decoder.FitHeaderError):
        return "expected the header of a FIT file"
    return "expected a FIT message as the file defines it"
