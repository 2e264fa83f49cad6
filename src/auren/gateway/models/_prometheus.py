"""Numbers read from the text that a server gives Prometheus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from auren.errors import InvalidInput

__all__ = ["Sample", "samples"]

_LINE: Final = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?")
_LABEL: Final = re.compile(r'\s*([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)')
_ESCAPED: Final = re.compile(r"\\(.)")


class Sample(NamedTuple):
    """One line: what is measured, of what, and how much."""

    name: str
    labels: Mapping[str, str]
    value: float


def samples(text: str) -> Iterator[Sample]:
    """Give the samples of a text in Prometheus' exposition format.

    Raises:
        InvalidInput: a line is none.
    """
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(" \t\r")
        if not bare or bare.startswith("#"):
            continue
        found = _LINE.fullmatch(bare)
        if found is None:
            raise InvalidInput(f"Line {number} of the metrics is no sample; expected a name, labels and a number.")
        try:
            value = float(found[3])
        except ValueError as error:
            raise InvalidInput(f"Line {number} of the metrics has no number at its end.") from error
        yield Sample(found[1], _labels(found[2] or "", number), value)


def _labels(text: str, number: int) -> dict[str, str]:
    labels: dict[str, str] = {}
    place = 0
    while place < len(text):
        found = _LABEL.match(text, place)
        if found is None:
            raise InvalidInput(f"Line {number} of the metrics has labels that cannot be read.")
        labels[found[1]] = _ESCAPED.sub(lambda escaped: "\n" if escaped[1] == "n" else escaped[1], found[2])
        place = found.end()
    return labels
