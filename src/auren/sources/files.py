"""Opening JSON and CSV files so that every fault in them has a place and a reason."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from auren.errors import MalformedRow
from auren.sources.record import Record

__all__ = ["csv_header", "csv_records", "json_records", "load_json"]


def load_json(path: Path, file: str) -> object:
    """Give the decoded content of a JSON file.

    Args:
        path: the file.
        file: its name for errors.

    Raises:
        MalformedRow: the file cannot be read, is empty, not UTF-8, or not JSON; with the line where JSON breaks off.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MalformedRow(file, None, "", "expected a file that can be read") from error
    except UnicodeDecodeError as error:
        raise MalformedRow(file, None, "", "expected text in UTF-8") from error
    if not text.strip():
        raise MalformedRow(file, None, "", "expected JSON; the file is empty")
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise MalformedRow(file, error.lineno, "", "expected valid JSON; it breaks off at this line") from error
    except (ValueError, RecursionError) as error:
        raise MalformedRow(file, None, "", "expected JSON of usual depth and numbers of usual length") from error
    return value


def json_records(path: Path, file: str) -> Iterator[Record | MalformedRow]:
    """Give the records of a JSON file that holds a list; their line is the index from 1.

    Raises:
        MalformedRow: the file as a whole cannot be read.
    """
    value = load_json(path, file)
    if not isinstance(value, list):
        raise MalformedRow(file, None, "", "expected a list of records")
    for index, item in enumerate(value, 1):
        yield Record.of(file, index, item)


def csv_header(path: Path, delimiter: str = ",") -> list[str]:
    """Give the column names of a CSV file; empty when they cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [name.strip() for name in next(csv.reader(stream, delimiter=delimiter, strict=True), [])]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def csv_records(
    path: Path, file: str, columns: Iterable[str], on_header: Callable[[Sequence[str]], None], *, delimiter: str = ","
) -> Iterator[Record | MalformedRow]:
    """Give the rows of a CSV file by their column names; blank lines are passed over.

    Args:
        path: the file.
        file: its name for errors.
        columns: columns that must be there.
        on_header: is told all columns once they are known.
        delimiter: one character.

    Raises:
        MalformedRow: the file as a whole, or the rest of it, cannot be read, or a column is missing or doubled.
    """
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, delimiter=delimiter, strict=True)
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
    except OSError as error:
        raise MalformedRow(file, None, "", "expected a file that can be read") from error
    except UnicodeDecodeError as error:
        raise MalformedRow(file, None, "", "expected text in UTF-8") from error
    except csv.Error as error:
        raise MalformedRow(file, line + 1, "", "expected valid CSV; the file cannot be read from this line on") from error
