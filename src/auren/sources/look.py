"""A glance at a path: enough to tell what it is, without reading it all."""

from __future__ import annotations

from fnmatch import fnmatchcase

from auren.errors import MalformedRow
from auren.sources.files import Place, csv_header, json_document

__all__ = ["Look"]

_HEAD_BYTES = 2**16


class Look:
    """What a source needs in order to recognise its own kind of file or folder.

    Args:
        place: the file, folder or archive.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._heads: dict[str, bytes] = {}
        self._documents: dict[str, object] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names, sorted, with "/" between folders; of a single file, its own."""
        return self.place.names

    def first(self, *patterns: str) -> str | None:
        """Give the first name that matches any of the patterns, or None.

        Args:
            patterns: with "*" and "?", which also match "/"; upper and lower case do not matter.
        """
        folded = [pattern.casefold() for pattern in patterns]
        return next((name for name in self.names if any(fnmatchcase(name.casefold(), one) for one in folded)), None)

    def head(self, name: str) -> bytes:
        """Give the first 64 KiB of a file; fewer where it is shorter, none where it cannot be read."""
        if name not in self._heads:
            try:
                with self.place.open(name) as stream:
                    self._heads[name] = stream.read(_HEAD_BYTES)
            except MalformedRow:
                self._heads[name] = b""
        return self._heads[name]

    def header(self, name: str, delimiter: str = ",") -> list[str]:
        """Give the column names of a CSV file; empty when there are none that can be read."""
        try:
            with self.place.open(name) as stream:
                return csv_header(stream, delimiter)
        except MalformedRow:
            return []

    def document(self, name: str) -> object:
        """Give the content of a JSON file that is small enough to be held; None when it is not, or is no JSON."""
        if name not in self._documents:
            try:
                with self.place.open(name) as stream:
                    self._documents[name] = json_document(stream, name, limits=self.place.limits)
            except MalformedRow:
                self._documents[name] = None
        return self._documents[name]
