"""CSV read row by row, with the line of every fault."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, TextIO

from auren.errors import MalformedRow
from auren.sources.files.limits import DEFAULT_LIMITS, Limits
from auren.sources.files.text import text_of, utf8_or_refuse
from auren.sources.record import Record

__all__ = ["csv_header", "csv_records"]


def csv_header(stream: BinaryIO, delimiter: str = ",", *, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Give the column names of a CSV file; empty when they cannot be read."""
    try:
        rows = csv.reader(_lines(text_of(stream), "", limits), delimiter=delimiter, strict=True)
        return [name.strip() for name in next(rows, [])]
    except (OSError, UnicodeError, csv.Error, MalformedRow):
        return []


def csv_records(
    stream: BinaryIO,
    file: str,
    columns: Iterable[str],
    on_header: Callable[[Sequence[str]], None],
    *,
    delimiter: str = ",",
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Record | MalformedRow]:
    """Give the rows of a CSV file by their column names; blank lines are passed over.

    Args:
        stream: the file's bytes, in UTF-8.
        file: its name for errors.
        columns: columns that must be there.
        on_header: is told all columns once they are known.
        delimiter: one character.
        limits: `element_chars` bounds one line.

    Raises:
        MalformedRow: the file as a whole, or the rest of it, cannot be read, or a column is missing or doubled.
    """
    line = 0
    try:
        with utf8_or_refuse(file):
            rows = csv.reader(_lines(text_of(stream), file, limits), delimiter=delimiter, strict=True)
            header = [name.strip() for name in next(rows, [])]
            if not header:
                raise MalformedRow(file, None, "", "expected a line of column names; the file is empty")
            for name in columns:
                if header.count(name) != 1:
                    raise MalformedRow(file, 1, name, "expected this column, once")
            on_header(header)
            for row in rows:
                line = rows.line_num
                if len(row) == len(header):
                    yield Record(file, line, dict(zip(header, row, strict=True)))
                elif row:
                    yield MalformedRow(file, line, "", f"expected {len(header)} cells as in the first line")
    except csv.Error as error:
        raise MalformedRow(file, line + 1, "", "expected valid CSV; the file cannot be read from this line on") from error


def _lines(text: TextIO, file: str, limits: Limits) -> Iterator[str]:
    # A file without line ends would otherwise be taken into memory whole.
    number = 0
    while line := text.readline(limits.element_chars):
        number += 1
        if len(line) >= limits.element_chars and not line.endswith(("\n", "\r")):
            raise MalformedRow(file, number, "", f"expected lines of at most {limits.element_chars} characters")
        yield line
