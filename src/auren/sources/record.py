"""One vendor record whose fields are read with a type, or refused with their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from numbers import Integral, Real

from auren.errors import MalformedRow
from auren.sources.times import Style, parse_date, parse_moment

__all__ = ["LABEL_LENGTH", "Record", "clean"]

LABEL_LENGTH = 120
"""How much of a text for people is kept, in characters."""
_ID_LENGTH = 200
_LOOKS: dict[Style, str] = {"iso": "2019-11-02", "us": "11/02/19 (month first)", "european": "02/11/2019 (day first)"}


@dataclass(frozen=True, slots=True)
class Record:
    """A vendor record: named fields of unknown type.

    Args:
        file: the file's name, for errors.
        line: line number, or the record's index, from 1.
        data: the fields.
        within: the path of the fields inside the whole record, for errors; ends in a dot when not empty.
    """

    file: str
    line: int
    data: Mapping[str, object] = field(repr=False)
    within: str = ""

    @classmethod
    def of(cls, file: str, line: int, value: object) -> Record | MalformedRow:
        """Give a decoded JSON value as a record, or what is wrong with it."""
        fields = _mapping(value)
        return MalformedRow(file, line, "", "expected an object") if fields is None else cls(file, line, fields)

    def wrong(self, field: str, reason: str) -> MalformedRow:
        """Give the error for one field, to raise; the reason says what was expected and repeats no value."""
        return MalformedRow(self.file, self.line, self.within + field, reason)

    def has(self, field: str) -> bool:
        """Tell whether a field is there with something in it."""
        value = self.data.get(field)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def child(self, field: str) -> Record:
        """Give a field that holds a record of its own."""
        fields = _mapping(self.data.get(field))
        if fields is None:
            raise self.wrong(field, "expected an object")
        return Record(self.file, self.line, fields, f"{self.within}{field}.")

    def children(self, field: str) -> list[Record]:
        """Give a field that holds a list of records."""
        value = self.data.get(field)
        if not isinstance(value, list):
            raise self.wrong(field, "expected a list")
        children: list[Record] = []
        for index, item in enumerate(value, 1):
            fields = _mapping(item)
            if fields is None:
                raise self.wrong(f"{field}[{index}]", "expected an object")
            children.append(Record(self.file, self.line, fields, f"{self.within}{field}[{index}]."))
        return children

    def text(self, field: str) -> str:
        """Give a text that is not blank, as it stands."""
        value = self.data.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, "expected a text")
        return value.strip()

    def label(self, field: str) -> str:
        """Give a short text for people, cleaned of what stores cannot hold; empty when there is none."""
        value = self.data.get(field)
        if not isinstance(value, str):
            return ""
        return clean(value)[:LABEL_LENGTH]

    def identifier(self, field: str) -> str:
        """Give the vendor's own id: a whole number or a short text."""
        value = self.data.get(field)
        # The bound keeps out numbers that Python refuses to print.
        if not isinstance(value, bool) and isinstance(value, Integral) and abs(int(value)) < 10**40:
            return str(int(value))
        if isinstance(value, str) and 0 < len(value.strip()) <= _ID_LENGTH and clean(value) == value.strip():
            return value.strip()
        raise self.wrong(field, f"expected a whole number or a text of 1 to {_ID_LENGTH} characters")

    def flag(self, field: str) -> bool:
        """Give true or false."""
        value = self.data.get(field)
        if not isinstance(value, bool):
            raise self.wrong(field, "expected true or false")
        return value

    def number(self, field: str, *, written: bool = False) -> float:
        """Give a finite number.

        Args:
            field: its name.
            written: True where the format writes numbers as text.
        """
        value = self.data.get(field)
        number = math.nan
        try:
            if not isinstance(value, bool) and isinstance(value, (Real, str)):
                # Of texts, only plain ones: Python alone reads "1_000" and digits of other scripts as numbers.
                plain = not isinstance(value, str) or (written and value.isascii() and "_" not in value)
                number = float(value) if plain else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise self.wrong(field, "expected a number")
        return number

    def day(self, field: str, style: Style = "iso") -> date:
        """Give the date of a date or a time."""
        value = self.data.get(field)
        found = parse_date(value, style) if isinstance(value, str) else None
        if found is None:
            raise self.wrong(field, f"expected a date such as {_LOOKS[style]}")
        return found

    def moment(self, field: str, style: Style = "iso") -> datetime:
        """Give a date with a time of day; aware only if the text has an offset."""
        value = self.data.get(field)
        found = parse_moment(value, style) if isinstance(value, str) else None
        if found is None:
            raise self.wrong(field, f"expected a time such as {_LOOKS[style]} 07:19:30")
        return found


def clean(text: str) -> str:
    """Give a text without control characters and broken code points, trimmed."""
    kept = "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(kept.split())


def _mapping(value: object) -> Mapping[str, object] | None:
    if not isinstance(value, dict):
        return None
    return {str(key): item for key, item in value.items()}
